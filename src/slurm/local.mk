noinst_LTLIBRARIES += libpgsql_slurm.la
libpgsql_slurm_la_SOURCES = src/slurm/compat.h
libpgsql_slurm_la_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS)
