/*
 * sql_text_test.c - the old SQL of Slurm's archives: words, statements, names
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/archive/sql_load.h"
#include "plugins/accounting_storage/pgsql/archive/sql_text.h"

static slurm_list_t list;
static char *why;

static const struct sql_statement *parse(const char *text)
{
	FREE_NULL_LIST(list);
	xfree(why);
	list = sql_text_parse(text, &why);
	return list ? list_peek(list) : NULL;
}

static void teardown(void)
{
	FREE_NULL_LIST(list);
	xfree(why);
}

START_TEST(test_insert)
{
	const struct sql_statement *s = parse(
		"insert into job_table (jobid, `partition`, Cluster) values\n"
		"('65536', 'de\\'b''ug', 'c')\n"
		"('1', '', 'c') , (-2, null, 'd')\n"
		"on duplicate key update id=LAST_INSERT_ID(id), end=VALUES(end);");

	ck_assert_ptr_nonnull(s);
	ck_assert_int_eq(list_count(list), 1);
	ck_assert_int_eq(s->verb, SQL_INSERT);
	ck_assert_str_eq(s->table, "job_table");
	ck_assert_int_eq(s->n_columns, 3);
	ck_assert_str_eq(s->column[1], "partition");
	ck_assert_str_eq(s->column[2], "cluster");
	ck_assert_int_eq(s->n_rows, 3);
	ck_assert_str_eq(s->value[0], "65536");
	ck_assert_str_eq(s->value[1], "de'b'ug");
	ck_assert_str_eq(s->value[4], "");
	ck_assert_str_eq(s->value[6], "-2");
	ck_assert_ptr_null(s->value[7]);
	ck_assert_int_eq(s->row_line[0], 2);
	ck_assert_int_eq(s->row_line[2], 3);
}
END_TEST

START_TEST(test_others)
{
	const struct sql_statement *s = parse(
		"delete from job_table where alloc_nodes='n' cluster='c';\n");

	ck_assert_ptr_nonnull(s);
	ck_assert_int_eq(s->verb, SQL_DELETE);
	ck_assert_int_eq(s->n_columns, 2);
	ck_assert_str_eq(s->column[1], "cluster");
	ck_assert_str_eq(s->value[1], "c");
	ck_assert_ptr_nonnull(
		parse("delete from job_table where a=1 && b=2 AND c=3"));
	s = parse(
		"truncate table \"c_event_table\";\ntruncate table \"d_job_table\"");
	ck_assert_ptr_nonnull(s);
	ck_assert_int_eq(list_count(list), 2);
	ck_assert_int_eq(s->verb, SQL_TRUNCATE);
	ck_assert_str_eq(s->table, "c_event_table");
	ck_assert_ptr_null(parse(""));
	ck_assert_ptr_null(why);
	ck_assert_ptr_nonnull(list);
}
END_TEST

static const struct {
	const char *text, *why;
} bad[] = {
	{ "drop table x;", "line 1: neither insert, delete nor truncate" },
	{ "\n\nselect 1", "line 3: neither" },
	{ "insert into t (a) values (1);\ndrop table t;", "line 2: neither" },
	{ "insert into t (a, b)\nvalues (1);", "line 2: fewer values" },
	{ "insert into t (a)\nvalues (1,\n2);", "line 2: more values" },
	{ "insert into t (a) values (b);", "line 1: expected a value: b" },
	{ "insert into t (a) values (now());", "line 1: expected a value" },
	{ "insert into t (a) values (1) on duplicate key update a=1;",
	  "line 1: expected a name: 1" },
	{ "insert into t (a) values ('x", "line 1: expected a value" },
	{ "insert into t values (1);", "line 1: expected \"(\"" },
	{ "delete from t;", "line 1: expected \"where\"" },
	{ "delete from t where a='1' or b='2';", "line 1: expected \"=\"" },
	{ "delete from t where a<>1;", "line 1: expected \"=\"" },
	{ "truncate c_job_table;", "line 1: expected \"table\"" },
	{ "truncate table a, b;", "line 1: expected \";\"" },
	{ "truncate table a; -- no comment", "line 1: neither" },
	{ "delete from t where a=1 /* */", "line 1: expected \";\"" },
};

START_TEST(test_refused)
{
	ck_assert_ptr_null(parse(bad[_i].text));
	ck_assert_ptr_nonnull(why);
	ck_assert_msg(!strncmp(why, bad[_i].why, strlen(bad[_i].why)),
		      "%s\n  got %s", bad[_i].text, why);
}
END_TEST

START_TEST(test_json)
{
	char *json = sql_load_json(
		parse("insert into job_table (jobid, cluster, submit, state, uid, deleted, alloc_nodes, tres_alloc) values"
		      " ('65536', 'c', 1199138400, '3', '1002', '0', 'n1', '1=2') (2, 'c', '7', '1', null, 0, '4', '')"),
		&why);

	ck_assert_ptr_nonnull(json);
	ck_assert_str_eq(
		json,
		"[{\"job_id\":65536,\"cluster\":\"c\",\"submit_time\":1199138400,"
		"\"state\":\"COMPLETED\",\"user_id\":1002,\"alloc_nodes\":0,\"alloc_tres\":\"1=2\"},"
		"{\"job_id\":2,\"cluster\":\"c\",\"submit_time\":7,"
		"\"state\":\"RUNNING\",\"alloc_nodes\":4,\"alloc_tres\":\"\"}]");
	xfree(json);
	ck_assert_ptr_null(sql_load_json(
		parse("\ninsert into job_table (jobid, what, cluster) values (1, 2, 3)"),
		&why));
	ck_assert_str_eq(why, "line 2: job_table has no column what");
	xfree(why);
	ck_assert_ptr_null(sql_load_json(
		parse("insert into job_table (jobid, submit) values (1, 2)"),
		&why));
	ck_assert_str_eq(why,
			 "line 1: rows of job_table do not tell their cluster");
	xfree(why);
	ck_assert_ptr_null(sql_load_json(
		parse("insert into user_table (name) values ('x')"), &why));
	ck_assert_str_eq(why, "line 1: rows of user_table are not taken");
	ck_assert(sql_is_old_text(" \nInsert into"));
	ck_assert(!sql_is_old_text("record,cluster"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("old SQL");
	TCase *tcase = tcase_create("old SQL");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_add_test(tcase, test_insert);
	tcase_add_test(tcase, test_others);
	tcase_add_loop_test(tcase, test_refused, 0, ARRAY_SIZE(bad));
	tcase_add_test(tcase, test_json);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
