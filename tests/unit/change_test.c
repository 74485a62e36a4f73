/*
 * change_test.c - a client's transaction, what is told after it, and records,
 * through the fake driver
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <errno.h>
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/record/dead_letter.h"
#include "plugins/accounting_storage/pgsql/storage/publish.h"
#include "plugins/accounting_storage/pgsql/record/record.h"
#include "src/pg/fake.h"

static struct pg_fake *fake;
static struct storage_conn conn;

/* ------------------------------------------- what stands in for the others */

enum pg_class storage_schema(struct pg_conn *pg)
{
	return PG_OK;
}

void storage_log_error(struct pg_conn *pg)
{
}

enum storage_host storage_host(void)
{
	return HOST_SLURMDBD;
}

/* "name@host:port/version types..." of all that was sent. */
static char sent[1000];
static int told_myself;

int slurmdb_send_accounting_update(List updates, char *cluster, char *host,
				   uint16_t port, uint16_t rpc_version)
{
	slurmdb_update_object_t *update;
	ListIterator i = list_iterator_create(updates);
	size_t had = strlen(sent);

	had += sprintf(sent + had, "%s@%s:%u/%u", cluster, host, port,
		       rpc_version);
	while ((update = list_next(i)))
		had += sprintf(sent + had, " %d*%d", update->type,
			       list_count(update->objects));
	list_iterator_destroy(i);
	strcat(sent, "\n");
	return SLURM_SUCCESS;
}

int assoc_mgr_update(List updates, bool locked)
{
	ck_assert(!locked);
	told_myself++;
	return SLURM_SUCCESS;
}

static char letter[200];

enum pg_class dead_letter_store(struct storage_conn *c,
				const struct record *record,
				const struct pg_error *refusal)
{
	snprintf(letter, sizeof(letter), "%s: %s", record->kind->name,
		 refusal->message);
	return pg_exec(c->pg, &(struct pg_statement){ "letter", "SELECT 3" },
		       NULL, NULL);
}

static void setup(void)
{
	sent[0] = letter[0] = '\0';
	told_myself = 0;
	fake = pg_fake_new();
	conn = (struct storage_conn){ .rollback = true, .cluster_id = 7 };
	conn.pg = pg_fake_conn(fake, NULL);
	pthread_mutex_init(&conn.lock, NULL);
	conn.updates = list_create(publication_free);
}

static void teardown(void)
{
	const char *verdict = pg_fake_verdict(fake);

	ck_assert_msg(!verdict, "%s", verdict);
	ck_assert_int_eq(pthread_mutex_trylock(&conn.lock), 0);
	FREE_NULL_LIST(conn.updates);
	pg_conn_free(&conn.pg);
	pg_fake_free(&fake);
}

/* ---------------------------------------------------------------- changes */

static const struct pg_statement one = { "one", "SELECT 1" };
static int outcome; /* of work, after its statement went well */

static slurmdb_assoc_rec_t *assoc(uint32_t id)
{
	slurmdb_assoc_rec_t *rec = xmalloc(sizeof(*rec));

	slurmdb_init_assoc_rec(rec, false);
	rec->id = id;
	rec->cluster = xstrdup("c");
	return rec;
}

/* Says that an association was added, then fails or not. */
static int work(struct storage_conn *c, void *arg)
{
	int rc = storage_exec(c, &one, NULL, NULL);

	storage_publish(c, SLURMDB_ADD_ASSOC, assoc(5));
	return rc ? rc : outcome;
}

static void expect_operation(bool first)
{
	if (first)
		pg_fake_expect(fake, "begin");
	pg_fake_expect(fake, "savepoint");
	pg_fake_expect(fake, "one");
}

/* A commit of something to tell of, in its turn. */
static void expect_commit(void)
{
	pg_fake_expect(fake, "publish_turn");
	pg_fake_row(fake, 1, "t");
	pg_fake_expect(fake, "commit");
}

static void expect_targets(void)
{
	pg_fake_expect(fake, "cluster_registered");
	pg_fake_row(fake, 4, "c1", "10.0.0.1", "6817", "9728");
	pg_fake_row(fake, 4, "c2", "10.0.0.2", "6818", "9984");
	pg_fake_expect(fake, "publish_turn_over");
}

