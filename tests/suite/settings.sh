# settings.sh - the cluster that Slurm's tests want, and the suite's settings
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The tests run as SlurmUser, who therefore needs a login shell (salloc starts
# it) and may write slurm.conf (some tests do). Test 21.41 reads a list in which
# this user has to come before root.
SUITE_USER=demo-slurmpg-suite
SUITE=$SCRATCH/suite-run

suite_start() {
	users_hold
	user_make $SUITE_USER "$SCRATCH/home/suite"
	cluster_start suite "$STORAGE" --nodes 4 --cpus 16 --no-start --dbd-conf "TrackWCKey=yes"
	suite_configure
	suite_copy
	cluster_up suite
	suite_account
}

# A key that slurm.conf has already gets the new value.
conf_set() { # FILE KEY VALUE
	sed -i "/^$2=/d" "$1"
	echo "$2=$3" >>"$1"
}

suite_configure() {
	local dir=$SCRATCH/suite line
	for line in SlurmUser=$SUITE_USER TrackWCKey=yes \
		AccountingStoreFlags=job_comment,job_script,job_env \
		JobAcctGatherFrequency=task=5 PriorityType=priority/multifactor \
		PriorityWeightAge=1000 PriorityWeightFairshare=10000 PriorityCalcPeriod=00:01:00; do
		conf_set "$dir/slurm.conf" "${line%%=*}" "${line#*=}"
	done
	conf_set "$dir/slurmdbd.conf" SlurmUser $SUITE_USER
	sed -i 's/ RealMemory=[0-9]*/ RealMemory=4000/' "$dir/slurm.conf"
	chown -R $SUITE_USER "$dir"
}

# The tests write where they stand.
suite_copy() {
	mkdir -p "$SUITE"/{log,tmp,bin,python}
	cp -r "$SLURM_SOURCE/testsuite" "$SUITE/testsuite"
	install -m 755 "$HERE/suite/sudo" "$SUITE/bin/sudo"
	cat >"$SUITE/testsuite/testsuite.conf" <<-END
		SlurmSourceDir=$SLURM_SOURCE
		SlurmBuildDir=$SLURM_SOURCE
		SlurmInstallDir=/usr
		SlurmConfigDir=$SCRATCH/suite
	END
	cat >"$SUITE/globals.local" <<-END
		set slurm_dir "/usr"
		set build_dir "$SLURM_SOURCE"
		set src_dir "$SLURM_SOURCE"
		set testsuite_shared_dir "$SUITE/tmp"
		set testsuite_colorize false
		set testsuite_user "nobody"
		set max_job_delay 120
	END
	chown -R $SUITE_USER "$SUITE"
}

# Who runs the tests is an administrator and may submit.
suite_account() {
	account_by_sacctmgr suite add account qa Description=qa &&
		account_by_sacctmgr suite add user $SUITE_USER account=qa AdminLevel=Administrator ||
		bail "no account for the suite"
	eventually 10 known_to_slurmctld suite $SUITE_USER qa || bail "slurmctld does not know of $SUITE_USER"
}

# What the suite's programs see of the environment.
suite_env() { # USER COMMAND...
	env -i HOME="$SCRATCH/home/suite" USER="$1" LOGNAME="$1" SHELL=/bin/bash TERM=dumb LANG=C.UTF-8 \
		PATH="$SUITE/bin:/usr/sbin:/usr/bin:/sbin:/bin" SLURM_CONF="$SLURM_CONF" \
		SLURM_LOCAL_GLOBALS_FILE="$SUITE/globals.local" \
		SLURM_TESTSUITE_CONF="$SUITE/testsuite/testsuite.conf" "${@:2}"
}

# What a failed test may have left: jobs, nodes that are down.
suite_clean() {
	local ids node
	mapfile -t ids < <(timeout 20 squeue -h -o %A 2>/dev/null | sort -u)
	[ ${#ids[@]} -eq 0 ] || timeout 30 scancel "${ids[@]}" 2>/dev/null
	for node in $(timeout 20 sinfo -h -N -t drain,down -o %N 2>/dev/null | sort -u); do
		timeout 20 scontrol update nodename="$node" state=resume 2>/dev/null
	done
}
