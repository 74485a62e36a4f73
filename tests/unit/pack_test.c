/*
 * pack_test.c - records as bytes and back: nothing is lost, nothing that is
 * broken or unknown does harm
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/direct/kinds.h"
#include "plugins/accounting_storage/pgsql/event/event.h"
#include "plugins/accounting_storage/pgsql/job/job.h"
#include "plugins/accounting_storage/pgsql/reservation/reservation.h"
#include "plugins/accounting_storage/pgsql/step/step.h"
#include "plugins/accounting_storage/pgsql/suspension/suspension.h"

#define T0 1700000000

/* Every column gets a value of its own. */
static void fill(const struct column_table *table, void *change)
{
	for (int g = 0; g < table->groups; g++)
		((int *)((char *)change + table->rank))[g] = g + 1;
	for (int c = 0; c < table->columns; c++) {
		const struct column *column = &table->column[c];
		void *to = (char *)change + column->offset;

		if (column->kind == COLUMN_TEXT)
			*(char **)to = xstrdup_printf("%s ü", column->name);
		else if (column->kind == COLUMN_INT)
			*(int64_t *)to = c % 2 ? -c - 1 : INT64_MAX - c;
		else
			*(time_t *)to = T0 + c;
	}
}

static struct job_change *full_job(void)
{
	struct job_change *c = job_change_new("start");

	job_change_identify(c, 0, 7, T0);
	c->lives = true;
	c->req_tres = xstrdup("1=4,2=8000");
	c->alloc_tres = xstrdup("1=4,2=8000,1001=2");
	fill(&job_table, c);
	return c;
}

static struct step_change *full_step(void)
{
	struct step_change *c = step_change_new(full_job());
	struct step_figures *figures = xmalloc(sizeof(*figures));

	c->step_id = -5;
	c->het_comp = 3;
	c->lives = true;
	c->tasks = UINT32_MAX;
	c->alloc_tres = xstrdup("1=1");
	figures->n = 3;
	figures->tres_id = xcalloc(3, sizeof(uint32_t));
	for (int i = 0; i < 3; i++)
		figures->tres_id[i] = i + 1;
	for (int w = 0; w < USAGE_WAYS; w++)
		for (int s = USAGE_AVE + 1; s < USAGE_SLOTS; s++) {
			figures->value[w][s] = xcalloc(3, sizeof(uint64_t));
			for (int i = 0; i < 3; i++)
				figures->value[w][s][i] =
					i ? (uint64_t)(w * 100 + s * 10 + i) :
					    INFINITE64;
		}
	c->figures = figures;
	fill(&step_table, c);
	return c;
}

static struct record taken;

static int take(struct storage_conn *conn, struct record record)
{
	taken = record;
	return SLURM_SUCCESS;
}

static struct record node_down(void)
{
	node_record_t node = { .name = "n1",
			       .node_state = NODE_STATE_DOWN,
			       .tres_str = "1=4" };

	record_set_sink(take);
	event_node_down(NULL, &node, T0, "why\nnot", 4294967294u);
	return taken;
}

static struct record cluster_tres(void)
{
	record_set_sink(take);
	event_cluster_tres(NULL, "n[1-4]", "1=16,2=8000", T0, NULL);
	return taken;
}

static struct record reservation(int (*report)(struct storage_conn *,
					       slurmdb_reservation_rec_t *))
{
	slurmdb_reservation_rec_t r = { .id = 3,
					.flags = 1ULL << 63 | 5,
					.time_start = T0,
					.time_start_prev = T0 - 9,
					.time_end = T0 + 9,
					.assocs = "3,4",
					.name = "r",
					.nodes = "n1",
					.node_inx = "0",
					.tres_str = "1=4" };

	record_set_sink(take);
	report(NULL, &r);
	return taken;
}

static struct record heavy(void)
{
	struct job_details details = { .script_hash = "h1", .env_hash = "h2" };
	job_record_t job = { .details = &details };

	details.script = "#!/bin/sh\ntrue\n";
	return job_heavy_record(NULL, &job);
}

static struct record lost(void)
{
	uint64_t *known = xcalloc(3, sizeof(*known));

	known[0] = 5;
	known[2] = UINT64_MAX;
	return job_lost_record(T0, &known, 3);
}

