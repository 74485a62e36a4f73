/*
 * resource.h - resources that clusters share, whatever the release
 *
 * In 22.05 a cluster's part is per cent; later ones have a flag by which it is
 * a number, and what the license server last said is consumed. Here all have
 * the newest one's words. Included by compat.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_RESOURCE_COMPAT_H
#define SLURM_PGSQL_RESOURCE_COMPAT_H

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(23, 2, 0)
static inline uint32_t share_allowed(const slurmdb_clus_res_rec_t *share)
{
	return share->allowed;
}

static inline void share_set_allowed(slurmdb_clus_res_rec_t *share,
				     uint32_t allowed)
{
	share->allowed = allowed;
}

/* What all clusters together have, or a change gives each; NO_VAL: not given.
 */
static inline uint32_t resource_allocated(const slurmdb_res_rec_t *res)
{
	return res->allocated;
}

static inline void resource_set_allocated(slurmdb_res_rec_t *res,
					  uint32_t allocated)
{
	res->allocated = allocated;
}

static inline uint32_t resource_last_consumed(const slurmdb_res_rec_t *res)
{
	return res->last_consumed;
}

static inline void resource_set_last(slurmdb_res_rec_t *res, uint32_t consumed,
				     time_t update)
{
	res->last_consumed = consumed;
	res->last_update = update;
}

static inline slurm_list_t resource_cond_allowed(const slurmdb_res_cond_t *cond)
{
	return cond->allowed_list;
}
#else
#define SLURMDB_RES_FLAG_ABSOLUTE 0

static inline uint32_t share_allowed(const slurmdb_clus_res_rec_t *share)
{
	return share->percent_allowed;
}

static inline void share_set_allowed(slurmdb_clus_res_rec_t *share,
				     uint32_t allowed)
{
	share->percent_allowed = (allowed == NO_VAL) ? NO_VAL16 : allowed;
}

static inline uint32_t resource_allocated(const slurmdb_res_rec_t *res)
{
	return (res->percent_used == NO_VAL16) ? NO_VAL : res->percent_used;
}

static inline void resource_set_allocated(slurmdb_res_rec_t *res,
					  uint32_t allocated)
{
	res->percent_used = allocated;
}

static inline uint32_t resource_last_consumed(const slurmdb_res_rec_t *res)
{
	return NO_VAL;
}

static inline void resource_set_last(slurmdb_res_rec_t *res, uint32_t consumed,
				     time_t update)
{
}

static inline slurm_list_t resource_cond_allowed(const slurmdb_res_cond_t *cond)
{
	return cond->percent_list;
}
#endif

#endif
