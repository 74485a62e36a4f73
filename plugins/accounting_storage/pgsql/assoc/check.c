/*
 * check.c - which QOS an association may be given
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "assoc.h"

static const struct pg_statement qos_exists = {
	"qos_exists",
	"SELECT EXISTS (SELECT FROM slurm_data.qos WHERE qos_id = $1::bigint AND NOT deleted)"
};

int assoc_check_default_qos(struct storage_conn *conn, uint32_t qos_id)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if ((int32_t)qos_id <= 0)
		return SLURM_SUCCESS;
	pg_add_int(&p, qos_id);
	rc = storage_exec(conn, &qos_exists, &p, &result);
	pg_params_free(&p);
	if (!rc && !pg_bool(result, 0, 0))
		rc = ESLURM_INVALID_QOS;
	pg_result_free(&result);
	return rc;
}

struct comparison {
	slurm_list_t allowed;
	bool fits;
};

/* Asked-for ids come as "3", "+3" or "-3"; what is taken away is not asked
 * for. */
static int compare_one(void *item, void *arg)
{
	const char *asked = item;
	struct comparison *comparison = arg;

	if (asked[0] == '-')
		return 0;
	if (asked[0] == '+')
		asked++;
	if (asked[0] && !(comparison->allowed &&
			  list_find_first(comparison->allowed,
					  slurm_find_char_in_list,
					  (void *)asked)))
		comparison->fits = false;
	return 0;
}

int assoc_check_qos(struct storage_conn *conn, const struct actor *actor,
		    const char *cluster, const char *account, slurm_list_t qos)
{
	slurmdb_assoc_cond_t cond = { 0 };
	struct assoc_question question = { .cond = &cond,
					   .kind = ASSOC_OF_ACCOUNTS };
	struct comparison comparison = { .fits = true };
	slurm_list_t accounts = NULL;
	slurmdb_assoc_rec_t *found;
	int rc;

	if (!list_asks(qos))
		return SLURM_SUCCESS;
	cond.cluster_list = list_create(NULL);
	list_append(cond.cluster_list, (void *)cluster);
	cond.acct_list = list_create(NULL);
	list_append(cond.acct_list, (void *)account);
	if (!(rc = assoc_find(conn, &question, &accounts))) {
		found = list_peek(accounts);
		comparison.allowed = found ? found->qos_list : NULL;
		list_for_each(qos, compare_one, &comparison);
		FREE_NULL_LIST(accounts);
	}
	FREE_NULL_LIST(cond.cluster_list);
	FREE_NULL_LIST(cond.acct_list);
	if (rc || comparison.fits)
		return rc;
	error("accounting_storage/pgsql: coordinator %s(%u) may not hand out QOS that account %s does not have",
	      actor->name, (unsigned)actor->uid, account);
	return ESLURM_ACCESS_DENIED;
}
