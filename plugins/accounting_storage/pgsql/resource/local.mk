# licenses and other resources
pgsql_sources += \
	$(pgsql)/resource/add.c \
	$(pgsql)/resource/find.c \
	$(pgsql)/resource/modify.c \
	$(pgsql)/resource/remove.c \
	$(pgsql)/resource/resource.h \
	$(pgsql)/resource/resource_internal.h \
	$(pgsql)/resource/share.c
pgsql_sql += \
	$(pgsql)/resource/resource_add.sql \
	$(pgsql)/resource/resource_find.sql \
	$(pgsql)/resource/resource_lock.sql \
	$(pgsql)/resource/resource_modify.sql \
	$(pgsql)/resource/resource_over.sql \
	$(pgsql)/resource/resource_remove.sql \
	$(pgsql)/resource/resource_share_add.sql \
	$(pgsql)/resource/resource_share_remove.sql
