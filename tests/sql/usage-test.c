/*
 * usage-test.c - usage_get() against a private server: who may see what, and
 * from which table it comes
 *
 *	usage-test HOST PORT USER DBNAME
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <stdlib.h>

#include "record-lab.h"

#include "plugins/accounting_storage/pgsql/usage/usage.h"

/* people that every Debian has, by name and uid */
#define OWNER 1       /* daemon */
#define STRANGER 2    /* bin */
#define COORDINATOR 3 /* sys */

static struct storage_conn *conn;
static slurmdb_assoc_rec_t account, person;
static slurmdb_wckey_rec_t wckey;
static slurmdb_cluster_rec_t cluster;

static void make_data(void)
{
	static const char *const sql[] = {
		"SELECT slurm.add_account('phys'), slurm.add_user('daemon', 'phys'),"
		" slurm.add_user('bin', 'phys'), slurm.add_user('sys', 'phys')",
		"INSERT INTO slurm_data.coordinator (account, user_name)"
		" VALUES ('phys', 'sys')",
		"INSERT INTO slurm_data.wckey (cluster_id, name, user_name)"
		" SELECT cluster_id, 'w', 'daemon' FROM slurm_data.cluster WHERE name = $1",
		"INSERT INTO slurm_data.rollup_state (cluster_id, time_zone, rolled_until)"
		" SELECT cluster_id, 'US/Pacific', '2023-05-01 07:00+00'"
		" FROM slurm_data.cluster WHERE name = $1",
		/* each unit has an amount of its own, so that one tells it */
		"INSERT INTO slurm_data.assoc_usage (cluster_id, unit, period_start, assoc_id, tres_id, alloc_seconds)"
		" SELECT cluster_id, unit, at::timestamptz, assoc_id, 1, amount FROM slurm_data.assoc,"
		" (VALUES ('hour', '2023-03-12 18:00+00', 1), ('day', '2023-03-12 08:00+00', 10),"
		" ('month', '2023-03-01 08:00+00', 100)) u (unit, at, amount)"
		" WHERE user_name IN ('daemon', 'bin')",
		"INSERT INTO slurm_data.wckey_usage (cluster_id, unit, period_start, wckey_id, tres_id, alloc_seconds)"
		" SELECT cluster_id, 'month', '2023-03-01 08:00+00', wckey_id, 1, 7 FROM slurm_data.wckey",
		"INSERT INTO slurm_data.cluster_usage (cluster_id, tres_id, period_start, amount, alloc_seconds,"
		" down_seconds, planned_down_seconds, idle_seconds, planned_seconds, over_seconds, unit)"
		" SELECT cluster_id, 1, '2023-03-01 08:00+00', 64, 1, 2, 3, 4, 5, 6, 'month'"
		" FROM slurm_data.cluster WHERE name = $1",
	};

	for (size_t i = 0; i < ARRAY_SIZE(sql); i++)
		(void)lab_sql(conn, sql[i]);
	account.id = atoi(
		lab_sql(conn, "SELECT assoc_id FROM slurm_data.assoc"
			      " WHERE account = 'phys' AND user_name = ''"));
	person.id = atoi(lab_sql(conn, "SELECT assoc_id FROM slurm_data.assoc"
				       " WHERE user_name = 'daemon'"));
	wckey.id = atoi(lab_sql(conn, "SELECT wckey_id FROM slurm_data.wckey"));
	account.cluster = person.cluster = wckey.cluster = cluster.name = "u";
}

/* 2023, in US/Pacific, hours of which may be on either side of the change */
static time_t at(const char *text)
{
	return (time_t)strtoll(text, NULL, 10);
}
#define MARCH at("1677657600")    /* 03-01 00:00 PST */
#define MARCH_12 at("1678608000") /* 00:00 PST; it has 23 hours */
#define MARCH_13 at("1678690800") /* 00:00 PDT */
#define MARCH_14 at("1678777200")
#define APRIL at("1680332400") /* 04-01 00:00 PDT */

static uint64_t sum(slurm_list_t *list)
{
	slurmdb_accounting_rec_t *rec;
	uint64_t total = 0;

	while (*list && (rec = list_pop(*list))) {
		total += rec->alloc_secs;
		slurmdb_destroy_accounting_rec(rec);
	}
	FREE_NULL_LIST(*list);
	return total;
}

