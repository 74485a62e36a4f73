noinst_LTLIBRARIES += libpgsql_pg.la
libpgsql_pg_la_SOURCES = src/pg/pg.h src/pg/driver.h src/pg/conn.h \
	src/pg/state.c src/pg/conn.c src/pg/session.c src/pg/settings.c src/pg/params.c \
	src/pg/utf8.c src/pg/timetext.c src/pg/prepared.c src/pg/exec.c src/pg/copy.c src/pg/result.c \
	src/pg/error.c src/pg/txn.c src/pg/trouble.c src/pg/retry.c src/pg/wait.c \
	src/pg/driver_libpq.c
libpgsql_pg_la_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE
libpgsql_pg_la_CFLAGS = $(AM_CFLAGS) $(LIBPQ_CFLAGS)
libpgsql_pg_la_LIBADD = $(LIBPQ_LIBS)

# the driver that unit tests list their expectations in
check_LTLIBRARIES += libpgsql_fake.la
libpgsql_fake_la_SOURCES = src/pg/fake.h src/pg/fake.c
libpgsql_fake_la_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE
libpgsql_fake_la_CFLAGS = $(AM_CFLAGS) $(LIBPQ_CFLAGS)
libpgsql_fake_la_LIBADD = libpgsql_pg.la
EXTRA_DIST += src/pg/README
