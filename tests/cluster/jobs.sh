# jobs.sh - what becomes of jobs and steps: sourced by jobs-through-slurmdbd
# and jobs-direct with STORAGE set
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/../lib/lib.sh"

# Fields of the records of a job, "|" between them, one record a line.
records() { # SACCT-ARGUMENT...
	timeout 30 sacct -n -P "$@" 2>&1
}

ids() { records -X -o JobID "$@" | sort -n | paste -sd ' '; } # SACCT-ARGUMENT...

cluster_start c "$STORAGE" --nodes 2 --conf PrologFlags=Contain
account_add c physics
account_add c chemistry
person_add c alice physics
person_add c bob chemistry

# ------------------------------------------------------------ the jobs
submit alice --job-name=good --comment="a comment" -n2 --wrap "srun --job-name=first sleep 1; srun --job-name=second -n1 true"
GOOD=$JOB
submit alice --job-name=bad --wrap "srun false; exit 3"
BAD=$JOB
submit bob --job-name=killed --wrap "kill -SEGV \$\$"
KILLED=$JOB
submit bob --job-name=cancelled --wrap "sleep 600"
CANCELLED=$JOB
submit bob --job-name=never --hold --wrap "true"
NEVER=$JOB
submit alice --job-name=stopped --wrap "sleep 4"
STOPPED=$JOB
submit alice --job-name=again --requeue --wrap "sleep 600"
AGAIN=$JOB
submit alice --job-name=tasks --array=3,7 --wrap "exit \$SLURM_ARRAY_TASK_ID"
TASKS=$JOB

wait_running "$STOPPED"
scontrol suspend "$STOPPED"
eventually 20 job_is "$STOPPED" SUSPENDED || bail "job $STOPPED is not suspended"
STOPPED_SEEN=$(eventually 20 accounted "$STOPPED" SUSPENDED && echo SUSPENDED)
is "$STOPPED_SEEN" SUSPENDED "sacct shows a suspended job as suspended"
wait_running "$CANCELLED"
# its step may be told before its start, which has the CPUs
has_cpus() { [ "$(records -X -j "$1" -o AllocCPUS)" = 1 ]; }
eventually 20 has_cpus "$CANCELLED"
is "$(records -X -j "$CANCELLED" -o State,End,AllocCPUS)" "RUNNING|Unknown|1" "a running job has no end"
eventually 20 accounted "$NEVER" PENDING # slurmctld looks for such jobs every 5 s
is "$(records -X -j "$NEVER" -o State,Start,NodeList)" "PENDING|Unknown|None assigned" "a held job has no start"
as bob scancel "$CANCELLED" "$NEVER"
wait_running "$AGAIN"
sleep 1 # so that the two records differ in their second of submission
scontrol requeue "$AGAIN"
eventually 20 job_is "$AGAIN" PENDING || bail "job $AGAIN is not queued again"
scontrol resume "$STOPPED"
scontrol release "$AGAIN" 2>/dev/null
scancel "$AGAIN"
for job in $GOOD $BAD $KILLED $CANCELLED $NEVER $STOPPED $AGAIN; do wait_ended "$job"; done
wait_accounted "$GOOD" COMPLETED
wait_accounted "$BAD" FAILED
wait_accounted "$KILLED" FAILED
wait_accounted "$CANCELLED" CANCELLED
wait_accounted "$NEVER" CANCELLED
wait_accounted "$STOPPED" COMPLETED
wait_accounted "$AGAIN" CANCELLED
wait_accounted "${TASKS}_7" FAILED

# ---------------------------------------------------- the records
A=slurmpg-demo-alice B=slurmpg-demo-bob
is "$(records -X -j "$GOOD" -o JobID,User,JobName,Partition,Account,AllocCPUS,State,ExitCode,Comment)" \
	"$GOOD|$A|good|debug|physics|2|COMPLETED|0:0|a comment" "a job that ended well"
is "$(records -j "$GOOD" -o JobID,JobName,State,ExitCode,AllocCPUS)" \
	"$GOOD|good|COMPLETED|0:0|2
