# lib.sh - what a test script sources: . "$(dirname "$0")/../lib/lib.sh"
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A script makes what it needs below $SCRATCH, which goes away with all
# processes that were started, whatever way the script ends. TOP is the
# project's directory. Only bash; run as root.
#
# Understood from the environment:
#   SLURMPG_BUILD         a configured and built tree to test (build.sh)
#   SLURMPG_SLURM_SOURCE  Slurm's source of the installed release (packages.sh)
#   SLURMPG_PORT          where the search for free ports begins (ports.sh)
#   SLURMPG_KEEP          not empty: leave $SCRATCH in place, for a look at logs
set -u
umask 022
LIB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TOP=$(cd "$LIB/../.." && pwd)
export LC_ALL=C.UTF-8 TZ=UTC
NL=$'\n'

. "$LIB/tap.sh"
. "$LIB/scratch.sh"
. "$LIB/process.sh"
. "$LIB/ports.sh"
. "$LIB/packages.sh"
. "$LIB/source.sh"
. "$LIB/build.sh"
. "$LIB/units.sh"
. "$LIB/users.sh"
. "$LIB/postgres.sh"
. "$LIB/mysql.sh"
. "$LIB/munge.sh"
. "$LIB/slurmconf.sh"
. "$LIB/cluster.sh"
. "$LIB/accounts.sh"
. "$LIB/jobs.sh"
