/*
 * difference_test.c - differences, applied by Slurm's own assoc_mgr, make its
 * cache what the database says, and keep what points into it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/direct/difference/difference.h"
#include "plugins/accounting_storage/pgsql/direct/difference/member.h"

/* ------------------------------------------------------ a small database */

static slurm_list_t qos_list, user_list, assoc_list;

static slurmdb_qos_rec_t *qos(uint32_t id, const char *name)
{
	slurmdb_qos_rec_t *q = xmalloc(sizeof(*q));

	slurmdb_init_qos_rec(q, false, INFINITE);
	q->id = id;
	q->name = xstrdup(name);
	q->flags = 0;
	q->priority = 0;
	q->grace_time = 0;
	q->usage_factor = 1.0;
	list_append(qos_list, q);
	return q;
}

static slurmdb_user_rec_t *user(const char *name)
{
	slurmdb_user_rec_t *u = xmalloc(sizeof(*u));

	u->name = xstrdup(name);
	u->admin_level = SLURMDB_ADMIN_NONE;
	u->coord_accts = list_create(slurmdb_destroy_coord_rec);
	list_append(user_list, u);
	return u;
}

static void coordinates(slurmdb_user_rec_t *u, const char *account)
{
	slurmdb_coord_rec_t *coord = xmalloc(sizeof(*coord));

	coord->name = xstrdup(account);
	coord->direct = 1;
	list_append(u->coord_accts, coord);
}

static slurmdb_assoc_rec_t *assoc(uint32_t id, uint32_t parent,
				  const char *account, const char *user_name)
{
	slurmdb_assoc_rec_t *a = xmalloc(sizeof(*a));
	uint32_t *const none[] = { &a->grp_jobs,        &a->grp_jobs_accrue,
				   &a->grp_submit_jobs, &a->grp_wall,
				   &a->max_jobs,        &a->max_jobs_accrue,
				   &a->max_submit_jobs, &a->max_wall_pj,
				   &a->min_prio_thresh, &a->priority };

	slurmdb_init_assoc_rec(a, false);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		*none[i] = INFINITE;
	a->id = id;
	a->parent_id = parent;
	a->parent_acct = parent ? xstrdup("parent") : NULL;
	a->cluster = xstrdup("c1");
	a->acct = xstrdup(account);
	a->user = xstrdup(user_name);
	a->shares_raw = 1;
	a->is_def = 0;
	a->def_qos_id = 0;
#if SLURM_VERSION_NUMBER < SLURM_VERSION_NUM(24, 11, 0)
	a->lft = 10 * id;
	a->rgt = 10 * id + 1;
#endif
	a->qos_list = list_create(xfree_ptr);
	list_append(a->qos_list, xstrdup("1"));
	list_append(assoc_list, a);
	return a;
}

/* root, its user, two accounts, alice and bob */
static void database(void)
{
	qos_list = list_create(slurmdb_destroy_qos_rec);
	user_list = list_create(slurmdb_destroy_user_rec);
	assoc_list = list_create(slurmdb_destroy_assoc_rec);
	qos(1, "normal");
	qos(2, "high");
	user("root");
	user("daemon"); /* exists everywhere, so that it has a uid */
	assoc(1, 0, "root", NULL);
	assoc(2, 1, "root", "root")->is_def = 1;
	assoc(3, 1, "phys", NULL);
	assoc(4, 1, "chem", NULL);
	assoc(5, 3, "phys", "daemon")->is_def = 1;
	assoc(6, 4, "chem", "daemon");
}

static int has_id(void *x, void *key)
{
	return ((slurmdb_assoc_rec_t *)x)->id == *(uint32_t *)key;
}

static int qos_has_id(void *x, void *key)
{
	return ((slurmdb_qos_rec_t *)x)->id == *(uint32_t *)key;
}

static slurmdb_assoc_rec_t *find_assoc(slurm_list_t list, uint32_t id)
{
	return list_find_first(list, has_id, &id);
}

static slurmdb_qos_rec_t *find_qos(slurm_list_t list, uint32_t id)
{
	return list_find_first(list, qos_has_id, &id);
}

