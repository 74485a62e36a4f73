# python.sh - one file of Slurm's testsuite/python
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In its "auto-config" mode the suite starts, stops and restores Slurm, by
# names of programs and with mysqldump. Here suite_cluster.py puts requests to this
# script in the place of that: pytest writes a word to one pipe and reads the
# status of what was done from another. The tests run as root; the "sudo" that
# they call is bin/sudo.
PYTHON_SAVED=$SUITE/saved.sql

# Status as pytest's: 0 all passed, 5 nothing ran.
python_run() { # FILE
	local pid
	python_prepare
	(
		cd "$SUITE/testsuite/python" || exit
		suite_env root env PYTHONDONTWRITEBYTECODE=1 SUITE_PIPES="$SUITE/python" SUITE_STATE="$SCRATCH/suite/state" \
			PYTHONPATH="$HERE/suite:$SUITE/testsuite/python/lib" \
			timeout -k 20 "$LIMIT" python3 -m pytest -p suite_cluster -p no:cacheprovider -s -rA -v \
			--basetemp="$SUITE/tmp/pytest" --auto-config "tests/$1" </dev/null
	) &
	pid=$!
	python_serve "$pid"
	wait "$pid"
	python_restore $?
}

python_prepare() {
	rm -f "$SUITE"/python/{ask,answer}
	mkfifo "$SUITE"/python/{ask,answer}
	cp -p "$SCRATCH"/suite/{slurm,slurmdbd}.conf "$SUITE/python/"
}

# Does what PID asks for, as long as it lives.
python_serve() { # PID
	local ask answer word
	exec {ask}<>"$SUITE/python/ask" {answer}<>"$SUITE/python/answer"
	while kill -0 "$1" 2>/dev/null; do
		read -r -t 1 -u "$ask" word || continue
		python_request "$word"
		echo $? >&"$answer"
	done
	exec {ask}>&- {answer}>&-
}

python_request() { # WORD
	case $1 in
	up) (cluster_up suite) ;;
	stop) cluster_stop suite ;;
	stop-slurmctld) slurmctld_stop suite ;;
	save) [ -e "$PYTHON_SAVED" ] || cluster_save suite "$PYTHON_SAVED" ;;
	restore) slurmdbd_stop suite && cluster_restore suite "$PYTHON_SAVED" && rm -f "$PYTHON_SAVED" ;;
	*) return 2 ;;
	esac >>"$SUITE/log/python-requests" 2>&1
}

# Whatever happened: the configuration and the database as before, the cluster up.
python_restore() { # STATUS
	cp -p "$SUITE"/python/{slurm,slurmdbd}.conf "$SCRATCH/suite/"
	rm -f "$SCRATCH"/suite/*.conf.orig*
	[ ! -e "$PYTHON_SAVED" ] || { cluster_stop suite && python_request restore; }
	cluster_up suite >>"$SUITE/log/python-requests" 2>&1
	return "$1"
}

python_failures() { grep -aE '^(FAILED|ERROR) ' "$1" | outcome_plain; } # LOG

python_counts() { # LOG
	grep -aE '[0-9]+ (passed|failed|skipped|error)' "$1" | tail -n 1 | sed 's/^=* *//;s/ *=*$//;s/ in .*//'
}

cluster_save() { # NAME FILE
	local db=${CLUSTER_DB[$1]}
	case ${CLUSTER_STORAGE[$1]} in
	mysql) mariadb-dump --no-defaults -uroot -S "$(mysql_socket "$db")" --routines "$DB_NAME" ;;
	*) "$PG_BIN/pg_dump" -h "$(pg_socket "$db")" -p "${PG_PORT[$db]}" -U postgres "$DB_NAME" ;;
	esac >"$2"
}

cluster_restore() { # NAME FILE   nobody may be connected
	local db=${CLUSTER_DB[$1]}
	case ${CLUSTER_STORAGE[$1]} in
	mysql)
		mysql_root "$db" -e "drop database $DB_NAME; create database $DB_NAME" &&
			mysql_root "$db" "$DB_NAME" <"$2"
		;;
	*)
		sql "$db" -d postgres -c "drop database $DB_NAME with (force)" \
			-c "create database $DB_NAME owner $DB_USER" >/dev/null &&
			sql "$db" -f "$2" >/dev/null
		;;
	esac
}
