/*
 * plugin-calls.c - entry points that no daemon of today calls, called
 *
 *	plugin-calls MODULE
 *	plugin-calls first-registration
 *	plugin-calls MODULE UID
 *
 * Loads the module as a client of Slurm does (SLURM_CONF names its slurm.conf)
 * and prints a line for each call: its name, what it returned, errno. Or asks
 * slurmctld to report all that it has, as a slurmdbd does that knows nothing
 * of the cluster yet (ACCOUNTING_FIRST_REG). Or asks and changes things as if
 *it were user UID, as a client does that somebody has patched.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "src/slurm/compat.h"

static void *module;

static void *entry_point(const char *name)
{
	void *function = dlsym(module, name);

	if (!function) {
		fprintf(stderr, "plugin-calls: %s\n", dlerror());
		exit(2);
	}
	return function;
}

static void report(const char *name, int rc)
{
	int error = errno;

	printf("%s rc=%d errno=%d %s\n", name, rc, error, slurm_strerror(rc));
}

#define CALL(name, call) (errno = 0, report(name, call))

static int print_pair(void *item, void *arg)
{
	const config_key_pair_t *pair = item;

	printf("get_config %s=%s\n", pair->name,
	       pair->value ? pair->value : "");
	return 0;
}

static void call_get_config(void)
{
	slurm_list_t (*get_config)(void *, char *) =
		entry_point("acct_storage_p_get_config");
	slurm_list_t list;

	errno = 0;
	list = get_config(NULL, "slurmdbd.conf");

	report("get_config", list ? 0 : -1);
	if (list)
		list_for_each(list, print_pair, NULL);
	FREE_NULL_LIST(list);
}

static void call_maintenance(void)
{
	int (*shutdown)(void *) = entry_point("acct_storage_p_shutdown");
	int (*clear)(void *) = entry_point("acct_storage_p_clear_stats");
	int (*shares)(void *, slurm_list_t) =
		entry_point("acct_storage_p_update_shares_used");
	int (*stats)(void *, slurmdb_stats_rec_t **) =
		entry_point("acct_storage_p_get_stats");
	slurmdb_stats_rec_t *rec = NULL;

	CALL("shutdown", shutdown(NULL));
	CALL("update_shares_used", shares(NULL, NULL));
	CALL("get_stats", stats(NULL, &rec));
	CALL("clear_stats", clear(NULL));
}

/* ------------------------------------------------------- a forged client */

static int print_job(void *item, void *arg)
{
	const slurmdb_job_rec_t *job = item;

	printf("job %u user=%s account=%s name=%s script=%s\n", job->jobid,
	       job->user, job->account, job->jobname,
	       job->script ? job->script : "");
	return 0;
}

static int print_assoc(void *item, void *arg)
{
	const slurmdb_assoc_rec_t *assoc = item;

	printf("assoc account=%s user=%s\n", assoc->acct,
	       assoc->user ? assoc->user : "");
	return 0;
}

static int print_user(void *item, void *arg)
{
	printf("user %s\n", ((const slurmdb_user_rec_t *)item)->name);
	return 0;
}

static void print_list(const char *name, slurm_list_t list, ListForF print)
{
	report(name, list ? 0 : -1);
	if (list)
		list_for_each(list, print, NULL);
	FREE_NULL_LIST(list);
}

static void forge_questions(void *conn, uint32_t uid)
{
	slurm_list_t (*jobs)(void *, uint32_t, slurmdb_job_cond_t *) =
		entry_point("jobacct_storage_p_get_jobs_cond");
	slurm_list_t (*assocs)(void *, uint32_t, slurmdb_assoc_cond_t *) =
		entry_point("acct_storage_p_get_assocs");
	slurm_list_t (*users)(void *, uint32_t, slurmdb_user_cond_t *) =
		entry_point("acct_storage_p_get_users");
	slurmdb_job_cond_t cond = { .db_flags = SLURMDB_JOB_FLAG_NOTSET,
				    .flags = JOBCOND_FLAG_DUP };

	errno = 0;
	print_list("get_jobs_cond", jobs(conn, uid, &cond), print_job);
	errno = 0;
	print_list("get_assocs", assocs(conn, uid, NULL), print_assoc);
	errno = 0;
	print_list("get_users", users(conn, uid, NULL), print_user);
}

static void forge_change(void *conn, uint32_t uid)
{
	int (*add)(void *, uint32_t, slurm_list_t) =
		entry_point("acct_storage_p_add_accts");
	int (*commit)(void *, bool) = entry_point("acct_storage_p_commit");
	slurmdb_account_rec_t *account = xmalloc(sizeof(*account));
	slurm_list_t list = list_create(slurmdb_destroy_account_rec);

	account->name = xstrdup("forged");
	account->description = xstrdup("forged");
	account->organization = xstrdup("forged");
	list_append(list, account);
	CALL("add_accts", add(conn, uid, list));
	CALL("commit", commit(conn, true));
	FREE_NULL_LIST(list);
}

static void forge(uint32_t uid)
{
	void *(*connect)(int, uint16_t *, bool, char *) =
		entry_point("acct_storage_p_get_connection");
	void *conn = connect(0, NULL, true, slurm_conf.cluster_name);

	forge_questions(conn, uid);
	forge_change(conn, uid);
}

/* -------------------------------------------------------------------------- */

static int ask_for_registration(void)
{
	slurm_msg_t msg;
	int rc = 0;

	slurm_msg_t_init(&msg);
	msg.msg_type = ACCOUNTING_FIRST_REG;
	msg.protocol_version = SLURM_PROTOCOL_VERSION;
	/* it does not answer */
	if (slurm_send_only_controller_msg(&msg, NULL))
		rc = errno;
	return rc;
}

int main(int argc, char **argv)
{
	int (*start)(void);

	if (argc != 2 && argc != 3)
		return 2;
	slurm_init(NULL);
	if (!strcmp(argv[1], "first-registration"))
		return ask_for_registration();
	if (!(module = dlopen(argv[1], RTLD_LAZY))) {
		fprintf(stderr, "plugin-calls: %s\n", dlerror());
		return 2;
	}
	start = entry_point("init");
	if (start())
		return 1;
	if (argc == 3) {
		forge(atoi(argv[2]));
		return 0;
	}
	call_get_config();
	call_maintenance();
	return 0;
}
