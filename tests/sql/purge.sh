# purge.sh - a database with records to purge, for scripts of tests/sql
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "${BASH_SOURCE[0]}")/schema.sh"

purge_start() { # [SETTING...]   a server pg with the schema; purge-tool
	schema_build
	flock "$BUILD/.purge-tool.lock" make -s -C "$BUILD" tests/sql/purge-tool >"$SCRATCH/log/purge-tool.out" 2>&1 ||
		bail "purge-tool: $(tail -3 "$SCRATCH/log/purge-tool.out")"
	postgres_start pg "$@"
	schema_tool apply >"$SCRATCH/log/schema.out" 2>&1 || bail "$(cat "$SCRATCH/log/schema.out")"
	mkdir -p "$SCRATCH/archive"
}

purge_tool() { # WORD...
	timeout 300 "$BUILD/tests/sql/purge-tool" "$(pg_socket pg)" "${PG_PORT[pg]}" "${PURGE_USER:-postgres}" "$DB_NAME" "$@" \
		2>>"$SCRATCH/log/purge.err"
}

purge() { purge_tool purge archive="$SCRATCH/archive" "$@"; } # WORD...

epoch() { date -u -d "$1" +%s; } # TEXT

# jobs CLUSTER-ID FIRST-ID SUBMIT END [SUBMIT END]...   "" is no end
jobs() {
	local cluster=$1 id=$2 values=
	shift 2
	while [ $# -gt 0 ]; do
		values+="${values:+,}($cluster, $id, $id, nullif('$1', '')::timestamptz, coalesce(nullif('$2', '')::timestamptz, 'infinity'))"
		[ -z "$2" ] || sql pg "select slurm_data.make_month('$2')" >/dev/null
		id=$((id + 1))
		shift 2
	done
	sql pg "insert into slurm_data.job (cluster_id, db_index, job_id, submit_time, eligible_time, start_time, end_time, state, end_rank)
		select c, x, i, s, s, s, e, case when e = 'infinity' then 'RUNNING' else 'COMPLETED' end, case when e = 'infinity' then 0 else 3 end
		from (values $values) v (c, x, i, s, e)"
	sql pg "delete from slurm_data.rollup_late" # as if they had come in time
	measure
}

# steps CLUSTER-ID RECORD START END [STEP-ID]
steps() {
	[ -z "$4" ] || sql pg "select slurm_data.make_month('$4')" >/dev/null
	sql pg "insert into slurm_data.step (cluster_id, db_index, step_id, job_id, start_time, end_time, state, modified_at)
		values ($1, $2, ${5:-0}, $2, nullif('$3', '')::timestamptz, coalesce(nullif('$4', '')::timestamptz, 'infinity'), 'COMPLETED', now() - interval '2 days')"
	measure
}

measure() { sql pg "select slurm_data.month_measure(relation, month) from slurm_data.month" >/dev/null; }

job_ids() { sql pg "select coalesce(string_agg(db_index::text, ' ' order by db_index), '') from slurm_data.job"; }
step_ids() { sql pg "select coalesce(string_agg(db_index || '.' || step_id, ' ' order by db_index, step_id), '') from slurm_data.step"; }
month_names() { # RELATION
	sql pg "select coalesce(string_agg(relname, ' ' order by relname), '') from pg_class
		where relnamespace = 'slurm_data'::regnamespace and relkind = 'r' and relname ~ '^(gone_)?$1_[0-9]{4}_[0-9]{2}$'"
}
