/*
 * limits_test.c - the tables of limits, in C and in SQL
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>

#include "plugins/accounting_storage/pgsql/limits/limits.h"
#include "src/pg/fake.h"

/* ------------------------------------------------------------------ tables */

static uint64_t bit_of(const struct limit_table *table, const char *column)
{
	for (int i = 0; i < table->n; i++)
		if (!xstrcmp(table->limit[i].column, column))
			return UINT64_C(1) << i;
	ck_abort_msg("no limit %s", column);
	return 0;
}

/* Set a member that differs from "as it is", by its kind. */
static void set_one(const struct limit *limit, void *record)
{
	char *member = (char *)record + limit->member;

	switch (limit->kind) {
	case LIMIT_COUNT:
		*(uint32_t *)member = 7;
		break;
	case LIMIT_SMALL:
		*(uint16_t *)member = 4;
		break;
	case LIMIT_YES:
		*(uint16_t *)member = 1;
		break;
	case LIMIT_FACTOR:
		*(double *)member = 0.5;
		break;
	case LIMIT_TRES:
		*(char **)member = xstrdup("1=7");
		break;
	}
}

/* No two limits share a member: what is set is what is asked for. */
static void check_members(const struct limit_table *table, void *record)
{
	for (int i = 0; i < table->n; i++) {
		limits_init(table, record);
		ck_assert_uint_eq(limits_asked(table, record), 0);
		set_one(&table->limit[i], record);
		ck_assert_msg(limits_asked(table, record) == UINT64_C(1) << i,
			      "%s", table->limit[i].column);
		if (table->limit[i].kind == LIMIT_TRES)
			xfree(*(char **)((char *)record +
					 table->limit[i].member));
	}
}

START_TEST(each_limit_has_its_member)
{
	slurmdb_assoc_rec_t assoc;
	slurmdb_qos_rec_t qos;

	check_members(&assoc_limits, &assoc);
	check_members(&qos_limits, &qos);
}
END_TEST

/* What Slurm calls "as it is" asks for nothing. */
START_TEST(initialised_records_ask_for_nothing)
{
	slurmdb_assoc_rec_t assoc;
	slurmdb_qos_rec_t qos;

	slurmdb_init_assoc_rec(&assoc, false);
	ck_assert_uint_eq(limits_asked(&assoc_limits, &assoc), 0);
	slurmdb_init_qos_rec(&qos, false, NO_VAL);
	ck_assert_uint_eq(limits_asked(&qos_limits, &qos), 0);
}
END_TEST

START_TEST(infinite_and_negative_counts)
{
	slurmdb_assoc_rec_t assoc;
	double number;

	slurmdb_init_assoc_rec(&assoc, false);
	assoc.max_jobs = INFINITE;
	assoc.grp_jobs = (uint32_t)-5;
	assoc.grp_wall = 0;
	ck_assert_uint_eq(limits_asked(&assoc_limits, &assoc),
			  bit_of(&assoc_limits, "max_jobs") |
				  bit_of(&assoc_limits, "grp_wall_mins"));
	for (int i = 0; i < assoc_limits.n; i++) {
		const struct limit *limit = &assoc_limits.limit[i];

		if (!xstrcmp(limit->column, "max_jobs"))
			ck_assert_int_eq(limit_ask(limit, &assoc, false,
						   &number),
					 LIMIT_CLEARED);
		if (!xstrcmp(limit->column, "grp_wall_mins"))
			ck_assert_int_eq(limit_ask(limit, &assoc, false,
						   &number),
					 LIMIT_SET);
	}
}
END_TEST

/* ------------------------------------------------------------------- texts */

START_TEST(log_text_of_a_change)
{
	slurmdb_assoc_rec_t assoc;
	char *text;

	slurmdb_init_assoc_rec(&assoc, false);
	ck_assert_ptr_null(limits_text(&assoc_limits, &assoc, false));
	assoc.shares_raw = INFINITE;
	assoc.max_jobs = 5;
	assoc.grp_wall = INFINITE;
	assoc.is_def = 1;
	assoc.grp_tres_run_mins = xstrdup("1=6000");
	text = limits_text(&assoc_limits, &assoc, false);
	ck_assert_str_eq(text, ", shares=1, grp_wall=NULL, is_def=1, max_jobs=5, grp_tres_run_mins='1=6000'");
	xfree(text);
	slurmdb_free_assoc_rec_members(&assoc);
}
END_TEST

