# schema.sh - the schema on a private server, for the scripts of this directory
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Sourced after lib.sh. The server is called pg; schema-tool (schema-tool.c)
# applies and checks as daemons and clients do.
. "$(dirname "${BASH_SOURCE[0]}")/../lib/lib.sh"

schema_build() {
	build
	flock "$BUILD/.schema-tool.lock" make -s -C "$BUILD" tests/sql/schema-tool >"$SCRATCH/log/schema-tool.out" 2>&1 ||
		bail "schema-tool: $(tail -3 "$SCRATCH/log/schema-tool.out")"
	SCHEMA_TOOL=$BUILD/tests/sql/schema-tool
}

schema_files() { # the files of the steps, in order
	sed -n '/^schema_steps/,/[^\\]$/p' "$TOP/src/schema/local.mk" | grep -o 'src/schema/[0-9].*\.sql'
}

schema_tool() { # apply|check [DATABASE [USER]]
	"$SCHEMA_TOOL" "$1" "$(pg_socket pg)" "${PG_PORT[pg]}" "${3:-postgres}" "${2:-$DB_NAME}"
}

# A server whose database $DB_NAME has the schema, owned by postgres.
schema_start() {
	schema_build
	postgres_start pg
	schema_tool apply >"$SCRATCH/log/schema.out" 2>&1 || bail "$(cat "$SCRATCH/log/schema.out")"
}

# One line instead of a failure's many: the message, then the hint.
sql_error() { # PSQL-ARGUMENT...
	sql pg "$@" 2>&1 >/dev/null | sed -n 's/^\(psql:[^ ]* \)\?\(ERROR\|HINT\): *//p' | paste -sd' '
}
