/*
 * publish.c - telling the slurmctlds what has changed
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "publish.h"

static const struct pg_statement cluster_registered = {
	"cluster_registered",
	"SELECT name, control_host, control_port, rpc_version"
	" FROM slurm_data.cluster"
	" WHERE NOT deleted AND control_port <> 0 AND flags & $1 = 0"
};

/* ------------------------------------------------------------------ notes */

typedef void (*destroy_fn)(void *object);

static void destroy_list(void *object)
{
	slurm_list_t list = object;

	FREE_NULL_LIST(list);
}

/* NULL for a type that is not sent. */
static destroy_fn destroy_of(slurmdb_update_type_t type)
{
	switch (type) {
	case SLURMDB_ADD_USER:
	case SLURMDB_MODIFY_USER:
	case SLURMDB_REMOVE_USER:
	case SLURMDB_ADD_COORD:
	case SLURMDB_REMOVE_COORD:
		return slurmdb_destroy_user_rec;
	case SLURMDB_ADD_ASSOC:
	case SLURMDB_MODIFY_ASSOC:
	case SLURMDB_REMOVE_ASSOC:
	case SLURMDB_REMOVE_ASSOC_USAGE:
		return slurmdb_destroy_assoc_rec;
	case SLURMDB_ADD_QOS:
	case SLURMDB_MODIFY_QOS:
	case SLURMDB_REMOVE_QOS:
	case SLURMDB_UPDATE_QOS_USAGE:
		return slurmdb_destroy_qos_rec;
	case SLURMDB_ADD_WCKEY:
	case SLURMDB_MODIFY_WCKEY:
	case SLURMDB_REMOVE_WCKEY:
		return slurmdb_destroy_wckey_rec;
	case SLURMDB_ADD_RES:
	case SLURMDB_MODIFY_RES:
	case SLURMDB_REMOVE_RES:
		return slurmdb_destroy_res_rec;
	case SLURMDB_ADD_TRES:
		return slurmdb_destroy_tres_rec;
	case SLURMDB_UPDATE_FEDS:
		return destroy_list; /* the object is the whole list */
	default:
		return NULL;
	}
}

extern struct publication *publication_new(slurmdb_update_type_t type,
					   void *object)
{
	struct publication *p = xmalloc(sizeof(*p));

	p->type = type;
	p->object = object;
	return p;
}

extern void publication_free(void *publication)
{
	struct publication *p = publication;

	if (p->object && destroy_of(p->type))
		destroy_of(p->type)(p->object);
	xfree(p);
}

/* A new one has no limit where none was given; slurmctld takes NO_VAL for
 * "not changed" (Slurm's assoc_mgr). */
static void unlimited(uint32_t *limit)
{
	if (*limit == NO_VAL)
		*limit = INFINITE;
}

static void complete_assoc(slurmdb_assoc_rec_t *assoc)
{
	unlimited(&assoc->grp_jobs);
	unlimited(&assoc->grp_jobs_accrue);
	unlimited(&assoc->grp_submit_jobs);
	unlimited(&assoc->grp_wall);
	unlimited(&assoc->max_jobs);
	unlimited(&assoc->max_jobs_accrue);
	unlimited(&assoc->max_submit_jobs);
	unlimited(&assoc->max_wall_pj);
	unlimited(&assoc->min_prio_thresh);
}

static void complete_qos(slurmdb_qos_rec_t *qos)
{
	unlimited(&qos->grp_jobs);
	unlimited(&qos->grp_jobs_accrue);
	unlimited(&qos->grp_submit_jobs);
	unlimited(&qos->grp_wall);
	unlimited(&qos->max_jobs_pa);
	unlimited(&qos->max_jobs_pu);
	unlimited(&qos->max_jobs_accrue_pa);
	unlimited(&qos->max_jobs_accrue_pu);
	unlimited(&qos->max_submit_jobs_pa);
	unlimited(&qos->max_submit_jobs_pu);
	unlimited(&qos->max_wall_pj);
	unlimited(&qos->min_prio_thresh);
}

extern int storage_publish(struct storage_conn *conn,
			   slurmdb_update_type_t type, void *object)
{
	if (!destroy_of(type)) {
		error("accounting_storage/pgsql: nothing is told of a change of type %d",
		      type);
		return SLURM_ERROR;
	}
	if (type == SLURMDB_ADD_ASSOC)
		complete_assoc(object);
	else if (type == SLURMDB_ADD_QOS)
		complete_qos(object);
	list_append(conn->updates, publication_new(type, object));
	return SLURM_SUCCESS;
}

