/*
 * change.h - what a queued job asks after a change
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_CHANGE_H
#define GRPTRES_CHANGE_H

#include "request.h"

/*
 * Counts of each TRES (slurmctld_tres_cnt of them), as slurmctld's
 * _update_job() makes them. part: the partition that it will be in. False if
 * slurmctld has not counted the job. Needs slurmctld's locks of job_modify();
 * takes assoc_mgr's on tres itself.
 */
extern bool change_count(const job_desc_msg_t *desc, const job_record_t *job,
			 part_record_t *part, uint64_t *count_r);

/* Tasks of the array that may run at once then, 0: all. It is an array. */
extern uint32_t change_throttle(const job_desc_msg_t *desc,
				const job_record_t *job);

#endif
