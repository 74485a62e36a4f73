/*
 * book_test.c - sums kept by differences are those of all jobs counted anew
 *
 * Jobs are drawn and changed at random, as slurmctld changes them; after each
 * change what the book says is compared with a count of every single job.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/job_submit/grptres/book.h"
#include "plugins/job_submit/grptres/hold.h"
#include "tests/unit/fake_ctld.h"

#define NTRES 8
#define ASSOCS 5
#define QOS 4
#define PARTS 3
#define JOBS 60

static job_record_t *by_id[1 << 18];
static uint32_t next_id;

job_record_t *find_job_record(uint32_t id)
{
	return by_id[id];
}

uint32_t get_next_job_id(bool test_only)
{
	return next_id;
}

static slurmdb_assoc_usage_t usage;
static slurmdb_assoc_rec_t assocs[ASSOCS];
static slurmdb_qos_rec_t qos[QOS];
static part_record_t parts[PARTS];
static time_t now;

static uint32_t draw(uint32_t below)
{
	return (uint32_t)random() % below;
}

static void free_job(void *item)
{
	job_record_t *job = item;

	by_id[job->job_id] = NULL;
	FREE_NULL_LIST(job->part_ptr_list);
	xfree(job->array_recs);
	xfree(job->tres_req_cnt);
	xfree(job->tres_alloc_cnt);
	xfree(job->details);
	xfree(job);
}

static void draw_size(job_record_t *job)
{
	for (int t = 0; t < NTRES; t++)
		job->tres_req_cnt[t] = draw(3) ? draw(9) : 0;
}

static job_record_t *add_job(void)
{
	job_record_t *job = xmalloc(sizeof(*job));

	job->job_id = next_id++;
	job->job_state = JOB_PENDING;
	job->time_limit = draw(20) ? 1 + draw(9) : INFINITE;
	job->assoc_ptr = &assocs[draw(ASSOCS)];
	job->assoc_id = job->assoc_ptr->id;
	job->qos_ptr = draw(4) ? &qos[draw(QOS)] : NULL;
	job->part_ptr = &parts[draw(PARTS)];
	job->details = xmalloc(sizeof(*job->details));
	job->tres_req_cnt = xcalloc(NTRES, sizeof(uint64_t));
	draw_size(job);
	if (!draw(3)) {
		job->part_ptr_list = list_create(NULL);
		list_append(job->part_ptr_list, job->part_ptr);
		list_append(job->part_ptr_list, &parts[draw(PARTS)]);
	}
	if (!draw(4)) {
		job->array_job_id = job->job_id;
		job->array_recs = xmalloc(sizeof(*job->array_recs));
		job->array_recs->task_cnt = 1 + draw(9);
		job->array_recs->max_run_tasks = draw(3) ? 0 : 1 + draw(4);
	}
	by_id[job->job_id] = job;
	list_append(job_list, job);
	return job;
}

/* An hour of one CPU. */
static job_record_t *simple_job(void)
{
	job_record_t *job = add_job();

	FREE_NULL_LIST(job->part_ptr_list);
	xfree(job->array_recs);
	job->array_job_id = 0;
	job->assoc_ptr = &assocs[0];
	job->assoc_id = job->assoc_ptr->id;
	job->qos_ptr = &qos[0];
	job->part_ptr = &parts[0];
	memset(job->tres_req_cnt, 0, NTRES * sizeof(uint64_t));
	job->tres_req_cnt[0] = 1;
	job->time_limit = 60;
	return job;
}

static void start_job(job_record_t *job)
{
	job->job_state = JOB_RUNNING;
	if (job->time_limit == INFINITE)
		job->end_time = now + 365 * 86400;
	else
		job->end_time = now + job->time_limit * 60;
	xfree(job->tres_alloc_cnt);
	job->tres_alloc_cnt = xcalloc(NTRES, sizeof(uint64_t));
	memcpy(job->tres_alloc_cnt, job->tres_req_cnt,
	       NTRES * sizeof(uint64_t));
	job->total_cpus = job->tres_alloc_cnt[TRES_ARRAY_CPU];
}

