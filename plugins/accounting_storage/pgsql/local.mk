# accounting_storage_pgsql.so: add sources as they come to be, directory by
# directory, to pgsql_sources; their .sql files to pgsql_sql. Names of .sql
# files begin with their entity and are unique: sql_NAME is declared in
# plugins/accounting_storage/pgsql/sql.h.
plugin_LTLIBRARIES += accounting_storage_pgsql.la

pgsql = plugins/accounting_storage/pgsql

pgsql_sources = \
	$(pgsql)/change.c \
	$(pgsql)/dead_letter.h \
	$(pgsql)/link.c \
	$(pgsql)/publish.c \
	$(pgsql)/publish.h \
	$(pgsql)/record.c \
	$(pgsql)/record.h \
	$(pgsql)/settings.c \
	$(pgsql)/settings.h \
	$(pgsql)/storage.c \
	$(pgsql)/storage.h

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
	$(pgsql)/entry/not_yet.h \
	$(pgsql)/entry/plugin.c \
	$(pgsql)/entry/remove.c

# small ones
pgsql_sources += \
	$(pgsql)/federation/federation.c \
	$(pgsql)/federation/federation.h \
	$(pgsql)/resource/resource.c \
	$(pgsql)/resource/resource.h \
	$(pgsql)/rollup/rollup.c \
	$(pgsql)/rollup/rollup.h

# direct: slurmctld without slurmdbd
pgsql_sources += \
	$(pgsql)/direct/queue.c \
	$(pgsql)/direct/queue.h \
	$(pgsql)/direct/thread.c \
	$(pgsql)/direct/thread.h \
	$(pgsql)/direct/watch.c \
	$(pgsql)/direct/watch.h \
	$(pgsql)/direct/writer.c \
	$(pgsql)/direct/writer.h

# records: jobs, steps, suspensions
pgsql_sources += \
	$(pgsql)/column.c \
	$(pgsql)/column.h \
	$(pgsql)/column_sql.c \
	$(pgsql)/dead_letter.c \
	$(pgsql)/month.c \
	$(pgsql)/month.h \
	$(pgsql)/tres_names.c \
	$(pgsql)/tres_names.h \
	$(pgsql)/write_lock.c \
	$(pgsql)/write_lock.h \
	$(pgsql)/job/change.c \
	$(pgsql)/job/change.h \
	$(pgsql)/job/columns.def \
	$(pgsql)/job/flush.c \
	$(pgsql)/job/heavy.c \
	$(pgsql)/job/job.h \
	$(pgsql)/job/merge.c \
	$(pgsql)/job/state.c \
	$(pgsql)/job/state.h \
	$(pgsql)/job/take.c \
	$(pgsql)/step/change.c \
	$(pgsql)/step/change.h \
	$(pgsql)/step/columns.def \
	$(pgsql)/step/merge.c \
	$(pgsql)/step/step.h \
	$(pgsql)/step/take.c \
	$(pgsql)/suspension/suspension.c \
	$(pgsql)/suspension/suspension.h

# statements of more than five lines
pgsql_sql = \
	$(pgsql)/job/job_flush.sql \
	$(pgsql)/job/job_merge.sql \
	$(pgsql)/step/step_merge.sql \
	$(pgsql)/suspension/suspension_add.sql \
	$(pgsql)/suspension/suspension_apply.sql

$(pgsql)/sql.c: $(pgsql_sql) src/schema/embed-sql.awk
	$(AM_V_GEN)$(MKDIR_P) $(pgsql) && \
	  $(EMBED_SQL) -v header=$(pgsql)/sql.h \
	  $(addprefix $(srcdir)/,$(pgsql_sql)) </dev/null >$@.tmp && mv $@.tmp $@
$(pgsql)/sql.h: $(pgsql)/sql.c
BUILT_SOURCES += $(pgsql)/sql.c $(pgsql)/sql.h
CLEANFILES += $(pgsql)/sql.c $(pgsql)/sql.h
EXTRA_DIST += $(pgsql_sql)

pgsql_cppflags = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS) -D_GNU_SOURCE
noinst_LTLIBRARIES += libpgsql_accounting.la
libpgsql_accounting_la_SOURCES = $(pgsql_sources)
nodist_libpgsql_accounting_la_SOURCES = $(pgsql)/sql.c
libpgsql_accounting_la_CPPFLAGS = $(pgsql_cppflags)
libpgsql_accounting_la_LIBADD = libpgsql_schema.la libpgsql_slurm.la \
	libpgsql_pg.la

accounting_storage_pgsql_la_CPPFLAGS = $(pgsql_cppflags)
# Slurm's functions and variables come from the process that loads the module
accounting_storage_pgsql_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version \
	-Wl,--version-script=$(srcdir)/$(pgsql)/exports.map
accounting_storage_pgsql_la_LIBADD = libpgsql_accounting.la
EXTRA_accounting_storage_pgsql_la_DEPENDENCIES = $(pgsql)/exports.map
EXTRA_DIST += $(pgsql)/exports.map $(pgsql)/entry/README
