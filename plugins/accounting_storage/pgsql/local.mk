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

# cluster, event, reservation: what slurmctld says of the machine itself
pgsql_sources += \
	$(pgsql)/cluster/add.c \
	$(pgsql)/cluster/cluster.h \
	$(pgsql)/cluster/cluster_internal.h \
	$(pgsql)/cluster/get.c \
	$(pgsql)/cluster/modify.c \
	$(pgsql)/cluster/register.c \
	$(pgsql)/cluster/remove.c \
	$(pgsql)/event/cluster_tres.c \
	$(pgsql)/event/event.h \
	$(pgsql)/event/get.c \
	$(pgsql)/event/node.c \
	$(pgsql)/federation/federation.c \
	$(pgsql)/federation/federation.h \
	$(pgsql)/problem/problem.c \
	$(pgsql)/problem/problem.h \
	$(pgsql)/reservation/get.c \
	$(pgsql)/reservation/reservation.h \
	$(pgsql)/reservation/write.c \
	$(pgsql)/resource/resource.c \
	$(pgsql)/resource/resource.h \
	$(pgsql)/rollup/chunk.c \
	$(pgsql)/rollup/nodes.c \
	$(pgsql)/rollup/rollup.c \
	$(pgsql)/rollup/rollup.h \
	$(pgsql)/rollup/zone.c

# direct: slurmctld without slurmdbd
pgsql_sources += \
	$(pgsql)/direct/cache.c \
	$(pgsql)/direct/cache.h \
	$(pgsql)/direct/difference.c \
	$(pgsql)/direct/difference.h \
	$(pgsql)/direct/direct.c \
	$(pgsql)/direct/direct.h \
	$(pgsql)/direct/keeper.c \
	$(pgsql)/direct/keeper.h \
	$(pgsql)/direct/member.c \
	$(pgsql)/direct/member.h \
	$(pgsql)/direct/queue.c \
	$(pgsql)/direct/queue.h \
	$(pgsql)/direct/registration.c \
	$(pgsql)/direct/registration.h \
	$(pgsql)/direct/send_all.c \
	$(pgsql)/direct/send_all.h \
	$(pgsql)/direct/thread.c \
	$(pgsql)/direct/thread.h \
	$(pgsql)/direct/watch.c \
	$(pgsql)/direct/watch.h \
	$(pgsql)/direct/writer.c \
	$(pgsql)/direct/writer.h
direct_sql = $(pgsql)/direct/cache_version.sql

# records: jobs, steps, suspensions
pgsql_sources += \
	$(pgsql)/column.c \
	$(pgsql)/column.h \
	$(pgsql)/column_sql.c \
	$(pgsql)/dead_letter.c \
	$(pgsql)/month.c \
	$(pgsql)/month.h \
	$(pgsql)/tres_map.c \
	$(pgsql)/tres_map.h \
	$(pgsql)/tres_names.c \
	$(pgsql)/tres_names.h \
	$(pgsql)/wire.c \
	$(pgsql)/wire.h \
	$(pgsql)/write_lock.c \
	$(pgsql)/write_lock.h \
	$(pgsql)/job/association.c \
	$(pgsql)/job/association.h \
	$(pgsql)/job/change.c \
	$(pgsql)/job/change.h \
	$(pgsql)/job/columns.def \
	$(pgsql)/job/find.c \
	$(pgsql)/job/find.h \
	$(pgsql)/job/flush.c \
	$(pgsql)/job/heavy.c \
	$(pgsql)/job/job.h \
	$(pgsql)/job/locate.c \
	$(pgsql)/job/merge.c \
	$(pgsql)/job/modify.c \
	$(pgsql)/job/modify.h \
	$(pgsql)/job/place.c \
	$(pgsql)/job/place.h \
	$(pgsql)/job/question.c \
	$(pgsql)/job/question.h \
	$(pgsql)/job/rec.c \
	$(pgsql)/job/rec.h \
	$(pgsql)/job/scope.c \
	$(pgsql)/job/state.c \
	$(pgsql)/job/state.h \
	$(pgsql)/job/take.c \
	$(pgsql)/step/change.c \
	$(pgsql)/step/change.h \
	$(pgsql)/step/columns.def \
	$(pgsql)/step/find.c \
	$(pgsql)/step/merge.c \
	$(pgsql)/step/rec.c \
	$(pgsql)/step/step.h \
	$(pgsql)/step/take.c \
	$(pgsql)/suspension/suspension.c \
	$(pgsql)/suspension/suspension.h

