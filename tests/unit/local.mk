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

check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
endif
