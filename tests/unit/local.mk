# Unit tests: one program a subject, each also a test of make check.
if HAVE_CHECK
unit_tests =

unit_tests += tests/unit/pg_text_test tests/unit/pg_settings_test \
	tests/unit/pg_exec_test
pg_test_cppflags = $(AM_CPPFLAGS) -D_GNU_SOURCE
pg_test_cflags = $(AM_CFLAGS) $(CHECK_CFLAGS) $(LIBPQ_CFLAGS)
tests_unit_pg_text_test_SOURCES = tests/unit/pg_text_test.c
tests_unit_pg_text_test_CPPFLAGS = $(pg_test_cppflags)
tests_unit_pg_text_test_CFLAGS = $(pg_test_cflags)
tests_unit_pg_text_test_LDADD = libpgsql_pg.la $(CHECK_LIBS)
tests_unit_pg_settings_test_SOURCES = tests/unit/pg_settings_test.c
tests_unit_pg_settings_test_CPPFLAGS = $(pg_test_cppflags)
tests_unit_pg_settings_test_CFLAGS = $(pg_test_cflags)
tests_unit_pg_settings_test_LDADD = libpgsql_pg.la $(CHECK_LIBS)
tests_unit_pg_exec_test_SOURCES = tests/unit/pg_exec_test.c
tests_unit_pg_exec_test_CPPFLAGS = $(pg_test_cppflags)
tests_unit_pg_exec_test_CFLAGS = $(pg_test_cflags)
tests_unit_pg_exec_test_LDADD = libpgsql_fake.la libpgsql_pg.la $(CHECK_LIBS)

unit_tests += tests/unit/spool_test
tests_unit_spool_test_SOURCES = tests/unit/spool_test.c
tests_unit_spool_test_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE
tests_unit_spool_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_spool_test_LDADD = libpgsql_spool.la $(CHECK_LIBS)

unit_tests += tests/unit/queue_test tests/unit/writer_test
direct_test_sources = tests/unit/fake_records.c tests/unit/fake_records.h \
	$(pgsql)/direct/queue.c $(pgsql)/direct/thread.c $(pgsql)/direct/watch.c
direct_test_cppflags = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS) -D_GNU_SOURCE
direct_test_cflags = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_queue_test_SOURCES = tests/unit/queue_test.c $(direct_test_sources)
tests_unit_queue_test_CPPFLAGS = $(direct_test_cppflags)
tests_unit_queue_test_CFLAGS = $(direct_test_cflags)
tests_unit_queue_test_LDADD = $(CHECK_LIBS)
tests_unit_writer_test_SOURCES = tests/unit/writer_test.c \
	$(direct_test_sources) $(pgsql)/direct/writer.c
tests_unit_writer_test_CPPFLAGS = $(direct_test_cppflags)
tests_unit_writer_test_CFLAGS = $(direct_test_cflags)
tests_unit_writer_test_LDADD = libpgsql_pg.la $(CHECK_LIBS)

unit_tests += tests/unit/budget_test
tests_unit_budget_test_SOURCES = tests/unit/budget_test.c
tests_unit_budget_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_budget_test_LDADD = libpgsql_budget.la $(CHECK_LIBS)

unit_tests += tests/unit/settings_test
tests_unit_settings_test_SOURCES = tests/unit/settings_test.c \
	$(pgsql)/storage/settings.c $(pgsql)/storage/own_words.c
tests_unit_settings_test_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE
tests_unit_settings_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_settings_test_LDADD = libpgsql_pg.la $(CHECK_LIBS)

# What uses Slurm's lists and records
slurm_test_cppflags = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS) -D_GNU_SOURCE
if HAVE_LIBSLURMFULL
unit_tests += tests/unit/difference_test
tests_unit_difference_test_SOURCES = tests/unit/difference_test.c \
	$(pgsql)/direct/difference/assoc.c $(pgsql)/direct/difference/difference.c \
	$(pgsql)/direct/difference/member.c $(pgsql)/direct/difference/qos.c \
	$(pgsql)/direct/difference/user.c
