/*
 * plugin-calls.c - entry points that no daemon of today calls, called
 *
 *	plugin-calls MODULE
 *	plugin-calls first-registration
 *
 * Loads the module as a client of Slurm does (SLURM_CONF names its slurm.conf)
 * and prints a line for each call: its name, what it returned, errno. Or asks
 * slurmctld to report all that it has, as a slurmdbd does that knows nothing
 * of the cluster yet (ACCOUNTING_FIRST_REG).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>

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

	if (argc != 2)
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
	call_get_config();
	call_maintenance();
	return 0;
}
