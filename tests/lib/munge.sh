# munge.sh - a munged of the script's own, with its own key and socket
# SPDX-License-Identifier: GPL-2.0-or-later
MUNGE_SOCKET=$SCRATCH/munge/socket

munge_start() {
	is_running munged && return 0
	mkdir -p "$SCRATCH/munge"
	if [ ! -s "$SCRATCH/munge/key" ]; then
		(umask 077 && head -c 128 /dev/urandom >"$SCRATCH/munge/key")
	fi
	spawn munged /usr/sbin/munged --foreground --force --socket="$MUNGE_SOCKET" \
		--key-file="$SCRATCH/munge/key" --pid-file="$SCRATCH/munge/pid" \
		--log-file="$SCRATCH/munge/log" --seed-file="$SCRATCH/munge/seed"
	eventually 10 munge -S "$MUNGE_SOCKET" -n || bail "munged does not answer: $(cat "$SCRATCH/log/munged.out")"
}