static void is_used(time_t start, time_t end, uint64_t expected,
		    const char *what)
{
	int rc = usage_get(conn, 0, &account, DBD_GET_ASSOC_USAGE, start, end);
	uint64_t got = sum(&account.accounting_list);

	lab_ok(!rc && got == expected, "%s: %llu", what,
	       (unsigned long long)got);
}

/* Two people below the account used 1, 10, 100 each. */
static void test_units(void)
{
	is_used(MARCH, APRIL, 200,
		"a whole month is one row each, of all below the account");
	is_used(MARCH_13, MARCH_14, 0, "a day without usage");
	is_used(MARCH, MARCH_14, 20, "whole days are days");
	is_used(MARCH_12, MARCH_13, 2,
		"a day of 23 hours is hours, as for MySQL");
	is_used(MARCH_12 + 3600, MARCH_14, 2,
		"what begins within a day is hours");
	is_used(MARCH_12, MARCH_12 + 3600, 0, "an hour without usage");
}

static void test_sight(uid_t uid, void *in, int type, slurm_list_t *list,
		       bool may, const char *what)
{
	int rc = usage_get(conn, uid, in, type, MARCH, APRIL);
	int error = errno;
	uint64_t got = sum(list);

	lab_ok(may ? !rc && got :
		     rc == SLURM_ERROR && error == ESLURM_ACCESS_DENIED && !got,
	       "%s: %s", what, may ? "seen" : "denied");
}

static void test_private(void)
{
	slurm_list_t *own = &person.accounting_list;
	slurm_list_t *keys = &wckey.accounting_list;

	slurm_conf.private_data = 0;
	test_sight(STRANGER, &person, DBD_GET_ASSOC_USAGE, own, true,
		   "nothing is private");
	slurm_conf.private_data = PRIVATE_DATA_USAGE;
	test_sight(0, &person, DBD_GET_ASSOC_USAGE, own, true, "root");
	test_sight(OWNER, &person, DBD_GET_ASSOC_USAGE, own, true, "one's own");
	test_sight(STRANGER, &person, DBD_GET_ASSOC_USAGE, own, false,
		   "somebody else's");
	/* what the message says of the user does not count */
	person.user = "bin";
	test_sight(STRANGER, &person, DBD_GET_ASSOC_USAGE, own, false,
		   "somebody else's under one's own name");
	person.user = NULL;
	test_sight(COORDINATOR, &person, DBD_GET_ASSOC_USAGE, own, true,
		   "that of one's account, by its coordinator");
	test_sight(STRANGER, &account, DBD_GET_ASSOC_USAGE,
		   &account.accounting_list, false, "an account's");
	test_sight(OWNER, &wckey, DBD_GET_WCKEY_USAGE, keys, true,
		   "one's own wckey's");
	test_sight(COORDINATOR, &wckey, DBD_GET_WCKEY_USAGE, keys, false,
		   "a wckey's, by the account's coordinator");
	slurm_conf.private_data = 0;
}

static void test_cluster(void)
{
	int rc = usage_get(conn, STRANGER, &cluster, DBD_GET_CLUSTER_USAGE,
			   MARCH, APRIL);
	slurmdb_cluster_accounting_rec_t *rec =
		cluster.accounting_list ? list_peek(cluster.accounting_list) :
					  NULL;

	lab_ok(!rc && rec && rec->tres_rec.id == TRES_CPU &&
		       rec->tres_rec.count == 64 && rec->alloc_secs == 1 &&
		       rec->down_secs == 2 && rec->pdown_secs == 3 &&
		       rec->idle_secs == 4 && rec->plan_secs == 5 &&
		       rec->over_secs == 6 && rec->period_start == MARCH &&
		       !xstrcmp(rec->tres_rec.type, "cpu"),
	       "a cluster's, each amount at its place");
	FREE_NULL_LIST(cluster.accounting_list);
}

static void test_incomplete(void)
{
	slurmdb_assoc_rec_t nobody = { .cluster = "u" };

	lab_ok(usage_get(conn, 0, &nobody, DBD_GET_ASSOC_USAGE, MARCH, APRIL) ==
		       SLURM_ERROR,
	       "a question that names nobody is refused");
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return 2;
	lab_start(argv[1], atoi(argv[2]), argv[3], argv[4]);
	conn = lab_open("u");
	make_data();
	test_units();
	test_private();
	test_cluster();
	test_incomplete();
	storage_close(&conn);
	return lab_done();
}
