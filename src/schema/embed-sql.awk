# embed-sql.awk - make C of SQL files: "const struct pg_statement sql_NAME"
# for each NAME.sql named on the command line, to standard output, and the
# declarations to the file that -v header= names (a path below the top).
#
# The SQL's leading comment is left out; the statement's name is put in front
# as a comment of its own, so that it shows in pg_stat_statements.

function escape(s)
{
	gsub(/\\/, "\\\\", s)
	gsub(/"/, "\\\"", s)
	gsub(/\t/, "\\t", s)
	return s
}

function close_statement()
{
	if (name != "")
		printf "};\n"
}

function open_statement(file)
{
	name = file
	sub(/.*\//, "", name)
	sub(/\.sql$/, "", name)
	printf "\nconst struct pg_statement sql_%s = { \"%s\",\n", name, name
	printf "\t\"/* %s */\\n\"\n", name
	printf "extern const struct pg_statement sql_%s;\n", name >header
}

BEGIN {
	guard = toupper(header)
	gsub(/[^A-Z0-9]/, "_", guard)
	printf "/* made from .sql files by embed-sql.awk */\n#ifndef %s\n#define %s\n\n#include \"src/pg/pg.h\"\n\n", guard, guard >header
	printf "/* made from .sql files by embed-sql.awk */\n#include \"%s\"\n", header
}

FNR == 1 {
	close_statement()
	open_statement(FILENAME)
	leading = 1
}

leading && (/^--/ || /^[ \t]*$/) { next }

{
	leading = 0
	printf "\t\"%s\\n\"\n", escape($0)
}

END {
	close_statement()
	printf "\n#endif\n" >header
}
