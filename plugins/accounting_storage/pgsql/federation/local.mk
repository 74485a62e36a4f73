# federations
pgsql_sources += \
	$(pgsql)/federation/add.c \
	$(pgsql)/federation/federation.h \
	$(pgsql)/federation/find.c \
	$(pgsql)/federation/member.c \
	$(pgsql)/federation/modify.c \
	$(pgsql)/federation/remove.c
pgsql_sql += \
	$(pgsql)/federation/federation_add.sql \
	$(pgsql)/federation/federation_find.sql \
	$(pgsql)/federation/federation_join.sql \
	$(pgsql)/federation/federation_leave.sql \
	$(pgsql)/federation/federation_modify.sql \
	$(pgsql)/federation/federation_remove.sql
