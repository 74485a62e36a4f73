# limits of associations and QOS
pgsql_sources += \
	$(pgsql)/limits/limits.c \
	$(pgsql)/limits/limits.h \
	$(pgsql)/limits/limits_sql.c
