noinst_LTLIBRARIES += libpgsql_schema.la

# The schema's steps, all files of one number together, in this order. A
# released step is never edited; a new one is a line here.
schema_steps = \
	src/schema/0001-schemas.sql \
	src/schema/0001-entities.sql \
	src/schema/0001-shared.sql \
	src/schema/0001-tres.sql \
	src/schema/0001-hierarchy.sql \
	src/schema/0001-repair.sql \
	src/schema/0001-records.sql \
	src/schema/0001-months.sql \
	src/schema/0001-spool.sql \
	src/schema/0001-usage.sql \
	src/schema/0001-rollup.sql \
	src/schema/0001-late.sql \
	src/schema/0001-purge.sql \
	src/schema/0001-purge-months.sql \
	src/schema/0001-notify.sql \
	src/schema/0001-limits.sql \
	src/schema/0001-views.sql \
	src/schema/0001-job-views.sql \
	src/schema/0001-admin-views.sql \
	src/schema/0001-usage-views.sql \
	src/schema/0001-period-views.sql \
	src/schema/0001-maintenance-views.sql \
	src/schema/0001-admin.sql \
	src/schema/0001-set-limit.sql \
	src/schema/0001-people.sql \
	src/schema/0001-change.sql \
	src/schema/0001-remove.sql \
	src/schema/0001-budgets.sql \
	src/schema/0001-feed.sql \
	src/schema/0001-access.sql

libpgsql_schema_la_SOURCES = src/schema/schema.h src/schema/schema.c
nodist_libpgsql_schema_la_SOURCES = src/schema/steps.c
src/schema/steps.c: $(schema_steps) src/schema/embed-steps.awk
	$(AM_V_GEN)$(MKDIR_P) src/schema && ( cd $(srcdir) && \
	  $(AWK) -f src/schema/embed-steps.awk $(schema_steps) ) >$@.tmp && mv $@.tmp $@
BUILT_SOURCES += src/schema/steps.c
CLEANFILES += src/schema/steps.c
EXTRA_DIST += $(schema_steps) src/schema/embed-steps.awk src/schema/README
# what an administrator of PostgreSQL runs
dist_pkgdata_DATA = src/schema/roles.sql src/schema/people.sql
