noinst_LTLIBRARIES += libpgsql_slurm.la
libpgsql_slurm_la_SOURCES = src/slurm/compat.h src/slurm/cond.h src/slurm/ctld.h \
	src/slurm/json.c src/slurm/json.h src/slurm/resource.h \
	src/slurm/tres.c src/slurm/tres.h src/slurm/usage.c src/slurm/usage.h
libpgsql_slurm_la_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS)
