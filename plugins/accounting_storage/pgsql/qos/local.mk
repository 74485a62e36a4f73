# QOS
pgsql_sources += \
	$(pgsql)/qos/add.c \
	$(pgsql)/qos/defaults.c \
	$(pgsql)/qos/find.c \
	$(pgsql)/qos/idlist.c \
	$(pgsql)/qos/idlist.h \
	$(pgsql)/qos/modify.c \
	$(pgsql)/qos/qos.h \
	$(pgsql)/qos/remove.c
pgsql_sql += \
	$(pgsql)/qos/qos_add.sql \
	$(pgsql)/qos/qos_default.sql \
	$(pgsql)/qos/qos_find.sql \
	$(pgsql)/qos/qos_lock.sql \
	$(pgsql)/qos/qos_loop.sql \
	$(pgsql)/qos/qos_modify.sql \
	$(pgsql)/qos/qos_release.sql \
	$(pgsql)/qos/qos_remove.sql