/* A task leaves its array: it keeps the record, the rest gets another. */
static void split_array(job_record_t *job)
{
	job_record_t *rest = add_job();

	FREE_NULL_LIST(rest->part_ptr_list);
	xfree(rest->array_recs);
	by_id[rest->job_id] = job;
	by_id[job->job_id] = rest;
	job->job_id ^= rest->job_id; /* they change ids */
	rest->job_id ^= job->job_id;
	job->job_id ^= rest->job_id;
	rest->array_job_id = job->array_job_id;
	rest->array_recs = job->array_recs;
	rest->time_limit = job->time_limit;
	rest->assoc_ptr = job->assoc_ptr;
	rest->assoc_id = job->assoc_id;
	rest->qos_ptr = job->qos_ptr;
	rest->part_ptr = job->part_ptr;
	memcpy(rest->tres_req_cnt, job->tres_req_cnt, NTRES * sizeof(uint64_t));
	rest->array_recs->task_cnt--;
	job->array_recs = NULL;
	start_job(job);
}

/* job_modify() of a queued job: of anything. */
static void modify(job_record_t *job)
{
	draw_size(job);
	job->assoc_ptr = &assocs[draw(ASSOCS)];
	job->assoc_id = job->assoc_ptr->id;
	job->qos_ptr = &qos[draw(QOS)];
	job->part_ptr = &parts[draw(PARTS)];
	if (job->array_recs)
		job->array_recs->max_run_tasks = draw(4);
	book_mark(job->job_id);
}

static void change_queued(job_record_t *job)
{
	switch (draw(6)) {
	case 0:
		modify(job);
		break;
	case 1: /* limits of its QOS or association have changed */
		job->time_limit = 1 + draw(9);
		break;
	case 2:
		if (!draw(3))
			job->qos_ptr = &qos[draw(QOS)];
		if (!draw(3))
			job->assoc_ptr = &assocs[draw(ASSOCS)];
		job->assoc_id = job->assoc_ptr->id;
		if (job->array_recs && job->array_recs->task_cnt > 1)
			job->array_recs->task_cnt--; /* one is cancelled */
		break;
	case 3:
		job->job_state = JOB_CANCELLED;
		break;
	default:
		if (job->array_recs && job->array_recs->task_cnt > 1)
			split_array(job);
		else
			start_job(job);
	}
}

/* Its nodes are not free yet; it may be queued again when they are. */
static void end_job(job_record_t *job)
{
	job->job_state =
		(draw(4) ? JOB_FAILED : JOB_CANCELLED) | JOB_COMPLETING;
	job->exit_code = draw(4) << 8;
	job->end_time = now;
	if (!draw(4))
		job->job_state |= JOB_REQUEUE;
}

static void change_ended(job_record_t *job)
{
	if (!IS_JOB_COMPLETING(job)) {
		list_delete_ptr(job_list, job); /* purged */
		return;
	}
	job->job_state &= ~(JOB_COMPLETING | JOB_REQUEUE);
	if (draw(2)) {
		job->job_state = JOB_PENDING;
		job->end_time = 0;
	}
}

static void change_running(job_record_t *job)
{
	switch (draw(6)) {
	case 0: /* a node of it fails, and it goes on */
		if (job->total_cpus) {
			job->total_cpus--;
			job->tres_alloc_cnt[TRES_ARRAY_CPU]--;
		}
		break;
	case 1:
		job->job_state = JOB_SUSPENDED;
		job->pre_sus_time = draw(60);
		break;
	case 2: /* a requeue */
		job->job_state = JOB_PENDING;
		job->end_time = 0;
		break;
	case 3:
		job->time_limit = 1 + draw(9);
		job->end_time = now + draw(600);
		break;
	case 4:
		job->job_state = JOB_COMPLETE;
		job->end_time = now;
		break;
	default:
		end_job(job);
	}
}

