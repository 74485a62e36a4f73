# includes.awk - includes that run backwards, one line each; run at the top
# of a tree with its C files as arguments. The rules are README's "The house".
# SPDX-License-Identifier: GPL-2.0-or-later

# The part of the house that a path lies in; "" for what is not ours.
function part(path) {
	if (path ~ /^src\/(pg|schema|spool|slurm|budget)\//) {
		split(path, dir, "/")
		return "src/" dir[2]
	}
	if (path ~ /^plugins\/[^\/]+\/[^\/]+\//) {
		split(path, dir, "/")
		return "plugins/" dir[2] "/" dir[3]
	}
	if (path ~ /^tests\//)
		return "tests"
	return ""
}

function is_slurm(name) {
	return name ~ /^slurm\// ||
	       name ~ /^src\/(common|interfaces|slurmctld|slurmdbd|slurmd|api|database|plugins)\//
}

# "dir/../x" to "x"
function plain(path) {
	while (path ~ /[^\/]+\/\.\.\//)
		sub(/[^\/]+\/\.\.\//, "", path)
	return path
}

function readable(path,    line, found) {
	found = (getline line < path) >= 0
	close(path)
	return found
}

# quoted names are looked for beside the file first
function target(file, name,    beside) {
	beside = file
	sub(/[^\/]*$/, "", beside)
	beside = plain(beside name)
	return readable(beside) ? beside : name
}

function backwards(why) {
	printf "%s:%d: %s: %s\n", FILENAME, FNR, $0, why
}

# Floors of the storage plugin, from the ground up; entities stand between.
function pgsql_floor(path,    dir) {
	sub(/^plugins\/accounting_storage\/pgsql\//, "", path)
	split(path, dir, "/")
	if (dir[1] == "storage") return 0
	if (dir[1] == "record" || dir[1] == "limits") return 1
	if (dir[1] == "direct" || dir[1] == "dbd") return 3
	if (dir[1] == "entry") return 4
	return 2
}

function check_pgsql(from, to) {
	if (to !~ /\/sql\.h$/ && pgsql_floor(from) < pgsql_floor(to))
		backwards("storage, record, entities, direct, entry: none knows what comes after it")
}

function check_ours(from, to, path) {
	if (from == to && from == "plugins/accounting_storage/pgsql")
		check_pgsql(FILENAME, path)
	if (from == "tests" || from == to)
		return
	if (to == "tests")
		backwards("only tests include tests")
	else if (from ~ /^src\// && to ~ /^plugins\//)
		backwards("src knows no plugin")
	else if (from ~ /^src\// && !(from == "src/schema" && to == "src/pg"))
		backwards("within src only schema includes pg")
	else if (from ~ /^plugins\// && to ~ /^plugins\//)
		backwards("one plugin knows no other")
	else if (from ~ /^plugins\/job_submit\// && to ~ /^src\/(pg|schema|spool)$/)
		backwards("the budget plugin has no database")
	else if (to == "src/pg" && path != "src/pg/pg.h")
		backwards("pg.h is the door of src/pg")
}

/^[ \t]*#[ \t]*include[ \t]*["<]/ {
	name = $0
	sub(/^[^"<]*["<]/, "", name)
	sub(/[">].*/, "", name)
	from = part(FILENAME)
	to = ""
	if ($0 ~ /"/) {
		path = target(FILENAME, name)
		to = part(path)
	}
	if (name ~ /^(libpq|libpq-fe\.h|libpq-events\.h|pg_config.*|postgres.*)/ && from != "src/pg")
		backwards("libpq ends in src/pg")
	else if (to == "" && is_slurm(name) && from ~ /^src\/(pg|schema|spool|budget)$/)
		backwards(from " has no Slurm header")
	else if (to != "")
		check_ours(from, to, path)
}