static int user_has_name(void *x, void *key)
{
	return !xstrcmp(((slurmdb_user_rec_t *)x)->name, key);
}

static slurmdb_user_rec_t *find_user(slurm_list_t list, char *name)
{
	return list_find_first(list, user_has_name, name);
}

/* ------------------------------------------------------- slurmctld's cache */

static slurm_list_t compare(void)
{
	slurm_list_t updates = difference_new();

	difference_qos(updates, assoc_mgr_qos_list, qos_list);
	difference_users(updates, assoc_mgr_user_list, user_list);
	difference_assocs(updates, assoc_mgr_assoc_list, assoc_list);
	return updates;
}

/* Returns how many changes there were. */
static int follow(void)
{
	slurm_list_t updates = compare();
	int n = difference_count(updates);

	ck_assert_int_eq(assoc_mgr_update(updates, false), SLURM_SUCCESS);
	FREE_NULL_LIST(updates);
	return n;
}

static void add_tres(slurm_list_t list, uint32_t id, const char *type)
{
	slurmdb_tres_rec_t *tres = xmalloc(sizeof(*tres));

	tres->id = id;
	tres->type = xstrdup(type);
	list_append(list, tres);
}

static void setup(void)
{
	slurm_list_t tres = list_create(slurmdb_destroy_tres_rec);

	slurm_conf.cluster_name = xstrdup("c1");
	add_tres(tres, 1, "cpu");
	add_tres(tres, 2, "mem");
	add_tres(tres, 3, "energy");
	add_tres(tres, 4, "node");
	add_tres(tres, 5, "billing");
	assoc_mgr_qos_list = list_create(slurmdb_destroy_qos_rec);
	assoc_mgr_user_list = list_create(slurmdb_destroy_user_rec);
	assoc_mgr_assoc_list = list_create(slurmdb_destroy_assoc_rec);
	assoc_mgr_post_tres_list(tres);
	database();
	ck_assert_int_eq(follow(), 10);
}

static void teardown(void)
{
	assoc_mgr_fini(false);
	xfree(slurm_conf.cluster_name);
}

/* --------------------------------------------------------------- the tests */

START_TEST(an_empty_cache_is_filled)
{
	slurmdb_assoc_rec_t *a = find_assoc(assoc_mgr_assoc_list, 5);

	ck_assert_int_eq(list_count(assoc_mgr_assoc_list), 6);
	ck_assert_ptr_eq(a->usage->parent_assoc_ptr,
			 find_assoc(assoc_mgr_assoc_list, 3));
	ck_assert_uint_eq(a->grp_tres_run_mins_ctld[0], INFINITE64);
	ck_assert(bit_test(a->usage->valid_qos, 1));
	ck_assert_str_eq(find_user(assoc_mgr_user_list, "daemon")->default_acct,
			 "phys");
}
END_TEST

START_TEST(the_same_again_is_no_change)
{
	database();
	ck_assert_int_eq(follow(), 0);
}
END_TEST

START_TEST(a_limit_is_set_and_taken_away_in_place)
{
	slurmdb_assoc_rec_t *a = find_assoc(assoc_mgr_assoc_list, 5);

	a->usage->grp_used_tres_run_secs[0] = 77;
	database();
	find_assoc(assoc_list, 5)->grp_tres_run_mins = xstrdup("1=6000");
	ck_assert_int_eq(follow(), 1);
	ck_assert_ptr_eq(find_assoc(assoc_mgr_assoc_list, 5), a);
	ck_assert_uint_eq(a->grp_tres_run_mins_ctld[0], 6000);
	ck_assert_uint_eq(a->usage->grp_used_tres_run_secs[0], 77);
	database();
	ck_assert_int_eq(follow(), 1);
	ck_assert_uint_eq(a->grp_tres_run_mins_ctld[0], INFINITE64);
	ck_assert_ptr_null(a->grp_tres_run_mins);
}
END_TEST