static void change(job_record_t *job)
{
	if (IS_JOB_PENDING(job)) {
		change_queued(job);
	} else if (IS_JOB_RUNNING(job)) {
		change_running(job);
	} else if (IS_JOB_SUSPENDED(job)) {
		if (draw(2)) {
			job->job_state = JOB_RUNNING;
			job->end_time = now + draw(600);
		} else { /* went on for some seconds in between */
			job->pre_sus_time += draw(20);
		}
	} else {
		change_ended(job);
	}
}

static int is_nth(void *item, void *arg)
{
	uint32_t *n = arg;

	return !(*n)--;
}

static void change_any(void)
{
	uint32_t n = list_count(job_list);

	if (n < JOBS || !draw(8))
		add_job();
	n = draw(list_count(job_list));
	change(list_find_first(job_list, is_nth, &n));
}

/* A job counted by itself; throttled arrays are walk.c's affair. */
static void count_one(const job_record_t *job, struct tally *own,
		      struct tally *tasks)
{
	uint64_t seconds[NTRES], owners[COUNT_OWNERS], left;
	struct whole whole = { 0 };
	struct belongs belongs;
	bool queued;
	size_t n;

	if (count_throttled(job) ||
	    !hold_of(job, &whole, now, &queued, seconds) ||
	    !chain_of_job(job, &belongs))
		return;
	left = queued ? 0 : hold_left(job, now);
	if (!queued && job->array_job_id)
		tally_running(tally_at(tasks, job->array_job_id), 1, &left, 1);
	n = count_owners(job, &belongs, queued, owners);
	for (size_t i = 0; i < n; i++) {
		struct budget_use *use = tally_at(own, owners[i]);

		if (queued)
			tally_queued(use, NTRES, seconds, 1);
		else
			tally_running(use, NTRES, seconds, 1);
	}
}

struct sums {
	struct tally *own, *tasks;
	uint32_t least_new, fresh;
};

static int count_each(void *item, void *arg)
{
	struct sums *sums = arg;
	const job_record_t *job = item;

	count_one(job, sums->own, sums->tasks);
	sums->fresh += job->job_id >= sums->least_new;
	return 0;
}

static void same(const struct budget_use *a, const struct budget_use *b)
{
	static const struct budget_use none;

	for (int t = 0; t < NTRES; t++) {
		const struct budget_use *x = a ? &a[t] : &none;
		const struct budget_use *y = b ? &b[t] : &none;

		ck_assert_uint_eq(x->running, y->running);
		ck_assert_uint_eq(x->queued, y->queued);
		ck_assert_uint_eq(x->running_jobs, y->running_jobs);
		ck_assert_uint_eq(x->queued_jobs, y->queued_jobs);
	}
}

static void compare_tasks(const struct sums *want, const struct sums *loose)
{
	for (uint32_t id = 1; id < next_id; id++) {
		const struct budget_use *a = tally_find(want->tasks, id);
		const struct budget_use *b = tally_find(loose->tasks, id);
		struct budget_use use = { 0 };

		book_tasks(id, now, &use);
		if (b)
			tally_merge(&use, 1, b);
		ck_assert_uint_eq(use.running, a ? a->running : 0);
		ck_assert_uint_eq(use.running_jobs, a ? a->running_jobs : 0);
	}
}

static uint32_t nrunning;

static void count_running(const struct book_running *running, void *arg)
{
	nrunning += running->count->kind == COUNT_RUNS;
}

