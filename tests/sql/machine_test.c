/*
 * machine_test.c - what slurmctld says of nodes, the cluster, reservations:
 * stored in a real database, whatever was said before
 *
 * Run by tests/sql/machine: host, port, user of a PostgreSQL are arguments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <errno.h>
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/event/event.h"
#include "plugins/accounting_storage/pgsql/reservation/reservation.h"

static struct storage_conn *conn;
static char *host, *user;
static int port;

static void open_storage(void)
{
	static const struct pg_statement add = {
		"add", "INSERT INTO slurm_data.cluster (name) VALUES ('c1')"
			" ON CONFLICT DO NOTHING"
	};

	slurm_prog_name = "slurmdbd";
	slurm_conf.accounting_storage_host = host;
	slurm_conf.accounting_storage_port = port;
	slurm_conf.accounting_storage_user = user;
	ck_assert_int_eq(storage_init(), SLURM_SUCCESS);
	conn = storage_open(1, true, "c1");
	ck_assert_int_eq(errno, 0);
	ck_assert_int_eq(storage_query(conn, &add, NULL, NULL), SLURM_SUCCESS);
}

static void close_storage(void)
{
	storage_close(&conn);
	storage_fini();
}

/* The question's only value. */
static char *ask(const char *text, const char *parameter)
{
	const struct pg_statement statement = { text, text };
	struct pg_params params = { 0 };
	struct pg_result *result;
	static char answer[2000];

	pg_add_text(&params, parameter);
	ck_assert_int_eq(storage_query(conn, &statement, &params, &result),
			 SLURM_SUCCESS);
	ck_assert_int_eq(pg_rows(result), 1);
	snprintf(answer, sizeof(answer), "%s", pg_text(result, 0, 0));
	pg_result_free(&result);
	pg_params_free(&params);
	return answer;
}

/* ------------------------------------------------------------------ nodes */

/* "start-end state reason; ..." of a node, seconds from 1000 on. */
static char *spans(const char *node)
{
	return ask("SELECT coalesce(string_agg(format('%s-%s %s %s',"
		   " extract(epoch FROM start_time)::int - 1000,"
		   " CASE WHEN end_time < 'infinity' THEN (extract(epoch FROM end_time)::int - 1000)::text END,"
		   " state, reason), '; ' ORDER BY start_time), 'none')"
		   " FROM slurm_data.event WHERE node_name = $1",
		   node);
}

static void down(char *name, time_t at, uint32_t state, char *reason)
{
	node_record_t node = {
		.name = name,
		.node_state = state,
		.tres_str = "1=4,2=8000,4=1",
	};

	ck_assert_int_eq(event_node_down(conn, &node, 1000 + at, reason, 0),
			 SLURM_SUCCESS);
}

static void up(char *name, time_t at)
{
	node_record_t node = { .name = name };

	ck_assert_int_eq(event_node_up(conn, &node, 1000 + at), SLURM_SUCCESS);
}

START_TEST(test_down_and_up)
{
	down("n1", 10, 1, "disk");
	ck_assert_str_eq(spans("n1"), "10- 1 disk");
	up("n1", 20);
	ck_assert_str_eq(spans("n1"), "10-20 1 disk");
	ck_assert_str_eq(ask("SELECT cpus || ' ' || mem_mb || ' ' || nodes"
			     " FROM slurm_data.event WHERE node_name = $1",
			     "n1"),
			 "4 8000 1");
	down("n1", 30, 1, "fan");
	ck_assert_str_eq(spans("n1"), "10-20 1 disk; 30- 1 fan");
}
END_TEST

START_TEST(test_told_twice)
{
	down("n2", 10, 1, "disk");
	down("n2", 10, 1, "disk");
	down("n2", 15, 1, "DISK"); /* the same state and reason goes on */
	ck_assert_str_eq(spans("n2"), "10- 1 disk");
	up("n2", 20);
	up("n2", 20);
	up("n2", 25);
	ck_assert_str_eq(spans("n2"), "10-20 1 disk");
}
END_TEST

START_TEST(test_other_reason_is_another_span)
{
	down("n3", 10, 1, "disk");
	down("n3", 20, 1, "fan");
	down("n3", 30, 2, "fan");
	up("n3", 40);
	ck_assert_str_eq(spans("n3"),
			 "10-20 1 disk; 20-30 1 fan; 30-40 2 fan");
}
END_TEST

