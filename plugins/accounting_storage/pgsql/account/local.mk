# account: add, find, modify, remove
pgsql_sources += \
	$(pgsql)/account/account.h \
	$(pgsql)/account/add.c \
	$(pgsql)/account/find.c \
	$(pgsql)/account/modify.c
pgsql_sql += \
	$(pgsql)/account/account_add.sql \
	$(pgsql)/account/account_coordinators.sql \
	$(pgsql)/account/account_delete.sql \
	$(pgsql)/account/account_find.sql \
	$(pgsql)/account/account_lock.sql \
	$(pgsql)/account/account_modify.sql
