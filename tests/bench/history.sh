# history.sh - a past of many jobs in both storages: for the benches of roll-up,
# purge, sacct and size
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Clusters m and p (bench.sh). Jobs are made in PostgreSQL by generate_series
# and go to MySQL's table as a file of the same rows; what both make of them is
# held against each other by the benches, so it shows if they were not alike.
. "$TOP/tests/differential/usage.sh"

# Both clusters, with as many associations of users, and what they consist of
# since some time.
history_clusters() { # ASSOCIATIONS SINCE
	local users accounts c
	usage_build
	bench_clusters
	accounts=$(seq -s, -f 'a%02g' 10)
	users=$(seq -s, -f 'u%03g' $(($1 / 10)))
	echo "tres $2 nodes=n[1-1000] tres=1=64000,2=256000000,5=64000" >"$SCRATCH/register"
	for c in m p; do
		on $c sacctmgr -i -Q add account "$accounts" >"$SCRATCH/log/add-$c.out" 2>&1 &&
			on $c sacctmgr -i -Q add user "$users" account="$accounts" >>"$SCRATCH/log/add-$c.out" 2>&1 &&
			usage_load $c "$SCRATCH/register" >>"$SCRATCH/log/add-$c.out" || bail "$c: $(tail -3 "$SCRATCH/log/add-$c.out")"
	done
	[ "$(mysql_sql m-db "select id_assoc, user, acct from m_assoc_table where user <> '' order by 1" | tr '\t' '|')" = \
		"$(sql p-db "select assoc_id, user_name, account from slurm_data.assoc where user_name <> '' order by 1")" ] ||
		bail "the two storages number associations differently"
}

# Jobs FIRST to LAST, submitted one after the other from SINCE on within
# SECONDS; each waits up to a minute and runs for one to RUN seconds, by turns.
# 1 to 16 CPUs; four TRES. The first association's user has the uid HISTORY_UID.
# To ours alone.
history_fill() { # FIRST LAST SINCE SECONDS RUN
	sql p-db <<-SQL || bail "no jobs could be made"
		set timezone = 'UTC';
		select count(slurm_data.make_month(m)) from generate_series(date_trunc('month', to_timestamp($3)),
			to_timestamp($3 + $4 + $5 + 120), '1 month') m \g /dev/null
		insert into slurm_data.job (cluster_id, db_index, job_id, submit_time, eligible_time, start_time, end_time, state,
			submit_rank, start_rank, alloc_rank, end_rank, user_name, user_id, group_id, account, assoc_id, qos_id, name, partition,
			work_dir, submit_line, time_limit_mins, priority, req_cpus, req_mem_mb, req_nodes, req_billing, min_cpus,
			node_list, node_index, alloc_cpus, alloc_mem_mb, alloc_nodes, alloc_billing, exit_code, derived_exit_code)
		with assoc as materialized (
			select array_agg(assoc_id order by assoc_id) as ids, array_agg(user_name order by assoc_id) as users,
				array_agg(account order by assoc_id) as accounts, count(*)::integer as n
			from slurm_data.assoc where user_name <> ''
		)
		select c.cluster_id, i, i, to_timestamp(t.s), to_timestamp(t.s), to_timestamp(t.s + w.waits),
			to_timestamp(t.s + w.waits + w.runs), 'COMPLETED', 3, 3, 3, 3, a.users[w.a], ${HISTORY_UID:-1001} + w.a - 1, 100, a.accounts[w.a], a.ids[w.a],
			1, 'job ' || i, 'debug', '/home/' || a.users[w.a], 'sbatch job.sh ' || i, 60, 100,
			w.cpus, w.cpus * 1000, 1, w.cpus, w.cpus, 'n' || w.node, (w.node - 1)::text, w.cpus, w.cpus * 1000, 1, w.cpus, 0, 0
		from slurm_data.cluster c, assoc a, generate_series($1::bigint, $2::bigint) i,
		lateral (select $3 + (i - $1) * $4 / ($2 - $1 + 1) as s) t,
		lateral (select (1 + i * 7919 % a.n)::integer as a, 1 + i * 104729 % 16 as cpus, i * 15485863 % 60 as waits,
			1 + i * 32452843 % $5 as runs, 1 + i * 49979687 % 1000 as node) w
		where c.name = 'p';
		select slurm_data.month_measure(relation, month) from slurm_data.month where relation = 'job' \g /dev/null
		delete from slurm_data.rollup_late; -- as if they had come in time
		vacuum analyze slurm_data.job;
	SQL
}

