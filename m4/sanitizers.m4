# PGSQL_SANITIZERS: --enable-sanitizers builds with AddressSanitizer and
# UndefinedBehaviorSanitizer, for the unit tests.
AC_DEFUN([PGSQL_SANITIZERS], [
AC_ARG_ENABLE([sanitizers],
  [AS_HELP_STRING([--enable-sanitizers],
    [build with AddressSanitizer and UndefinedBehaviorSanitizer])],
  [], [enable_sanitizers=no])
SANITIZE_CFLAGS=
AS_IF([test "x$enable_sanitizers" = xyes], [
  SANITIZE_CFLAGS="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
])
AC_SUBST([SANITIZE_CFLAGS])
])
