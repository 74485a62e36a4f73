/*
 * assoc.c - differences of associations
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "kind.h"

#define ASSOC(type, name) MEMBER(slurmdb_assoc_rec_t, type, name)
static const struct member assoc_members[] = {
	ASSOC(U32, grp_jobs),
	ASSOC(U32, grp_jobs_accrue),
	ASSOC(U32, grp_submit_jobs),
	ASSOC(TEXT, grp_tres),
	ASSOC(TEXT, grp_tres_mins),
	ASSOC(TEXT, grp_tres_run_mins),
	ASSOC(U32, grp_wall),
	ASSOC(U16, is_def),
#if SLURM_VERSION_NUMBER < SLURM_VERSION_NUM(24, 11, 0)
	ASSOC(U32, lft),
#else
	ASSOC(TEXT, lineage),
#endif
	ASSOC(U32, max_jobs),
	ASSOC(U32, max_jobs_accrue),
	ASSOC(U32, max_submit_jobs),
	ASSOC(TEXT, max_tres_mins_pj),
	ASSOC(TEXT, max_tres_pj),
	ASSOC(TEXT, max_tres_pn),
	ASSOC(TEXT, max_tres_run_mins),
	ASSOC(U32, max_wall_pj),
	ASSOC(U32, min_prio_thresh),
	ASSOC(U32, shares_raw),
};

const struct member *difference_assoc_members(int *n_r)
{
	*n_r = COUNT(assoc_members);
	return assoc_members;
}

static int assoc_compare(const void *a, const void *b)
{
	const slurmdb_assoc_rec_t *const *x = a, *const *y = b;

	return compare_numbers((*x)->id, (*y)->id);
}

static slurmdb_assoc_rec_t *assoc_update(const slurmdb_assoc_rec_t *cached)
{
	slurmdb_assoc_rec_t *update = xmalloc(sizeof(*update));

	slurmdb_init_assoc_rec(update, false);
	update->id = cached->id;
	update->cluster = xstrdup(slurm_conf.cluster_name);
	update->acct = xstrdup(cached->acct);
	update->user = xstrdup(cached->user);
	update->partition = xstrdup(cached->partition);
	return update;
}

/* "None" of a default QOS and of a priority is 0, NO_VAL or INFINITE (Slurm
 * itself makes 0 of it); as an update it is 0. */
static uint32_t zero_is_none(uint32_t value)
{
	return value == NO_VAL || value == INFINITE ? 0 : value;
}

static int differs_from_none(uint32_t cached, uint32_t fresh, uint32_t *update)
{
	if (zero_is_none(cached) == zero_is_none(fresh))
		return 0;
	*update = zero_is_none(fresh);
	return 1;
}

static int assoc_differences(slurmdb_assoc_rec_t *c, slurmdb_assoc_rec_t *f,
			     slurmdb_assoc_rec_t *update)
{
	int n = member_differences(assoc_members, COUNT(assoc_members), c, f,
				   update);

	n += differs_from_none(c->def_qos_id, f->def_qos_id,
			       &update->def_qos_id);
	n += differs_from_none(c->priority, f->priority, &update->priority);
	if (f->parent_id != c->parent_id) {
		update->parent_id = f->parent_id;
		update->parent_acct = xstrdup(f->parent_acct);
		n++;
	}
	if (!member_same_texts(c->qos_list, f->qos_list)) {
		/* an empty list means "as the parent" */
		update->qos_list =
			f->qos_list ? f->qos_list : list_create(xfree_ptr);
		f->qos_list = NULL;
		n++;
	}
	return n;
}

static void assoc_modified(slurm_list_t updates, void *cached, void *fresh)
{
	slurmdb_assoc_rec_t *update = assoc_update(cached);

	if (assoc_differences(cached, fresh, update))
		difference_add(updates, SLURMDB_MODIFY_ASSOC, update);
	else
		slurmdb_destroy_assoc_rec(update);
}

static void assoc_removed(slurm_list_t updates, void *cached)
{
	difference_add(updates, SLURMDB_REMOVE_ASSOC, assoc_update(cached));
}

void difference_assocs(slurm_list_t updates, slurm_list_t cached,
		       slurm_list_t fresh)
{
	static const struct difference_kind kind = {
		.compare = assoc_compare,
		.destroy = slurmdb_destroy_assoc_rec,
		.add = SLURMDB_ADD_ASSOC,
		.modified = assoc_modified,
		.removed = assoc_removed,
	};

	difference_pair(updates, &kind, cached, fresh);
}
