noinst_LTLIBRARIES += libpgsql_pg.la
libpgsql_pg_la_SOURCES = src/pg/pg.h
libpgsql_pg_la_CFLAGS = $(AM_CFLAGS) $(LIBPQ_CFLAGS)
libpgsql_pg_la_LIBADD = $(LIBPQ_LIBS)
