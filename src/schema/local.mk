noinst_LTLIBRARIES += libpgsql_schema.la
schema_sql = src/schema/0001.sql
libpgsql_schema_la_SOURCES = src/schema/schema.h src/schema/schema.c
nodist_libpgsql_schema_la_SOURCES = src/schema/steps.c src/schema/steps.h
src/schema/steps.c: $(schema_sql) src/schema/embed-sql.awk
	$(AM_V_GEN)$(MKDIR_P) src/schema && $(EMBED_SQL) -v header=src/schema/steps.h \
	  $(addprefix $(srcdir)/,$(schema_sql)) >$@.tmp && mv $@.tmp $@
src/schema/steps.h: src/schema/steps.c
BUILT_SOURCES += src/schema/steps.c src/schema/steps.h
CLEANFILES += src/schema/steps.c src/schema/steps.h
EXTRA_DIST += $(schema_sql)
