# storage: connections, changes, who may see what
pgsql_sources += \
	$(pgsql)/storage/advice.c \
	$(pgsql)/storage/advice.h \
	$(pgsql)/storage/change.c \
	$(pgsql)/storage/config.c \
	$(pgsql)/storage/link.c \
	$(pgsql)/storage/lists.c \
	$(pgsql)/storage/lists.h \
	$(pgsql)/storage/module.c \
	$(pgsql)/storage/not_yet.h \
	$(pgsql)/storage/own_words.c \
	$(pgsql)/storage/own_words.h \
	$(pgsql)/storage/pool.c \
	$(pgsql)/storage/pool.h \
	$(pgsql)/storage/process.c \
	$(pgsql)/storage/publish.c \
	$(pgsql)/storage/publish.h \
	$(pgsql)/storage/settings.c \
	$(pgsql)/storage/settings.h \
	$(pgsql)/storage/storage.c \
	$(pgsql)/storage/storage.h \
	$(pgsql)/storage/turn.c \
	$(pgsql)/storage/visibility.c \
	$(pgsql)/storage/visibility.h \
	$(pgsql)/storage/wire.c \
	$(pgsql)/storage/wire.h \
	$(pgsql)/storage/write_lock.c \
	$(pgsql)/storage/write_lock.h
pgsql_sql += \
	$(pgsql)/storage/server_advice.sql \
	$(pgsql)/storage/visibility_actor.sql
