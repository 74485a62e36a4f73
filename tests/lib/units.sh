# units.sh - the unit tests of a built tree, as test results of a script
# SPDX-License-Identifier: GPL-2.0-or-later

# Each program is one result; those that did not run are found out.
units_pass() { # BUILD-DIRECTORY SUFFIX
	local dir=$1 program log summary
	timeout 500 make -s -k -C "$dir" -j"$(nproc)" check >"$SCRATCH/log/check.out" 2>&1
	is "$?" 0 "make check$2" || diag "$(grep -E 'rror|FAIL' "$SCRATCH/log/check.out" | head -20)"
	for program in $(make -s -C "$dir" --eval='print-tests: ; @echo $(TESTS)' print-tests); do
		log=$dir/$program.log
		summary=$(grep -hE '^[0-9]+%: Checks: [0-9]+' "$log" 2>/dev/null | tail -1)
		if [ "$(sed -n 's/^:test-result: //p' "$dir/$program.trs" 2>/dev/null)" = PASS ]; then
			pass "$program$2 ${summary:+(${summary##*%: })}"
		else
			fail "$program$2" "$(tail -20 "$log" 2>&1)"
		fi
	done
}
