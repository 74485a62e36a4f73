EXTRA_DIST += src/slurm/compat.h