START_TEST(test_commit_tells_everyone)
{
	outcome = SLURM_SUCCESS;
	expect_operation(true);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
	ck_assert_str_eq(sent, "");
	expect_operation(false);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
	expect_commit();
	expect_targets();
	ck_assert_int_eq(storage_commit(&conn, true), SLURM_SUCCESS);
	ck_assert_str_eq(sent, "c1@10.0.0.1:6817/9728 2*2\n"
			       "c2@10.0.0.2:6818/9984 2*2\n");
	ck_assert_int_eq(told_myself, 1);
	/* nothing is told twice */
	ck_assert_int_eq(storage_commit(&conn, true), SLURM_SUCCESS);
	ck_assert_int_eq(told_myself, 1);
}
END_TEST

/* Another slurmdbd, or connection, still tells of what it has changed. */
START_TEST(test_commit_waits_for_its_turn)
{
	outcome = SLURM_SUCCESS;
	expect_operation(true);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
	for (int i = 0; i < 3; i++) {
		pg_fake_expect(fake, "publish_turn");
		pg_fake_row(fake, 1, "f");
	}
	expect_commit();
	expect_targets();
	ck_assert_int_eq(storage_commit(&conn, true), SLURM_SUCCESS);
	ck_assert_int_eq(told_myself, 1);
}
END_TEST

START_TEST(test_rollback_tells_nobody)
{
	outcome = SLURM_SUCCESS;
	expect_operation(true);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
	pg_fake_expect(fake, "rollback");
	ck_assert_int_eq(storage_commit(&conn, false), SLURM_SUCCESS);
	ck_assert_int_eq(storage_commit(&conn, true), SLURM_SUCCESS);
	ck_assert_str_eq(sent, "");
}
END_TEST

/* The second operation fails: the first one stays, and is what is told. */
START_TEST(test_failed_operation_is_undone)
{
	outcome = SLURM_SUCCESS;
	expect_operation(true);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
	outcome = ESLURM_ACCESS_DENIED;
	expect_operation(false);
	pg_fake_expect(fake, "savepoint_rollback");
	ck_assert_int_eq(storage_change(&conn, work, NULL),
			 ESLURM_ACCESS_DENIED);
	ck_assert_int_eq(errno, ESLURM_ACCESS_DENIED);
	expect_commit();
	expect_targets();
	ck_assert_int_eq(storage_commit(&conn, true), SLURM_SUCCESS);
	ck_assert_str_eq(sent, "c1@10.0.0.1:6817/9728 2*1\n"
			       "c2@10.0.0.2:6818/9984 2*1\n");
}
END_TEST

/* The first operation fails: no transaction stays open behind it. */
START_TEST(test_first_operation_fails)
{
	outcome = ESLURM_ACCESS_DENIED;
	expect_operation(true);
	pg_fake_expect(fake, "rollback");
	ck_assert_int_eq(storage_change(&conn, work, NULL),
			 ESLURM_ACCESS_DENIED);
	ck_assert(!conn.changing);
	ck_assert_int_eq(storage_commit(&conn, true), SLURM_SUCCESS);
	ck_assert_str_eq(sent, "");
}
END_TEST

START_TEST(test_deadlock_is_tried_again)
{
	outcome = SLURM_SUCCESS;
	expect_operation(true);
	pg_fake_error(fake, "40P01", "deadlock detected");
	pg_fake_expect(fake, "rollback");
	expect_operation(true);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
	ck_assert_int_eq(list_count(conn.updates), 1);
}
END_TEST

/* The server was restarted while the client said nothing. */
START_TEST(test_link_lost_before)
{
	outcome = SLURM_SUCCESS;
	pg_fake_expect(fake, "begin");
	pg_fake_error(fake, NULL, "server closed the connection");
	expect_operation(true);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
	ck_assert_int_eq(pg_fake_connects(fake), 2);
}
END_TEST

/* What was changed before is gone: the client must hear of it, at its next
 * change and at its commit; then all is well again. */
START_TEST(test_link_lost_between)
{
	outcome = SLURM_SUCCESS;
	expect_operation(true);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
	pg_fake_expect(fake, "savepoint");
	pg_fake_error(fake, NULL, "server closed the connection");
	ck_assert_int_eq(storage_change(&conn, work, NULL),
			 ESLURM_DB_CONNECTION);
	ck_assert_int_eq(storage_change(&conn, work, NULL),
			 ESLURM_DB_CONNECTION);
	ck_assert_int_eq(storage_commit(&conn, true), ESLURM_DB_CONNECTION);
	ck_assert_int_eq(list_count(conn.updates), 0);
	ck_assert_int_eq(storage_commit(&conn, true), SLURM_SUCCESS);
	ck_assert_str_eq(sent, "");
	expect_operation(true);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
}
END_TEST

