# embed-steps.awk - make C of the files of the schema's steps: the table
# schema_steps[] (schema.h), to standard output.
#
# A step is all files NNNN-*.sql with its number, in the order in which they
# are named on the command line; its text is theirs, byte for byte, so that
# "cat FILES | sha256sum" is the hash that the database records.

function escape(s)
{
	gsub(/\\/, "\\\\", s)
	gsub(/"/, "\\\"", s)
	gsub(/\t/, "\\t", s)
	return s
}

BEGIN {
	printf "/* made from .sql files by embed-steps.awk */\n"
	printf "#include \"src/schema/schema.h\"\n\n"
	printf "const struct schema_step schema_steps[] = {"
}

FNR == 1 {
	name = FILENAME
	sub(/.*\//, "", name)
	number = substr(name, 1, 4) + 0
	if (number != last + 1 && number != last) {
		print "embed-steps.awk: " name " does not follow step " last >"/dev/stderr"
		failed = 1
		exit 1
	}
	if (number != last) {
		if (last)
			printf " } },\n"
		printf "\n\t{ %d, { \"schema_%04d\",\n", number, number
	}
	last = number
}

{ printf "\t\"%s\\n\"\n", escape($0) }

END {
	if (failed)
		exit 1
	printf " } },\n};\nconst int schema_step_count = %d;\n", last
}
