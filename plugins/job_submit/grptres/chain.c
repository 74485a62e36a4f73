/*
 * chain.c - which limits apply to a job: its QOS, its association, parents
 *
 * The order is that of acct_policy_job_runnable_post_select(), the QOS order
 * that of acct_policy_set_qos_order() (slurmctld/acct_policy.c).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "chain.h"

bool chain_enforced(void)
{
	return accounting_enforce & ACCOUNTING_ENFORCE_LIMITS;
}

static slurmdb_assoc_rec_t *find_assoc(uint32_t uid, char *account,
				       char *partition)
{
	slurmdb_assoc_rec_t key = { .acct = account,
				    .uid = uid,
				    .partition = partition };
	slurmdb_assoc_rec_t *assoc = NULL;

	/* without enforcement: a missing one is no error, and not logged */
	if (assoc_mgr_fill_in_assoc(acct_db_conn, &key, 0, &assoc, true))
		return NULL;
	return assoc;
}

bool chain_find_qos(slurmdb_assoc_rec_t *assoc, const char *name,
		    slurmdb_qos_rec_t **qos)
{
	char *copy = name && name[0] ? xstrdup(name) : NULL;
	slurmdb_qos_rec_t key = { .name = copy };

	*qos = NULL;
	assoc_mgr_get_default_qos_info(assoc, &key);
	if (assoc_mgr_fill_in_qos(acct_db_conn, &key, 0, qos, true))
		*qos = NULL;
	xfree(copy);
	return *qos;
}

bool chain_find(uint32_t uid, const char *account, const char *qos,
		part_record_t *part, struct belongs *belongs)
{
	char *lower = xstrdup(account); /* as slurmctld does later */

	xstrtolower(lower);
	memset(belongs, 0, sizeof(*belongs));
	belongs->assoc = find_assoc(uid, lower, part ? part->name : NULL);
	if (!belongs->assoc && lower && slurm_with_slurmdbd() &&
	    !(accounting_enforce & ACCOUNTING_ENFORCE_ASSOCS))
		belongs->assoc =
			find_assoc(uid, NULL, part ? part->name : NULL);
	if (belongs->assoc && belongs->assoc->usage)
		chain_find_qos(belongs->assoc, qos, &belongs->qos);
	else
		belongs->assoc = NULL;
	xfree(lower);
	return belongs->assoc;
}

void chain_order(struct belongs *belongs, const part_record_t *part)
{
	slurmdb_qos_rec_t *job = belongs->qos;
	slurmdb_qos_rec_t *partition = part ? part->qos_ptr : NULL;

	if (job && partition && !(job->flags & QOS_FLAG_OVER_PART_QOS)) {
		belongs->first = partition;
		belongs->second = job;
	} else {
		belongs->first = job ? job : partition;
		belongs->second = job ? partition : NULL;
	}
	if (belongs->first == belongs->second)
		belongs->second = NULL;
}

slurmdb_assoc_rec_t *chain_assoc(const job_record_t *job)
{
	slurmdb_assoc_rec_t *assoc = job->assoc_ptr;

	if (!assoc || assoc->id != job->assoc_id || !assoc->usage)
		return NULL;
	return assoc;
}

bool chain_of_job(const job_record_t *job, struct belongs *belongs)
{
	memset(belongs, 0, sizeof(*belongs));
	belongs->assoc = chain_assoc(job);
	belongs->qos = job->qos_ptr;
	chain_order(belongs, job->part_ptr);
	return belongs->assoc;
}

/* A factor that was never set is none (slurmdb_init_qos_rec leaves these). */
static bool factor_set(const slurmdb_qos_rec_t *qos)
{
	return qos && qos->usage_factor >= 0 && qos->usage_factor < NO_VAL;
}

double chain_factor(const slurmdb_qos_rec_t *qos)
{
	return factor_set(qos) ? qos->usage_factor : 1.0;
}

double chain_own_factor(const slurmdb_qos_rec_t *qos)
{
	if (!factor_set(qos) || !(qos->flags & QOS_FLAG_USAGE_FACTOR_SAFE))
		return 1.0;
	return qos->usage_factor;
}

