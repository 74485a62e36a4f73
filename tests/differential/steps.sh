# steps.sh - the same commands on two clusters that differ in their storage,
# and every line and exit code that each gave
# SPDX-License-Identifier: GPL-2.0-or-later
#
# README tells what a line of steps means. Cluster m has MariaDB and
# accounting_storage/mysql, cluster p PostgreSQL and ours; both are called c.
STEPS_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DIFFERENCES=$TOP/doc/differences

steps_clusters() { # [OPTION...]   of cluster_start
	local other # for $! is that of the last daemon meanwhile
	mysql_start m-db &
	other=$!
	postgres_start p-db
	wait $other
	for cluster in m p; do
		cluster_start $cluster "$([ $cluster = m ] && echo mysql || echo pgsql)" --called c --no-start \
			--conf TrackWCKey=yes --dbd-conf TrackWCKey=yes "$@"
		cp -p "$SCRATCH/$cluster/slurmdbd.conf" "$SCRATCH/$cluster/slurmdbd.conf.first"
	done
	clusters_up
}

clusters_up() {
	local other
	cluster_up m &
	other=$!
	cluster_up p
	wait $other || bail "cluster m is not up"
}

# ------------------------------------------------------- words for the steps

person() { # NAME ARGUMENT...
	local name=$1
	shift
	as "$name" timeout 60 sacctmgr -i "$@"
}

# What slurmctld holds, a line each, in no order. A QOS' cleared priority reads
# NONE after a change by MySQL, and 0 after a restart; ours reads 0 at once. Of
# a default account's partitions MySQL tells one, ours all. A new user's level
# is "Not Set" after MySQL's word and "None" after a restart. Ids of QOS differ.
assoc_mgr() { # FLAG
	scontrol show assoc_mgr flags="$1" |
		awk '/^[A-Za-z]+=/ { if (n++) print ""; printf "%s", $0; next } /^ +[A-Za-z]+=/ && n { printf "%s", $0 }
			END { print "" }' |
		sed 's/^QOS=\([^(]*\)([0-9]*)/QOS=\1/; s/Priority=NONE/Priority=0/; s/=Not Set/=None/; s/Usage[A-Za-z\/]*=[^ ]*//g; /Partition=[a-z]/s/DefAssoc=[A-Za-z]*//' | sort
}

qos_names() { awk -f "$STEPS_DIR/qos-names.awk"; } # a filter

# Filters of listings with -P, for what doc/differences has under these names, with
# hyphens.
coordinator_twice() { # a list of coordinators in the last column
	awk -F'|' -v OFS='|' '{ n = split($NF, c, ","); $NF = ""; delete seen
		for (i = 1; i <= n; i++) if (!seen[c[i]]++) $NF = $NF ($NF == "" ? "" : ",") c[i]
		print }'
}
transaction_words() { # action, actor, where, info
	sed 's/ || / or /g' | awk -F'|' -v OFS='|' '$1 == "Modify QOS" { $4 = "" }
		$1 == "Modify Associations" || $1 ~ / Clusters$/ || $4 ~ /user=.root/ { next } { print }' |
		qos_names
}

# A step tells of its job before the job's own start, with which its name comes,
# has been sent: that is up to 5 s later.
start_accounted() { [ "$(timeout 20 sacct -nXP -j "$JOB" -o JobName | tail -1)" = wrap ]; }

# JOB is the job's id; it runs until it is cancelled.
job() { # PERSON ACCOUNT [SBATCH-ARGUMENT...]
	submit "$1" -A "$2" "${@:3}" --wrap "sleep 300" && wait_accounted "$JOB" RUNNING && eventually 15 start_accounted
}

# A job that has been there and is no more.
past_job() { # PERSON ACCOUNT [SBATCH-ARGUMENT...]
	job "$@" && scancel "$JOB" && wait_accounted "$JOB" CANCELLED
}

# It runs, and its start is stored: what comes next has its index.
running() { wait_accounted "$1" RUNNING 90 && eventually 30 job_named "$1"; } # ID
job_named() { ! job_names "$1" | grep -qx -e allocation -e '' && [ -n "$(job_names "$1")" ]; } # ID
job_names() { timeout 20 sacct -nPXD -j "$1" -o JobName; } # ID,...

# sacct knows so many records of a job, of which the last is in STATE, and their
# starts.
lives() { # ID COUNT STATE
	[ "$(job_names "$1" | wc -l)" = "$2" ] && accounted "$1" "$3" && job_named "$1"
}

# All that slurmctld has to tell of these jobs is stored: their batch steps too.
settled() { # ID,...
	[ -z "$(timeout 20 squeue -h)" ] && agent_queue_empty "$CLUSTER" && job_named "$1"
}

