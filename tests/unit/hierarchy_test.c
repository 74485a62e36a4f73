/*
 * hierarchy_test.c - lists of QOS, inheritance, default accounts in the way
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>

#include "plugins/accounting_storage/pgsql/assoc/assoc.h"
#include "plugins/accounting_storage/pgsql/assoc/inherit.h"
#include "plugins/accounting_storage/pgsql/limits/limits.h"
#include "plugins/accounting_storage/pgsql/qos/idlist.h"

/* ---------------------------------------------------------- lists of QOS */

/* What a test makes, until it ends. */
static slurm_list_t lists, texts;

static void destroy_list(void *list)
{
	list_destroy(list);
}

static void set_up(void)
{
	lists = list_create(destroy_list);
	texts = list_create(xfree_ptr);
}

static void tear_down(void)
{
	FREE_NULL_LIST(lists);
	FREE_NULL_LIST(texts);
}

static slurm_list_t kept_list(slurm_list_t list)
{
	list_append(lists, list);
	return list;
}

static char *kept(char *text)
{
	list_append(texts, text);
	return text;
}

static slurm_list_t new_strings(const char *text)
{
	slurm_list_t list = list_create(xfree_ptr);
	char *copy = xstrdup(text), *save = NULL;

	if (!text[0])
		list_append(list, xstrdup(""));
	for (char *word = strtok_r(copy, ",", &save); word;
	     word = strtok_r(NULL, ",", &save))
		list_append(list, xstrdup(word));
	xfree(copy);
	return list;
}

static slurm_list_t strings(const char *text)
{
	return kept_list(new_strings(text));
}

static struct idlist ids(const char *text)
{
	struct idlist list = { 0 };
	char *copy = xstrdup(text), *save = NULL;

	for (char *word = strtok_r(copy, ",", &save); word;
	     word = strtok_r(NULL, ",", &save))
		idlist_add(&list, atoi(word));
	xfree(copy);
	return list;
}

static const struct {
	const char *own, *delta, *change, *own_after, *delta_after;
} changes[] = {
	/* with a list of its own */
	{ "1,2", "", "3", "{3}", "{}" },
	{ "1,2", "", "3,4", "{3,4}", "{}" },
	{ "1,2", "", "+3", "{1,2,3}", "{}" },
	{ "1,2", "", "+1", "{2,1}", "{}" },
	{ "1,2", "", "-1", "{2}", "{}" },
	{ "1,2", "", "-3", "{1,2}", "{}" },
	{ "1", "", "-1", "{}", "{}" },
	{ "1,2", "", "", "{}", "{}" },
	/* against its parent's */
	{ "", "", "+3", "{}", "{3}" },
	{ "", "", "-3", "{}", "{-3}" },
	{ "", "3", "-3", "{}", "{-3}" },
	{ "", "-3", "+3", "{}", "{3}" },
	{ "", "3,-4", "+3", "{}", "{-4,3}" },
	{ "", "3,-4", "+5,-6", "{}", "{3,-4,5,-6}" },
	{ "", "3,-4", "7", "{7}", "{}" },
	{ "", "3,-4", "", "{}", "{}" },
};

START_TEST(changes_to_an_associations_qos)
{
	struct idlist own = ids(changes[_i].own);
	struct idlist delta = ids(changes[_i].delta);

	idlist_change_own(&own, &delta, strings(changes[_i].change));
	ck_assert_str_eq(kept(idlist_array(&own)), changes[_i].own_after);
	ck_assert_str_eq(kept(idlist_array(&delta)), changes[_i].delta_after);
	idlist_free(&own);
	idlist_free(&delta);
}
END_TEST

START_TEST(deltas_are_applied_in_turn)
{
	struct idlist list = ids("1,2,3"), delta = ids("4,-2,1,-4");

	idlist_apply(&list, &delta);
	ck_assert_str_eq(kept(idlist_array(&list)), "{1,3}");
	idlist_free(&list);
	idlist_free(&delta);
}
END_TEST

START_TEST(change_in_words)
{
	ck_assert_str_eq(kept(idlist_text("qos", strings("+3,+4,-5"))),
			 "qos+=3,4, qos-=5");
	ck_assert_str_eq(kept(idlist_text("preempt", strings("1,2"))), "preempt=1,2");
	ck_assert_str_eq(kept(idlist_text("qos", strings(""))), "qos=");
	ck_assert_ptr_null(idlist_text("qos", NULL));
}
END_TEST

/* ------------------------------------------------------------ inheritance */

static slurmdb_assoc_rec_t *assoc(slurm_list_t list, uint32_t lft, uint32_t rgt,
				  const char *account, const char *user)
{
	slurmdb_assoc_rec_t *assoc = xmalloc(sizeof(*assoc));

	limits_init(&assoc_limits, assoc);
	assoc->max_jobs = assoc->max_wall_pj = INFINITE;
	assoc->cluster = xstrdup("c");
	assoc->lft = lft;
	assoc->rgt = rgt;
	assoc->acct = xstrdup(account);
	assoc->user = xstrdup(user);
	list_append(list, assoc);
	return assoc;
}

static uint64_t limit(const char *column)
{
	for (int i = 0; i < assoc_limits.n; i++)
		if (!xstrcmp(assoc_limits.limit[i].column, column))
			return UINT64_C(1) << i;
	return 0;
}

static void note(const slurmdb_assoc_rec_t *assoc, const struct reach *reach,
		 void *arg)
{
	xstrfmtcat(*(char **)arg, "%s%s%s%s ", assoc->user,
		   reach->limits & limit("max_jobs") ? ":jobs" : "",
		   reach->limits & limit("max_tres_pj") ? ":tres" : "",
		   reach->qos ? ":qos" : "");
}