START_TEST(what_is_gone_is_removed)
{
	uint32_t five = 5, six = 6, two = 2;

	database();
	list_delete_first(assoc_list, has_id, &five);
	list_delete_first(assoc_list, has_id, &six);
	list_delete_first(user_list, user_has_name, "daemon");
	list_delete_first(qos_list, qos_has_id, &two);
	ck_assert_int_eq(follow(), 4);
	ck_assert_ptr_null(find_assoc(assoc_mgr_assoc_list, 5));
	ck_assert_ptr_null(find_user(assoc_mgr_user_list, "daemon"));
	ck_assert_ptr_null(find_qos(assoc_mgr_qos_list, 2));
	ck_assert_int_eq(list_count(assoc_mgr_assoc_list), 4);
}
END_TEST

START_TEST(a_new_qos_is_there_before_its_associations)
{
	slurmdb_assoc_rec_t *a;

	database();
	qos(9, "new");
	a = find_assoc(assoc_list, 5);
	list_append(a->qos_list, xstrdup("9"));
	a->def_qos_id = 9;
	ck_assert_int_eq(follow(), 2);
	a = find_assoc(assoc_mgr_assoc_list, 5);
	ck_assert(bit_test(a->usage->valid_qos, 9));
	ck_assert(bit_test(a->usage->valid_qos, 1));
	ck_assert_uint_eq(a->def_qos_id, 9);
	/* and back: no QOS of its own any more */
	database();
	ck_assert_int_eq(follow(), 2);
	ck_assert_uint_eq(a->def_qos_id, 0);
	ck_assert(!bit_test(a->usage->valid_qos, 9));
}
END_TEST

START_TEST(the_default_account_moves)
{
	database();
	find_assoc(assoc_list, 5)->is_def = 0;
	find_assoc(assoc_list, 6)->is_def = 1;
	ck_assert_int_eq(follow(), 2);
	ck_assert_str_eq(find_user(assoc_mgr_user_list, "daemon")->default_acct,
			 "chem");
}
END_TEST

START_TEST(a_priority_is_given_and_taken)
{
	slurmdb_assoc_rec_t *a = find_assoc(assoc_mgr_assoc_list, 5);

	database();
	find_assoc(assoc_list, 5)->priority = 35;
	ck_assert_int_eq(follow(), 1);
	ck_assert_uint_eq(a->priority, 35);
	database();
	ck_assert_int_eq(follow(), 1);
	ck_assert_uint_eq(a->priority, 0);
	database();
	ck_assert_int_eq(follow(), 0);
}
END_TEST

START_TEST(an_account_moves_with_what_is_below)
{
	slurmdb_assoc_rec_t *phys = find_assoc(assoc_mgr_assoc_list, 3);

	database();
	find_assoc(assoc_list, 3)->parent_id = 4;
	ck_assert_int_eq(follow(), 1);
	ck_assert_ptr_eq(phys->usage->parent_assoc_ptr,
			 find_assoc(assoc_mgr_assoc_list, 4));
	ck_assert_ptr_eq(
		find_assoc(assoc_mgr_assoc_list, 5)->usage->parent_assoc_ptr,
		phys);
}
END_TEST

START_TEST(administrators_and_coordinators)
{
	slurmdb_user_rec_t *u;

	database();
	u = find_user(user_list, "daemon");
	u->admin_level = SLURMDB_ADMIN_OPERATOR;
	coordinates(u, "phys");
	coordinates(u, "chem");
	ck_assert_int_eq(follow(), 2);
	u = find_user(assoc_mgr_user_list, "daemon");
	ck_assert_int_eq(u->admin_level, SLURMDB_ADMIN_OPERATOR);
	ck_assert_int_eq(list_count(u->coord_accts), 2);
	database();
	u = find_user(user_list, "daemon");
	u->admin_level = SLURMDB_ADMIN_OPERATOR;
	coordinates(u, "chem"); /* the order says nothing */
	coordinates(u, "phys");
	ck_assert_int_eq(follow(), 0);
	database();
	ck_assert_int_eq(follow(), 2);
	ck_assert_int_eq(
		list_count(
			find_user(assoc_mgr_user_list, "daemon")->coord_accts),
		0);
}
END_TEST

