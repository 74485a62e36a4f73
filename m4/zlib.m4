# PGSQL_ZLIB: archives are compressed.
AC_DEFUN([PGSQL_ZLIB], [
PKG_CHECK_MODULES([ZLIB], [zlib], [],
  [AC_MSG_ERROR([zlib is needed (Debian: apt-get install zlib1g-dev)])])
])
