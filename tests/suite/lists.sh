# lists.sh - names of lists of Slurm's tests, and what stands for several tests
# SPDX-License-Identifier: GPL-2.0-or-later
declare -A LISTS=(
	# all that the suite has on accounting, but for tests of other plugins
	[accounting]="21.1-21.43 12.1-12.5 12.7-12.10 22.1-22.2 23.1-23.2 24.2 24.5 24.7 3.16 38.8
		python"
	[python]="py:commands/sacct/test_--help.py py:commands/sacctmgr/test_--usage.py
		py:parameters/slurm/AccountingStorageEnforce/test_associations.py
		py:commands/sacctmgr/test_federation.py py:commands/sreport/test_reports.py"
	# other tests that ask what was accounted, or for accounts and limits
	[wider]="1.40 1.72 1.74 1.75 2.16-2.19 2.25 3.1 3.11 3.15 4.13 5.9 7.9 7.10 7.13 7.14 7.20 8.13 12.6
		14.9 15.25 15.27 15.37 15.38 17.25 17.51 17.60 17.61 17.64 20.15 27.2 28.11 34.2
		39.19 39.20 40.3 40.4 24.6 37.1 37.2 37.16
		py:parameters/slurm/EnforcePartLimits/test_enforcePartLimits.py
		py:parameters/slurm/PreserveCaseUser/test_PreserveCaseUser.py
		py:parameters/slurm/PriorityType/multifactor/test_priority.py
		py:parameters/slurm/node_attributes/test_CoreSpecCount.py
		py:features/reservations/test_flags.py py:features/job_arrays/test_basics.py
		py:commands/sprio/test_--weights.py py:commands/sprio/test_job_options.py
		py:commands/sbatch/test_hetjob.py py:commands/srun/test_--exclusive.py"
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