# entities: who may use what, and how much
pgsql_sources += \
	$(pgsql)/limits.c \
	$(pgsql)/limits.h \
	$(pgsql)/limits_sql.c \
	$(pgsql)/lists.c \
	$(pgsql)/lists.h \
	$(pgsql)/visibility.c \
	$(pgsql)/visibility.h \
	$(pgsql)/account/account.h \
	$(pgsql)/account/add.c \
	$(pgsql)/account/find.c \
	$(pgsql)/account/modify.c \
	$(pgsql)/assoc/add.c \
	$(pgsql)/assoc/assoc.h \
	$(pgsql)/assoc/check.c \
	$(pgsql)/assoc/defaults.c \
	$(pgsql)/assoc/find.c \
	$(pgsql)/assoc/inherit.c \
	$(pgsql)/assoc/inherit.h \
	$(pgsql)/assoc/modify.c \
	$(pgsql)/assoc/publish.c \
	$(pgsql)/assoc/remove.c \
	$(pgsql)/assoc/tell.c \
	$(pgsql)/assoc/tell.h \
	$(pgsql)/assoc/words.c \
	$(pgsql)/qos/add.c \
	$(pgsql)/qos/defaults.c \
	$(pgsql)/qos/find.c \
	$(pgsql)/qos/idlist.c \
	$(pgsql)/qos/idlist.h \
	$(pgsql)/qos/modify.c \
	$(pgsql)/qos/qos.h \
	$(pgsql)/qos/remove.c \
	$(pgsql)/tres/tres.c \
	$(pgsql)/tres/tres.h \
	$(pgsql)/txn/txn.c \
	$(pgsql)/txn/txn.h \
	$(pgsql)/user/add.c \
	$(pgsql)/user/coordinator.c \
	$(pgsql)/user/find.c \
	$(pgsql)/user/modify.c \
	$(pgsql)/user/remove.c \
	$(pgsql)/user/user.h \
	$(pgsql)/wckey/add.c \
	$(pgsql)/wckey/defaults.c \
	$(pgsql)/wckey/defaults.h \
	$(pgsql)/wckey/find.c \
	$(pgsql)/wckey/modify.c \
	$(pgsql)/wckey/wckey.h

