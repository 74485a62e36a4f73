# accounts.sh - accounts, people in them and limits, by the storage's own way:
# sacctmgr where there is slurmdbd, SQL where there is none
# SPDX-License-Identifier: GPL-2.0-or-later

account_add() { # CLUSTER ACCOUNT
	if with_slurmdbd "$1"; then
		account_by_sacctmgr "$1" add account "$2"
	else
		cluster_sql "$1" "select slurm.add_account('$2')" >/dev/null
	fi || bail "no account $2"
}

# An OS user slurmpg-demo-NAME, who may submit for ACCOUNT.
person_add() { # CLUSTER NAME ACCOUNT
	users_add "$2"
	if with_slurmdbd "$1"; then
		account_by_sacctmgr "$1" add user "slurmpg-demo-$2" account="$3"
	else
		cluster_sql "$1" "select slurm.add_user('slurmpg-demo-$2', '$3')" >/dev/null
	fi || bail "no user $2"
	eventually 10 known_to_slurmctld "$1" "slurmpg-demo-$2" "$3" ||
		bail "slurmctld does not know of $2 in $3"
}

known_to_slurmctld() { # CLUSTER USER ACCOUNT
	on "$1" scontrol show assoc_mgr users="$2" flags=assoc | grep -q "Account=$3 UserName=$2("
}

limit_set() { # CLUSTER NAME LIMIT VALUE
	if with_slurmdbd "$1"; then
		account_by_sacctmgr "$1" modify user "slurmpg-demo-$2" set "$3=$4"
	else
		cluster_sql "$1" "select slurm.set_limit('user', 'slurmpg-demo-$2', '$3', '$4')" >/dev/null
	fi || bail "no limit $3=$4 for $2"
}

account_by_sacctmgr() { # CLUSTER SACCTMGR-ARGUMENT...
	on "$1" timeout 60 sacctmgr -i "${@:2}" >"$SCRATCH/log/sacctmgr.out" 2>&1 ||
		{ diag "$(cat "$SCRATCH/log/sacctmgr.out")" && return 1; }
}
