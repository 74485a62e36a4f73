# records: what slurmctld reports
pgsql_sources += \
	$(pgsql)/record/column.c \
	$(pgsql)/record/column.h \
	$(pgsql)/record/column_pack.c \
	$(pgsql)/record/column_pack.h \
	$(pgsql)/record/column_sql.c \
	$(pgsql)/record/dead_letter.c \
	$(pgsql)/record/dead_letter.h \
	$(pgsql)/record/field.c \
	$(pgsql)/record/field.h \
	$(pgsql)/record/month.c \
	$(pgsql)/record/month.h \
	$(pgsql)/record/record.c \
	$(pgsql)/record/record.h
pgsql_sql += \
	$(pgsql)/record/month_widen.sql
