# records.sh - records as a slurmctld sends them: for the benches of ingest and
# growth
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Four for each job: its start, a step's start and end, its end.

records_build() {
	build
	flock "$BUILD/.dbd-load.lock" make -s -C "$BUILD" tests/tools/dbd-load >"$SCRATCH/log/dbd-load.out" 2>&1 ||
		bail "dbd-load: $(tail -3 "$SCRATCH/log/dbd-load.out")"
}

# Whose the jobs are.
records_association() { # CLUSTER
	local what
	for what in "account a1" "user u1 account=a1"; do
		on "$1" sacctmgr -i -Q add $what >>"$SCRATCH/log/add.out" 2>&1 || bail "cannot add $what: $(tail -3 "$SCRATCH/log/add.out")"
	done
}

# Jobs FIRST on, each three seconds after the one before.
records() { # FIRST JOBS [BASE]
	awk -v first="$1" -v n="$2" -v base="${3:-1700000000}" 'BEGIN {
		print "base " base
		print "tres +0 nodes=n[1-4] tres=1=256,2=64000,4=4"
		for (i = 0; i < n; i++) {
			id = first + i; start = 100 + i * 3
			printf "job %d assoc=a1/u1 submit=+%d start=+%d req=1=4,2=1000,4=1 nodes=n%d name=job%d\n",
				id, start - 50, start, i % 4 + 1, i
		}
		for (i = 0; i < n; i++) {
			id = first + i; start = 100 + i * 3
			printf "step %d 0 start=+%d end=+%d tres=1=4,2=1000,4=1 nodes=n%d\n",
				id, start + 1, start + 59, i % 4 + 1
			printf "end %d +%d\n", id, start + 60
		}
	}'
}

records_load() { # FILE CLUSTER [DBD-LOAD-OPTION]
	on "$2" "$BUILD/tests/tools/dbd-load" "${@:3}" "$2" 127.0.0.1 \
		"$(sed -n 's/^AccountingStoragePort=//p' "$SCRATCH/$2/slurm.conf")" "$1"
}
