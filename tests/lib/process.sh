# process.sh - daemons in the background, started and ended by their ids
# SPDX-License-Identifier: GPL-2.0-or-later
#
# $SCRATCH/pids/NAME holds the id and the kernel's start time of the process,
# so that an id that the kernel has given to another process is left alone.

process_birth() { # PID
	local stat
	stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
	# after the command, which is in parentheses and may hold blanks
	set -- ${stat##*) }
	[ "$1" != Z ] || return 1
	echo "${20}"
}

spawn() { # NAME COMMAND...   output goes to $SCRATCH/log/NAME.out
	local name=$1
	shift
	setsid "$@" </dev/null >>"$SCRATCH/log/$name.out" 2>&1 &
	echo "$! $(process_birth $!)" >"$SCRATCH/pids/$name"
	disown $!
}

process_id() { # NAME
	local pid birth
	read -r pid birth 2>/dev/null <"$SCRATCH/pids/$1" || return 1
	[ -n "$pid" ] && [ "$(process_birth "$pid")" = "$birth" ] && echo "$pid"
}

is_running() { process_id "$1" >/dev/null; } # NAME

process_signal() { # NAME SIGNAL
	local pid
	pid=$(process_id "$1") && kill -"$2" "$pid"
}

# End a process: the signal, and after SECONDS SIGKILL and failure.
process_end() { # NAME [SIGNAL [SECONDS]]
	local name=$1 i
	process_signal "$name" "${2:-TERM}" || { rm -f "$SCRATCH/pids/$name"; return 0; }
	for ((i = 0; i < ${3:-30} * 20; i++)); do
		is_running "$name" || { rm -f "$SCRATCH/pids/$name"; return 0; }
		sleep 0.05
	done
	echo "# $name did not end within ${3:-30} s of SIG${2:-TERM}"
	process_signal "$name" KILL
	rm -f "$SCRATCH/pids/$name"
	return 1
}

children_of() { # PID...   all descendants
	local found=("$@") child
	while [ ${#found[@]} -gt 0 ]; do
		mapfile -t found < <(for pid in "${found[@]}"; do
			cat "/proc/$pid/task/"*/children 2>/dev/null | tr ' ' '\n' | sed '/^$/d'
		done)
		for child in "${found[@]}"; do echo "$child"; done
	done
}

# Steps and jobs outlive their slurmd: those that run with a slurm.conf of ours.
process_end_steps() {
	local dir pid steps=()
	for dir in /proc/[0-9]*; do
		[ "$(cat "$dir/comm" 2>/dev/null)" = slurmstepd ] || continue
		grep -qz "^SLURM_CONF=$SCRATCH/" "$dir/environ" 2>/dev/null && steps+=("${dir#/proc/}")
	done
	[ ${#steps[@]} -gt 0 ] || return 0
	for pid in $(children_of "${steps[@]}") "${steps[@]}"; do kill -KILL "$pid" 2>/dev/null; done
}

# Everything that is left, the youngest daemon first; steps before, because a
# slurmd waits for them, and after, because it may have started one.
process_end_all() {
	local name
	process_end_steps
	for name in $(ls -t "$SCRATCH/pids"); do
		case $name in
		*postgres*) process_end "$name" INT 20 ;;
		*) process_end "$name" TERM 20 ;;
		esac
	done
	process_end_steps
}