/* The words that accounting_storage/mysql logs for a new association, QOS. */
START_TEST(log_text_of_new_records)
{
	slurmdb_assoc_rec_t assoc;
	slurmdb_qos_rec_t qos;
	char *text;

	slurmdb_init_assoc_rec(&assoc, false);
	assoc.max_jobs = 3;
	text = limits_text(&assoc_limits, &assoc, true);
	ck_assert_str_eq(
		text,
		", shares=1, grp_jobs=NULL, grp_jobs_accrue=NULL, grp_submit_jobs=NULL, grp_wall=NULL, max_jobs=3, max_jobs_accrue=NULL, min_prio_thresh=NULL, max_submit_jobs=NULL, max_wall_pj=NULL, priority=NULL, def_qos_id=NULL");
	xfree(text);
	slurmdb_init_qos_rec(&qos, false, NO_VAL);
	text = limits_text(&qos_limits, &qos, true);
	ck_assert_str_eq(
		text,
		", grace_time=0, grp_jobs=NULL, grp_jobs_accrue=NULL, grp_submit_jobs=NULL, grp_wall=NULL, max_jobs_pa=NULL, max_jobs_per_user=NULL, max_jobs_accrue_pa=NULL, max_jobs_accrue_pu=NULL, min_prio_thresh=NULL, max_submit_jobs_pa=NULL, max_submit_jobs_per_user=NULL, max_wall_duration_per_job=NULL, preempt_exempt_time=NULL, preempt_mode=0, priority=0, usage_factor=1.000000, usage_thres=NULL, limit_factor=NULL");
	xfree(text);
}
END_TEST

/* --------------------------------------------------------------- inheritance */

START_TEST(what_a_parents_change_reaches)
{
	slurmdb_assoc_rec_t assoc = { 0 };
	uint64_t reached;

	/* read without inheritance: no limit is INFINITE, default QOS 0 */
	limits_init(&assoc_limits, &assoc);
	assoc.max_jobs = 3;
	assoc.max_submit_jobs = INFINITE;
	assoc.def_qos_id = 0;
	assoc.grp_jobs = INFINITE;
	assoc.max_tres_pj = xstrdup("1=2");
	reached = limits_inheriting(&assoc_limits, &assoc);
	ck_assert(!(reached & bit_of(&assoc_limits, "max_jobs")));
	ck_assert(reached & bit_of(&assoc_limits, "max_submit_jobs"));
	ck_assert(reached & bit_of(&assoc_limits, "default_qos_id"));
	ck_assert(reached & bit_of(&assoc_limits, "max_tres_pj"));
	ck_assert(!(reached & bit_of(&assoc_limits, "grp_jobs")));
	ck_assert(!(reached & bit_of(&assoc_limits, "shares")));
	slurmdb_free_assoc_rec_members(&assoc);
}
END_TEST

START_TEST(copied_for_slurmctld)
{
	slurmdb_assoc_rec_t read = { 0 }, told;

	read.max_jobs = INFINITE;
	read.grp_jobs = 5;
	slurmdb_init_assoc_rec(&told, false);
	limits_copy(&assoc_limits,
		    bit_of(&assoc_limits, "max_jobs") |
			    bit_of(&assoc_limits, "grp_tres"),
		    &read, &told);
	ck_assert_uint_eq(told.max_jobs, INFINITE);
	ck_assert_uint_eq(told.grp_jobs, NO_VAL);
	/* "" tells that the list has no limits, NULL would tell nothing */
	ck_assert_str_eq(told.grp_tres, "");
	ck_assert_ptr_null(told.max_tres_pj);
	read.grp_tres = xstrdup("1=4");
	limits_copy(&assoc_limits, bit_of(&assoc_limits, "grp_tres"), &read,
		    &read);
	ck_assert_str_eq(read.grp_tres, "1=4");
	slurmdb_free_assoc_rec_members(&read);
	slurmdb_free_assoc_rec_members(&told);
}
END_TEST

START_TEST(differing_limits)
{
	slurmdb_qos_rec_t a = { 0 }, b = { 0 };

	a.max_wall_pj = 5;
	b.grp_tres = xstrdup("1=4");
	b.usage_factor = 2;
	ck_assert_uint_eq(limits_differing(&qos_limits, &a, &b),
			  bit_of(&qos_limits, "max_wall_pj_mins") |
				  bit_of(&qos_limits, "grp_tres") |
				  bit_of(&qos_limits, "usage_factor"));
	ck_assert_uint_eq(limits_differing(&qos_limits, &a, &a), 0);
	slurmdb_free_qos_rec_members(&b);
}
END_TEST

/* ----------------------------------------------------------------------- SQL */

static const struct pg_statement template = {
	"template", "UPDATE t SET m = 1 /*limits: change*/ FROM unnest(ARRAY[0] /*limits: arrays*/) AS g (one /*limits: names*/)"
};

