# outcome.sh - what became of a test, and of all
# SPDX-License-Identifier: GPL-2.0-or-later
PASSED=0 FAILED=0 SKIPPED=0 UNKNOWN=0

outcome_begin() { # TEST
	TEST=$1 LOG=$SUITE/log/${1//[\/:]/_}.log BEGAN=$SECONDS
	daemon_errors >/dev/null
}

outcome_end() { # STATUS
	local reason=
	case $1 in
	0) PASSED=$((PASSED + 1)) && outcome_line PASS "$(outcome_counts)" ;;
	5 | 255) SKIPPED=$((SKIPPED + 1)) && outcome_line SKIP "$(outcome_skipped)" ;;
	124 | 137) outcome_failed "time limit of $LIMIT s" ;;
	*)
		reason=$(outcome_failures | head -n 1)
		outcome_failed "${reason:-status $1}"
		;;
	esac
	[ "$1" -ne 0 ] || [ -n "${SLURMPG_KEEP:-}" ] || rm -f "$LOG"
	[ -z "$ERRORS" ] || daemon_errors
}

outcome_failed() { # REASON
	local known
	known=$(outcome_known)
	FAILED=$((FAILED + 1))
	[ -n "$known" ] || UNKNOWN=$((UNKNOWN + 1))
	outcome_line FAIL "${known:+known: }${known:-$1}"
	suite_clean
}

outcome_line() { # WORD REASON
	printf '%s  %-8s %4ds  %.150s\n' "$1" "$TEST" $((SECONDS - BEGAN)) "$2" | sed 's/ *$//'
}

# Why TEST may fail as it did, if tests/suite/known has it; else nothing.
outcome_known() {
	local test pattern why
	while IFS=$'\t' read -r test pattern why; do
		[ "$test" = "$TEST" ] && outcome_failures | grep -q . || continue
		outcome_failures | grep -qvE "$pattern" || echo "$why"
	done < <(grep -v '^#' "$HERE/suite/known")
}

outcome_failures() { # of the test's log, a line each
	case $TEST in py:*) python_failures "$LOG" ;; *) expect_failures "$LOG" ;; esac
}

outcome_skipped() {
	case $TEST in py:*) python_counts "$LOG" ;; *) expect_skipped "$LOG" ;; esac
}

outcome_counts() { case $TEST in py:*) python_counts "$LOG" ;; esac; }

# Without the time in front, colours and carriage returns.
outcome_plain() { sed -E 's/^\[[^]]*\] *//;s/\x1b\[[0-9;]*m//g' | tr -d '\r'; }

# Errors that were logged since the last call, but for those of any start; each
# once, with its count, whatever numbers it has.
USUAL='state file|Trying backup state save file|mpi/pmix|MPI: Cannot create'
declare -A DAEMON_LINES=()
daemon_errors() {
	new_errors slurmdbd "$SCRATCH/suite/log/slurmdbd.log" 's/^\[[^]]*\] //;/^(error|fatal):/!d'
	new_errors slurmctld "$SCRATCH/suite/log/slurmctld.log" 's/^\[[^]]*\] //;/^(error|fatal):/!d'
	[ "$STORAGE" = mysql ] ||
		new_errors postgres "$(pg_log suite-db)" '/ (ERROR|FATAL|PANIC|WARNING): /!d;s/.* (ERROR|FATAL|PANIC|WARNING): /\1: /'
}

new_errors() { # DAEMON LOG SED-SCRIPT   the script leaves the errors of the log
	local lines
	lines=$(wc -l <"$2" 2>/dev/null || echo 0)
	tail -n "+$((${DAEMON_LINES[$1]:-0} + 1))" "$2" 2>/dev/null | sed -E "$3" | grep -avE "$USUAL" |
		sed -E 's/[0-9]+/N/g' | sort | uniq -c | sed -E "s/^ *([0-9]+) /    $1: \1 x /"
	DAEMON_LINES[$1]=$lines
}

# Logs of what did not pass outlive the scratch directory.
outcome_summary() {
	local kept
	if [ "$UNKNOWN" -gt 0 ]; then
		kept=$(mktemp -d /tmp/slurmpg-suite.XXXXXX)
		cp -r "$SUITE"/log/. "$SCRATCH/suite/log" "$kept/"
		echo "# logs: $kept"
	fi
	echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
	[ "$UNKNOWN" -eq 0 ] && [ $((PASSED + FAILED + SKIPPED)) -gt 0 ]
}
