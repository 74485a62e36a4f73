# Programs that tests use. They need Slurm's library in place of a daemon.
if HAVE_LIBSLURMFULL
check_PROGRAMS += tests/tools/dbd-load
tests_tools_dbd_load_SOURCES = tests/tools/dbd-load.c tests/tools/dbd-link.c \
	tests/tools/dbd-link.h
tests_tools_dbd_load_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS) -D_GNU_SOURCE
tests_tools_dbd_load_LDADD = $(SLURM_TEST_LIBS)
check_PROGRAMS += tests/tools/plugin-calls
tests_tools_plugin_calls_SOURCES = tests/tools/plugin-calls.c
tests_tools_plugin_calls_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS) -D_GNU_SOURCE
tests_tools_plugin_calls_LDADD = $(SLURM_TEST_LIBS) -ldl
check_PROGRAMS += tests/tools/dbd-changes
tests_tools_dbd_changes_SOURCES = tests/tools/dbd-changes.c
tests_tools_dbd_changes_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS) -D_GNU_SOURCE
tests_tools_dbd_changes_LDADD = $(SLURM_TEST_LIBS)
check_PROGRAMS += tests/tools/spool-fill
tests_tools_spool_fill_SOURCES = tests/tools/spool-fill.c \
	tests/sql/record-lab.c tests/sql/record-lab.h
tests_tools_spool_fill_CPPFLAGS = $(pgsql_cppflags)
tests_tools_spool_fill_LDADD = libpgsql_accounting.la \
	libpgsql_no_slurmctld.la $(SLURM_TEST_LIBS)
endif
EXTRA_DIST += tests/tools/random-records.pl tests/tools/swf-records.awk