/* The share of jobs that are not counted anew is returned, of 100. */
static uint32_t compare(void)
{
	uint32_t least_new = next_id - draw(5);
	struct sums want = { tally_new(NTRES), tally_new(1), least_new, 0 };
	struct sums loose = { NULL, tally_new(1), least_new, 0 };
	struct book_look look = { .now = now, .least_new = least_new };
	uint32_t share;

	list_for_each_ro(job_list, count_each, &want);
	book_lock();
	book_look(&look);
	ck_assert_ptr_nonnull(look.own);
	ck_assert_uint_eq(look.nfresh, want.fresh);
	loose.own = look.own;
	for (size_t i = 0; i < look.nloose; i++)
		count_one(look.loose[i], loose.own, loose.tasks);
	for (uint32_t i = 0; i < ASSOCS; i++)
		same(tally_find(loose.own, CHAIN_ASSOC(assocs[i].id)),
		     tally_find(want.own, CHAIN_ASSOC(assocs[i].id)));
	for (uint32_t i = 0; i < QOS; i++)
		same(tally_find(loose.own, CHAIN_QOS(qos[i].id)),
		     tally_find(want.own, CHAIN_QOS(qos[i].id)));
	compare_tasks(&want, &loose);
	book_each_running(count_running, NULL);
	book_unlock();
	share = 100 * look.nloose / (list_count(job_list) + 1);
	tally_free(&want.own);
	tally_free(&want.tasks);
	tally_free(&loose.own);
	tally_free(&loose.tasks);
	xfree(look.fresh);
	xfree(look.loose);
	return 100 - share;
}

/* Of cpu, as the book has it now. */
static const struct budget_use *held(const slurmdb_assoc_rec_t *assoc)
{
	static struct budget_use use[NTRES];
	struct book_look look = { .now = now, .least_new = next_id };
	const struct budget_use *found;
	struct tally *tasks = tally_new(1);

	memset(use, 0, sizeof(use));
	book_lock();
	book_look(&look);
	book_unlock();
	for (size_t i = 0; i < look.nloose; i++)
		count_one(look.loose[i], look.own, tasks);
	tally_free(&tasks);
	found = tally_find(look.own, CHAIN_ASSOC(assoc->id));
	if (found)
		memcpy(use, found, sizeof(use));
	tally_free(&look.own);
	xfree(look.fresh);
	xfree(look.loose);
	return use;
}

static void setup(void)
{
	static const double factors[QOS] = { 1, 2, 0, 1.5 };

	slurmctld_tres_cnt = NTRES;
	last_part_update = last_job_update = 0;
	slurm_conf.requeue_exit = "1";
	now = 1000;
	next_id = 1;
	job_list = list_create(free_job);
	assoc_mgr_assoc_list = list_create(NULL);
	assoc_mgr_qos_list = list_create(NULL);
	for (uint32_t i = 0; i < ASSOCS; i++) {
		assocs[i].id = 10 + i;
		assocs[i].usage = &usage;
		list_append(assoc_mgr_assoc_list, &assocs[i]);
	}
	for (uint32_t i = 0; i < QOS; i++) {
		qos[i].id = 10 + i;
		qos[i].usage_factor = factors[i];
		list_append(assoc_mgr_qos_list, &qos[i]);
	}
	for (uint32_t i = 0; i < PARTS; i++) {
		parts[i].max_share = 1;
		parts[i].max_time = parts[i].default_time = NO_VAL;
		parts[i].qos_ptr = i ? &qos[i] : NULL;
	}
}

static void teardown(void)
{
	book_fini();
	FREE_NULL_LIST(job_list);
	FREE_NULL_LIST(assoc_mgr_assoc_list);
	FREE_NULL_LIST(assoc_mgr_qos_list);
	slurm_conf.requeue_exit = slurm_conf.requeue_exit_hold = NULL;
}

START_TEST(random_changes)
{
	uint64_t kept = 0;
	int looks = 0;

	srandom(_i + 1);
	nrunning = 0;
	for (int step = 0; step < 1500; step++) {
		change_any();
		if (!draw(4))
			now += draw(3) ? draw(3) : draw(90);
		if (draw(3))
			continue;
		kept += compare();
		looks++;
	}
	/* it is not so that nothing was kept */
	ck_assert_uint_gt(kept / looks, 50);
	ck_assert_uint_gt(nrunning, 500);
}
END_TEST

