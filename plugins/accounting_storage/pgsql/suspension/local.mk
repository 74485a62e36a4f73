# suspensions of jobs
pgsql_sources += \
	$(pgsql)/suspension/apply.c \
	$(pgsql)/suspension/suspension.c \
	$(pgsql)/suspension/suspension.h
pgsql_sql += \
	$(pgsql)/suspension/suspension_add.sql \
	$(pgsql)/suspension/suspension_apply.sql