tests_unit_difference_test_CPPFLAGS = $(slurm_test_cppflags)
tests_unit_difference_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_difference_test_LDADD = $(SLURM_TEST_LIBS) $(CHECK_LIBS)

unit_tests += tests/unit/grptres_settings_test
tests_unit_grptres_settings_test_SOURCES = \
	tests/unit/grptres_settings_test.c \
	plugins/job_submit/grptres/settings.c
tests_unit_grptres_settings_test_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS)
tests_unit_grptres_settings_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_grptres_settings_test_LDADD = $(CHECK_LIBS) $(SLURM_TEST_LIBS)

unit_tests += tests/unit/reserve_test
tests_unit_reserve_test_SOURCES = tests/unit/reserve_test.c \
	plugins/job_submit/grptres/reserve.c
tests_unit_reserve_test_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS)
tests_unit_reserve_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_reserve_test_LDADD = libpgsql_budget.la $(CHECK_LIBS) \
	$(SLURM_TEST_LIBS)

fake_ctld = tests/unit/fake_ctld.c tests/unit/fake_ctld.h
unit_tests += tests/unit/book_test
tests_unit_book_test_SOURCES = tests/unit/book_test.c $(fake_ctld) \
	plugins/job_submit/grptres/book.c \
	plugins/job_submit/grptres/chain.c \
	plugins/job_submit/grptres/count.c \
	plugins/job_submit/grptres/hold.c \
	plugins/job_submit/grptres/request.c \
	plugins/job_submit/grptres/whole.c
tests_unit_book_test_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS)
tests_unit_book_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_book_test_LDADD = libpgsql_budget.la $(CHECK_LIBS) \
	$(SLURM_TEST_LIBS)

unit_tests += tests/unit/ledger_test
tests_unit_ledger_test_SOURCES = tests/unit/ledger_test.c $(fake_ctld) \
	plugins/job_submit/grptres/ledger.c
tests_unit_ledger_test_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS)
tests_unit_ledger_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_ledger_test_LDADD = libpgsql_budget.la $(CHECK_LIBS) \
	$(SLURM_TEST_LIBS)

unit_tests += tests/unit/hold_test
tests_unit_hold_test_SOURCES = tests/unit/hold_test.c $(fake_ctld) \
	plugins/job_submit/grptres/chain.c \
	plugins/job_submit/grptres/hold.c \
	plugins/job_submit/grptres/request.c \
	plugins/job_submit/grptres/whole.c
tests_unit_hold_test_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS)
tests_unit_hold_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_hold_test_LDADD = libpgsql_budget.la $(CHECK_LIBS) \
	$(SLURM_TEST_LIBS)

unit_tests += tests/unit/watch_test
tests_unit_watch_test_SOURCES = tests/unit/watch_test.c $(fake_ctld) \
	plugins/job_submit/grptres/watch.c
tests_unit_watch_test_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS)
tests_unit_watch_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_watch_test_LDADD = libpgsql_budget.la $(CHECK_LIBS) \
	$(SLURM_TEST_LIBS)

unit_tests += tests/unit/request_test
tests_unit_request_test_SOURCES = tests/unit/request_test.c $(fake_ctld) \
	plugins/job_submit/grptres/request.c \
	plugins/job_submit/grptres/whole.c
tests_unit_request_test_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS)
tests_unit_request_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_request_test_LDADD = libpgsql_budget.la $(CHECK_LIBS) \
	$(SLURM_TEST_LIBS)

unit_tests += tests/unit/gather_test
tests_unit_gather_test_SOURCES = tests/unit/gather_test.c \
	$(pgsql)/dbd/gather.c $(pgsql)/dbd/request.c
tests_unit_gather_test_CPPFLAGS = $(slurm_test_cppflags)
tests_unit_gather_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_gather_test_LDFLAGS = $(AM_LDFLAGS) -export-dynamic
tests_unit_gather_test_LDADD = $(SLURM_TEST_LIBS) $(CHECK_LIBS)

unit_tests += tests/unit/change_test
tests_unit_change_test_SOURCES = tests/unit/change_test.c \
	$(pgsql)/storage/change.c $(pgsql)/storage/link.c $(pgsql)/storage/publish.c $(pgsql)/storage/turn.c \
	$(pgsql)/record/record.c