static bool has_limit(const uint64_t *limits)
{
	for (int i = 0; limits && i < slurmctld_tres_cnt; i++)
		if (limits[i] != INFINITE64)
			return true;
	return false;
}

static slurmdb_assoc_rec_t *parent(const slurmdb_assoc_rec_t *assoc)
{
	return assoc->usage ? assoc->usage->parent_assoc_ptr : NULL;
}

static const uint64_t *qos_limits(const slurmdb_qos_rec_t *qos,
				  enum budget_kind kind)
{
	return kind == BUDGET_MINS ? qos->grp_tres_mins_ctld :
				     qos->grp_tres_run_mins_ctld;
}

static const uint64_t *assoc_limits(const slurmdb_assoc_rec_t *assoc,
				    enum budget_kind kind)
{
	return kind == BUDGET_MINS ? assoc->grp_tres_mins_ctld :
				     assoc->grp_tres_run_mins_ctld;
}

static bool limited_by(const struct belongs *belongs, enum budget_kind kind)
{
	slurmdb_assoc_rec_t *assoc = belongs->assoc;

	if (belongs->first && has_limit(qos_limits(belongs->first, kind)))
		return true;
	if (belongs->second && has_limit(qos_limits(belongs->second, kind)))
		return true;
	for (; assoc; assoc = parent(assoc))
		if (has_limit(assoc_limits(assoc, kind)))
			return true;
	return false;
}

bool chain_limited(const struct belongs *belongs, unsigned kinds)
{
	return (kinds & CHAIN_KIND(BUDGET_RUN_MINS) &&
		limited_by(belongs, BUDGET_RUN_MINS)) ||
	       (kinds & CHAIN_KIND(BUDGET_MINS) &&
		limited_by(belongs, BUDGET_MINS));
}

/* INFINITE64 is Slurm's word for no limit and has our value for it. */
_Static_assert(INFINITE64 == BUDGET_NO_LIMIT, "no limit");

/* One owner of limits, and where slurmctld keeps what it knows of it. */
struct place {
	struct budget_owner owner;
	uint64_t number; /* in a tally */
	const uint64_t *counter;
	const long double *used;
};

static void add_level(struct chain *chain, const struct place *place,
		      enum budget_kind kind, const uint64_t *limits,
		      const struct tally *tally)
{
	const struct budget_use *held = tally_find(tally, place->number);
	struct budget_use *use =
		&chain->uses[chain->nlevels * slurmctld_tres_cnt];

	if (!has_limit(limits))
		return;
	if (held)
		memcpy(use, held, slurmctld_tres_cnt * sizeof(*use));
	for (int i = 0; i < slurmctld_tres_cnt; i++) {
		if (place->counter && chain_enforced())
			use[i].counter = place->counter[i];
		if (place->used && kind == BUDGET_MINS)
			use[i].used = place->used[i];
	}
	chain->owners[chain->nlevels] = place->number;
	chain->levels[chain->nlevels++] = (struct budget_level){
		.owner = place->owner,
		.kind = kind,
		.limit = limits,
		.use = use,
	};
}

static void add_qos(struct chain *chain, const slurmdb_qos_rec_t *qos,
		    unsigned kinds, const struct tally *tally)
{
	struct place place = {
		.owner = { .kind = BUDGET_QOS, .qos = qos->name },
		.number = CHAIN_QOS(qos->id),
	};

	if (qos->usage) {
		place.counter = qos->usage->grp_used_tres_run_secs;
		place.used = qos->usage->usage_tres_raw;
	}
	for (enum budget_kind k = 0; k <= BUDGET_MINS; k++)
		if (kinds & CHAIN_KIND(k))
			add_level(chain, &place, k, qos_limits(qos, k), tally);
}

static void add_assoc(struct chain *chain, const slurmdb_assoc_rec_t *assoc,
		      unsigned kinds, const struct tally *tally)
{
	struct place place = {
		.owner = {
			.kind = assoc->user ? BUDGET_USER : BUDGET_ACCOUNT,
			.user = assoc->user,
			.account = assoc->acct,
			.partition = assoc->partition,
		},
		.number = CHAIN_ASSOC(assoc->id),
		.counter = assoc->usage->grp_used_tres_run_secs,
		.used = assoc->usage->usage_tres_raw,
	};

	for (enum budget_kind k = 0; k <= BUDGET_MINS; k++)
		if (kinds & CHAIN_KIND(k))
			add_level(chain, &place, k, assoc_limits(assoc, k),
				  tally);
}