START_TEST(every_limit_is_in_the_statement)
{
	struct pg_statement s = limits_statement(&template, &qos_limits, 4);
	char *last = NULL, *sql;

	ck_assert_str_eq(s.name, "template");
	ck_assert_ptr_null(strstr(s.text, "/*"));
	for (int i = 0; i < qos_limits.n; i++) {
		char *set = NULL;

		xstrfmtcat(set, ", %s = ", qos_limits.limit[i].column);
		ck_assert_msg(strstr(s.text, set), "%s", set);
		xfree(set);
	}
	xstrfmtcat(last, "$%d::text[]", 4 + qos_limits.n - 1);
	ck_assert_ptr_nonnull(strstr(s.text, last));
	xfree(last);
	sql = (char *)s.text;
	xfree(sql);
}
END_TEST

START_TEST(parameters_of_a_change)
{
	slurmdb_qos_rec_t qos;
	const void *records[] = { &qos };
	struct pg_params p = { 0 };

	slurmdb_init_qos_rec(&qos, false, NO_VAL);
	qos.grace_time = 30;
	qos.grp_jobs = INFINITE;
	qos.limit_factor = 1.5;
	qos.max_tres_pu = xstrdup("1=8,4=2");
	limits_add_params(&p, &qos_limits, records, 1, false);
	ck_assert_int_eq(p.n, qos_limits.n);
	for (int i = 0; i < qos_limits.n; i++) {
		const char *column = qos_limits.limit[i].column;
		const char *wanted = "{NULL}";

		if (!xstrcmp(column, "grace_seconds"))
			wanted = "{30}";
		else if (!xstrcmp(column, "grp_jobs"))
			wanted = "{-1}";
		else if (!xstrcmp(column, "limit_factor"))
			wanted = "{\"1.500000\"}";
		else if (!xstrcmp(column, "max_tres_pu"))
			wanted = "{\"1=8,4=2\"}";
		ck_assert_msg(!xstrcmp(pg_param_value(&p, i), wanted),
			      "%s: %s", column, pg_param_value(&p, i));
	}
	pg_params_free(&p);
	slurmdb_free_qos_rec_members(&qos);
}
END_TEST

/* A row's columns land in the members in the tables' order, NULL as what
 * Slurm takes for "no limit". */
START_TEST(rows_become_records)
{
	static const struct pg_statement query = { "query", "SELECT" };
	struct pg_fake *fake = pg_fake_new();
	struct pg_conn *conn = pg_fake_conn(fake, NULL);
	struct pg_result *result = NULL;
	slurmdb_assoc_rec_t assoc = { 0 };

	ck_assert_int_eq(assoc_limits.n, 20);
	pg_fake_expect(fake, "query");
	pg_fake_row(fake, 21, "x", "10", NULL, "2", NULL, "60", "t", "4", NULL,
		    NULL, NULL, NULL, NULL, NULL, "1=5", NULL, "1=6000", NULL,
		    NULL, NULL, "4=1");
	ck_assert_int_eq(pg_connect(conn), PG_OK);
	ck_assert_int_eq(pg_exec(conn, &query, NULL, &result), PG_OK);
	limits_read(&assoc_limits, result, 0, 1, &assoc);
	ck_assert_uint_eq(assoc.shares_raw, 10);
	ck_assert_uint_eq(assoc.grp_jobs, INFINITE);
	ck_assert_uint_eq(assoc.grp_jobs_accrue, 2);
	ck_assert_uint_eq(assoc.grp_wall, 60);
	ck_assert_uint_eq(assoc.is_def, 1);
	ck_assert_uint_eq(assoc.max_jobs, 4);
	ck_assert_uint_eq(assoc.priority, INFINITE);
	ck_assert_uint_eq(assoc.def_qos_id, 0);
	ck_assert_str_eq(assoc.grp_tres, "1=5");
	ck_assert_ptr_null(assoc.grp_tres_mins);
	ck_assert_str_eq(assoc.grp_tres_run_mins, "1=6000");
	ck_assert_str_eq(assoc.max_tres_run_mins, "4=1");
	slurmdb_free_assoc_rec_members(&assoc);
	pg_result_free(&result);
	pg_conn_free(&conn);
	pg_fake_free(&fake);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("limits");
	TCase *tcase = tcase_create("limits");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, each_limit_has_its_member);
	tcase_add_test(tcase, initialised_records_ask_for_nothing);
	tcase_add_test(tcase, infinite_and_negative_counts);
	tcase_add_test(tcase, log_text_of_a_change);
	tcase_add_test(tcase, log_text_of_new_records);
	tcase_add_test(tcase, what_a_parents_change_reaches);
	tcase_add_test(tcase, copied_for_slurmctld);
	tcase_add_test(tcase, differing_limits);
	tcase_add_test(tcase, every_limit_is_in_the_statement);
	tcase_add_test(tcase, parameters_of_a_change);
	tcase_add_test(tcase, rows_become_records);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
