# job_submit_grptres.so: budgets checked when a job is submitted
plugin_LTLIBRARIES += job_submit_grptres.la
job_submit_grptres_la_SOURCES = \
	plugins/job_submit/grptres/book.c \
	plugins/job_submit/grptres/book.h \
	plugins/job_submit/grptres/chain.c \
	plugins/job_submit/grptres/chain.h \
	plugins/job_submit/grptres/change.c \
	plugins/job_submit/grptres/change.h \
	plugins/job_submit/grptres/check.c \
	plugins/job_submit/grptres/check.h \
	plugins/job_submit/grptres/count.c \
	plugins/job_submit/grptres/count.h \
	plugins/job_submit/grptres/drains.c \
	plugins/job_submit/grptres/entry.c \
	plugins/job_submit/grptres/hold.c \
	plugins/job_submit/grptres/hold.h \
	plugins/job_submit/grptres/keeper.c \
	plugins/job_submit/grptres/keeper.h \
	plugins/job_submit/grptres/ledger.c \
	plugins/job_submit/grptres/ledger.h \
	plugins/job_submit/grptres/modify.c \
	plugins/job_submit/grptres/report.c \
	plugins/job_submit/grptres/request.c \
	plugins/job_submit/grptres/request.h \
	plugins/job_submit/grptres/reserve.c \
	plugins/job_submit/grptres/reserve.h \
	plugins/job_submit/grptres/settings.c \
	plugins/job_submit/grptres/settings.h \
	plugins/job_submit/grptres/walk.c \
	plugins/job_submit/grptres/walk.h \
	plugins/job_submit/grptres/watch.c \
	plugins/job_submit/grptres/watch.h \
	plugins/job_submit/grptres/whole.c \
	plugins/job_submit/grptres/whole.h
job_submit_grptres_la_CPPFLAGS = $(AM_CPPFLAGS) $(SLURM_CPPFLAGS)
job_submit_grptres_la_LIBADD = libpgsql_budget.la -lm
job_submit_grptres_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -Wl,-z,nodelete \
	-Wl,--version-script=$(srcdir)/plugins/job_submit/grptres/exports.map
EXTRA_DIST += plugins/job_submit/grptres/exports.map \
	plugins/job_submit/grptres/README