START_TEST(test_up_without_down)
{
	up("n4", 10);
	ck_assert_str_eq(spans("n4"), "none");
}
END_TEST

/* slurmctld sends again from the first that was not acknowledged. */
START_TEST(test_sent_again)
{
	for (int i = 0; i < 2; i++) {
		down("n5", 10, 1, "disk");
		up("n5", 20);
		down("n5", 30, 1, "disk");
	}
	down("n5", 30, 1, "disk");
	ck_assert_str_eq(spans("n5"), "10-20 1 disk; 30- 1 disk");
}
END_TEST

/* A late message neither ends nor overlaps what came after it; a late "up" ends
 * what came late too. */
START_TEST(test_late)
{
	down("n6", 30, 1, "fan");
	down("n6", 10, 1, "disk");
	ck_assert_str_eq(spans("n6"), "10-30 1 disk; 30- 1 fan");
	up("n6", 20);
	ck_assert_str_eq(spans("n6"), "10-20 1 disk; 30- 1 fan");
}
END_TEST

START_TEST(test_same_second)
{
	down("n7", 10, 1, "disk");
	down("n7", 10, 2, "fan");
	ck_assert_str_eq(spans("n7"), "10- 2 fan");
	up("n7", 10);
	ck_assert_str_eq(spans("n7"), "10-10 2 fan");
}
END_TEST

START_TEST(test_names)
{
	down("n8", 10, 1, "it's \"$1\" \\ \xff; drop");
	ck_assert_str_eq(spans("n8"), "10- 1 it's \"$1\" \\ \xef\xbf\xbd; drop");
}
END_TEST

/* --------------------------------------------------------------- instances */

/* "start-end id type extra; ..." of a node, seconds from 1000 on. */
static char *instances(const char *node)
{
	return ask("SELECT coalesce(string_agg(format('%s-%s %s %s %s',"
		   " extract(epoch FROM start_time)::int - 1000,"
		   " CASE WHEN end_time < 'infinity' THEN (extract(epoch FROM end_time)::int - 1000)::text END,"
		   " instance_id, instance_type, extra), '; ' ORDER BY start_time), 'none')"
		   " FROM slurm_data.instance WHERE node_name = $1",
		   node);
}

static void is_instance(const char *node, time_t at, const char *id,
			const char *type, const char *extra)
{
	ck_assert_int_eq(
		record_submit(conn, event_instance_record(node, id, type, extra,
							  1000 + at)),
		SLURM_SUCCESS);
}

START_TEST(test_instance)
{
	down("n20", 10, NODE_STATE_POWERED_DOWN | 1, "power save");
	up("n20", 20);
	is_instance("n20", 25, "i-1", "small", NULL);
	ck_assert_str_eq(instances("n20"), "20- i-1 small ");
	is_instance("n20", 26, "i-1", "small", NULL);
	is_instance("n20", 30, "i-1", "small", "spot");
	ck_assert_str_eq(instances("n20"), "20- i-1 small spot");
	down("n20", 40, 1, "disk");
	ck_assert_str_eq(instances("n20"), "20- i-1 small spot");
	down("n20", 50, NODE_STATE_POWERED_DOWN | 1, "power save");
	ck_assert_str_eq(instances("n20"), "20-50 i-1 small spot");
	up("n20", 60);
	is_instance("n20", 65, "i-2", "big", "");
	ck_assert_str_eq(instances("n20"),
			 "20-50 i-1 small spot; 60- i-2 big ");
}
END_TEST

START_TEST(test_another_instance)
{
	is_instance("n21", 10, NULL, NULL, NULL);
	ck_assert_str_eq(instances("n21"), "none");
	is_instance("n21", 10, "i-1", "small", NULL);
	is_instance("n21", 20, "i-2", "small", NULL);
	ck_assert_str_eq(instances("n21"),
			 "10-20 i-1 small ; 20- i-2 small ");
	is_instance("n21", 30, NULL, NULL, NULL);
	ck_assert_str_eq(instances("n21"),
			 "10-20 i-1 small ; 20-30 i-2 small ");
}
END_TEST

/* ----------------------------------------------------------------- cluster */

static int tres(const char *nodes, const char *list, time_t at)
{
	return event_cluster_tres(conn, nodes, list, 1000 + at, NULL);
}

