# jobs.sh - jobs of people, and waiting for them
# SPDX-License-Identifier: GPL-2.0-or-later

# Sets JOB to the id of the job that NAME submits: submit alice -n2 --wrap "srun hostname"
submit() { # NAME SBATCH-ARGUMENT...
	local out
	out=$(as "$1" timeout 60 sbatch --parsable "${@:2}" 2>&1) || { diag "sbatch: $out"; JOB= && return 1; }
	JOB=${out%%;*}
}

job_state() { scontrol -o show job "$1" 2>/dev/null | sed -n 's/.* JobState=\([A-Z_]*\).*/\1/p' | head -1; } # ID

job_has_ended() { # ID
	case $(job_state "$1") in
	PENDING | RUNNING | SUSPENDED | COMPLETING | CONFIGURING | RESIZING | '') return 1 ;;
	esac
}

job_is() { [ "$(job_state "$1")" = "$2" ]; } # ID STATE

wait_running() { need_job "$1"; eventually 30 job_is "$1" RUNNING || bail "job $1 does not start: $(scontrol -o show job "$1")"; } # ID
wait_ended() { need_job "$1"; eventually "${2:-60}" job_has_ended "$1" || bail "job $1 does not end: $(scontrol -o show job "$1")"; } # ID [SECONDS]

need_job() { [ -n "$1" ] || bail "there is no job to wait for"; }

# sacct shows STATE for job ID: what slurmctld knew has reached the database
wait_accounted() { # ID STATE [SECONDS]
	eventually "${3:-30}" accounted "$1" "$2"
}

accounted() { # ID STATE
	case "$(timeout 20 sacct -n -X -P -j "$1" -o State 2>/dev/null | tail -1)" in
	"$2" | "$2 "*) ;;
	*) return 1 ;;
	esac
}
