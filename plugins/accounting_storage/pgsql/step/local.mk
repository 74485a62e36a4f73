# step records
pgsql_sources += \
	$(pgsql)/step/change.c \
	$(pgsql)/step/change.h \
	$(pgsql)/step/columns.def \
	$(pgsql)/step/find.c \
	$(pgsql)/step/merge.c \
	$(pgsql)/step/pack.c \
	$(pgsql)/step/pack.h \
	$(pgsql)/step/rec.c \
	$(pgsql)/step/step.h \
	$(pgsql)/step/take.c
pgsql_sql += \
	$(pgsql)/step/step_find.sql \
	$(pgsql)/step/step_insert.sql \
	$(pgsql)/step/step_locate_late.sql \
	$(pgsql)/step/step_locate_open.sql \
	$(pgsql)/step/step_update.sql