START_TEST(test_cluster)
{
	ck_assert_int_eq(tres("n[1-2]", NULL, 5), SLURM_SUCCESS);
	ck_assert_int_eq(tres("n[1-2]", "1=8,2=16000,4=2,1001=3", 10),
			 ACCOUNTING_FIRST_REG);
	ck_assert_int_eq(tres("n[1-2]", "1=8,2=16000,4=2,1001=3", 10),
			 SLURM_SUCCESS);
	ck_assert_int_eq(tres("n[1-2]", "1=8,2=16000,4=2,1001=3", 20),
			 SLURM_SUCCESS);
	down("n9", 25, 1, "disk");
	ck_assert_int_eq(tres("n[1-2]", "1=9,2=16000,4=2", 30),
			 ACCOUNTING_TRES_CHANGE_DB);
	/* what was down may not be there any more */
	ck_assert_str_eq(spans("n9"), "25-30 1 disk");
	ck_assert_int_eq(tres("n[1-3]", "1=9,2=16000,4=2", 40),
			 ACCOUNTING_NODES_CHANGE_DB);
	ck_assert_str_eq(spans(""),
			 "10-30 0 Cluster Registered TRES; 30-40 0 Cluster Registered TRES; 40- 0 Cluster Registered TRES");
}
END_TEST

static enum pg_class gone(struct pg_conn *pg, void *arg)
{
	return event_cluster_gone(pg, storage_cluster_id(conn, "c1"));
}

/* slurmctld went and came back: the cluster was down in between. */
START_TEST(test_cluster_gone)
{
	ck_assert_int_eq(storage_write(conn, gone, NULL), SLURM_SUCCESS);
	ck_assert_int_eq(storage_write(conn, gone, NULL), SLURM_SUCCESS);
	ck_assert_str_eq(ask("SELECT count(*) FROM slurm_data.event"
			     " WHERE node_name = '' AND state = 1 AND cpus = 9"
			     " AND end_time = 'infinity' AND $1 = ''",
			     ""),
			 "1");
	ck_assert_int_eq(tres("n[1-3]", "1=9,2=16000,4=2",
			      time(NULL) - 1000 + 5),
			 SLURM_SUCCESS);
	ck_assert_str_eq(ask("SELECT string_agg(state::text, ',')"
			     " FROM slurm_data.event WHERE node_name = $1"
			     " AND end_time = 'infinity'",
			     ""),
			 "0");
}
END_TEST

/* ------------------------------------------------------------ reservations */

/* "start-end name flags assocs nodes cpus; ..." of a reservation. */
static char *rows(const char *id)
{
	return ask("SELECT coalesce(string_agg(format('%s-%s %s %s %s %s %s%s',"
		   " extract(epoch FROM start_time)::int - 1000,"
		   " extract(epoch FROM end_time)::int - 1000,"
		   " name, flags, assocs, node_list, cpus,"
		   " CASE WHEN deleted THEN ' removed' END),"
		   " '; ' ORDER BY start_time), 'none')"
		   " FROM slurm_data.reservation WHERE resv_id = $1::int",
		   id);
}

static slurmdb_reservation_rec_t resv(uint32_t id, time_t start, time_t end)
{
	return (slurmdb_reservation_rec_t){
		.id = id,
		.time_start = 1000 + start,
		.time_start_prev = 1000 + start,
		.time_end = 1000 + end,
		.assocs = ",3,-4,5,",
		.cluster = "c1",
		.flags = 64,
		.name = "maint",
		.nodes = "n[1-2]",
		.tres_str = "1=8",
	};
}

START_TEST(test_reservation)
{
	slurmdb_reservation_rec_t r = resv(1, 10, 90);

	ck_assert_int_eq(reservation_add(conn, &r), SLURM_SUCCESS);
	ck_assert_int_eq(reservation_add(conn, &r), SLURM_SUCCESS);
	ck_assert_str_eq(rows("1"), "10-90 maint 64 3,5 n[1-2] 8");
	/* it ends later: still the same shape */
	r.name = NULL;
	r.time_end = 1000 + 95;
	ck_assert_int_eq(reservation_modify(conn, &r), SLURM_SUCCESS);
	ck_assert_str_eq(rows("1"), "10-95 maint 64 3,5 n[1-2] 8");
	/* other nodes: another row from then on */
	r.nodes = "n[1-3]";
	r.tres_str = "1=12";
	r.time_start = 1000 + 50;
	ck_assert_int_eq(reservation_modify(conn, &r), SLURM_SUCCESS);
	ck_assert_int_eq(reservation_modify(conn, &r), SLURM_SUCCESS);
	ck_assert_str_eq(rows("1"), "10-50 maint 64 3,5 n[1-2] 8; 50-95 maint 64 3,5 n[1-3] 12");
	/* a message that is late says nothing any more */
	r.time_start = r.time_start_prev = 1000 + 10;
	r.nodes = "n1";
	ck_assert_int_eq(reservation_modify(conn, &r), SLURM_SUCCESS);
	ck_assert_str_eq(rows("1"), "10-50 maint 64 3,5 n[1-2] 8; 50-95 maint 64 3,5 n[1-3] 12");
	r.time_start = 1000 + 50;
	r.time_start_prev = 1000 + 60; /* when it was removed */
	ck_assert_int_eq(reservation_remove(conn, &r), SLURM_SUCCESS);
	ck_assert_int_eq(reservation_remove(conn, &r), SLURM_SUCCESS);
	ck_assert_str_eq(rows("1"), "10-50 maint 64 3,5 n[1-2] 8; 50-60 maint 64 3,5 n[1-3] 12 removed");
}
END_TEST

