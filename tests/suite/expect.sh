# expect.sh - one test of Slurm's testsuite/expect
# SPDX-License-Identifier: GPL-2.0-or-later

expect_run() { # NUMBER
	(
		cd "$SUITE/testsuite/expect" || exit
		suite_env "$SUITE_USER" setpriv --reuid "$SUITE_USER" --regid "$(id -g "$SUITE_USER")" --init-groups \
			timeout -k 10 "$LIMIT" expect "test$1" </dev/null
	)
}

# What the log says of failures, a line each; an error of the script itself too,
# which Tcl tells in the line before.
expect_failures() { # LOG
	sed -n '/\] \(Fatal\|Error\) /p;/^    while executing/{x;p;x};h' "$1" | outcome_plain
}

expect_skipped() { grep -aE 'SKIPPED|[Ss]kip' "$1" | tail -n 1 | outcome_plain; } # LOG
