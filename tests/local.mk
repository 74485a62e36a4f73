# Unit tests are programs of this build; the scripts beside them need daemons
# and are run by tests/all.
include tests/unit/local.mk
include tests/sql/local.mk
include tests/tools/local.mk
EXTRA_DIST += tests/all tests/demo tests/build tests/layout tests/lib tests/cluster \
	tests/differential tests/property tests/slurm-suite tests/suite
