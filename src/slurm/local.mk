EXTRA_DIST += src/slurm/compat.h src/slurm/ctld.h
