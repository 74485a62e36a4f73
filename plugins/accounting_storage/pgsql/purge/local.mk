# what is old goes
pgsql_sources += \
	$(pgsql)/purge/months.c \
	$(pgsql)/purge/months.h \
	$(pgsql)/purge/policy.c \
	$(pgsql)/purge/policy.h \
	$(pgsql)/purge/purge.c \
	$(pgsql)/purge/purge.h \
	$(pgsql)/purge/rows.c \
	$(pgsql)/purge/rows.h \
	$(pgsql)/purge/script.c \
	$(pgsql)/purge/script.h \
	$(pgsql)/purge/work.h
pgsql_sql += \
	$(pgsql)/purge/purge_assoc_usage.sql \
	$(pgsql)/purge/purge_begin.sql \
	$(pgsql)/purge/purge_cluster_usage.sql \
	$(pgsql)/purge/purge_clusters.sql \
	$(pgsql)/purge/purge_end.sql \
	$(pgsql)/purge/purge_envs.sql \
	$(pgsql)/purge/purge_event.sql \
	$(pgsql)/purge/purge_job.sql \
	$(pgsql)/purge/purge_job_steps.sql \
	$(pgsql)/purge/purge_job_suspends.sql \
	$(pgsql)/purge/purge_keep.sql \
	$(pgsql)/purge/purge_keep_all.sql \
	$(pgsql)/purge/purge_months.sql \
	$(pgsql)/purge/purge_orphan_steps.sql \
	$(pgsql)/purge/purge_resv.sql \
	$(pgsql)/purge/purge_scripts.sql \
	$(pgsql)/purge/purge_step.sql \
	$(pgsql)/purge/purge_suspend.sql \
	$(pgsql)/purge/purge_temp_script.sql \
	$(pgsql)/purge/purge_txn.sql \
	$(pgsql)/purge/purge_wckey_usage.sql