# Jobs FIRST to LAST of ours, to MySQL's too.
history_copy() { # FIRST LAST
	sql p-db "copy (select db_index, account, min_cpus, name, assoc_id, job_id, user_id, group_id, node_list, alloc_nodes,
			node_index, partition, priority, time_limit_mins, extract(epoch from submit_time)::bigint,
			extract(epoch from eligible_time)::bigint, extract(epoch from start_time)::bigint,
			extract(epoch from end_time)::bigint, work_dir, submit_line,
			format('1=%s,2=%s,4=%s,5=%s', alloc_cpus, alloc_mem_mb, alloc_nodes, alloc_billing)
		from slurm_data.job where db_index between $1 and $2 order by db_index) to stdout" >"$SCRATCH/jobs.rows" &&
		mysql_root m-db --local-infile=1 "$DB_NAME" >/dev/null <<-SQL || bail "MySQL did not take the jobs"
			set unique_checks = 0;
			load data local infile '$SCRATCH/jobs.rows' into table m_job_table
				(job_db_inx, account, cpus_req, job_name, id_assoc, id_job, id_user, id_group, nodelist, nodes_alloc,
				node_inx, \`partition\`, priority, timelimit, time_submit, time_eligible, time_start, time_end, work_dir,
				submit_line, tres_alloc)
				set id_qos = 1, state = 3, tres_req = tres_alloc, het_job_offset = 4294967294;
			analyze table m_job_table \G
		SQL
	rm -f "$SCRATCH/jobs.rows"
	[ "$(mysql_sql m-db "select count(*) from m_job_table where job_db_inx between $1 and $2")" = $(($2 - $1 + 1)) ] ||
		bail "MySQL has not all jobs"
}

# Of each of these jobs so many steps, all as long as the job: its script, then
# step 0 and on, with what they used. To ours alone.
history_fill_steps() { # FIRST LAST STEPS
	sql p-db <<-SQL || bail "no steps could be made"
		insert into slurm_data.step (cluster_id, db_index, step_id, job_id, assoc_id, start_time, end_time, start_rank, end_rank,
			state, name, submit_line, node_list, node_index, node_count, task_count, task_dist, alloc_cpus, alloc_mem_mb, alloc_nodes,
			exit_code, user_cpu, system_cpu, act_cpufreq, consumed_energy, cpu_in, mem_in, vmem_in, disk_in, pages_in, disk_out)
		select j.cluster_id, j.db_index, case n when 0 then -5 else n - 1 end, j.job_id, j.assoc_id, j.start_time, j.end_time, 3, 3,
			j.state, case n when 0 then 'batch' else 'solver' end, case n when 0 then '' else 'srun solver ' || j.job_id end,
			j.node_list, j.node_index, 1, 1, 0, j.alloc_cpus, j.alloc_mem_mb, 1, 0, u.cpu * interval '1 ms', interval '12345 us', 2400, 0,
			array[u.cpu, u.cpu, 0, 0, u.cpu, 0, 0, u.cpu], array[u.mem, u.mem, 0, 0, u.mem, 0, 0, u.mem],
			array[2 * u.mem, 2 * u.mem, 0, 0, 2 * u.mem, 0, 0, 2 * u.mem], array[u.disk, u.disk, 0, 0, u.disk, 0, 0, u.disk],
			array[u.pages, u.pages, 0, 0, u.pages, 0, 0, u.pages], array[u.disk / 3, u.disk / 3, 0, 0, u.disk / 3, 0, 0, u.disk / 3]
		from slurm_data.job j, generate_series(0, $3 - 1) n,
		lateral (select (j.db_index * 7919 + n) % 3600000 as cpu, (j.db_index * 104729 + n) % 4096 * 1048576 as mem,
			(j.db_index * 15485863 + n) % 1000000000 as disk, (j.db_index + n) % 50 as pages) u
		where j.db_index between $1 and $2;
		select slurm_data.month_measure(relation, month) from slurm_data.month where relation = 'step' \g /dev/null
		vacuum analyze slurm_data.step;
	SQL
}

# Steps of the jobs FIRST to LAST, to MySQL's too.
history_copy_steps() { # FIRST LAST
	local usage= i figures=(ave max max_nodeid max_taskid min min_nodeid min_taskid tot)
	for ((i = 1; i <= 8; i++)); do # as in our arrays
		usage+=", format('1=%s,2=%s,6=%s,7=%s,8=%s', cpu_in[$i], mem_in[$i], disk_in[$i], vmem_in[$i], pages_in[$i])"
		usage+=", format('6=%s', disk_out[$i])"
	done
	sql p-db "copy (select db_index, step_id, exit_code, node_list, node_count, node_index, name, task_count, submit_line,
			extract(epoch from start_time)::bigint, extract(epoch from end_time)::bigint,
			floor(extract(epoch from user_cpu))::bigint, extract(microseconds from user_cpu)::bigint % 1000000, 0, 12345, act_cpufreq,
			format('1=%s,2=%s,4=%s', alloc_cpus, alloc_mem_mb, alloc_nodes)$usage
		from slurm_data.step where db_index between $1 and $2 order by db_index, step_id) to stdout" >"$SCRATCH/steps.rows" &&
		mysql_root m-db --local-infile=1 "$DB_NAME" >/dev/null <<-SQL || bail "MySQL did not take the steps"
			set unique_checks = 0;
			load data local infile '$SCRATCH/steps.rows' into table m_step_table
				(job_db_inx, id_step, exit_code, nodelist, nodes_alloc, node_inx, step_name, task_cnt, submit_line,
				time_start, time_end, user_sec, user_usec, sys_sec, sys_usec, act_cpufreq, tres_alloc
				$(printf ', tres_usage_in_%s, tres_usage_out_%s' $(printf '%s\n' "${figures[@]}" | sed 'p')))
				set state = 3;
			analyze table m_step_table \G
		SQL
	rm -f "$SCRATCH/steps.rows"
	[ "$(mysql_sql m-db "select count(*) from m_step_table where job_db_inx between $1 and $2")" = \
		"$(sql p-db "select count(*) from slurm_data.step where db_index between $1 and $2")" ] || bail "MySQL has not all steps"
}

# Both have rolled the same: every hour and day of usage in that time.
history_same_usage() { # START END
	usage_rows_m "$1" "$2" | grep -v '|month|' >"$SCRATCH/m.rows"
	usage_rows_p "$1" "$2" | grep -v '|month|' >"$SCRATCH/p.rows"
	[ -s "$SCRATCH/m.rows" ] || bail "nothing was rolled"
	diff "$SCRATCH/m.rows" "$SCRATCH/p.rows" >"$SCRATCH/rows.diff" ||
		bail "usage differs in $(grep -c '^[<>]' "$SCRATCH/rows.diff") rows: $(head -3 "$SCRATCH/rows.diff")"
	echo "# $(wc -l <"$SCRATCH/m.rows") rows of usage, all of them equal"
}