tests_unit_change_test_CPPFLAGS = $(slurm_test_cppflags)
tests_unit_change_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_change_test_LDADD = libpgsql_fake.la libpgsql_pg.la \
	$(SLURM_TEST_LIBS) $(CHECK_LIBS)
unit_tests += tests/unit/limits_test tests/unit/hierarchy_test
tests_unit_limits_test_SOURCES = tests/unit/limits_test.c \
	$(pgsql)/limits/limits.c $(pgsql)/limits/limits_sql.c
tests_unit_limits_test_CPPFLAGS = $(slurm_test_cppflags)
tests_unit_limits_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_limits_test_LDADD = libpgsql_fake.la libpgsql_pg.la \
	$(SLURM_TEST_LIBS) $(CHECK_LIBS)
tests_unit_hierarchy_test_SOURCES = tests/unit/hierarchy_test.c
tests_unit_hierarchy_test_CPPFLAGS = $(slurm_test_cppflags)
tests_unit_hierarchy_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_hierarchy_test_LDADD = libpgsql_accounting.la \
	libpgsql_no_slurmctld.la libpgsql_fake.la \
	libpgsql_pg.la $(SLURM_TEST_LIBS) $(CHECK_LIBS)

unit_tests += tests/unit/tres_test tests/unit/job_test tests/unit/find_test
tests_unit_tres_test_SOURCES = tests/unit/tres_test.c
tests_unit_tres_test_CPPFLAGS = $(pgsql_cppflags)
tests_unit_tres_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_tres_test_LDADD = libpgsql_slurm.la $(SLURM_TEST_LIBS) $(CHECK_LIBS)
tests_unit_job_test_SOURCES = tests/unit/job_test.c
tests_unit_job_test_CPPFLAGS = $(pgsql_cppflags)
tests_unit_job_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_job_test_LDADD = libpgsql_accounting.la libpgsql_no_slurmctld.la \
	$(SLURM_TEST_LIBS) $(CHECK_LIBS)
unit_tests += tests/unit/append_test
tests_unit_append_test_SOURCES = tests/unit/append_test.c
tests_unit_append_test_CPPFLAGS = $(pgsql_cppflags)
tests_unit_append_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_append_test_LDADD = $(tests_unit_job_test_LDADD)
unit_tests += tests/unit/spooler_test
tests_unit_spooler_test_SOURCES = tests/unit/spooler_test.c
tests_unit_spooler_test_CPPFLAGS = $(pgsql_cppflags)
tests_unit_spooler_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_spooler_test_LDADD = $(tests_unit_job_test_LDADD)
unit_tests += tests/unit/scripts_test
tests_unit_scripts_test_SOURCES = tests/unit/scripts_test.c
tests_unit_scripts_test_CPPFLAGS = $(pgsql_cppflags)
tests_unit_scripts_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_scripts_test_LDADD = $(tests_unit_job_test_LDADD)
unit_tests += tests/unit/pack_test
tests_unit_pack_test_SOURCES = tests/unit/pack_test.c
tests_unit_pack_test_CPPFLAGS = $(pgsql_cppflags)
tests_unit_pack_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_pack_test_LDADD = $(tests_unit_job_test_LDADD)
tests_unit_find_test_SOURCES = tests/unit/find_test.c
tests_unit_find_test_CPPFLAGS = $(pgsql_cppflags)
tests_unit_find_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_find_test_LDADD = $(tests_unit_job_test_LDADD)

unit_tests += tests/unit/sql_text_test
tests_unit_sql_text_test_SOURCES = tests/unit/sql_text_test.c
tests_unit_sql_text_test_CPPFLAGS = $(pgsql_cppflags)
tests_unit_sql_text_test_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_sql_text_test_LDADD = $(tests_unit_job_test_LDADD)
endif

check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
endif

# what only slurmctld has, for programs that link the module's code
check_LTLIBRARIES += libpgsql_no_slurmctld.la
libpgsql_no_slurmctld_la_SOURCES = tests/unit/no_slurmctld.c
libpgsql_no_slurmctld_la_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS)
