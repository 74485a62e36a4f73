# mysql.sh - private MariaDB servers: the peer that our output is held against
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Like postgres.sh: a NAME, everything in $SCRATCH/NAME; by socket only
# (slurmdbd finds it by MYSQL_UNIX_PORT).

mysql_socket() { echo "$SCRATCH/$1/socket/s"; } # NAME

# Options of mariadbd come after ours, and win.
mysql_start() { # NAME [OPTION...]
	local name=$1 dir=$SCRATCH/$1
	shift
	is_running "mariadb-$name" && return 0
	mkdir -p "$dir/data" "$dir/socket"
	chown mysql "$dir/data" "$dir/socket"
	if [ ! -d "$dir/data/mysql" ]; then
		mariadb-install-db --no-defaults --user=mysql --datadir="$dir/data" \
			--auth-root-authentication-method=normal --skip-test-db >"$SCRATCH/log/mysql-install.out" 2>&1 ||
			bail "mariadb-install-db failed: $(tail -3 "$SCRATCH/log/mysql-install.out")"
	fi
	spawn "mariadb-$name" /usr/sbin/mariadbd --no-defaults --user=mysql --datadir="$dir/data" \
		--socket="$(mysql_socket "$name")" --skip-networking --pid-file="$dir/data/pid" \
		--skip-log-bin --innodb-buffer-pool-size=64M --innodb-log-file-size=32M \
		--innodb-flush-log-at-trx-commit=0 --innodb-lock-wait-timeout=900 "$@"
	eventually 60 mysql_root "$name" -e 'select 1' ||
		bail "MariaDB does not answer: $(tail -3 "$SCRATCH/log/mariadb-$name.out")"
	mysql_root "$name" <<-SQL || bail "MariaDB: no database"
		create database if not exists $DB_NAME;
		create user if not exists '$DB_USER'@'localhost' identified by '$DB_PASSWORD';
		grant all on $DB_NAME.* to '$DB_USER'@'localhost';
	SQL
}

mysql_root() { # NAME MARIADB-ARGUMENT...
	local name=$1
	shift
	mariadb --no-defaults -uroot -S "$(mysql_socket "$name")" "$@"
}

mysql_sql() { mysql_root "$1" -N -B "$DB_NAME" -e "$2"; } # NAME QUERY

mysql_stop() { process_end "mariadb-$1" TERM 60; } # NAME