/* One that has not begun is changed in place, and leaves nothing behind. */
START_TEST(test_future_reservation)
{
	time_t later = time(NULL) - 1000 + 10000;
	slurmdb_reservation_rec_t r = resv(2, later, later + 10);
	char *at;

	ck_assert_int_eq(reservation_add(conn, &r), SLURM_SUCCESS);
	r.time_start += 5;
	r.tres_str = "1=4";
	r.nodes = "n1";
	ck_assert_int_eq(reservation_modify(conn, &r), SLURM_SUCCESS);
	at = xstrdup_printf("%ld-%ld maint 64 3,5 n1 4", later + 5, later + 10);
	ck_assert_str_eq(rows("2"), at);
	xfree(at);
	r.time_start_prev = time(NULL);
	ck_assert_int_eq(reservation_remove(conn, &r), SLURM_SUCCESS);
	ck_assert_str_eq(rows("2"), "none");
}
END_TEST

START_TEST(test_reservation_nobody_knows)
{
	slurmdb_reservation_rec_t r = resv(3, 10, 90);

	ck_assert_int_eq(reservation_remove(conn, &r), SLURM_SUCCESS);
	ck_assert_str_eq(rows("3"), "none");
	r.name = NULL;
	r.time_start_prev = 0;
	ck_assert_int_eq(reservation_modify(conn, &r), SLURM_SUCCESS);
	ck_assert_str_eq(rows("3"), "10-90  64 3,5 n[1-2] 8");
}
END_TEST

/* What no table can take is kept apart, and does not come back for ever. */
START_TEST(test_record_at_fault)
{
	slurmdb_reservation_rec_t r = resv(4, 10, 90);

	r.time_start = 0;
	ck_assert_int_eq(reservation_add(conn, &r), SLURM_SUCCESS);
	ck_assert_str_eq(ask("SELECT string_agg(kind || ' ' || sqlstate || ' '"
			     " || (record->>'id'), ',') FROM"
			     " slurm_data.dead_letter WHERE kind = $1",
			     "reservation_add"),
			 "reservation_add 23502 4");
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("machine");
	TCase *tests = tcase_create("machine");

	tcase_set_timeout(tests, 30);
	tcase_add_checked_fixture(tests, open_storage, close_storage);
	tcase_add_test(tests, test_down_and_up);
	tcase_add_test(tests, test_told_twice);
	tcase_add_test(tests, test_other_reason_is_another_span);
	tcase_add_test(tests, test_up_without_down);
	tcase_add_test(tests, test_sent_again);
	tcase_add_test(tests, test_late);
	tcase_add_test(tests, test_same_second);
	tcase_add_test(tests, test_names);
	tcase_add_test(tests, test_instance);
	tcase_add_test(tests, test_another_instance);
	tcase_add_test(tests, test_cluster);
	tcase_add_test(tests, test_cluster_gone);
	tcase_add_test(tests, test_reservation);
	tcase_add_test(tests, test_future_reservation);
	tcase_add_test(tests, test_reservation_nobody_knows);
	tcase_add_test(tests, test_record_at_fault);
	suite_add_tcase(s, tests);
	return s;
}

int main(int argc, char **argv)
{
	SRunner *runner;
	int failed;

	if (argc != 4)
		return 2;
	host = argv[1];
	port = atoi(argv[2]);
	user = argv[3];
	runner = srunner_create(suite());
	srunner_set_tap(runner, "-");
	srunner_run_all(runner, CK_SILENT);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
