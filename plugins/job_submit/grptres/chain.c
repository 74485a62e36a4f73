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
	slurmdb_assoc_rec_t key = { .acct = account, .uid = uid,
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
		belongs->assoc = find_assoc(uid, NULL,
					    part ? part->name : NULL);
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

static bool qos_limited(const slurmdb_qos_rec_t *qos)
{
	return qos && has_limit(qos->grp_tres_run_mins_ctld);
}

static slurmdb_assoc_rec_t *parent(const slurmdb_assoc_rec_t *assoc)
{
	return assoc->usage ? assoc->usage->parent_assoc_ptr : NULL;
}

bool chain_limited(const struct belongs *belongs)
{
	slurmdb_assoc_rec_t *assoc = belongs->assoc;

	if (qos_limited(belongs->first) || qos_limited(belongs->second))
		return true;
	for (; assoc; assoc = parent(assoc))
		if (has_limit(assoc->grp_tres_run_mins_ctld))
			return true;
	return false;
}

/* INFINITE64 is Slurm's word for no limit and has our value for it. */
_Static_assert(INFINITE64 == BUDGET_NO_LIMIT, "no limit");

static void add_level(struct chain *chain, const struct budget_owner *owner,
		      const uint64_t *limits, const uint64_t *counter,
		      const struct tally *tally, uint64_t number)
{
	struct budget_use *use =
		&chain->uses[chain->nlevels * slurmctld_tres_cnt];
	const struct budget_use *held = tally_find(tally, number);

	chain->owners[chain->nlevels] = number;
	if (held)
		memcpy(use, held, slurmctld_tres_cnt * sizeof(*use));
	for (int i = 0; counter && i < slurmctld_tres_cnt; i++)
		use[i].counter = counter[i];
	chain->levels[chain->nlevels++] = (struct budget_level){
		.owner = *owner,
		.kind = BUDGET_RUN_MINS,
		.limit = limits,
		.use = use,
	};
}

static void add_qos(struct chain *chain, const slurmdb_qos_rec_t *qos,
		    const struct tally *tally)
{
	struct budget_owner owner = { .kind = BUDGET_QOS };

	if (!qos_limited(qos))
		return;
	owner.qos = qos->name;
	add_level(chain, &owner, qos->grp_tres_run_mins_ctld,
		  chain_enforced() && qos->usage ?
			  qos->usage->grp_used_tres_run_secs :
			  NULL,
		  tally, CHAIN_QOS(qos->id));
}

static void add_assoc(struct chain *chain, const slurmdb_assoc_rec_t *assoc,
		      const struct tally *tally)
{
	struct budget_owner owner = {
		.kind = assoc->user ? BUDGET_USER : BUDGET_ACCOUNT,
		.user = assoc->user,
		.account = assoc->acct,
		.partition = assoc->partition,
	};

	if (!has_limit(assoc->grp_tres_run_mins_ctld))
		return;
	add_level(chain, &owner, assoc->grp_tres_run_mins_ctld,
		  chain_enforced() ? assoc->usage->grp_used_tres_run_secs :
				     NULL,
		  tally, CHAIN_ASSOC(assoc->id));
}

void chain_fill(const struct belongs *belongs, const struct tally *tally,
		struct chain *chain)
{
	slurmdb_assoc_rec_t *assoc;
	size_t most = 2;

	for (assoc = belongs->assoc; assoc; assoc = parent(assoc))
		most++;
	memset(chain, 0, sizeof(*chain));
	chain->levels = xcalloc(most, sizeof(*chain->levels));
	chain->owners = xcalloc(most, sizeof(*chain->owners));
	chain->uses = xcalloc(most * slurmctld_tres_cnt, sizeof(*chain->uses));
	add_qos(chain, belongs->first, tally);
	add_qos(chain, belongs->second, tally);
	for (assoc = belongs->assoc; assoc; assoc = parent(assoc))
		if (assoc->usage)
			add_assoc(chain, assoc, tally);
}

static size_t add_owner(uint64_t owner, uint64_t *owners, size_t n,
			size_t size)
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
