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

check_PROGRAMS += tests/sql/find-test
tests_sql_find_test_SOURCES = tests/sql/find-test.c tests/sql/record-lab.c \
	tests/sql/record-lab.h
tests_sql_find_test_CPPFLAGS = $(pgsql_cppflags)
tests_sql_find_test_LDADD = libpgsql_accounting.la \
	libpgsql_no_slurmctld.la $(SLURM_TEST_LIBS)

if HAVE_CHECK
check_PROGRAMS += tests/sql/machine_test
tests_sql_machine_test_SOURCES = tests/sql/machine_test.c
tests_sql_machine_test_CPPFLAGS = $(pgsql_cppflags)
tests_sql_machine_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_sql_machine_test_LDADD = libpgsql_accounting.la \
	libpgsql_no_slurmctld.la $(SLURM_TEST_LIBS) $(CHECK_LIBS)
endif
endif