START_TEST(test_commit_unknown_tells_nobody)
{
	outcome = SLURM_SUCCESS;
	expect_operation(true);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
	expect_commit();
	pg_fake_error(fake, NULL, "server closed the connection");
	ck_assert_int_eq(storage_commit(&conn, true), ESLURM_DB_CONNECTION);
	ck_assert_str_eq(sent, "");
}
END_TEST

/* slurmctld asks for no transactions (get_connection's rollback). */
START_TEST(test_no_rollback_commits_at_once)
{
	conn.rollback = false;
	outcome = SLURM_SUCCESS;
	expect_operation(true);
	pg_fake_expect(fake, "savepoint_release");
	expect_commit();
	expect_targets();
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
	ck_assert_int_eq(told_myself, 1);
}
END_TEST

START_TEST(test_nobody_there)
{
	pg_fake_refuse(fake, 100, NULL, "connection refused");
	ck_assert_int_eq(storage_change(&conn, work, NULL),
			 ESLURM_DB_CONNECTION);
	ck_assert_int_eq(errno, ESLURM_DB_CONNECTION);
	ck_assert_int_eq(storage_query(&conn, &one, NULL, NULL),
			 ESLURM_DB_CONNECTION);
	ck_assert_int_eq(storage_commit(&conn, true), SLURM_SUCCESS);
}
END_TEST

START_TEST(test_query_over_a_new_link)
{
	struct pg_result *result;

	pg_fake_expect(fake, "one");
	pg_fake_error(fake, NULL, "server closed the connection");
	pg_fake_expect(fake, "one");
	pg_fake_row(fake, 1, "42");
	ck_assert_int_eq(storage_query(&conn, &one, NULL, &result),
			 SLURM_SUCCESS);
	ck_assert_int_eq(pg_int(result, 0, 0, 0), 42);
	pg_result_free(&result);
}
END_TEST

/* ---------------------------------------------------------------- grouping */

START_TEST(test_order_of_what_is_told)
{
	slurm_list_t groups;
	slurmdb_update_object_t *group;
	slurmdb_qos_rec_t *qos = xmalloc(sizeof(*qos));

	slurmdb_init_qos_rec(qos, false, NO_VAL);
	storage_publish(&conn, SLURMDB_MODIFY_ASSOC, assoc(1));
	storage_publish(&conn, SLURMDB_REMOVE_ASSOC, assoc(2)); /* parent */
	storage_publish(&conn, SLURMDB_REMOVE_ASSOC, assoc(3)); /* child */
	storage_publish(&conn, SLURMDB_ADD_QOS, qos);
	ck_assert_uint_eq(qos->grp_jobs, INFINITE);
	ck_assert_int_eq(storage_publish(&conn, SLURMDB_UPDATE_NOTSET, NULL),
			 SLURM_ERROR);
	groups = publish_group(conn.updates);
	ck_assert_int_eq(list_count(conn.updates), 0);
	ck_assert_int_eq(list_count(groups), 3);
	group = list_pop(groups);
	ck_assert_int_eq(group->type, SLURMDB_REMOVE_ASSOC);
	ck_assert_uint_eq(((slurmdb_assoc_rec_t *)list_peek(group->objects))->id,
			  3);
	slurmdb_destroy_update_object(group);
	group = list_pop(groups);
	ck_assert_int_eq(group->type, SLURMDB_ADD_QOS);
	slurmdb_destroy_update_object(group);
	group = list_pop(groups);
	ck_assert_int_eq(group->type, SLURMDB_MODIFY_ASSOC);
	slurmdb_destroy_update_object(group);
	FREE_NULL_LIST(groups);
}
END_TEST

/* ----------------------------------------------------------------- records */

static enum pg_class store(struct storage_conn *c, const void *what)
{
	ck_assert_int_eq(c->cluster_id, 7);
	return pg_exec(c->pg, &one, NULL, NULL);
}

static int freed;

static void free_what(void *what)
{
	freed++;
}

