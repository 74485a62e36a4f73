# wckeys
pgsql_sources += \
	$(pgsql)/wckey/add.c \
	$(pgsql)/wckey/defaults.c \
	$(pgsql)/wckey/defaults.h \
	$(pgsql)/wckey/find.c \
	$(pgsql)/wckey/modify.c \
	$(pgsql)/wckey/wckey.h
pgsql_sql += \
	$(pgsql)/wckey/wckey_add.sql \
	$(pgsql)/wckey/wckey_delete.sql \
	$(pgsql)/wckey/wckey_ensure_default.sql \
	$(pgsql)/wckey/wckey_find.sql \
	$(pgsql)/wckey/wckey_missing.sql \
	$(pgsql)/wckey/wckey_set_default.sql \
	$(pgsql)/wckey/wckey_undefault.sql