/* What all jobs depend on is changed without a word. */
START_TEST(all_change)
{
	for (int i = 0; i < JOBS; i++)
		change_any();
	compare();
	now++;
	qos[1].usage_factor = 3;
	compare();
	now++;
	parts[1].qos_ptr = &qos[3];
	last_part_update = now;
	compare();
	parts[1].qos_ptr = &qos[2]; /* in the same second */
	compare();
	now += 5;
	add_job()->time_limit = INFINITE;
	accounting_enforce = ACCOUNTING_ENFORCE_LIMITS;
	compare();
	now++;
	accounting_enforce = 0;
	compare();
	now -= 100; /* the clock is set back */
	compare();
}
END_TEST

static int modify_each(void *item, void *arg)
{
	modify(item);
	return 0;
}

/* More are marked than the book has room for. */
START_TEST(many_marks)
{
	for (int i = 0; i < 200; i++)
		add_job();
	compare();
	now++;
	list_for_each(job_list, modify_each, NULL);
	compare();
}
END_TEST

/* A job that was given an id of its own, and one that went at once. */
START_TEST(other_ids)
{
	job_record_t *job, *other;

	next_id = 1000;
	for (int i = 0; i < 5; i++)
		add_job();
	compare();
	now++;
	next_id = 7;
	job = add_job();
	next_id = 1005;
	compare();
	list_delete_ptr(job_list, job);
	compare();
	next_id = 7;
	job = simple_job();
	next_id = 1005;
	compare();
	next_id = 7;
	other = simple_job(); /* of the same id, and larger */
	other->tres_req_cnt[0]++;
	next_id = 1005;
	list_delete_ptr(job_list, job);
	by_id[7] = other;
	compare();
	next_id = 3; /* they begin anew */
	add_job();
	compare();
}
END_TEST

/* Of an hour is held what is left, and all of it again after a requeue. */
START_TEST(requeue)
{
	job_record_t *job = simple_job();

	start_job(job);
	compare();
	now += 2;
	compare();
	job->job_state = JOB_PENDING | JOB_COMPLETING; /* while it is ended */
	job->end_time = now;
	compare();
	ck_assert_uint_eq(held(&assocs[0])->queued, 3600);
	job->job_state = JOB_PENDING;
	job->end_time = job->total_cpus = 0;
	compare();
	ck_assert_uint_eq(held(&assocs[0])->queued, 3600);
	ck_assert_uint_eq(held(&assocs[0])->running, 0);
}
END_TEST

/* A queued job counts at the QOS of all partitions that it may start in. */
START_TEST(owners_of_partitions)
{
	job_record_t *job = simple_job();
	uint64_t owners[COUNT_OWNERS];
	struct belongs belongs;

	job->part_ptr_list = list_create(NULL);
	for (int i = 0; i < PARTS; i++)
		list_append(job->part_ptr_list, &parts[i]);
	ck_assert(chain_of_job(job, &belongs));
	ck_assert_uint_eq(count_owners(job, &belongs, true, owners), 4);
	ck_assert_uint_eq(owners[0], CHAIN_ASSOC(10));
	ck_assert_uint_eq(owners[1], CHAIN_QOS(10));
	ck_assert_uint_eq(owners[2], CHAIN_QOS(11));
	ck_assert_uint_eq(owners[3], CHAIN_QOS(12));
	ck_assert_uint_eq(count_owners(job, &belongs, false, owners), 2);
	ck_assert_uint_eq(owners[1], CHAIN_QOS(10));
}
END_TEST

/* What nobody tells is seen after a minute. */
START_TEST(untold)
{
	job_record_t *job = add_job();

	xfree(job->array_recs); /* else it is counted anew each time */
	job->qos_ptr = &qos[0];
	job->tres_req_cnt[0] = 5;
	job->time_limit = 10;
	compare();
	job->tres_req_cnt[0] = 6;
	now += 60;
	compare();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("book");
	TCase *tcase = tcase_create("book");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, random_changes, 0, 4);
	tcase_add_test(tcase, all_change);
	tcase_add_test(tcase, many_marks);
	tcase_add_test(tcase, other_ids);
	tcase_add_test(tcase, untold);
	tcase_add_test(tcase, requeue);
	tcase_add_test(tcase, owners_of_partitions);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
