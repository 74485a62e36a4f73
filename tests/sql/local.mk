# Tests on a private PostgreSQL: scripts, and programs that they use.
check_PROGRAMS += tests/sql/schema-tool
tests_sql_schema_tool_SOURCES = tests/sql/schema-tool.c
tests_sql_schema_tool_LDADD = libpgsql_schema.la libpgsql_pg.la

check_PROGRAMS += tests/sql/pg_layer
tests_sql_pg_layer_SOURCES = tests/sql/pg_layer.c
tests_sql_pg_layer_LDADD = libpgsql_pg.la

# The module's own code in one program, with Slurm's library in place of
# slurmdbd, and stand-ins for what only slurmctld has.
if HAVE_LIBSLURMFULL
check_PROGRAMS += tests/sql/record-test
tests_sql_record_test_SOURCES = tests/sql/record-test.c tests/sql/record-lab.c \
	tests/sql/record-lab.h
tests_sql_record_test_CPPFLAGS = $(pgsql_cppflags)
tests_sql_record_test_LDADD = libpgsql_accounting.la \
	libpgsql_no_slurmctld.la $(SLURM_TEST_LIBS)

check_PROGRAMS += tests/sql/batch-test
tests_sql_batch_test_SOURCES = tests/sql/batch-test.c tests/sql/record-lab.c \
	tests/sql/record-lab.h
tests_sql_batch_test_CPPFLAGS = $(pgsql_cppflags)
tests_sql_batch_test_LDADD = libpgsql_accounting.la \
	libpgsql_no_slurmctld.la $(SLURM_TEST_LIBS)

check_PROGRAMS += tests/sql/find-test
tests_sql_find_test_SOURCES = tests/sql/find-test.c tests/sql/record-lab.c \
	tests/sql/record-lab.h
tests_sql_find_test_CPPFLAGS = $(pgsql_cppflags)
tests_sql_find_test_LDADD = libpgsql_accounting.la \
	libpgsql_no_slurmctld.la $(SLURM_TEST_LIBS)

check_PROGRAMS += tests/sql/usage-test
tests_sql_usage_test_SOURCES = tests/sql/usage-test.c tests/sql/record-lab.c \
	tests/sql/record-lab.h
tests_sql_usage_test_CPPFLAGS = $(pgsql_cppflags)
tests_sql_usage_test_LDADD = libpgsql_accounting.la \
	libpgsql_no_slurmctld.la $(SLURM_TEST_LIBS)

check_PROGRAMS += tests/sql/purge-tool
tests_sql_purge_tool_SOURCES = tests/sql/purge-tool.c tests/sql/record-lab.c \
	tests/sql/record-lab.h
tests_sql_purge_tool_CPPFLAGS = $(pgsql_cppflags)
tests_sql_purge_tool_LDADD = libpgsql_accounting.la \
	libpgsql_no_slurmctld.la $(SLURM_TEST_LIBS)

# all statements of the C files, for the test that prepares each
check_PROGRAMS += tests/sql/statements-test
tests_sql_statements_test_SOURCES = tests/sql/statements-test.c \
	tests/sql/record-lab.c tests/sql/record-lab.h
nodist_tests_sql_statements_test_SOURCES = tests/sql/statements.inc
tests_sql_statements_test_CPPFLAGS = $(pgsql_cppflags) $(LIBPQ_CFLAGS)
tests_sql_statements_test_LDADD = libpgsql_accounting.la \
	libpgsql_no_slurmctld.la $(SLURM_TEST_LIBS) $(LIBPQ_LIBS)
statement_files = $(filter %.c,$(pgsql_sources) \
	$(libpgsql_schema_la_SOURCES) $(libpgsql_pg_la_SOURCES))
tests/sql/statements.inc: $(statement_files) $(pgsql)/sql.h tests/sql/list-statements.pl
	$(AM_V_GEN)$(MKDIR_P) tests/sql && perl $(srcdir)/tests/sql/list-statements.pl \
	  '$(CC)' $(SLURM_VERSION_HEX) $(pgsql)/sql.h $(addprefix $(srcdir)/,$(statement_files)) >$@.tmp && mv $@.tmp $@
tests/sql/statements_test-statements-test.$(OBJEXT): tests/sql/statements.inc
CLEANFILES += tests/sql/statements.inc
EXTRA_DIST += tests/sql/list-statements.pl

if HAVE_CHECK
check_PROGRAMS += tests/sql/machine_test
tests_sql_machine_test_SOURCES = tests/sql/machine_test.c
tests_sql_machine_test_CPPFLAGS = $(pgsql_cppflags)
tests_sql_machine_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_sql_machine_test_LDADD = libpgsql_accounting.la \
	libpgsql_no_slurmctld.la $(SLURM_TEST_LIBS) $(CHECK_LIBS)
endif
endif