# statements of more than five lines
pgsql_sql = $(direct_sql) \
	$(pgsql)/account/account_add.sql \
	$(pgsql)/account/account_coordinators.sql \
	$(pgsql)/account/account_delete.sql \
	$(pgsql)/account/account_find.sql \
	$(pgsql)/account/account_lock.sql \
	$(pgsql)/account/account_modify.sql \
	$(pgsql)/assoc/assoc_add.sql \
	$(pgsql)/assoc/assoc_ensure_default.sql \
	$(pgsql)/assoc/assoc_find.sql \
	$(pgsql)/assoc/assoc_lft.sql \
	$(pgsql)/assoc/assoc_lock.sql \
	$(pgsql)/assoc/assoc_modify.sql \
	$(pgsql)/assoc/assoc_move.sql \
	$(pgsql)/assoc/assoc_no_default.sql \
	$(pgsql)/assoc/assoc_remove.sql \
	$(pgsql)/assoc/assoc_running.sql \
	$(pgsql)/assoc/assoc_undefault.sql \
	$(pgsql)/job/job_find.sql \
	$(pgsql)/job/job_flush.sql \
	$(pgsql)/job/job_het_leaders.sql \
	$(pgsql)/job/job_window.sql \
	$(pgsql)/step/step_find.sql \
	$(pgsql)/job/job_insert.sql \
	$(pgsql)/job/job_locate_late.sql \
	$(pgsql)/job/job_locate_open.sql \
	$(pgsql)/job/job_modify.sql \
	$(pgsql)/job/job_update.sql \
	$(pgsql)/month_widen.sql \
	$(pgsql)/qos/qos_add.sql \
	$(pgsql)/qos/qos_default.sql \
	$(pgsql)/qos/qos_find.sql \
	$(pgsql)/qos/qos_lock.sql \
	$(pgsql)/qos/qos_loop.sql \
	$(pgsql)/qos/qos_modify.sql \
	$(pgsql)/qos/qos_release.sql \
	$(pgsql)/qos/qos_remove.sql \
	$(pgsql)/step/step_insert.sql \
	$(pgsql)/step/step_locate_late.sql \
	$(pgsql)/step/step_locate_open.sql \
	$(pgsql)/step/step_update.sql \
	$(pgsql)/suspension/suspension_add.sql \
	$(pgsql)/suspension/suspension_apply.sql \
	$(pgsql)/tres/tres_add.sql \
	$(pgsql)/tres/tres_get.sql \
	$(pgsql)/txn/txn_get.sql \
	$(pgsql)/txn/txn_write.sql \
	$(pgsql)/user/user_add.sql \
	$(pgsql)/user/user_coordinated.sql \
	$(pgsql)/user/user_coordinator_add.sql \
	$(pgsql)/user/user_coordinator_delete.sql \
	$(pgsql)/user/user_coordinator_find.sql \
	$(pgsql)/user/user_delete.sql \
	$(pgsql)/user/user_find.sql \
	$(pgsql)/user/user_modify.sql \
	$(pgsql)/visibility_actor.sql \
	$(pgsql)/wckey/wckey_add.sql \
	$(pgsql)/wckey/wckey_delete.sql \
	$(pgsql)/wckey/wckey_ensure_default.sql \
	$(pgsql)/wckey/wckey_find.sql \
	$(pgsql)/wckey/wckey_set_default.sql \
	$(pgsql)/wckey/wckey_undefault.sql

pgsql_sql += \
	$(pgsql)/cluster/cluster_add.sql \
	$(pgsql)/cluster/cluster_add_root.sql \
	$(pgsql)/cluster/cluster_get.sql \
	$(pgsql)/cluster/cluster_modify.sql \
	$(pgsql)/cluster/cluster_register.sql \
	$(pgsql)/cluster/cluster_remove.sql \
	$(pgsql)/event/event_cluster_add.sql \
	$(pgsql)/event/event_cluster_gone.sql \
	$(pgsql)/event/event_cluster_now.sql \
	$(pgsql)/event/event_get.sql \
	$(pgsql)/event/event_node_down.sql \
	$(pgsql)/problem/problem_get.sql \
	$(pgsql)/reservation/reservation_get.sql \
	$(pgsql)/reservation/reservation_now.sql \
	$(pgsql)/reservation/reservation_put.sql \
	$(pgsql)/rollup/rollup_announce.sql \
	$(pgsql)/rollup/rollup_done.sql \
	$(pgsql)/rollup/rollup_down_nodes.sql \
	$(pgsql)/rollup/rollup_hours.sql \
	$(pgsql)/rollup/rollup_next.sql \
	$(pgsql)/rollup/rollup_open.sql \
	$(pgsql)/rollup/rollup_sum.sql

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
EXTRA_DIST += $(pgsql)/exports.map $(pgsql)/entry/README \
	$(pgsql)/direct/README \
	$(pgsql)/job/README
