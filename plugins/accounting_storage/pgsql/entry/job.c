/*
 * job.c - entry points: jobs and steps
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "entry.h"

#include "../direct/direct.h"
#include "../direct/times.h"
#include "../job/find.h"
#include "../job/job.h"
#include "../job/runaway.h"
#include "../job/wckey.h"
#include "../step/step.h"
#include "../suspension/suspension.h"

ENTRY int jobacct_storage_p_job_start(struct storage_conn *conn,
				      job_record_t *job)
{
	struct call_time began = times_begin();
	uint64_t told = job->db_index;
	struct record record = job_start_record(conn, job);
	int rc;

	job_wckey_ensure(conn, record.what);
	rc = record_submit(conn, record);
	times_end(began);
	/* slurmctld takes an index for the word that the start is stored,
	 * whatever the code beside it, and would never tell it again */
	if (rc != SLURM_SUCCESS)
		job->db_index = told;
	if (rc != SLURM_SUCCESS || told)
		return rc;
	/* once a record; through slurmdbd slurmctld asks along with the index */
	if (storage_host() == HOST_SLURMDBD)
		job_heavy_ask(conn, job);
	else
		direct_job_began(job);
	return rc;
}

ENTRY int jobacct_storage_p_job_heavy(struct storage_conn *conn,
				      job_record_t *job)
{
	return record_submit(conn, job_heavy_record(conn, job));
}

ENTRY int jobacct_storage_p_job_complete(struct storage_conn *conn,
					 job_record_t *job)
{
	struct call_time began = times_begin();
	int rc;

	if (direct_start_may_be_lost(job))
		(void)record_submit(conn, job_start_record(conn, job));
	rc = record_submit(conn, job_complete_record(conn, job));
	times_end(began);
	return rc;
}

ENTRY int jobacct_storage_p_step_start(struct storage_conn *conn,
				       step_record_t *step)
{
	struct call_time began = times_begin();
	int rc = record_submit(conn, step_start_record(conn, step));

	times_end(began);
	return rc;
}

ENTRY int jobacct_storage_p_step_complete(struct storage_conn *conn,
					  step_record_t *step)
{
	struct call_time began = times_begin();
	int rc = record_submit(conn, step_complete_record(conn, step));

	times_end(began);
	return rc;
}

ENTRY int jobacct_storage_p_suspend(struct storage_conn *conn,
				    job_record_t *job)
{
	return record_submit(conn, suspension_record(conn, job));
}

ENTRY slurm_list_t jobacct_storage_p_get_jobs_cond(struct storage_conn *conn,
						   uint32_t uid,
						   slurmdb_job_cond_t *cond)
{
	return job_find(conn, uid, cond);
}

ENTRY int acct_storage_p_flush_jobs_on_cluster(struct storage_conn *conn,
					       time_t event_time)
{
	return record_submit(conn, job_flush_record(conn, event_time));
}

ENTRY int acct_storage_p_fix_runaway_jobs(struct storage_conn *conn,
					  uint32_t uid, slurm_list_t jobs)
{
	return job_fix_runaway(conn, uid, jobs);
}
