# postgres.sh - private PostgreSQL servers
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each has a NAME; its data, socket and log lie in $SCRATCH/NAME. It listens
# on a unix socket and on 127.0.0.1, at a port of its own. Role slurm
# (password slurm-secret) owns the database slurm_acct_db; only it needs a
# password on the socket. Role root may do what it may: sacct asks as root. No fsync: what is tested is ends of processes, not
# of machines.
DB_USER=slurm DB_PASSWORD=slurm-secret DB_NAME=slurm_acct_db
PG_BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
declare -A PG_PORT=()

postgres_user() { # COMMAND...
	(cd / && exec setpriv --reuid postgres --regid "$(id -g postgres)" --init-groups "$@")
}

pg_socket() { echo "$SCRATCH/$1/socket"; } # NAME
pg_log() { echo "$SCRATCH/log/postgres-$1.out"; }

postgres_init() { # NAME [INITDB-OPTION...]
	local dir=$SCRATCH/$1
	shift
	mkdir -p "$dir/socket"
	chown postgres: "$dir" "$dir/socket"
	postgres_user "$PG_BIN/initdb" -D "$dir/data" --no-sync -E UTF8 --locale=C.UTF-8 \
		--auth=trust "$@" >"$SCRATCH/log/initdb.out" 2>&1 ||
		bail "initdb failed: $(tail -3 "$SCRATCH/log/initdb.out")"
	cat >"$dir/data/pg_hba.conf" <<-HBA
		local all $DB_USER scram-sha-256
		local all all trust
		host all all 127.0.0.1/32 scram-sha-256
	HBA
}

# Start the server; the first time make role and database. Settings such as
# "log_statement=all" are remembered for later starts.
postgres_start() { # NAME [SETTING...]
	local name=$1 dir=$SCRATCH/$1 setting
	shift
	is_running "postgres-$name" && return 0
	if [ ! -d "$dir/data" ]; then
		postgres_init "$name"
		free_port
		PG_PORT[$name]=$PORT
		printf '%s\n' "port = $PORT" "listen_addresses = '127.0.0.1'" \
			"unix_socket_directories = '$(pg_socket "$name")'" \
			"fsync = off" "full_page_writes = off" "shared_buffers = 64MB" \
			"log_line_prefix = '%m [%p] %a %u@%d '" >>"$dir/data/postgresql.conf"
	fi
	for setting; do printf "%s = '%s'\n" "${setting%%=*}" "${setting#*=}" >>"$dir/data/postgresql.conf"; done
	postgres_run "$name"
	[ -e "$dir/ready" ] || postgres_prepare "$name"
}

postgres_run() { # NAME
	local name=$1
	# no subshell around it: this shell must be the one that reaps it, for a
	# zombie's id in postmaster.pid would stop the next start
	spawn "postgres-$name" env -C / setpriv --reuid postgres --regid "$(id -g postgres)" \
		--init-groups "$PG_BIN/postgres" -D "$SCRATCH/$name/data"
	eventually 60 sql "$name" -d postgres -c 'select 1' ||
		bail "PostgreSQL does not answer: $(tail -3 "$(pg_log "$name")")"
}

postgres_prepare() { # NAME
	sql "$1" -d postgres -c "create role $DB_USER login password '$DB_PASSWORD'" \
		-c "create database $DB_NAME owner $DB_USER" \
		-c "create role root login" -c "grant $DB_USER to root" >/dev/null || bail "createdb failed"
	touch "$SCRATCH/$1/ready"
}

postgres_stop() { process_end "postgres-$1" INT 60; } # NAME   fast shutdown

# As if the machine had lost it: the server and all its processes at once.
postgres_kill() { # NAME
	local pid children
	pid=$(process_id "postgres-$1") || return 1
	children=$(children_of "$pid")
	kill -KILL "$pid" $children 2>/dev/null
	eventually 20 not_running "$pid" $children
	rm -f "$SCRATCH/pids/postgres-$1"
}

not_running() { # PID...
	local pid
	for pid; do ! process_birth "$pid" >/dev/null || return 1; done
}

# psql as the superuser: values only, one row a line, fields apart by "|"
sql() { # NAME PSQL-ARGUMENT...   or: sql NAME "query"
	local name=$1
	shift
	case ${1:-} in
	'' | -*) ;;
	*) set -- -c "$@" ;;
	esac
	psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$(pg_socket "$name")" -p "${PG_PORT[$name]}" \
		-U postgres -d "$DB_NAME" "$@"
}
