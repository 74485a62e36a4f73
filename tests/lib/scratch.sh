# scratch.sh - a directory of the script's own below /tmp, and its end
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Short, because unix sockets lie in it; passable for postgres, mysql, slurm.
[ "$(id -u)" = 0 ] || { echo "Bail out! run as root: daemons of several users are started"; exit 1; }
SCRATCH=$(mktemp -d /tmp/slurmpg.XXXXXX)
chmod 755 "$SCRATCH"
mkdir "$SCRATCH/pids" "$SCRATCH/log"

CLEANUPS=()
at_exit() { CLEANUPS+=("$1"); } # COMMAND   run at the end, latest first

scratch_end() {
	local status=$? i
	trap '' INT TERM HUP
	for ((i = ${#CLEANUPS[@]} - 1; i >= 0; i--)); do eval "${CLEANUPS[i]}"; done
	process_end_all
	if [ -n "${SLURMPG_KEEP:-}" ]; then
		echo "# kept: $SCRATCH"
	else
		rm -rf "$SCRATCH"
	fi
	exit $status
}
trap scratch_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
