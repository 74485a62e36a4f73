# direct: slurmctld without slurmdbd
pgsql_sources += \
	$(pgsql)/direct/cache.c \
	$(pgsql)/direct/cache.h \
	$(pgsql)/direct/database.c \
	$(pgsql)/direct/database.h \
	$(pgsql)/direct/difference/assoc.c \
	$(pgsql)/direct/difference/difference.c \
	$(pgsql)/direct/difference/difference.h \
	$(pgsql)/direct/difference/kind.h \
	$(pgsql)/direct/difference/member.c \
	$(pgsql)/direct/difference/member.h \
	$(pgsql)/direct/difference/qos.c \
	$(pgsql)/direct/difference/user.c \
	$(pgsql)/direct/direct.c \
	$(pgsql)/direct/direct.h \
	$(pgsql)/direct/feed.c \
	$(pgsql)/direct/feed.h \
	$(pgsql)/direct/keeper.c \
	$(pgsql)/direct/keeper.h \
	$(pgsql)/direct/kinds.c \
	$(pgsql)/direct/kinds.h \
	$(pgsql)/direct/queue.c \
	$(pgsql)/direct/queue.h \
	$(pgsql)/direct/registration.c \
	$(pgsql)/direct/registration.h \
	$(pgsql)/direct/roller.c \
	$(pgsql)/direct/roller.h \
	$(pgsql)/direct/scripts.c \
	$(pgsql)/direct/scripts.h \
	$(pgsql)/direct/send_all.c \
	$(pgsql)/direct/send_all.h \
	$(pgsql)/direct/spooler.c \
	$(pgsql)/direct/spooler.h \
	$(pgsql)/direct/thread.c \
	$(pgsql)/direct/thread.h \
	$(pgsql)/direct/times.c \
	$(pgsql)/direct/times.h \
	$(pgsql)/direct/watch.c \
	$(pgsql)/direct/watch.h \
	$(pgsql)/direct/writer.c \
	$(pgsql)/direct/writer.h
pgsql_sql += \
	$(pgsql)/direct/cache_version.sql \
	$(pgsql)/direct/scripts_missing.sql \
	$(pgsql)/direct/spool_batch.sql \
	$(pgsql)/direct/spool_claim.sql
EXTRA_DIST += $(pgsql)/direct/README
