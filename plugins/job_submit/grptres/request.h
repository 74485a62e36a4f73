/*
 * request.h - what slurmctld will count for a job
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_REQUEST_H
#define GRPTRES_REQUEST_H

#include "whole.h"

#define REQUEST_PARTITIONS 64

/*
 * The partitions that the job may run in, in its order: those that it names,
 * else that of its reservation, else the default one. Unknown names are left
 * out, for which slurmctld refuses the job itself. Returns how many.
 * Needs slurmctld's part read lock.
 */
extern int request_partitions(const job_desc_msg_t *desc,
			      part_record_t *parts_r[REQUEST_PARTITIONS]);

/* The same of a queued job of slurmctld's. */
extern int
request_partitions_of_job(const job_record_t *job,
			  part_record_t *parts_r[REQUEST_PARTITIONS]);

/*
 * Counts of each TRES for a queued job of slurmctld's in one of its
 * partitions, from its tres_req_cnt. whole: what is known of partitions.
 * Needs assoc_mgr's read lock on tres too. False if slurmctld has not counted
 * it.
 */
extern bool request_recount(const job_record_t *job, part_record_t *part,
			    struct whole *whole, uint64_t *count_r);

/* Tasks of a job array that its one record stands for while they wait. */
extern uint32_t request_tasks(const job_record_t *job);

/* Of these tasks, and some that run, those that a throttle lets run. */
struct array_tasks {
	uint32_t more;   /* that may start beside those that run */
	uint32_t follow; /* that take over from one that runs */
};

/* throttle: 0 for none. */
extern struct array_tasks
request_array_tasks(uint32_t throttle, uint32_t running, uint32_t waiting);

/* Adds the licenses of a text such as "matlab:2" to counts. */
extern void request_licenses(char *licenses, uint64_t *count);

/*
 * Last step: billing, and what the job gets beyond what it asks. Takes the
 * tres lock of assoc_mgr itself.
 */
extern void request_finish(const job_desc_msg_t *desc, part_record_t *part,
			   uint64_t *count);

/* One of a job's counts, 0 if it is none that is consumed, or not known. */
extern uint64_t request_consumed(const uint64_t *counts, int tres);

/*
 * The time limit that slurmctld gives the job: as asked, else the DefaultTime
 * of the first of its partitions, else NO_VAL: then it gets one when it
 * starts, by the partition that it starts in.
 */
extern uint32_t request_limit(const job_desc_msg_t *desc,
			      const part_record_t *first);

/*
 * Minutes that the job gets in the partition: as asked, else the partition's
 * DefaultTime, else its MaxTime; BUDGET_NO_END where that is no end.
 * limit: the job's time limit, NO_VAL if not given.
 */
extern uint32_t request_minutes(uint32_t limit, const part_record_t *part);

/*
 * Counts of each TRES as slurmctld's _job_create() makes them from the same
 * description: cpu, mem, node, gres, license, billing; raised to what the job
 * gets if that is more (whole.h). count_r has
 * slurmctld_tres_cnt elements. desc is not changed. Needs slurmctld's conf,
 * node and part read locks; takes the tres lock of assoc_mgr itself.
 */
extern void request_count(const job_desc_msg_t *desc, part_record_t *part,
			  uint64_t *count_r);

#endif
