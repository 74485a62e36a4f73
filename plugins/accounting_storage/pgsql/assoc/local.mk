# associations: users and accounts in clusters, and their limits
pgsql_sources += \
	$(pgsql)/assoc/add.c \
	$(pgsql)/assoc/assoc.h \
	$(pgsql)/assoc/check.c \
	$(pgsql)/assoc/defaults.c \
	$(pgsql)/assoc/find.c \
	$(pgsql)/assoc/inherit.c \
	$(pgsql)/assoc/inherit.h \
	$(pgsql)/assoc/missing.c \
	$(pgsql)/assoc/modify.c \
	$(pgsql)/assoc/publish.c \
	$(pgsql)/assoc/remove.c \
	$(pgsql)/assoc/repair.c \
	$(pgsql)/assoc/tell.c \
	$(pgsql)/assoc/tell.h \
	$(pgsql)/assoc/words.c
pgsql_sql += \
	$(pgsql)/assoc/assoc_add.sql \
	$(pgsql)/assoc/assoc_ensure_default.sql \
	$(pgsql)/assoc/assoc_find.sql \
	$(pgsql)/assoc/assoc_lft.sql \
	$(pgsql)/assoc/assoc_lock.sql \
	$(pgsql)/assoc/assoc_missing.sql \
	$(pgsql)/assoc/assoc_modify.sql \
	$(pgsql)/assoc/assoc_move.sql \
	$(pgsql)/assoc/assoc_no_default.sql \
	$(pgsql)/assoc/assoc_remove.sql \
	$(pgsql)/assoc/assoc_repair.sql \
	$(pgsql)/assoc/assoc_running.sql \
	$(pgsql)/assoc/assoc_undefault.sql
