# lists.sh - names of lists of Slurm's tests, and what stands for several tests
# SPDX-License-Identifier: GPL-2.0-or-later
declare -A LISTS=(
	# all that the suite has on accounting, but for tests of other plugins
	[accounting]="21.1-21.43 12.1-12.5 12.7-12.10 22.1-22.2 23.1-23.2 24.2 24.5 24.7 3.16 38.8
		python"
	[python]="py:commands/sacct/test_--help.py py:commands/sacctmgr/test_--usage.py
		py:parameters/slurm/AccountingStorageEnforce/test_associations.py
		py:commands/sacctmgr/test_federation.py py:commands/sreport/test_reports.py"
	[sacctmgr]="21.1-21.43"
	[sacct]="12.1-12.5 12.7-12.10"
	[sreport]="22.1-22.2 py:commands/sreport/test_reports.py"
)

suite_has() { [ -e "$SLURM_SOURCE/testsuite/expect/test$1" ]; } # NUMBER

# The single tests that the words stand for, a line each.
lists_expand() { # WORD...
	local word
	set -f
	for word; do
		case $word in
		py:*) echo "$word" ;;
		*.\*) lists_section "${word%.\*}" ;;
		[0-9]*-[0-9]*) lists_range "${word%-*}" "${word#*-}" ;;
		[0-9]*) echo "$word" ;;
		*)
			# shellcheck disable=SC2086 # a list of words
			if [ -n "${LISTS[$word]:-}" ]; then lists_expand ${LISTS[$word]}; else echo "$word"; fi
			;;
		esac
	done
	set +f
}

lists_section() { # NUMBER
	find "$SLURM_SOURCE/testsuite/expect" -maxdepth 1 -name "test$1.*" -printf '%f\n' |
		sed -n 's/^test\([0-9]*\.[0-9]*\)$/\1/p' | sort -t. -k2n
}

lists_range() { # FIRST LAST   numbers between that the suite has no test of are left out
	local i
	for ((i = ${1#*.}; i <= ${2#*.}; i++)); do
		if suite_has "${1%%.*}.$i"; then echo "${1%%.*}.$i"; fi
	done
}

lists_check() { # TEST...   says which ones the suite does not have
	local test status=0
	for test; do
		case $test in
		py:*) [ -e "$SLURM_SOURCE/testsuite/python/tests/${test#py:}" ] ;;
		*) suite_has "$test" ;;
		esac || { echo "slurm-suite: no test or list \"$test\"" >&2 && status=1; }
	done
	[ $# -gt 0 ] && return $status
}
