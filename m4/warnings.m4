# PGSQL_WARNINGS: the warnings that this code is kept free of; --enable-werror
# makes them errors, as the project's own test runs do.
AC_DEFUN([PGSQL_WARNINGS], [
AC_ARG_ENABLE([werror],
  [AS_HELP_STRING([--enable-werror], [treat compiler warnings as errors])],
  [], [enable_werror=no])
WARN_CFLAGS="-std=gnu11 -Wall -Wextra -Werror=implicit -Wno-unused-parameter"
AS_IF([test "x$enable_werror" = xyes], [WARN_CFLAGS="$WARN_CFLAGS -Werror"])
AC_SUBST([WARN_CFLAGS])
])
