# cluster.sh - private Slurm clusters of the machine's packaged daemons
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A cluster has a NAME (also its ClusterName); its files lie in $SCRATCH/NAME:
# slurm.conf, slurmdbd.conf, log, state, spool. Its storage is one of
#   mysql         slurmctld, slurmdbd, accounting_storage/mysql
#   pgsql         slurmctld, slurmdbd, accounting_storage/pgsql
#   pgsql-direct  slurmctld, accounting_storage/pgsql
#   none          no accounting
# Its database is the server NAME-db (postgres.sh, mysql.sh), or another by --db.
SLURM_PLUGINS=/usr/lib/$(gcc -print-multiarch 2>/dev/null || echo "$(uname -m)-linux-gnu")/slurm-wlm
declare -A CLUSTER_STORAGE=() CLUSTER_DB=() CLUSTER_NODES=() CLUSTER_PORT=() CLUSTER_CALLED=()
declare -A CLUSTER_SLURMDBD=() SLURMDBD_PORT=()

# Make and start a cluster; its commands are the ones that run from now on.
#   --nodes N      default 1       --cpus N    a node, default 64
#   --db NAME      a server that runs already
#   --slurmdbd CLUSTER  under that cluster's slurmdbd and database
#   --called NAME  its ClusterName, default NAME
#   --enforce LIST AccountingStorageEnforce, default associations,limits,qos
#   --conf LINE    a further line of slurm.conf; --dbd-conf LINE of slurmdbd.conf
#   --no-start     only the files and the database
cluster_start() { # NAME STORAGE [OPTION...]
	local name=$1 storage=$2 start=yes
	shift 2
	cluster_make "$name" "$storage" "$@"
	cluster_use "$name"
	case " $* " in *" --no-start "*) start=no ;; esac
	[ $start = no ] || cluster_up "$name"
}

cluster_make() { # NAME STORAGE [OPTION...]
	local name=$1 storage=$2 dir=$SCRATCH/$1 nodes=1 cpus=64 enforce=associations,limits,qos
	local conf=() dbd_conf=()
	CLUSTER_DB[$name]=$name-db CLUSTER_CALLED[$name]=$name CLUSTER_SLURMDBD[$name]=$name
	shift 2
	while [ $# -gt 0 ]; do
		case $1 in
		--nodes) nodes=$2 && shift ;;
		--cpus) cpus=$2 && shift ;;
		--db) CLUSTER_DB[$name]=$2 && shift ;;
		--slurmdbd) CLUSTER_SLURMDBD[$name]=$2 CLUSTER_DB[$name]=${CLUSTER_DB[$2]} && shift ;;
		--called) CLUSTER_CALLED[$name]=$2 && shift ;;
		--enforce) enforce=$2 && shift ;;
		--conf) conf+=("$2") && shift ;;
		--dbd-conf) dbd_conf+=("$2") && shift ;;
		--no-start) ;;
		*) bail "cluster_start: unknown option $1" ;;
		esac
		shift
	done
	CLUSTER_STORAGE[$name]=$storage CLUSTER_NODES[$name]=$nodes
	plugins
	munge_start
	mkdir -p "$dir"/{log,state,spool,archive}
	chown slurm "$dir"/{log,state,archive}
	: >"$dir/plugstack.conf"
	cluster_database "$name"
	cluster_write "$name" "$cpus" "$enforce"
	[ ${#conf[@]} -eq 0 ] || printf '%s\n' "${conf[@]}" >>"$dir/slurm.conf"
	[ ${#dbd_conf[@]} -eq 0 ] || printf '%s\n' "${dbd_conf[@]}" >>"$dir/slurmdbd.conf"
}

cluster_database() { # NAME
	case ${CLUSTER_STORAGE[$1]} in
	mysql) mysql_start "${CLUSTER_DB[$1]}" ;;
	pgsql*) postgres_start "${CLUSTER_DB[$1]}" ;;
	esac
}

cluster_write() { # NAME CPUS ENFORCE
	local name=$1 dir=$SCRATCH/$1 db=${CLUSTER_DB[$1]} host ports=() i
	host=$(hostname -s)
	free_port && CLUSTER_PORT[$name]=$PORT
	free_port && SLURMDBD_PORT[$name]=$PORT
	for ((i = 1; i <= CLUSTER_NODES[$name]; i++)); do free_port && ports+=("$PORT"); done
	{
		slurmconf_common "$dir" "${CLUSTER_CALLED[$name]}" "$host" "${CLUSTER_PORT[$name]}"
		case ${CLUSTER_STORAGE[$name]} in
		mysql | pgsql)
			slurmconf_through_slurmdbd "${SLURMDBD_PORT[${CLUSTER_SLURMDBD[$name]}]}"
			echo "AccountingStorageEnforce=$3"
			;;
		pgsql-direct) slurmconf_direct "$db" ;;
		none) echo "AccountingStorageType=accounting_storage/none" ;;
		*) bail "cluster_start: unknown storage ${CLUSTER_STORAGE[$name]}" ;;
		esac
		slurmconf_nodes "${CLUSTER_NODES[$name]}" "$2" "$host" "${ports[@]}"
	} >"$dir/slurm.conf"
	with_slurmdbd "$name" || return 0
	[ "${CLUSTER_SLURMDBD[$name]}" = "$name" ] || return 0
	{
		slurmdbdconf_common "$dir" "$host" "${SLURMDBD_PORT[$name]}"
		case ${CLUSTER_STORAGE[$name]} in
		mysql) slurmdbdconf_mysql ;;
		pgsql) slurmdbdconf_pgsql "$db" ;;
		esac
	} >"$dir/slurmdbd.conf"
	chown slurm "$dir/slurmdbd.conf"
	chmod 600 "$dir/slurmdbd.conf"
}

