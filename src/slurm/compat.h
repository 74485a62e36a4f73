/*
 * compat.h - the one place that knows how Slurm's releases differ
 *
 * Included before any other Slurm header. Everything else is written against
 * the names of the newest release; where an older one has another name or
 * shape, it is mapped here.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_COMPAT_H
#define SLURM_PGSQL_COMPAT_H

#include "src/common/slurm_xlator.h"

#include "slurm/slurm.h"
#include "slurm/slurm_errno.h"
#include "slurm/slurm_version.h"
#include "slurm/slurmdb.h"

#include "src/common/assoc_mgr.h"
#include "src/common/hostlist.h"
#include "src/common/list.h"
#include "src/common/log.h"
#include "src/common/read_config.h"
#include "src/common/slurm_time.h"
#include "src/common/slurmdb_defs.h"
#include "src/common/slurmdb_pack.h"
#include "src/common/slurmdbd_defs.h"
#include "src/common/xmalloc.h"
#include "src/common/xstring.h"
#include "src/slurmctld/slurmctld.h"

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(23, 2, 0)
#include "src/interfaces/accounting_storage.h"
#include "src/interfaces/gres.h"
#include "src/interfaces/jobacct_gather.h"
typedef list_t *slurm_list_t;
typedef hostlist_t *slurm_hostlist_t;
typedef hostset_t *slurm_hostset_t;
#else
#include "src/common/gres.h"
#include "src/common/slurm_accounting_storage.h"
#include "src/common/slurm_jobacct_gather.h"
typedef List slurm_list_t;
typedef hostlist_t slurm_hostlist_t;
typedef hostset_t slurm_hostset_t;
#define SLURMDB_UPDATE_QOS_USAGE SLURMDB_REMOVE_QOS_USAGE
#define CONF_FLAG_SJC CTL_CONF_SJC
#define CONF_FLAG_SJS CTL_CONF_SJS
#define CONF_FLAG_SJE CTL_CONF_SJE
#endif

#include "src/slurm/cond.h"
#include "src/slurm/resource.h"

/* Gone in 24.11: no job has it. */
#ifndef JOB_UPDATE_DB
#define JOB_UPDATE_DB 0
#endif

/* Until 22.05 a cluster names its select plugin (0: not given); later ones
 * have one alone. */
#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
static inline uint32_t cluster_select_plugin(const slurmdb_cluster_rec_t *c)
{
	return 0;
}

static inline void cluster_set_select_plugin(slurmdb_cluster_rec_t *c,
					     uint32_t id)
{
}

static inline slurm_list_t
cluster_cond_select_plugins(const slurmdb_cluster_cond_t *cond)
{
	return NULL;
}
#else
static inline uint32_t cluster_select_plugin(const slurmdb_cluster_rec_t *c)
{
	return c->plugin_id_select;
}

static inline void cluster_set_select_plugin(slurmdb_cluster_rec_t *c,
					     uint32_t id)
{
	c->plugin_id_select = id;
}

static inline slurm_list_t
cluster_cond_select_plugins(const slurmdb_cluster_cond_t *cond)
{
	return cond->plugin_id_select_list;
}
#endif

/* An entry point that Slurm looks up by name; all else stays hidden. */
#define SLURM_PLUGIN_EXPORT __attribute__((visibility("default")))

#endif
