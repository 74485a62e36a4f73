# job records
pgsql_sources += \
	$(pgsql)/job/association.c \
	$(pgsql)/job/association.h \
	$(pgsql)/job/change.c \
	$(pgsql)/job/change.h \
	$(pgsql)/job/columns.def \
	$(pgsql)/job/find.c \
	$(pgsql)/job/find.h \
	$(pgsql)/job/flush.c \
	$(pgsql)/job/heavy.c \
	$(pgsql)/job/job.h \
	$(pgsql)/job/lft.c \
	$(pgsql)/job/locate.c \
	$(pgsql)/job/lost.c \
	$(pgsql)/job/merge.c \
	$(pgsql)/job/modify.c \
	$(pgsql)/job/modify.h \
	$(pgsql)/job/pack.c \
	$(pgsql)/job/pack.h \
	$(pgsql)/job/place.c \
	$(pgsql)/job/place.h \
	$(pgsql)/job/question.c \
	$(pgsql)/job/question.h \
	$(pgsql)/job/rec.c \
	$(pgsql)/job/rec.h \
	$(pgsql)/job/runaway.c \
	$(pgsql)/job/runaway.h \
	$(pgsql)/job/scope.c \
	$(pgsql)/job/state.c \
	$(pgsql)/job/state.h \
	$(pgsql)/job/take.c \
	$(pgsql)/job/wckey.c \
	$(pgsql)/job/wckey.h
pgsql_sql += \
	$(pgsql)/job/job_find.sql \
	$(pgsql)/job/job_flush.sql \
	$(pgsql)/job/job_het_leaders.sql \
	$(pgsql)/job/job_insert.sql \
	$(pgsql)/job/job_locate_late.sql \
	$(pgsql)/job/job_locate_open.sql \
	$(pgsql)/job/job_lost_find.sql \
	$(pgsql)/job/job_lost_jobs.sql \
	$(pgsql)/job/job_lost_steps.sql \
	$(pgsql)/job/job_modify.sql \
	$(pgsql)/job/job_runaway_end.sql \
	$(pgsql)/job/job_runaway_find.sql \
	$(pgsql)/job/job_update.sql \
	$(pgsql)/job/job_wckey.sql \
	$(pgsql)/job/job_window.sql
EXTRA_DIST += $(pgsql)/job/README