/* Of "+3,-4" the "+3" ends at mid, that says "-3", the "-4" at bob. */
START_TEST(an_opposite_word_stops_a_change_of_qos)
{
	slurm_list_t list =
		kept_list(list_create(slurmdb_destroy_assoc_rec));
	slurmdb_assoc_rec_t *top = assoc(list, 2, 11, "top", NULL), *mid, *bob;
	slurm_list_t words = strings("+3,-4");
	struct reach change = { .qos = inherit_all_words(words) };
	char *seen = NULL;

	mid = assoc(list, 3, 8, "mid", NULL);
	assoc(list, 4, 5, "mid", "ann");
	bob = assoc(list, 6, 7, "mid", "bob");
	assoc(list, 9, 10, "top", "cat");
	mid->qos_list = new_strings("-3,-4");
	bob->qos_list = new_strings("+4");
	inherit_walk(top, change, words, list, note, &seen);
	ck_assert_str_eq(seen, "ann:qos cat:qos ");
	xfree(seen);
}
END_TEST

/* top: mid (max_jobs set): deep: ann; bob in mid; cat in top with limits
 * and QOS of her own; dan in top; eve behind top */
START_TEST(a_change_reaches_down_to_what_is_set)
{
	slurm_list_t list =
		kept_list(list_create(slurmdb_destroy_assoc_rec));
	slurmdb_assoc_rec_t *top = assoc(list, 2, 15, "top", NULL);
	slurmdb_assoc_rec_t *mid = assoc(list, 3, 10, "mid", NULL), *cat;
	slurm_list_t words = strings("+3,-4");
	struct reach change = { .qos = inherit_all_words(words) };
	char *seen = NULL;

	assoc(list, 4, 7, "deep", NULL);
	assoc(list, 5, 6, "deep", "ann");
	assoc(list, 8, 9, "mid", "bob");
	cat = assoc(list, 11, 12, "top", "cat");
	assoc(list, 13, 14, "top", "dan");
	assoc(list, 16, 17, "root", "eve");
	mid->max_jobs = 5;
	mid->qos_list = new_strings("+3");
	cat->max_jobs = 6;
	cat->max_tres_pj = xstrdup("1=2");
	cat->qos_list = new_strings("1,2");
	change.limits = limit("max_jobs") | limit("max_tres_pj");
	inherit_walk(top, change, words, list, note, &seen);
	ck_assert_str_eq(seen, "ann:tres:qos bob:tres:qos cat:tres dan:jobs:tres:qos ");
	xfree(seen);
	change = (struct reach){ .limits = limit("max_jobs") };
	inherit_walk(mid, change, NULL, list, note, &seen);
	ck_assert_str_eq(seen, "ann:jobs bob:jobs ");
	xfree(seen);
	change = (struct reach){ .limits = limit("grp_jobs") };
	inherit_walk(top, change, words, list, note, &seen);
	ck_assert_ptr_null(seen);
}
END_TEST

/* -------------------------------------------------------- default accounts */

static void user(slurm_list_t list, const char *name, const char *account,
		 bool is_default)
{
	assoc(list, 0, 0, account, name)->is_def = is_default;
}

START_TEST(default_accounts_in_the_way)
{
	slurm_list_t list =
		kept_list(list_create(slurmdb_destroy_assoc_rec));
	slurm_list_t lines = strings("what would go");

	user(list, "bob", "phys", true);
	user(list, "amy", "phys", true);
	ck_assert_int_eq(assoc_check_defaults(list, NULL, lines),
			 SLURM_SUCCESS);
	ck_assert_int_eq(list_count(lines), 1);
	user(list, "bob", "chem", false);
	/* only what is in these accounts counts */
	ck_assert_int_eq(assoc_check_defaults(list, strings("phys"), lines),
			 SLURM_SUCCESS);
	ck_assert_int_eq(assoc_check_defaults(list, NULL, lines),
			 ESLURM_NO_REMOVE_DEFAULT_ACCOUNT);
	ck_assert_int_eq(list_count(lines), 1);
	ck_assert_str_eq(list_peek(lines),
			 "C = c               A = phys       U = bob      ");
}
END_TEST

START_TEST(lines_of_associations)
{
	slurm_list_t list =
		kept_list(list_create(slurmdb_destroy_assoc_rec));
	slurmdb_assoc_rec_t *a = assoc(list, 0, 0, "phys", "bob");

	ck_assert_str_eq(kept(assoc_line(a, 20)),
			 "C = c          A = phys                 U = bob      ");
	a->partition = xstrdup("long");
	ck_assert_str_eq(kept(assoc_line(a, 10)),
			 "C = c          A = phys       U = bob       P = long");
	a = assoc(list, 0, 0, "phys", NULL);
	ck_assert_str_eq(kept(assoc_line(a, 20)), "C = c          A = phys");
	a->parent_acct = xstrdup("root");
	ck_assert_str_eq(kept(assoc_line(a, 20)), "C = c          A = phys of root");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hierarchy");
	TCase *tcase = tcase_create("hierarchy");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, changes_to_an_associations_qos, 0,
			    sizeof(changes) / sizeof(changes[0]));
	tcase_add_test(tcase, deltas_are_applied_in_turn);
	tcase_add_test(tcase, change_in_words);
	tcase_add_test(tcase, a_change_reaches_down_to_what_is_set);
	tcase_add_test(tcase, an_opposite_word_stops_a_change_of_qos);
	tcase_add_test(tcase, default_accounts_in_the_way);
	tcase_add_test(tcase, lines_of_associations);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
