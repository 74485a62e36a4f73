# tap.sh - test results as TAP lines: "ok 1 - text", and a plan at the end
# SPDX-License-Identifier: GPL-2.0-or-later
TAP_RUN=0 TAP_FAILED=0

pass() { # TEXT
	TAP_RUN=$((TAP_RUN + 1))
	echo "ok $TAP_RUN - $1"
}

fail() { # TEXT [DIAGNOSTIC...]
	TAP_RUN=$((TAP_RUN + 1)) TAP_FAILED=$((TAP_FAILED + 1))
	echo "not ok $TAP_RUN - $1"
	shift
	[ $# -eq 0 ] || diag "$@"
	return 1
}

diag() { printf '%s\n' "$@" | sed 's/^/#   /'; }

is() { # GOT WANTED TEXT
	if [ "$1" = "$2" ]; then pass "$3"; else fail "$3" "got:    $1" "wanted: $2"; fi
}

isnt() { # GOT NOT-WANTED TEXT
	if [ "$1" != "$2" ]; then pass "$3"; else fail "$3" "got: $1"; fi
}

like() { # GOT EXTENDED-REGEX TEXT
	if [[ $1 =~ $2 ]]; then pass "$3"; else fail "$3" "got:     $1" "pattern: $2"; fi
}

unlike() { # GOT EXTENDED-REGEX TEXT
	if [[ $1 =~ $2 ]]; then fail "$3" "got:         $1" "unwelcome: $2"; else pass "$3"; fi
}

ok_if() { # TEXT COMMAND...   passes if COMMAND ends with status 0
	local text=$1 out status
	shift
	out=$("$@" 2>&1)
	status=$?
	if [ $status -eq 0 ]; then pass "$text"; else fail "$text" "status $status: $*" "$out"; fi
}

skip() { # TEXT REASON
	TAP_RUN=$((TAP_RUN + 1))
	echo "ok $TAP_RUN - $1 # SKIP $2"
}

skip_all() { # REASON
	echo "1..0 # SKIP $1"
	exit 0
}

bail() { # REASON   the rest makes no sense
	echo "Bail out! $1"
	exit 1
}

# The plan, and the script's status: the last line of every script.
done_testing() {
	echo "1..$TAP_RUN"
	[ "$TAP_RUN" -gt 0 ] && [ "$TAP_FAILED" -eq 0 ]
	exit
}

# COMMAND succeeds within SECONDS, tried five times a second
eventually() { # SECONDS COMMAND...
	local seconds=$1 i
	shift
	for ((i = 0; i < seconds * 5; i++)); do
		"$@" >/dev/null 2>&1 && return 0
		sleep 0.2
	done
	"$@" >/dev/null 2>&1
}