START_TEST(preemption_of_a_qos)
{
	slurmdb_qos_rec_t *q;

	database();
	q = find_qos(qos_list, 2);
	q->preempt_bitstr = bit_alloc(2);
	bit_set(q->preempt_bitstr, 1);
	ck_assert_int_eq(follow(), 1);
	q = find_qos(assoc_mgr_qos_list, 2);
	ck_assert(bit_test(q->preempt_bitstr, 1));
	ck_assert_int_ge(bit_size(q->preempt_bitstr), g_qos_count);
	database();
	ck_assert_int_eq(follow(), 1);
	ck_assert(
		!bit_test(find_qos(assoc_mgr_qos_list, 2)->preempt_bitstr, 1));
}
END_TEST

START_TEST(flags_of_a_qos)
{
	database();
	find_qos(qos_list, 2)->flags = QOS_FLAG_DENY_LIMIT | QOS_FLAG_NO_DECAY;
	ck_assert_int_eq(follow(), 1);
	ck_assert_uint_eq(find_qos(assoc_mgr_qos_list, 2)->flags,
			  QOS_FLAG_DENY_LIMIT | QOS_FLAG_NO_DECAY);
	database();
	ck_assert_int_eq(follow(), 1);
	ck_assert_uint_eq(find_qos(assoc_mgr_qos_list, 2)->flags, 0);
}
END_TEST

/* Every member that is compared is one that Slurm's update takes over: else
 * the second comparison would find it again. */
static void change(void *record, const struct member *m)
{
	char *at = (char *)record + m->offset;

	switch (m->type) {
	case MEMBER_TEXT:
		*(char **)at = xstrdup("1=11,2=22");
		break;
	case MEMBER_U16:
		*(uint16_t *)at = *(uint16_t *)at == 1 ? 0 : 1;
		break;
	case MEMBER_U32:
		*(uint32_t *)at = 35;
		break;
	case MEMBER_DOUBLE:
		*(double *)at = 0.25;
		break;
	}
}

static void each_is_taken_over(const struct member *members, int n,
			       void *(*find)(void))
{
	for (int i = 0; i < n; i++) {
		database();
		change(find(), &members[i]);
		ck_assert_msg(follow() == 1, "member %d is not seen", i);
		database();
		change(find(), &members[i]);
		ck_assert_msg(!follow(), "member %d is not taken over", i);
		database();
		ck_assert_msg(follow() == 1, "member %d stays", i);
	}
}

static void *assoc_5(void)
{
	return find_assoc(assoc_list, 5);
}

static void *qos_2(void)
{
	return find_qos(qos_list, 2);
}

START_TEST(every_limit_of_an_association)
{
	const struct member *members;
	int n;

	members = difference_assoc_members(&n);
	ck_assert_int_ge(n, 19);
	each_is_taken_over(members, n, assoc_5);
}
END_TEST

START_TEST(every_limit_of_a_qos)
{
	const struct member *members;
	int n;

	members = difference_qos_members(&n);
	ck_assert_int_ge(n, 30);
	each_is_taken_over(members, n, qos_2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("difference");
	TCase *cases = tcase_create("difference");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(cases, setup, teardown);
	tcase_add_test(cases, an_empty_cache_is_filled);
	tcase_add_test(cases, the_same_again_is_no_change);
	tcase_add_test(cases, a_limit_is_set_and_taken_away_in_place);
	tcase_add_test(cases, what_is_gone_is_removed);
	tcase_add_test(cases, a_new_qos_is_there_before_its_associations);
	tcase_add_test(cases, the_default_account_moves);
	tcase_add_test(cases, a_priority_is_given_and_taken);
	tcase_add_test(cases, an_account_moves_with_what_is_below);
	tcase_add_test(cases, administrators_and_coordinators);
	tcase_add_test(cases, preemption_of_a_qos);
	tcase_add_test(cases, flags_of_a_qos);
	tcase_add_test(cases, every_limit_of_an_association);
	tcase_add_test(cases, every_limit_of_a_qos);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
