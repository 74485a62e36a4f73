# bench.sh - both storages side by side, timed: what the scripts here share
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Cluster m has accounting_storage/mysql, cluster p accounting_storage/pgsql;
# both servers have the same memory and write durably. A figure is a row of
# the table: what was measured on m, on p, and the ratio of the two (above 1
# ours is better), each the median of several rounds in which m and p take
# turns, so that a machine that becomes slower is so for both.
BENCH_MEMORY=${BENCH_MEMORY:-512} # MB of buffers of each server

bench_servers() {
	mysql_start m-db --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size="${BENCH_MEMORY}M" \
		--innodb-log-file-size=512M
	postgres_start p-db fsync=on full_page_writes=on shared_buffers="${BENCH_MEMORY}MB" \
		max_wal_size=4GB max_locks_per_transaction=256
}

bench_clusters() { # CLUSTER-OPTION...   slurmctlds are not started
	bench_servers
	cluster_start m mysql --db m-db --no-start "$@"
	cluster_start p pgsql --db p-db --no-start "$@"
	slurmdbd_start m
	slurmdbd_start p
}

# Seconds that a command took, with milliseconds, in TOOK. It must succeed.
timed() { # COMMAND...
	local began=$EPOCHREALTIME
	"$@" >"$SCRATCH/log/timed.out" 2>&1 || bail "failed: $* $(tail -3 "$SCRATCH/log/timed.out")"
	TOOK=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }')
}

median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

figure_head() { printf '%-58s %12s %12s %8s\n' "${1:-figure}" MySQL ours ratio; }

# A row from figures that are better when small.
figure() { # TEXT UNIT MYSQL OURS
	awk -v text="$1, $2" -v m="$3" -v p="$4" \
		'BEGIN { printf "%-58s %12g %12g %8.1f\n", text, m, p, (p > 0 ? m / p : 0) }'
}

# COMMAND m and COMMAND p in turns, ROUNDS times each; it gets the cluster's
# name as its last argument.
compare() { # TEXT ROUNDS COMMAND...
	local text=$1 rounds=$2 round m=() p=()
	shift 2
	for ((round = 0; round < rounds; round++)); do
		timed "$@" m && m+=("$TOOK")
		timed "$@" p && p+=("$TOOK")
	done
	figure "$text" s "$(printf '%s\n' "${m[@]}" | median)" "$(printf '%s\n' "${p[@]}" | median)"
}

# A row of how many a second were done: better when large.
rate() { # TEXT UNIT COUNT MYSQL-SECONDS OUR-SECONDS
	awk -v text="$1, $2/s" -v n="$3" -v m="$4" -v p="$5" \
		'BEGIN { printf "%-58s %12.0f %12.0f %8.1f\n", text, n / m, n / p, m / p }'
}

# A row of what MySQL has no like of.
figure_alone() { # TEXT UNIT OURS
	printf '%-58s %12s %12g %8s\n' "$1, $2" - "$3" -
}

# Milliseconds that slurmdbd took for an answer, by its own count, the average since
# it was asked last; without a message's name to sacct.
answer_ms() { # CLUSTER [MESSAGE]
	on "$1" sacctmgr show stats | sed -n 's/.*'"${2:-DBD_GET_JOBS_COND}"' .*ave_time:\([0-9]*\) .*/\1/p' | awk '{ printf "%.1f\n", $1 / 1000 }'
	on "$1" sacctmgr -i clear stats >/dev/null
}
