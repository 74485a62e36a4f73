# usage.sh - the same records in both storages, rolled up: for differential/rollup,
# differential/sreport
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Two clusters, m on MySQL and p on PostgreSQL, each of a slurmdbd alone;
# tests/tools/dbd-load sends records as a slurmctld does.
. "$(dirname "${BASH_SOURCE[0]}")/../lib/lib.sh"

usage_build() {
	build
	flock "$BUILD/.dbd-load.lock" make -s -C "$BUILD" tests/tools/dbd-load >"$SCRATCH/log/dbd-load.out" 2>&1 ||
		bail "dbd-load: $(tail -3 "$SCRATCH/log/dbd-load.out")"
}

usage_cluster() { # CLUSTER STORAGE WORDS...   each WORDS is what sacctmgr adds
	local cluster=$1 words
	cluster_start "$1" "$2" --no-start --dbd-conf TrackWCKey=yes --conf TrackWCKey=yes
	slurmdbd_start "$1"
	shift 2
	for words; do
		timeout 60 sacctmgr -i add $words >>"$SCRATCH/log/prepare-$cluster.out" 2>&1 || bail "$cluster: cannot add $words"
	done
}

usage_load() { # CLUSTER FILE   prints how many were sent and refused
	local port
	port=$(sed -n 's/^AccountingStoragePort=//p' "$SCRATCH/$1/slurm.conf")
	on "$1" timeout 1200 "$BUILD/tests/tools/dbd-load" "$1" 127.0.0.1 "$port" "$2" 2>&1
}

usage_roll() { # CLUSTER START END
	on "$1" timeout 900 sacctmgr -i roll "$2" "$3" >"$SCRATCH/log/roll-$1.out" 2>&1
}

# Rows that begin from START to before END (seconds since 1970) as table, unit,
# start, whose, TRES, amounts. A cluster's first hour begins for MySQL when it
# was registered; TRES 4, nodes, it counts of a cluster only by accident, in
# hours of reservations that ignore jobs. Of cluster m and p, or of the one that
# USAGE_OF names, in both storages.
usage_rows_m() { # START END
	local unit kind q=
	for unit in hour day month; do
		for kind in assoc wckey; do
			q+="select '$kind', '$unit', time_start, id, id_tres, alloc_secs from ${USAGE_OF:-m}_${kind}_usage_${unit}_table
				where alloc_secs <> 0 and time_start >= $1 and time_start < $2;"
		done
		q+="select 'cluster', '$unit', time_start - time_start % 3600, id_tres, count, alloc_secs, down_secs, pdown_secs,
			idle_secs, plan_secs, over_secs from ${USAGE_OF:-m}_usage_${unit}_table where id_tres <> 4
			and time_start >= $1 and time_start < $2;"
	done
	mysql_sql m-db "$q select 'resv', id_resv, time_start, floor(unused_wall + 0.5) from ${USAGE_OF:-m}_resv_table
		where time_start >= $1 and time_start < $2" | tr '\t' '|' | sort
}

usage_rows_p() { # START END
	local id="(select cluster_id from slurm_data.cluster where name = '${USAGE_OF:-p}')"
	sql p-db <<-SQL | sort
		select 'assoc', unit, extract(epoch from period_start)::bigint, assoc_id, tres_id, alloc_seconds
			from slurm_data.assoc_usage where period_start >= to_timestamp($1) and period_start < to_timestamp($2) and cluster_id = $id;
		select 'wckey', unit, extract(epoch from period_start)::bigint, wckey_id, tres_id, alloc_seconds
			from slurm_data.wckey_usage where period_start >= to_timestamp($1) and period_start < to_timestamp($2) and cluster_id = $id;
		select 'cluster', unit, extract(epoch from period_start)::bigint, tres_id, amount, alloc_seconds, down_seconds,
			planned_down_seconds, idle_seconds, planned_seconds, over_seconds
			from slurm_data.cluster_usage where period_start >= to_timestamp($1) and period_start < to_timestamp($2) and cluster_id = $id;
		select 'resv', resv_id, extract(epoch from start_time)::bigint, floor(unused_wall + 0.5)
			from slurm_data.reservation where start_time >= to_timestamp($1) and start_time < to_timestamp($2) and cluster_id = $id;
	SQL
}

# Such rows with associations and wckeys numbered as they come, where the two
# storages number them differently.
numbered() {
	awk -F'|' -v OFS='|' '$1 == "assoc" || $1 == "wckey" { if (!(($1, $4) in n)) n[$1, $4] = ++last[$1]; $4 = n[$1, $4] } 1'
}

same_rows() { # TEXT START END [LEAST]   there are at least LEAST
	usage_rows_m "$2" "$3" >"$SCRATCH/m.rows"
	usage_rows_p "$2" "$3" >"$SCRATCH/p.rows"
	[ "$(wc -l <"$SCRATCH/m.rows")" -ge "${4:-1}" ] || { fail "$1" "only $(wc -l <"$SCRATCH/m.rows") rows"; return; }
	if diff "$SCRATCH/m.rows" "$SCRATCH/p.rows" >"$SCRATCH/rows.diff"; then
		pass "$1: $(wc -l <"$SCRATCH/m.rows") rows"
	else
		fail "$1" "$(wc -l <"$SCRATCH/rows.diff") lines differ" "$(head -20 "$SCRATCH/rows.diff")"
	fi
}