static const struct record_kind kind = {
	.name = "test",
	.store = store,
	.free = free_what,
};

static int submit(void)
{
	freed = 0;
	return record_submit(&conn, (struct record){ &kind, "x" });
}

START_TEST(test_record)
{
	pg_fake_expect(fake, "begin");
	pg_fake_expect(fake, "one");
	pg_fake_expect(fake, "commit");
	ck_assert_int_eq(submit(), SLURM_SUCCESS);
	ck_assert_int_eq(freed, 1);
}
END_TEST

START_TEST(test_refused_record_is_a_letter)
{
	pg_fake_expect(fake, "begin");
	pg_fake_expect(fake, "one");
	pg_fake_error(fake, "22003", "out of range");
	pg_fake_expect(fake, "rollback");
	pg_fake_expect(fake, "begin");
	pg_fake_expect(fake, "letter");
	pg_fake_expect(fake, "commit");
	ck_assert_int_eq(submit(), SLURM_SUCCESS);
	ck_assert_str_eq(letter, "test: out of range");
	ck_assert_int_eq(freed, 1);
}
END_TEST

/* Not the record's fault: slurmctld shall keep it. */
START_TEST(test_installation_at_fault)
{
	pg_fake_expect(fake, "begin");
	pg_fake_expect(fake, "one");
	pg_fake_error(fake, "42501", "permission denied");
	pg_fake_expect(fake, "rollback");
	ck_assert_int_eq(submit(), ESLURM_DB_CONNECTION);
	ck_assert_str_eq(letter, "");
	ck_assert_int_eq(freed, 1);
}
END_TEST

START_TEST(test_record_while_nobody_is_there)
{
	pg_fake_refuse(fake, 1000, NULL, "connection refused");
	ck_assert_int_eq(submit(), ESLURM_DB_CONNECTION);
	ck_assert_int_eq(freed, 1);
}
END_TEST

/* Before its first commit a slurmctld's records stand in the transaction in
 * which it registered; a refused one must not take that with it. */
START_TEST(test_record_within_a_change)
{
	outcome = SLURM_SUCCESS;
	expect_operation(true);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(storage_change(&conn, work, NULL), SLURM_SUCCESS);
	pg_fake_expect(fake, "savepoint");
	pg_fake_expect(fake, "one");
	pg_fake_error(fake, "22003", "out of range");
	pg_fake_expect(fake, "savepoint_rollback");
	pg_fake_expect(fake, "savepoint");
	pg_fake_expect(fake, "letter");
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(submit(), SLURM_SUCCESS);
	ck_assert(conn.changing);
}
END_TEST

static int sunk;

static int sink(struct storage_conn *c, struct record record)
{
	sunk++;
	record_free(&record);
	return SLURM_SUCCESS;
}

START_TEST(test_record_to_the_writer)
{
	record_set_sink(sink);
	ck_assert_int_eq(submit(), SLURM_SUCCESS);
	record_set_sink(NULL);
	ck_assert_int_eq(sunk, 1);
	ck_assert_int_eq(freed, 1);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("change");
	TCase *tests = tcase_create("change");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_commit_tells_everyone);
	tcase_add_test(tests, test_commit_waits_for_its_turn);
	tcase_add_test(tests, test_rollback_tells_nobody);
	tcase_add_test(tests, test_failed_operation_is_undone);
	tcase_add_test(tests, test_first_operation_fails);
	tcase_add_test(tests, test_deadlock_is_tried_again);
	tcase_add_test(tests, test_link_lost_before);
	tcase_add_test(tests, test_link_lost_between);
	tcase_add_test(tests, test_commit_unknown_tells_nobody);
	tcase_add_test(tests, test_no_rollback_commits_at_once);
	tcase_add_test(tests, test_nobody_there);
	tcase_add_test(tests, test_query_over_a_new_link);
	tcase_add_test(tests, test_order_of_what_is_told);
	tcase_add_test(tests, test_record);
	tcase_add_test(tests, test_refused_record_is_a_letter);
	tcase_add_test(tests, test_installation_at_fault);
	tcase_add_test(tests, test_record_while_nobody_is_there);
	tcase_add_test(tests, test_record_within_a_change);
	tcase_add_test(tests, test_record_to_the_writer);
	suite_add_tcase(s, tests);
	return s;
}

int main(void)
{
	SRunner *runner = srunner_create(suite());
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
