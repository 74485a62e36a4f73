# PGSQL_SLURM: the Slurm headers to build against and where plugins go.
#
# A plugin loads only into the very micro release that it was built for, and
# the internal headers come with Slurm's source alone, so --with-slurm-source
# is required, and it has to be the release of the Slurm that is installed.
# The source tree need not be configured: two generated files stand in for
# what its configure would make (config.h, slurm/slurm_version.h).
AC_DEFUN([PGSQL_SLURM], [
AC_ARG_WITH([slurm-source],
  [AS_HELP_STRING([--with-slurm-source=DIR],
    [Slurm's source tree, of the same release as the installed Slurm (required)])])
AC_ARG_WITH([installed-slurm],
  [AS_HELP_STRING([--without-installed-slurm],
    [do not compare with the installed Slurm (to compile for another release)])],
  [], [with_installed_slurm=yes])
AC_ARG_WITH([plugindir],
  [AS_HELP_STRING([--with-plugindir=DIR],
    [where Slurm looks for plugins @<:@the installed Slurm's@:>@])])

AS_IF([test -z "$with_slurm_source" -o "x$with_slurm_source" = xyes -o "x$with_slurm_source" = xno],
  [AC_MSG_ERROR([--with-slurm-source=DIR is required: the unpacked source of the Slurm release that will load the plugins (Debian: apt-get source slurm-wlm)])])
SLURM_SOURCE=`cd "$with_slurm_source" 2>/dev/null && pwd`
AS_IF([test ! -r "$SLURM_SOURCE/META" -o ! -r "$SLURM_SOURCE/src/common/slurm_xlator.h"],
  [AC_MSG_ERROR([--with-slurm-source=$with_slurm_source holds no Slurm source tree (no META, no src/common/slurm_xlator.h)])])
AC_SUBST([SLURM_SOURCE])

AC_MSG_CHECKING([release of the Slurm headers])
SLURM_VERSION=`$SED -n 's/^@<:@@<:@:space:@:>@@:>@*Version:@<:@@<:@:space:@:>@@:>@*//p' "$SLURM_SOURCE/META"`
AC_MSG_RESULT([$SLURM_VERSION])
SLURM_VERSION_HEX=`echo "$SLURM_VERSION" | $AWK -F. 'NF >= 3 { printf "0x%02x%02x%02x", @S|@1, @S|@2, @S|@3 }'`
AS_IF([test -z "$SLURM_VERSION_HEX"],
  [AC_MSG_ERROR([$SLURM_SOURCE/META: Version: '$SLURM_VERSION' is not a release such as 22.05.8])])
AC_SUBST([SLURM_VERSION])
AC_SUBST([SLURM_VERSION_HEX])

AS_IF([test "x$with_installed_slurm" != xno], [
  AC_MSG_CHECKING([release of the installed Slurm])
  # /usr/sbin is not on everybody's PATH
  INSTALLED_SLURM=`PATH=$PATH:/usr/sbin:/usr/local/sbin slurmctld -V 2>/dev/null | $SED 's/^@<:@^ @:>@* //'`
  AS_IF([test -n "$INSTALLED_SLURM"],
    [AC_MSG_RESULT([$INSTALLED_SLURM])],
    [AC_MSG_RESULT([none])])
  AS_IF([test -n "$INSTALLED_SLURM" -a "x$INSTALLED_SLURM" != "x$SLURM_VERSION"],
    [AC_MSG_ERROR([the headers in $SLURM_SOURCE are of Slurm $SLURM_VERSION but the installed Slurm is $INSTALLED_SLURM: a plugin loads only into the micro release that it was built for (give the source of $INSTALLED_SLURM, or --without-installed-slurm to compile only)])])
])

AC_MSG_CHECKING([where Slurm looks for plugins])
AS_IF([test -n "$with_plugindir" -a "x$with_plugindir" != xyes],
  [plugindir=$with_plugindir],
  [plugindir=
   for dir in /usr/lib/`$CC -print-multiarch 2>/dev/null`/slurm-wlm /usr/lib64/slurm /usr/local/lib/slurm /usr/lib/slurm; do
     AS_IF([test -z "$plugindir" -a -e "$dir/accounting_storage_slurmdbd.so"], [plugindir=$dir])
   done
   AS_IF([test -z "$plugindir"], [plugindir='${libdir}/slurm'])])
AC_MSG_RESULT([$plugindir])
AC_SUBST([plugindir])

# Unit tests of code that uses Slurm's lists and records link with the library
# that the daemons have them from; the plugins never do.
AC_MSG_CHECKING([for libslurmfull, for unit tests])
SLURM_TEST_LIBS=
for dir in /usr/lib/`$CC -print-multiarch 2>/dev/null`/slurm-wlm /usr/lib64/slurm /usr/local/lib/slurm /usr/lib/slurm; do
  AS_IF([test -z "$SLURM_TEST_LIBS" -a -e "$dir/libslurmfull.so" -a "x$INSTALLED_SLURM" = "x$SLURM_VERSION"],
    [# by -Wl, since libtool makes -lslurmfull of a path where there is no .la
     SLURM_TEST_LIBS="-Wl,$dir/libslurmfull.so -Wl,-rpath,$dir"])
done
AS_IF([test -n "$SLURM_TEST_LIBS"], [AC_MSG_RESULT([yes])], [AC_MSG_RESULT([no, these tests are left out])])
AC_SUBST([SLURM_TEST_LIBS])
AM_CONDITIONAL([HAVE_LIBSLURMFULL], [test -n "$SLURM_TEST_LIBS"])

# Generated: what Slurm's configure would make. No struct depends on them.
AC_CONFIG_COMMANDS([slurm-headers], [
  mkdir -p slurm-headers/slurm
  $SED "s/^#undef SLURM_VERSION_NUMBER.*/#define SLURM_VERSION_NUMBER $slurm_hex/" \
    "$slurm_source/slurm/slurm_version.h.in" >slurm-headers/slurm/slurm_version.h
  { echo "/* made by configure, in place of the one that Slurm's configure makes */"
    echo "#define NDEBUG 1"
    echo "#define USE_ALIAS 1"
    echo "#define WITH_CGROUP 1"
    echo "#define HAVE___BUILTIN_BSWAP64 1"
    echo "#define SLURM_VERSION_NUMBER $slurm_hex"
    echo "#include <features.h>"
    echo "#if __GLIBC_PREREQ(2, 38)"
    echo "#define HAVE_STRLCPY 1"
    echo "#endif"
  } >slurm-headers/config.h
], [SED='$SED' slurm_hex='$SLURM_VERSION_HEX' slurm_source='$SLURM_SOURCE'])
# -isystem keeps our warnings for our code
SLURM_CPPFLAGS='-isystem $(abs_top_builddir)/slurm-headers -isystem $(SLURM_SOURCE)'
AC_SUBST([SLURM_CPPFLAGS])
])
