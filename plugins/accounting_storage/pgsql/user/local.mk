# users and coordinators
pgsql_sources += \
	$(pgsql)/user/add.c \
	$(pgsql)/user/coordinator.c \
	$(pgsql)/user/find.c \
	$(pgsql)/user/modify.c \
	$(pgsql)/user/remove.c \
	$(pgsql)/user/user.h
pgsql_sql += \
	$(pgsql)/user/user_add.sql \
	$(pgsql)/user/user_coordinated.sql \
	$(pgsql)/user/user_coordinator_add.sql \
	$(pgsql)/user/user_coordinator_delete.sql \
	$(pgsql)/user/user_coordinator_find.sql \
	$(pgsql)/user/user_delete.sql \
	$(pgsql)/user/user_find.sql \
	$(pgsql)/user/user_modify.sql \
	$(pgsql)/user/user_named.sql