static struct record suspension(void)
{
	job_record_t job = { .job_id = 7,
			     .db_index = 9,
			     .suspend_time = T0,
			     .job_state = JOB_SUSPENDED };

	return suspension_record(NULL, &job);
}

#define RECORDS 14

static void make_all(struct record *r)
{
	int n = 0;

	r[n++] = (struct record){ .kind = &job_start_kind, .what = full_job() };
	r[n++] = (struct record){ .kind = &job_end_kind,
				  .what = job_change_new("end") };
	((struct job_change *)r[n - 1].what)->db_index = UINT64_MAX;
	r[n++] = job_flush_record(NULL, T0);
	r[n++] = heavy();
	r[n++] = (struct record){ .kind = &step_start_kind,
				  .what = full_step() };
	r[n++] = (struct record){ .kind = &step_end_kind,
				  .what = step_change_new(full_job()) };
	r[n++] = suspension();
	r[n++] = node_down();
	r[n++] = cluster_tres();
	r[n++] = reservation(reservation_add);
	r[n++] = reservation(reservation_modify);
	r[n++] = reservation(reservation_remove);
	r[n++] = lost();
	r[n++] = event_instance_record("n1", "i-1", "large", "", T0);
	ck_assert_int_eq(n, RECORDS);
}

/* ------------------------------------------------------------------ tests */

static void check_round_trip(const struct record *record)
{
	struct field_buf once = { 0 }, twice = { 0 };
	struct record back;
	char *before, *after;

	record_pack(record, &once);
	back = record_unpack(once.data, once.used);
	ck_assert_ptr_eq(back.kind, record->kind);
	before = record->kind->describe(record->what);
	after = back.kind->describe(back.what);
	ck_assert_str_eq(before, after);
	record_pack(&back, &twice);
	ck_assert_uint_eq(once.used, twice.used);
	ck_assert_int_eq(memcmp(once.data, twice.data, once.used), 0);
	xfree(before);
	xfree(after);
	record_free(&back);
	field_buf_free(&once);
	field_buf_free(&twice);
}

START_TEST(all_kinds_come_back)
{
	struct record r[RECORDS];

	make_all(r);
	for (int i = 0; i < RECORDS; i++) {
		check_round_trip(&r[i]);
		record_free(&r[i]);
	}
}
END_TEST

START_TEST(what_describe_does_not_tell)
{
	struct record record = { .kind = &step_end_kind, .what = full_step() };
	struct step_change *c = record.what, *b;
	struct field_buf buf = { 0 };
	struct record back;

	record_pack(&record, &buf);
	back = record_unpack(buf.data, buf.used);
	b = back.what;
	ck_assert_str_eq(b->job->message, "start");
	ck_assert_int_eq(b->job->lives, true);
	ck_assert_int_eq(b->job->probe_time, c->job->probe_time);
	ck_assert_int_eq(b->lives, true);
	ck_assert_uint_eq(b->tasks, UINT32_MAX);
	ck_assert_int_eq(b->figures->n, 3);
	ck_assert_uint_eq(b->figures->tres_id[2], 3);
	ck_assert_ptr_null(b->figures->value[USAGE_OUT][USAGE_AVE]);
	ck_assert_uint_eq(b->figures->value[USAGE_OUT][USAGE_TOT][0],
			  INFINITE64);
	ck_assert_uint_eq(b->figures->value[USAGE_OUT][USAGE_TOT][2], 172);
	record_free(&record);
	record_free(&back);
	field_buf_free(&buf);
}
END_TEST

START_TEST(each_kind_is_listed)
{
	struct record r[RECORDS];
	int listed = 0;

	make_all(r);
	for (int i = 0; i < RECORDS; i++) {
		bool found = false;

		for (int k = 0; record_kinds[k]; k++)
			found |= record_kinds[k] == r[i].kind;
		ck_assert_msg(found, "%s", r[i].kind->name);
		record_free(&r[i]);
	}
	for (; record_kinds[listed]; listed++) {
		ck_assert_ptr_nonnull(record_kinds[listed]->pack);
		ck_assert_ptr_nonnull(record_kinds[listed]->unpack);
		for (int k = 0; k < listed; k++)
			ck_assert_str_ne(record_kinds[k]->name,
					 record_kinds[listed]->name);
	}
}
END_TEST

