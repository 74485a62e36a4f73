# accounting_storage_pgsql.so. Each directory adds its sources and its .sql
# files by a local.mk of its own. Names of .sql files begin with their entity
# and are unique: sql_NAME is declared in plugins/accounting_storage/pgsql/sql.h.
plugin_LTLIBRARIES += accounting_storage_pgsql.la

pgsql = plugins/accounting_storage/pgsql
pgsql_sources =
pgsql_sql =
include plugins/accounting_storage/pgsql/account/local.mk
include plugins/accounting_storage/pgsql/archive/local.mk
include plugins/accounting_storage/pgsql/assoc/local.mk
include plugins/accounting_storage/pgsql/batch/local.mk
include plugins/accounting_storage/pgsql/cluster/local.mk
include plugins/accounting_storage/pgsql/dbd/local.mk
include plugins/accounting_storage/pgsql/direct/local.mk
include plugins/accounting_storage/pgsql/event/local.mk
include plugins/accounting_storage/pgsql/federation/local.mk
include plugins/accounting_storage/pgsql/job/local.mk
include plugins/accounting_storage/pgsql/limits/local.mk
include plugins/accounting_storage/pgsql/problem/local.mk
include plugins/accounting_storage/pgsql/purge/local.mk
include plugins/accounting_storage/pgsql/qos/local.mk
include plugins/accounting_storage/pgsql/record/local.mk
include plugins/accounting_storage/pgsql/reservation/local.mk
include plugins/accounting_storage/pgsql/resource/local.mk
include plugins/accounting_storage/pgsql/rollup/local.mk
include plugins/accounting_storage/pgsql/step/local.mk
include plugins/accounting_storage/pgsql/storage/local.mk
include plugins/accounting_storage/pgsql/suspension/local.mk
include plugins/accounting_storage/pgsql/tres/local.mk
include plugins/accounting_storage/pgsql/txn/local.mk
include plugins/accounting_storage/pgsql/usage/local.mk
include plugins/accounting_storage/pgsql/user/local.mk
include plugins/accounting_storage/pgsql/wckey/local.mk

# entry: what Slurm calls; the rest is a library, which tests link as well
accounting_storage_pgsql_la_SOURCES = \
	$(pgsql)/entry/add.c \
	$(pgsql)/entry/cluster.c \
	$(pgsql)/entry/connection.c \
	$(pgsql)/entry/entry.h \
	$(pgsql)/entry/get.c \
	$(pgsql)/entry/job.c \
	$(pgsql)/entry/maintenance.c \
	$(pgsql)/entry/modify.c \
	$(pgsql)/entry/plugin.c \
	$(pgsql)/entry/remove.c

# statements of more than five lines; the Makefile, since it lists them
$(pgsql)/sql.c: $(pgsql_sql) src/schema/embed-sql.awk Makefile
	$(AM_V_GEN)$(MKDIR_P) $(pgsql) && \
	  $(EMBED_SQL) -v header=$(pgsql)/sql.h \
	  $(addprefix $(srcdir)/,$(pgsql_sql)) </dev/null >$@.tmp && mv $@.tmp $@
$(pgsql)/sql.h: $(pgsql)/sql.c
BUILT_SOURCES += $(pgsql)/sql.c $(pgsql)/sql.h
CLEANFILES += $(pgsql)/sql.c $(pgsql)/sql.h
EXTRA_DIST += $(pgsql_sql)

pgsql_cppflags = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS) $(ZLIB_CFLAGS) -D_GNU_SOURCE
noinst_LTLIBRARIES += libpgsql_accounting.la
libpgsql_accounting_la_SOURCES = $(pgsql_sources)
nodist_libpgsql_accounting_la_SOURCES = $(pgsql)/sql.c
libpgsql_accounting_la_CPPFLAGS = $(pgsql_cppflags)
libpgsql_accounting_la_LIBADD = libpgsql_schema.la libpgsql_slurm.la \
	libpgsql_spool.la libpgsql_pg.la $(ZLIB_LIBS)

accounting_storage_pgsql_la_CPPFLAGS = $(pgsql_cppflags)
# Slurm's functions and variables come from the process that loads the module
accounting_storage_pgsql_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version \
	-Wl,--version-script=$(srcdir)/$(pgsql)/exports.map
accounting_storage_pgsql_la_LIBADD = libpgsql_accounting.la
EXTRA_accounting_storage_pgsql_la_DEPENDENCIES = $(pgsql)/exports.map
EXTRA_DIST += $(pgsql)/exports.map $(pgsql)/README $(pgsql)/entry/README
