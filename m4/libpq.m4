# PGSQL_LIBPQ: PostgreSQL's client library, release 14 or later (pipeline mode).
AC_DEFUN([PGSQL_LIBPQ], [
PKG_CHECK_MODULES([LIBPQ], [libpq >= 14], [],
  [AC_MSG_ERROR([libpq 14 or later is needed (Debian: apt-get install libpq-dev)])])
LIBPQ_VERSION=`$PKG_CONFIG --modversion libpq`
])
