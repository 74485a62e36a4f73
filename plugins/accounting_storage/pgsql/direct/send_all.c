/*
 * send_all.c - slurmctld reports what the database does not know yet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "send_all.h"

#include "../job/job.h"
#include "src/slurmctld/locks.h"
#include "src/slurmctld/reservation.h"

/* slurmctld's own, which no other process has */
extern slurm_list_t job_list __attribute__((weak));

void send_all(int answer, time_t event_time)
{
	(void)send_jobs_to_accounting();
	if (answer == ACCOUNTING_FIRST_REG ||
	    answer == ACCOUNTING_NODES_CHANGE_DB)
		(void)send_resvs_to_accounting(answer);
	if (answer != SLURM_SUCCESS)
		(void)send_nodes_to_accounting(event_time);
}

static bool is_marked(const job_record_t *job)
{
#ifdef JOB_UPDATE_DB
	return (job->job_state & JOB_UPDATE_DB) != 0;
#else
	return false; /* 23.11 and later report the array themselves */
#endif
}

/* A resized job goes on in the record that its resize made. */
static int is_unreported(void *x, void *arg)
{
	const job_record_t *job = x;

	return is_marked(job) || (!job->db_index && !job->resize_time);
}

static int report(void *x, void *conn)
{
	/* Slurm's own function hides the expected start of a queued job */
	if (is_unreported(x, NULL))
		(void)jobacct_storage_g_job_start(conn, x);
	return 0;
}

void send_unreported_jobs(struct storage_conn *conn)
{
	slurmctld_lock_t read_lock = { .job = READ_LOCK };
	slurmctld_lock_t write_lock = { .job = WRITE_LOCK,
					.node = READ_LOCK,
					.part = READ_LOCK };
	bool any;

	lock_slurmctld(read_lock);
	any = job_list && list_find_first(job_list, is_unreported, NULL);
	unlock_slurmctld(read_lock);
	if (!any)
		return;
	lock_slurmctld(write_lock);
	if (job_list)
		(void)list_for_each(job_list, report, conn);
	unlock_slurmctld(write_lock);
}

struct known {
	uint64_t *index;
	int n;
};

static int add_known(void *x, void *arg)
{
	const job_record_t *job = x;
	struct known *known = arg;

	known->index[known->n++] =
		job->db_index && job->db_index != NO_VAL64
			? job->db_index
			: job_index_make(job->job_id, job_submit_time(job));
	return 0;
}

void send_known_jobs(struct storage_conn *conn, time_t started)
{
	slurmctld_lock_t read_lock = { .job = READ_LOCK };
	struct known known = { 0 };

	lock_slurmctld(read_lock);
	if (job_list) {
		known.index = xcalloc(list_count(job_list) + 1,
				      sizeof(*known.index));
		(void)list_for_each(job_list, add_known, &known);
		/* under the lock: no later job is told of before the list is */
		(void)record_submit(conn,
				    job_lost_record(started, &known.index,
						    known.n));
	}
	unlock_slurmctld(read_lock);
}