static void make_room(struct chain *chain, size_t most)
{
	memset(chain, 0, sizeof(*chain));
	chain->levels = xcalloc(most, sizeof(*chain->levels));
	chain->owners = xcalloc(most, sizeof(*chain->owners));
	chain->uses = xcalloc(most * slurmctld_tres_cnt, sizeof(*chain->uses));
}

void chain_fill(const struct belongs *belongs, unsigned kinds,
		const struct tally *tally, struct chain *chain)
{
	slurmdb_assoc_rec_t *assoc;
	size_t most = 4; /* two QOS of two kinds, then the same of each */

	for (assoc = belongs->assoc; assoc; assoc = parent(assoc))
		most += 2;
	make_room(chain, most);
	if (belongs->first)
		add_qos(chain, belongs->first, kinds, tally);
	if (belongs->second)
		add_qos(chain, belongs->second, kinds, tally);
	for (assoc = belongs->assoc; assoc; assoc = parent(assoc))
		if (assoc->usage)
			add_assoc(chain, assoc, kinds, tally);
}

static bool assoc_limited(const slurmdb_assoc_rec_t *assoc, unsigned kinds)
{
	for (enum budget_kind k = 0; k <= BUDGET_MINS; k++)
		if (kinds & CHAIN_KIND(k) && has_limit(assoc_limits(assoc, k)))
			return true;
	return false;
}

static bool qos_limited(const slurmdb_qos_rec_t *qos, unsigned kinds)
{
	for (enum budget_kind k = 0; k <= BUDGET_MINS; k++)
		if (kinds & CHAIN_KIND(k) && has_limit(qos_limits(qos, k)))
			return true;
	return false;
}

bool chain_of_owner(uint64_t owner, unsigned kinds, const struct tally *tally,
		    struct chain *chain)
{
	slurmdb_assoc_rec_t assoc_key = { .id = (uint32_t)owner };
	slurmdb_qos_rec_t qos_key = { .id = (uint32_t)owner };
	slurmdb_assoc_rec_t *assoc = NULL;
	slurmdb_qos_rec_t *qos = NULL;

	if (owner == CHAIN_QOS(qos_key.id)) {
		assoc_mgr_fill_in_qos(acct_db_conn, &qos_key, 0, &qos, true);
		if (!qos || !qos_limited(qos, kinds))
			return false;
		make_room(chain, 2);
		add_qos(chain, qos, kinds, tally);
	} else {
		assoc_mgr_fill_in_assoc(acct_db_conn, &assoc_key, 0, &assoc,
					true);
		if (!assoc || !assoc->usage || !assoc_limited(assoc, kinds))
			return false;
		make_room(chain, 2);
		add_assoc(chain, assoc, kinds, tally);
	}
	return true;
}

static size_t add_owner(uint64_t owner, uint64_t *owners, size_t n, size_t size)
{
	for (size_t i = 0; i < n; i++)
		if (owners[i] == owner)
			return n;
	if (n < size)
		owners[n++] = owner;
	return n;
}

size_t chain_owners(const struct belongs *belongs, uint64_t *owners, size_t n,
		    size_t size)
{
	slurmdb_assoc_rec_t *assoc;

	if (belongs->first)
		n = add_owner(CHAIN_QOS(belongs->first->id), owners, n, size);
	if (belongs->second)
		n = add_owner(CHAIN_QOS(belongs->second->id), owners, n, size);
	for (assoc = belongs->assoc; assoc; assoc = parent(assoc))
		n = add_owner(CHAIN_ASSOC(assoc->id), owners, n, size);
	return n;
}

void chain_free(struct chain *chain)
{
	xfree(chain->levels);
	xfree(chain->owners);
	xfree(chain->uses);
	chain->nlevels = 0;
}
