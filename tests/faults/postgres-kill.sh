# postgres-kill.sh - PostgreSQL killed twice while jobs run: sourced by
# postgres-kill and postgres-kill-direct with STORAGE set
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/../lib/lib.sh"

WITNESS=$SCRATCH/witness # this script's own list: id|name|state|exit status
SLOWEST=0

# N jobs, some of which fail, as fast as sbatch takes them
submit_jobs() { # N
	local i exit state began took
	for ((i = 0; i < $1; i++)); do
		NUMBER=$((${NUMBER:-0} + 1))
		exit=$((NUMBER % 3)) state=COMPLETED
		[ $exit -eq 0 ] || state=FAILED
		began=$(date +%s%3N)
		submit alice --job-name="job$NUMBER" --wrap "srun sleep $((NUMBER % 2)); exit $exit" || return
		took=$(($(date +%s%3N) - began))
		[ $took -le $SLOWEST ] || SLOWEST=$took
		echo "$JOB|job$NUMBER|$state|$exit" >>"$WITNESS"
	done
}

no_job_left() { [ -z "$(squeue -h)" ]; }

stored() { cluster_sql c "select job_id, name, state, exit_status from slurm.jobs order by job_id, db_index"; }
all_stored() { [ "$(stored)" = "$(cat "$WITNESS")" ]; }

cluster_start c "$STORAGE" --nodes 2
account_add c physics
person_add c alice physics
DAEMONS="slurmctld-c"
with_slurmdbd c && DAEMONS="$DAEMONS slurmdbd-c"
IDS=$(for daemon in $DAEMONS; do process_id "$daemon"; done)

submit_jobs 8
postgres_kill c-db
submit_jobs 8
RUNNING_THROUGH=$JOB
ok_if "a job ends while the database is away" eventually 60 job_has_ended "$RUNNING_THROUGH"
# slurmctld tells slurmdbd of starts every 5 s: they are refused meanwhile
sleep 6
BEGAN=$SECONDS
timeout 60 sacct -n -j "$RUNNING_THROUGH" >"$SCRATCH/sacct.out" 2>&1
isnt $? 124 "sacct does not hang meanwhile ($((SECONDS - BEGAN)) s)"
timeout 20 scontrol ping >/dev/null
is $? 0 "slurmctld answers meanwhile"
postgres_run c-db
submit_jobs 8
postgres_kill c-db
sleep 2
submit_jobs 4
postgres_run c-db
submit_jobs 4

ok_if "all jobs end" eventually 120 no_job_left
eventually 90 agent_queue_empty c
is "$(agent_queue c)" 0 "nothing waits in slurmctld's queue"
eventually 60 all_stored
is "$(stored)" "$(cat "$WITNESS")" "each of the $NUMBER jobs is in the database once, as this script's list has it"
is "$(cluster_sql c "select count(*), count(distinct (job_id, step)) from slurm.steps where end_time is not null")" \
	"$((2 * NUMBER))|$((2 * NUMBER))" "with its batch step and the step of srun, both ended"
is "$(cluster_sql c "select count(*) from slurm_data.dead_letter")" 0 "no dead letters"
is "$(for daemon in $DAEMONS; do process_id "$daemon"; done)" "$IDS" "the daemons are the ones that were started"
ok_if "no submission waited for the database (the slowest took $SLOWEST ms)" test "$SLOWEST" -lt 5000
submit alice --wrap true && wait_ended "$JOB"
ok_if "sacct works again" wait_accounted "$JOB" COMPLETED
