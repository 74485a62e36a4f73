# PGSQL_CHECK: the unit test framework; without it make check runs no unit tests.
AC_DEFUN([PGSQL_CHECK], [
PKG_CHECK_MODULES([CHECK], [check >= 0.15], [have_check=yes], [have_check=no])
AM_CONDITIONAL([HAVE_CHECK], [test "x$have_check" = xyes])
])