extern void publish_truncate(slurm_list_t publications, int keep)
{
	slurm_list_t kept = list_create(publication_free);
	struct publication *p;

	while (keep-- > 0 && (p = list_pop(publications)))
		list_append(kept, p);
	list_flush(publications);
	list_transfer(publications, kept);
	FREE_NULL_LIST(kept);
}

/* --------------------------------------------------------------- grouping */

static bool is_removal(slurmdb_update_type_t type)
{
	switch (type) {
	case SLURMDB_REMOVE_ASSOC:
	case SLURMDB_REMOVE_COORD:
	case SLURMDB_REMOVE_QOS:
	case SLURMDB_REMOVE_RES:
	case SLURMDB_REMOVE_USER:
	case SLURMDB_REMOVE_WCKEY:
		return true;
	default:
		return false;
	}
}

static int is_of_type(void *x, void *key)
{
	slurmdb_update_object_t *group = x;

	return group->type == *(slurmdb_update_type_t *)key;
}

static slurmdb_update_object_t *group_of(slurm_list_t groups,
					 slurmdb_update_type_t type)
{
	slurmdb_update_object_t *group =
		list_find_first(groups, is_of_type, &type);

	if (group)
		return group;
	group = xmalloc(sizeof(*group));
	group->type = type;
	if (type != SLURMDB_UPDATE_FEDS)
		group->objects = list_create(destroy_of(type));
	list_append(groups, group);
	return group;
}

static void add_to_group(slurmdb_update_object_t *group, void *object)
{
	if (group->type == SLURMDB_UPDATE_FEDS) {
		FREE_NULL_LIST(group->objects);
		group->objects = object;
	} else if (is_removal(group->type)) {
		list_prepend(group->objects, object);
	} else {
		list_append(group->objects, object);
	}
}

extern slurm_list_t publish_group(slurm_list_t publications)
{
	slurm_list_t groups = list_create(slurmdb_destroy_update_object);
	slurmdb_update_type_t last = SLURMDB_MODIFY_ASSOC;
	slurmdb_update_object_t *group;
	struct publication *p;

	while ((p = list_pop(publications))) {
		add_to_group(group_of(groups, p->type), p->object);
		p->object = NULL;
		publication_free(p);
	}
	if ((group = list_remove_first(groups, is_of_type, &last)))
		list_append(groups, group);
	return groups;
}

/* ---------------------------------------------------------------- sending */

static void target_free(void *x)
{
	struct publish_target *target = x;

	xfree(target->cluster);
	xfree(target->host);
	xfree(target);
}

extern slurm_list_t publish_targets(struct storage_conn *conn)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	slurm_list_t targets;
	int rc;

	pg_add_int(&params, CLUSTER_FLAG_EXT);
	rc = storage_exec(conn, &cluster_registered, &params, &result);
	pg_params_free(&params);
	if (rc)
		return NULL;
	targets = list_create(target_free);
	for (int i = 0; i < pg_rows(result); i++) {
		struct publish_target *target = xmalloc(sizeof(*target));

		target->cluster = xstrdup(pg_text(result, i, 0));
		target->host = xstrdup(pg_text(result, i, 1));
		target->port = pg_int(result, i, 2, 0);
		target->rpc_version = pg_int(result, i, 3, 0);
		list_append(targets, target);
	}
	pg_result_free(&result);
	return targets;
}

/* slurmctld tells itself by assoc_mgr_update(). */
static bool is_this_process(const struct publish_target *target)
{
	return (storage_host() == HOST_SLURMCTLD) &&
	       !xstrcmp(target->cluster, slurm_conf.cluster_name);
}

extern void publish_send(slurm_list_t publications, slurm_list_t targets)
{
	slurm_list_t groups = publish_group(publications);
	struct publish_target *target;

	while (targets && (target = list_pop(targets))) {
		/* a failure is logged there; who is not there now asks for
		 * everything when it registers */
		if (!is_this_process(target))
			(void)slurmdb_send_accounting_update(
				groups, target->cluster, target->host,
				target->port, target->rpc_version);
		target_free(target);
	}
	(void)assoc_mgr_update(groups, false);
	FREE_NULL_LIST(groups);
	FREE_NULL_LIST(targets);
	FREE_NULL_LIST(publications);
}
