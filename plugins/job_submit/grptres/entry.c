/*
 * entry.c - the entry points of job_submit/grptres, and nothing else
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"

extern const char plugin_name[] SLURM_PLUGIN_EXPORT;
extern const char plugin_type[] SLURM_PLUGIN_EXPORT;
extern const uint32_t plugin_version SLURM_PLUGIN_EXPORT;

const char plugin_name[] = "Job submit plugin that checks GrpTRESRunMins";
const char plugin_type[] = "job_submit/grptres";
const uint32_t plugin_version = SLURM_VERSION_NUMBER;

extern int init(void) SLURM_PLUGIN_EXPORT;
extern int fini(void) SLURM_PLUGIN_EXPORT;
extern int job_submit(job_desc_msg_t *desc, uint32_t submit_uid,
		      char **err_msg) SLURM_PLUGIN_EXPORT;

int init(void)
{
	return check_init();
}

int fini(void)
{
	check_fini();
	return SLURM_SUCCESS;
}

int job_submit(job_desc_msg_t *desc, uint32_t submit_uid, char **err_msg)
{
	return check_submit(desc, err_msg);
}

#if JOB_MODIFY_HAS_MESSAGE
extern int job_modify(job_desc_msg_t *desc, job_record_t *job,
		      uint32_t submit_uid, char **err_msg) SLURM_PLUGIN_EXPORT;

int job_modify(job_desc_msg_t *desc, job_record_t *job, uint32_t submit_uid,
	       char **err_msg)
{
	return check_modify(desc, job, submit_uid, err_msg);
}
#else
extern int job_modify(job_desc_msg_t *desc, job_record_t *job,
		      uint32_t submit_uid) SLURM_PLUGIN_EXPORT;

int job_modify(job_desc_msg_t *desc, job_record_t *job, uint32_t submit_uid)
{
	return check_modify(desc, job, submit_uid, NULL);
}
#endif