/* Bytes that end too early, or are not what they were. */
START_TEST(broken_bytes)
{
	struct record r[RECORDS];

	make_all(r);
	for (int i = 0; i < RECORDS; i++) {
		struct field_buf buf = { 0 };
		struct record back;

		record_pack(&r[i], &buf);
		for (size_t size = 0; size < buf.used; size++) {
			uint8_t *part = malloc(size + 1);

			memcpy(part, buf.data, size);
			back = record_unpack(part, size);
			ck_assert_ptr_nonnull(back.what);
			record_free(&back);
			free(part);
		}
		for (size_t at = 0; at < buf.used; at++) {
			buf.data[at] ^= 0x81;
			back = record_unpack(buf.data, buf.used);
			ck_assert_ptr_nonnull(back.what);
			record_free(&back);
			buf.data[at] ^= 0x81;
		}
		field_buf_free(&buf);
		record_free(&r[i]);
	}
}
END_TEST

START_TEST(of_another_release)
{
	struct record record = { .kind = &job_end_kind, .what = full_job() };
	struct job_change *c = record.what, *b;
	struct field_buf buf = { 0 };
	struct record back;

	/* what it does not know, of both types, and a column of other type */
	field_put_text(&buf, field_tag("kind"), "job_end");
	field_put_int(&buf, field_tag("a new figure"), 5);
	field_put_text(&buf, field_tag("a new text"), "x");
	field_put_int(&buf, field_tag("db_index"), 77);
	field_put_int(&buf, field_tag("end_time"), T0);
	field_put_text(&buf, field_tag("exit_code"), "no figure any more");
	back = record_unpack(buf.data, buf.used);
	b = back.what;
	ck_assert_ptr_eq(back.kind, &job_end_kind);
	ck_assert_uint_eq(b->db_index, 77);
	ck_assert_int_eq(b->end_time, T0);
	ck_assert_int_eq(b->exit_code, COLUMN_NULL);
	ck_assert_ptr_null(b->account);
	record_free(&back);
	/* a kind that it does not know is kept whole */
	field_buf_reset(&buf);
	field_put_text(&buf, field_tag("kind"), "cloud");
	back = record_unpack(buf.data, buf.used);
	ck_assert_str_eq(back.kind->name, "unreadable");
	ck_assert_ptr_nonnull(strstr(back.what, "636c6f7564"));
	record_free(&back);
	field_buf_free(&buf);
	job_change_free(c);
}
END_TEST

static uint32_t tags[1000];
static int n_tags;

static void add_tag(const char *name)
{
	uint32_t tag = field_tag(name);

	for (int i = 0; i < n_tags; i++)
		ck_assert_msg(tags[i] != tag, "%s", name);
	tags[n_tags++] = tag;
}

static void add_tags(const struct column_table *table, const char *const *own)
{
	char name[64];

	n_tags = 0;
	for (; *own; own++)
		add_tag(*own);
	for (int c = 0; c < table->columns; c++)
		add_tag(table->column[c].name);
	for (int g = 0; g < table->groups; g++) {
		snprintf(name, sizeof(name), "%s_rank", table->group[g].name);
		add_tag(name);
	}
}

START_TEST(no_two_tags_are_alike)
{
	static const char *const of_job[] = { "kind",        "message",
					      "db_index",    "job_id",
					      "submit_time", "probe_time",
					      "lives",       "req_tres",
					      "alloc_tres",  NULL };
	static const char *const of_step[] = {
		"kind",  "job",        "step_id", "het_comp", "lives",
		"tasks", "alloc_tres", "figures", NULL
	};

	add_tags(&job_table, of_job);
	add_tags(&step_table, of_step);
	/* on disk since the first release */
	ck_assert_uint_eq(field_tag("db_index"), 0x923852d0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pack");
	TCase *tcase = tcase_create("pack");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, all_kinds_come_back);
	tcase_add_test(tcase, what_describe_does_not_tell);
	tcase_add_test(tcase, each_kind_is_listed);
	tcase_add_test(tcase, broken_bytes);
	tcase_add_test(tcase, of_another_release);
	tcase_add_test(tcase, no_two_tags_are_alike);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
