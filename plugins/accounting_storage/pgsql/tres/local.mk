# TRES
pgsql_sources += \
	$(pgsql)/tres/tres.c \
	$(pgsql)/tres/tres.h \
	$(pgsql)/tres/tres_map.c \
	$(pgsql)/tres/tres_map.h \
	$(pgsql)/tres/tres_names.c \
	$(pgsql)/tres/tres_names.h
pgsql_sql += \
	$(pgsql)/tres/tres_add.sql \
	$(pgsql)/tres/tres_get.sql
