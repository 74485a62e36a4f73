noinst_LTLIBRARIES += libpgsql_spool.la
libpgsql_spool_la_SOURCES = src/spool/spool.h src/spool/internal.h \
	src/spool/io.h src/spool/io.c src/spool/say.c src/spool/format.c src/spool/owner.c \
	src/spool/segment.c src/spool/open.c src/spool/write.c \
	src/spool/read.c src/spool/retain.c
libpgsql_spool_la_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE
EXTRA_DIST += src/spool/README
