# slurmconf.sh - configuration files of a private cluster
# SPDX-License-Identifier: GPL-2.0-or-later

# Nodes pretend to have CPUs (config_overrides); all are this machine.
slurmconf_nodes() { # COUNT CPUS HOST PORT...
	local count=$1 cpus=$2 host=$3 i
	shift 3
	for ((i = 1; i <= count; i++)); do
		echo "NodeName=n$i NodeHostname=$host NodeAddr=127.0.0.1 Port=${!i}" \
			"CPUs=$cpus Boards=1 SocketsPerBoard=1 CoresPerSocket=$cpus ThreadsPerCore=1 RealMemory=64000"
	done
	echo "PartitionName=debug Nodes=ALL Default=YES MaxTime=INFINITE State=UP"
}

slurmconf_common() { # DIRECTORY NAME HOST PORT
	cat <<-CONF
		ClusterName=$2
		SlurmctldHost=$3(127.0.0.1)
		SlurmctldPort=$4
		SlurmUser=slurm
		AuthType=auth/munge
		AuthInfo=socket=$MUNGE_SOCKET
		CredType=cred/munge
		PluginDir=$PLUGINS:$SLURM_PLUGINS
		PlugStackConfig=$1/plugstack.conf
		StateSaveLocation=$1/state
		SlurmdSpoolDir=$1/spool/%n
		SlurmctldPidFile=$1/state/slurmctld.pid
		SlurmdPidFile=$1/spool/%n.pid
		SlurmctldLogFile=$1/log/slurmctld.log
		SlurmdLogFile=$1/log/slurmd-%n.log
		SlurmctldDebug=debug
		ProctrackType=proctrack/linuxproc
		TaskPlugin=task/none
		SwitchType=switch/none
		MpiDefault=none
		MailProg=/bin/true
		ReturnToService=2
		SlurmdTimeout=300
		KillWait=5
		SelectType=select/cons_tres
		SelectTypeParameters=CR_Core
		SchedulerType=sched/backfill
		SchedulerParameters=bf_interval=3,sched_interval=5
		PriorityType=priority/basic
		JobAcctGatherType=jobacct_gather/linux
		JobAcctGatherFrequency=task=1
		JobCompType=jobcomp/none
		SlurmdParameters=config_overrides
		AccountingStoreFlags=job_comment
	CONF
}

# munge's socket stands in AccountingStoragePass: accounting_storage/slurmdbd
# looks for it there and not in AuthInfo.
slurmconf_through_slurmdbd() { # PORT
	cat <<-CONF
		AccountingStorageType=accounting_storage/slurmdbd
		AccountingStorageHost=127.0.0.1
		AccountingStoragePort=$1
		AccountingStoragePass=$MUNGE_SOCKET
	CONF
}

slurmconf_direct() { # POSTGRES-NAME
	cat <<-CONF
		AccountingStorageType=accounting_storage/pgsql
		AccountingStorageHost=$(pg_socket "$1")
		AccountingStoragePort=${PG_PORT[$1]}
		AccountingStorageUser=$DB_USER
		AccountingStoragePass=$DB_PASSWORD
	CONF
}

slurmdbdconf_common() { # DIRECTORY HOST PORT
	cat <<-CONF
		AuthType=auth/munge
		AuthInfo=socket=$MUNGE_SOCKET
		DbdHost=$2
		DbdAddr=127.0.0.1
		DbdPort=$3
		SlurmUser=slurm
		PluginDir=$PLUGINS:$SLURM_PLUGINS
		PidFile=$1/state/slurmdbd.pid
		LogFile=$1/log/slurmdbd.log
		DebugLevel=debug
		ArchiveDir=$1/archive
		StorageUser=$DB_USER
		StoragePass=$DB_PASSWORD
		StorageLoc=$DB_NAME
	CONF
}

slurmdbdconf_pgsql() { # POSTGRES-NAME
	cat <<-CONF
		StorageType=accounting_storage/pgsql
		StorageHost=$(pg_socket "$1")
		StoragePort=${PG_PORT[$1]}
	CONF
}

slurmdbdconf_mysql() {
	cat <<-CONF
		StorageType=accounting_storage/mysql
		StorageHost=localhost
	CONF
}
