/*
 * qos.c - differences of QOS
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "kind.h"

#define QOS(type, name) MEMBER(slurmdb_qos_rec_t, type, name)
static const struct member qos_members[] = {
	QOS(U32, grace_time),
	QOS(U32, grp_jobs),
	QOS(U32, grp_jobs_accrue),
	QOS(U32, grp_submit_jobs),
	QOS(TEXT, grp_tres),
	QOS(TEXT, grp_tres_mins),
	QOS(TEXT, grp_tres_run_mins),
	QOS(U32, grp_wall),
	QOS(DOUBLE, limit_factor),
	QOS(U32, max_jobs_accrue_pa),
	QOS(U32, max_jobs_accrue_pu),
	QOS(U32, max_jobs_pa),
	QOS(U32, max_jobs_pu),
	QOS(U32, max_submit_jobs_pa),
	QOS(U32, max_submit_jobs_pu),
	QOS(TEXT, max_tres_mins_pj),
	QOS(TEXT, max_tres_pa),
	QOS(TEXT, max_tres_pj),
	QOS(TEXT, max_tres_pn),
	QOS(TEXT, max_tres_pu),
	QOS(TEXT, max_tres_run_mins_pa),
	QOS(TEXT, max_tres_run_mins_pu),
	QOS(U32, max_wall_pj),
	QOS(U32, min_prio_thresh),
	QOS(TEXT, min_tres_pj),
	QOS(U32, preempt_exempt_time),
	QOS(U16, preempt_mode),
	QOS(U32, priority),
	QOS(DOUBLE, usage_factor),
	QOS(DOUBLE, usage_thres),
};

const struct member *difference_qos_members(int *n_r)
{
	*n_r = COUNT(qos_members);
	return qos_members;
}

static int qos_compare(const void *a, const void *b)
{
	const slurmdb_qos_rec_t *const *x = a, *const *y = b;

	return compare_numbers((*x)->id, (*y)->id);
}

static slurmdb_qos_rec_t *qos_update(const slurmdb_qos_rec_t *cached)
{
	slurmdb_qos_rec_t *update = xmalloc(sizeof(*update));

	slurmdb_init_qos_rec(update, false, NO_VAL);
	update->id = cached->id;
	update->name = xstrdup(cached->name);
	return update;
}

/* Room for every QOS that slurmctld knows: it tests bits by their id. */
static bitstr_t *copy_bits(bitstr_t *bits)
{
	bitoff_t n = bits ? bit_size(bits) : 0;
	bitstr_t *copy = bit_alloc(n > g_qos_count ? n : g_qos_count + 1);

	for (bitoff_t i = 0; i < n; i++)
		if (bit_test(bits, i))
			bit_set(copy, i);
	return copy;
}

static void qos_modified(slurm_list_t updates, void *cached, void *fresh)
{
	slurmdb_qos_rec_t *c = cached, *f = fresh;
	slurmdb_qos_rec_t *update = qos_update(c);
	int n = member_differences(qos_members, COUNT(qos_members), c, f,
				   update);

	if (!(f->flags & QOS_FLAG_NOTSET) && f->flags != c->flags) {
		update->flags = f->flags;
		n++;
	}
	if (!member_same_bits(c->preempt_bitstr, f->preempt_bitstr)) {
		update->preempt_bitstr = copy_bits(f->preempt_bitstr);
		n++;
	}
	if (n)
		difference_add(updates, SLURMDB_MODIFY_QOS, update);
	else
		slurmdb_destroy_qos_rec(update);
}

static void qos_removed(slurm_list_t updates, void *cached)
{
	difference_add(updates, SLURMDB_REMOVE_QOS, qos_update(cached));
}

void difference_qos(slurm_list_t updates, slurm_list_t cached,
		    slurm_list_t fresh)
{
	static const struct difference_kind kind = {
		.compare = qos_compare,
		.destroy = slurmdb_destroy_qos_rec,
		.add = SLURMDB_ADD_QOS,
		.modified = qos_modified,
		.removed = qos_removed,
	};

	difference_pair(updates, &kind, cached, fresh);
}