with_slurmdbd() { # NAME
	case ${CLUSTER_STORAGE[$1]} in mysql | pgsql) ;; *) return 1 ;; esac
}

# The cluster that sbatch, sacct, scontrol... speak to.
cluster_use() { export SLURM_CONF=$SCRATCH/$1/slurm.conf; } # NAME

on() { # NAME COMMAND...
	local SLURM_CONF=$SCRATCH/$1/slurm.conf
	shift
	"$@"
}

# Start what is down.
cluster_up() { # NAME
	slurmdbd_start "$1"
	slurmctld_start "$1"
	slurmd_start "$1"
}

slurmdbd_start() { # NAME
	local called=${CLUSTER_CALLED[$1]}
	with_slurmdbd "$1" || return 0
	slurmdbd_run "${CLUSTER_SLURMDBD[$1]}"
	await "slurmdbd-${CLUSTER_SLURMDBD[$1]}" on "$1" timeout 10 sacctmgr -n show cluster ||
		cluster_bail "${CLUSTER_SLURMDBD[$1]}" slurmdbd
	# slurmctld wants its cluster known when it starts with enforcement
	[ -n "$(on "$1" sacctmgr -nP show cluster "$called" format=cluster)" ] ||
		on "$1" sacctmgr -i -Q add cluster "$called" >"$SCRATCH/log/add-cluster.out" 2>&1 ||
		bail "cannot add the cluster: $(cat "$SCRATCH/log/add-cluster.out")"
}

slurmdbd_run() { # NAME
	is_running "slurmdbd-$1" ||
		on "$1" spawn "slurmdbd-$1" env MYSQL_UNIX_PORT="$(mysql_socket "${CLUSTER_DB[$1]}")" slurmdbd -D
}

slurmctld_start() { # NAME
	slurmctld_run "$1"
	await "slurmctld-$1" controller_up "$1" || cluster_bail "$1" slurmctld
}

slurmctld_run() { # NAME [OPTION...]
	is_running "slurmctld-$1" || on "$1" spawn "slurmctld-$1" slurmctld -D "${@:2}"
}

controller_up() { on "$1" timeout 10 scontrol ping | grep -q ' is UP'; } # NAME

slurmd_start() { # NAME
	local i
	for ((i = 1; i <= CLUSTER_NODES[$1]; i++)); do
		is_running "slurmd-$1-n$i" && continue
		mkdir -p "$SCRATCH/$1/spool/n$i"
		on "$1" spawn "slurmd-$1-n$i" slurmd -D -N "n$i"
	done
	eventually 30 nodes_up "$1" || bail "nodes are not up: $(on "$1" sinfo -h -N -o '%N %t %E')"
}

nodes_up() { # NAME
	local up
	up=$(on "$1" timeout 10 sinfo -h -N -o %N -t idle,alloc,mix,comp | sort -u | wc -l)
	[ "$up" -ge "${CLUSTER_NODES[$1]}" ]
}

# PROCESS answers COMMAND within a minute; no longer if it has ended
await() { # PROCESS COMMAND...
	local process=$1 i
	shift
	for ((i = 0; i < 300; i++)); do
		"$@" >/dev/null 2>&1 && return 0
		is_running "$process" || return 1
		sleep 0.2
	done
	return 1
}

cluster_bail() { # NAME DAEMON
	bail "$2 of $1 does not answer: $(tail -n 3 "$SCRATCH/$1/log/$2.log" "$SCRATCH/log/$2-$1.out" 2>&1)"
}

slurmdbd_stop() { process_end "slurmdbd-$1" TERM 60; }
slurmctld_stop() { process_end "slurmctld-$1" TERM 60; }

slurmd_stop() { # NAME
	local i
	for ((i = 1; i <= CLUSTER_NODES[$1]; i++)); do process_end "slurmd-$1-n$i"; done
}

cluster_stop() { # NAME   all but its database
	slurmd_stop "$1"
	slurmctld_stop "$1"
	slurmdbd_stop "$1"
	process_end_steps
}

# One value or row of the cluster's database.
cluster_sql() { # NAME QUERY
	case ${CLUSTER_STORAGE[$1]} in
	mysql) mysql_sql "${CLUSTER_DB[$1]}" "$2" ;;
	*) sql "${CLUSTER_DB[$1]}" "$2" ;;
	esac
}

# How many messages slurmctld holds for slurmdbd.
agent_queue() { # NAME
	on "$1" timeout 10 sdiag | sed -n 's/^DBD Agent queue size: *//p'
}

agent_queue_empty() { [ "$(agent_queue "$1")" = 0 ]; }
