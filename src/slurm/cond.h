/*
 * cond.h - what a condition asks for beside its lists: removed ones, usage...
 *
 * The newest releases have flags; 22.05 has a member for each. Here they are
 * flags for all, under the newest names. Included by compat.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_COND_H
#define SLURM_PGSQL_COND_H

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
static inline uint32_t assoc_cond_flags(const slurmdb_assoc_cond_t *cond)
{
	return cond->flags;
}

static inline void assoc_cond_set_flags(slurmdb_assoc_cond_t *cond,
					uint32_t flags)
{
	cond->flags = flags;
}

static inline uint32_t account_cond_flags(const slurmdb_account_cond_t *cond)
{
	return cond->flags;
}

static inline uint32_t qos_cond_flags(const slurmdb_qos_cond_t *cond)
{
	return cond->flags;
}
#else
enum {
	ASSOC_COND_FLAG_WITH_DELETED = 1 << 0,
	ASSOC_COND_FLAG_WITH_USAGE = 1 << 1,
	ASSOC_COND_FLAG_ONLY_DEFS = 1 << 2,
	ASSOC_COND_FLAG_RAW_QOS = 1 << 3,
	ASSOC_COND_FLAG_SUB_ACCTS = 1 << 4,
	ASSOC_COND_FLAG_WOPI = 1 << 5, /* without the parent's id and name */
	ASSOC_COND_FLAG_WOPL = 1 << 6, /* without the parent's limits */
};

enum { /* SLURMDB_ACCT_FLAG_DELETED is there */
	SLURMDB_ACCT_FLAG_WASSOC = 1 << 1,
	SLURMDB_ACCT_FLAG_WCOORD = 1 << 2,
};

enum { QOS_COND_FLAG_WITH_DELETED = 1 << 0 };

static inline uint32_t assoc_cond_flags(const slurmdb_assoc_cond_t *cond)
{
	return (cond->with_deleted ? ASSOC_COND_FLAG_WITH_DELETED : 0) |
	       (cond->with_usage ? ASSOC_COND_FLAG_WITH_USAGE : 0) |
	       (cond->only_defs ? ASSOC_COND_FLAG_ONLY_DEFS : 0) |
	       (cond->with_raw_qos ? ASSOC_COND_FLAG_RAW_QOS : 0) |
	       (cond->with_sub_accts ? ASSOC_COND_FLAG_SUB_ACCTS : 0) |
	       (cond->without_parent_info ? ASSOC_COND_FLAG_WOPI : 0) |
	       (cond->without_parent_limits ? ASSOC_COND_FLAG_WOPL : 0);
}

static inline void assoc_cond_set_flags(slurmdb_assoc_cond_t *cond,
					uint32_t flags)
{
	cond->with_deleted = !!(flags & ASSOC_COND_FLAG_WITH_DELETED);
	cond->with_usage = !!(flags & ASSOC_COND_FLAG_WITH_USAGE);
	cond->only_defs = !!(flags & ASSOC_COND_FLAG_ONLY_DEFS);
	cond->with_raw_qos = !!(flags & ASSOC_COND_FLAG_RAW_QOS);
	cond->with_sub_accts = !!(flags & ASSOC_COND_FLAG_SUB_ACCTS);
	cond->without_parent_info = !!(flags & ASSOC_COND_FLAG_WOPI);
	cond->without_parent_limits = !!(flags & ASSOC_COND_FLAG_WOPL);
}

static inline uint32_t account_cond_flags(const slurmdb_account_cond_t *cond)
{
	return (cond->with_deleted ? SLURMDB_ACCT_FLAG_DELETED : 0) |
	       (cond->with_assocs ? SLURMDB_ACCT_FLAG_WASSOC : 0) |
	       (cond->with_coords ? SLURMDB_ACCT_FLAG_WCOORD : 0);
}

static inline uint32_t qos_cond_flags(const slurmdb_qos_cond_t *cond)
{
	return cond->with_deleted ? QOS_COND_FLAG_WITH_DELETED : 0;
}
#endif

#endif
