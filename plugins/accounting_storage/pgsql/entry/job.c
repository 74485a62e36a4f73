/*
 * job.c - entry points: jobs and steps
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "entry.h"
#include "not_yet.h"

ENTRY int jobacct_storage_p_job_start(struct storage_conn *conn,
				      job_record_t *job)
{
	return not_yet("job_start");
}

ENTRY int jobacct_storage_p_job_heavy(struct storage_conn *conn,
				      job_record_t *job)
{
	return not_yet("job_heavy");
}

ENTRY int jobacct_storage_p_job_complete(struct storage_conn *conn,
					 job_record_t *job)
{
	return not_yet("job_complete");
}

ENTRY int jobacct_storage_p_step_start(struct storage_conn *conn,
				       step_record_t *step)
{
	return not_yet("step_start");
}

ENTRY int jobacct_storage_p_step_complete(struct storage_conn *conn,
					  step_record_t *step)
{
	return not_yet("step_complete");
}

ENTRY int jobacct_storage_p_suspend(struct storage_conn *conn,
				    job_record_t *job)
{
	return not_yet("suspend");
}

ENTRY slurm_list_t jobacct_storage_p_get_jobs_cond(struct storage_conn *conn,
						   uint32_t uid,
						   slurmdb_job_cond_t *cond)
{
	return not_yet_null("get_jobs_cond");
}

ENTRY int acct_storage_p_flush_jobs_on_cluster(struct storage_conn *conn,
					       time_t event_time)
{
	return not_yet("flush_jobs_on_cluster");
}

ENTRY int acct_storage_p_fix_runaway_jobs(struct storage_conn *conn,
					  uint32_t uid, slurm_list_t jobs)
{
	return not_yet("fix_runaway_jobs");
}