$GOOD.batch|batch|COMPLETED|0:0|2
$GOOD.extern|extern|COMPLETED|0:0|2
$GOOD.0|first|COMPLETED|0:0|2
$GOOD.1|second|COMPLETED|0:0|2" "its steps: batch, extern and two numbered ones"
like "$(records -j "$GOOD.0" -o JobID,MaxRSS,MaxVMSize,Elapsed)" \
	"^$GOOD.0\|[0-9]+K\|[0-9]+K\|00:00:0[1-4]\$" "a step by its own id, with its memory"
like "$(records -X -j "$GOOD" -o Submit,Start,End,Elapsed)" \
	'^20..-..-..T..:..:..\|20..-..-..T..:..:..\|20..-..-..T..:..:..\|00:00:0[1-9]$' "its times"
is "$(records -j "$BAD" -o JobID,State,ExitCode)" \
	"$BAD|FAILED|3:0
$BAD.batch|FAILED|3:0
$BAD.extern|COMPLETED|0:0
$BAD.0|FAILED|1:0" "a job that failed, and which step did"
is "$(records -X -j "$KILLED" -o State,ExitCode)" "FAILED|0:11" "a job ended by a signal"
is "$(records -X -j "$CANCELLED" -o State,ExitCode,User)" "CANCELLED by $(id -u "$B")|0:0|$B" "a cancelled job, and by whom"
like "$(records -X -j "$NEVER" -o State,Start,Elapsed,AllocCPUS)" \
	"^CANCELLED by $(id -u "$B")\|None\|00:00:00\|1\$" "a job cancelled before it started"
IFS='|' read -r STATE START END SUSPENDED ELAPSED < <(records -X -j "$STOPPED" -o State,Start,End,Suspended,ElapsedRaw)
is "$STATE" COMPLETED "a suspended job ends as others do"
isnt "$SUSPENDED" "00:00:00" "how long it was suspended"
is "$ELAPSED" $(($(date -d "$END" +%s) - $(date -d "$START" +%s) - $(date -d "1970-01-01T$SUSPENDED" +%s))) \
	"its elapsed time is what it ran"
is "$(records -X -D -j "$AGAIN" -o State | sed 's/ by.*//' | paste -sd ' ')" "REQUEUED CANCELLED" \
	"a requeued job has two records with --duplicates"
is "$(records -X -j "$AGAIN" -o State | sed 's/ by.*//')" "CANCELLED" "and its last one without"
is "$(records -X -j "$TASKS" -o JobID,State,ExitCode)" \
	"${TASKS}_3|FAILED|3:0
${TASKS}_7|FAILED|7:0" "the tasks of an array"

# ------------------------------------------------- the questions
# -E because -s without it asks for the one moment of -S. A held job was never
# eligible, so that it lies in no period.
ALL="-a -S now-1hours -E now"
is "$(ids $ALL -u "$B")" "$KILLED $CANCELLED" "-u: jobs of a person"
is "$(ids $ALL -A chemistry)" "$KILLED $CANCELLED" "-A: jobs of an account"
is "$(ids $ALL -A physics -u "$B")" "" "-A and -u that do not meet"
is "$(ids $ALL -A physics,chemistry -u "$A,$B" -s FAILED)" "$BAD $KILLED ${TASKS}_3 ${TASKS}_7" \
	"-s: jobs in a state, of several people and accounts"
is "$(ids $ALL -s COMPLETED)" "$GOOD $STOPPED" "-s COMPLETED"
is "$(ids -j "$GOOD,$KILLED")" "$GOOD $KILLED" "-j: several jobs"
is "$(ids -j 999999)" "" "-j: a job that is not there"
is "$(ids -a -S now-2hours -E now-1hours)" "" "-S and -E before all of them"
is "$(ids -a -S now+1hours -E now+2hours)" "" "-S and -E after all of them"
is "$(ids -a -S "$(records -X -j "$GOOD" -o Start)" -E now -s COMPLETED)" "$GOOD $STOPPED" "-S at the very start of one"
is "$(ids $ALL --name=good,bad)" "$GOOD $BAD" "--name"
is "$(ids $ALL -r nosuch)" "" "-r: no job in another partition"
is "$(agent_queue c || echo 0)" "$AGENT_QUEUE" "nothing waits in slurmctld's queue"
