# files of records that were purged
pgsql_sources += \
	$(pgsql)/archive/archive.h \
	$(pgsql)/archive/file.c \
	$(pgsql)/archive/load.c \
	$(pgsql)/archive/sql_load.c \
	$(pgsql)/archive/sql_load.h \
	$(pgsql)/archive/sql_map.c \
	$(pgsql)/archive/sql_text.c \
	$(pgsql)/archive/sql_text.h \
	$(pgsql)/archive/write.c
pgsql_sql += \
	$(pgsql)/archive/archive_load_job.sql \
	$(pgsql)/archive/archive_load_script.sql \
	$(pgsql)/archive/archive_load_step.sql \
	$(pgsql)/archive/archive_load_suspension.sql \
	$(pgsql)/archive/archive_load_txn.sql \
	$(pgsql)/archive/archive_old_delete.sql \
	$(pgsql)/archive/archive_old_event.sql \
	$(pgsql)/archive/archive_old_job.sql \
	$(pgsql)/archive/archive_old_months.sql