# From now on slurmdbd.conf has these lines too, instead of those before.
dbd_conf() { # LINE...
	local conf=$SCRATCH/$CLUSTER/slurmdbd.conf
	cp -p "$conf.first" "$conf"
	[ $# -eq 0 ] || printf '%s\n' "$@" >>"$conf"
	slurmdbd_stop "$CLUSTER"
	slurmdbd_start "$CLUSTER"
}

# A command of sacctmgr, which asks before it commits, and is told ANSWER.
answer() { # ANSWER ARGUMENT...
	echo "$1" | timeout 60 sacctmgr "${@:2}"
}

# The node's event has arrived, or is over; the cluster's slurmctld has gone, or
# is there again.
event_known() { # STATE [CONDITION...]
	# now and then slurmctld's agent sleeps on beside a record until the next
	# one comes: the same again, which is stored once
	if ! eventually 20 event_lists "states=$1" cond=open "${@:2}"; then
		[[ ${2:-} != reason=* ]] || scontrol update nodename=n1 state="$1" "$2"
		eventually 60 event_lists "states=$1" cond=open "${@:2}" || return
	fi
	# what began in this very second is not listed yet: time ends now
	sleep 1.1
}
event_over() { ! event_lists event=node cond=open; }
event_lists() { [ -n "$(sacctmgr -nP show event "$@" format=cluster)" ]; } # CONDITION...
resv_lists() { [ -n "$(sacctmgr -nP show reservation "$@" format=name)" ]; } # CONDITION...
resv_gone() { ! resv_lists names="$1"; } # NAME
resv_shapes() { [ "$(sacctmgr -nP show reservation names="$1" format=name | wc -l)" = "$2" ]; } # NAME COUNT
no_port() { [ "$(sacctmgr -nP show cluster c format=controlport)" = 0 ]; }
event_back() { ! event_lists event=cluster cond=open states=down && ! no_port; }

# -------------------------------------------------------------------- running

step_run() { # LINE
	case $1 in
	"~"*) step_run "${1#* }" && return ;;
	"! "*) eval "${1#! }" ;;
	"as "*) eval "person ${1#as }" ;;
	show*) eval "timeout 60 sacctmgr $1" ;;
	*) eval "timeout 60 sacctmgr -i $1" ;;
	esac
	echo "[exit $?]"
}

# Times differ, and ids do: MySQL's counters move on where an insert finds its
# row there (the QOS that each start of slurmdbd makes sure of, for one).
step_normal() {
	# sacctmgr is impatient where the machine is busy
	sed -E "/^ Database is busy or waiting for lock/d; s/mod_time=[0-9]+/mod_time=TIME/; s/usec=[0-9]+/usec=TIME/; s/\\b(id|id_assoc|id_wckey)=('?)[0-9]+/\\1=\\2ID/g; s/ +\$//"
}

steps_of() { grep -vE '^(#|$)' "$1"; } # FILE

steps_run() { # CLUSTER FILE   each step's output to out-CLUSTER/NUMBER
	local line n=0 out=$SCRATCH/out-$1
	CLUSTER=$1
	cluster_use "$1"
	rm -rf "$out"
	mkdir -p "$out"
	while read -r line; do
		n=$((n + 1))
		step_run "$line" </dev/null 2>&1 | step_normal >"$out/$n"
	done < <(steps_of "$2")
}

# A step that is marked by a word of doc/differences has to differ.
step_known() { # NUMBER LINE
	local word=${2%% *}
	if ! grep -q "^${word#\~}:" "$DIFFERENCES"; then
		fail "$2" "no ${word#\~} in doc/differences"
	elif cmp -s "$SCRATCH/out-m/$1" "$SCRATCH/out-p/$1"; then
		fail "$2" "does not differ any longer"
	else
		pass "$2"
	fi
}

step_same() { # NUMBER LINE
	if cmp -s "$SCRATCH/out-m/$1" "$SCRATCH/out-p/$1"; then
		pass "$2"
	else
		fail "$2" "MySQL's (-) and ours (+):" "$(diff -U 1000 "$SCRATCH/out-m/$1" "$SCRATCH/out-p/$1" | tail -n +4)"
	fi
}

steps_run_both() { # FILE
	local other
	steps_run m "$1" &
	other=$!
	steps_run p "$1"
	wait $other
}

# One test result a step.
steps_file() { # FILE
	local line n=0 file=$1
	steps_run_both "$file"
	while read -r line; do
		n=$((n + 1))
		case $line in
		"~"*) step_known $n "$line" ;;
		*) step_same $n "$line" ;;
		esac
	done < <(steps_of "$file")
}

# The last commands before one of them that are no listings of the state.
steps_before() { # FILE NUMBER
	steps_of "$1" | head -n "$2" | grep -v '^! sacctmgr -nP show' | tail -n 9
}

# The whole file is one test result: after the first difference states differ.
steps_first_difference() { # FILE TEXT
	local line n=0
	steps_run_both "$1"
	while read -r line; do
		n=$((n + 1))
		cmp -s "$SCRATCH/out-m/$n" "$SCRATCH/out-p/$n" && continue
		diag "$2: step $n: $line" "MySQL's:" "$(cat "$SCRATCH/out-m/$n")" "ours:" "$(cat "$SCRATCH/out-p/$n")"
		fail "$2, $line" "$(diff "$SCRATCH/out-m/$n" "$SCRATCH/out-p/$n")" "after:" "$(steps_before "$1" $n)"
		return
	done < <(steps_of "$1")
	pass "$2: $n commands"
}
