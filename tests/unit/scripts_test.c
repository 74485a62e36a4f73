/*
 * scripts_test.c - scripts and environments read from slurmctld's files
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugins/accounting_storage/pgsql/direct/scripts.h"
#include "plugins/accounting_storage/pgsql/direct/thread.h"
#include "plugins/accounting_storage/pgsql/job/job.h"

static char dir[64];
static struct queue queue;
static struct scripts *scripts;
static char last_line[1024];
static int lines;

static void keep_line(enum pg_log_level level, const char *line)
{
	snprintf(last_line, sizeof(last_line), "%s", line);
	lines++;
}

static void put(uint32_t id, const char *name, const void *data, size_t size)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/hash.%u", dir, id % 10);
	(void)mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/hash.%u/job.%u", dir, id % 10, id);
	(void)mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/hash.%u/job.%u/%s", dir, id % 10, id,
		 name);
	ck_assert_ptr_nonnull(file = fopen(path, "w"));
	ck_assert_uint_eq(fwrite(data, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
}

/* As slurmctld writes them. */
static void put_files(uint32_t id, const char *script)
{
	static const char env[] = "\2\0\0\0A=1\0B=x y";

	put(id, "script", script, strlen(script) + 1);
	put(id, "environment", env, sizeof(env));
}

static void setup(void)
{
	strcpy(dir, "/tmp/scripts_test.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	slurm_conf.conf_flags = CONF_FLAG_SJS | CONF_FLAG_SJE;
	lines = 0;
	queue_init(&queue, 2 * SCRIPTS_QUEUE_MAX);
	scripts = scripts_start(&queue, dir, keep_line);
	ck_assert_ptr_nonnull(scripts);
}

static void teardown(void)
{
	char command[128];

	scripts_stop(&scripts);
	queue_destroy(&queue);
	job_heavy_forget();
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	ck_assert_int_eq(system(command), 0);
}

static void want(uint32_t id, char *script_hash, char *env_hash)
{
	struct job_details details = { .script_hash = script_hash,
				       .env_hash = env_hash };
	job_record_t job = { .details = &details,
			     .job_id = id,
			     .array_task_id = NO_VAL,
			     .batch_flag = 1 };

	scripts_want(scripts, &job);
}

/* What comes within some seconds, as JSON (xfree); NULL: nothing. */
static char *next(void)
{
	struct record record;
	char *text;

	for (int i = 0; !queue_poll(&queue, &record, 1); i++) {
		if (i == 500)
			return NULL;
		thread_sleep_ms(10);
	}
	ck_assert_ptr_eq(record.kind, &job_heavy_kind);
	text = record.kind->describe(record.what);
	record.kind->free(record.what);
	return text;
}

static void expect(const char *json)
{
	char *text = next();

	ck_assert_str_eq(text, json);
	xfree(text);
}

START_TEST(both_of_a_job)
{
	put_files(17, "#!/bin/sh\ntrue\n");
	want(17, "h1", "h2");
	expect("{\"script_hash\":\"h1\",\"script\":\"#!/bin/sh\\u000atrue\\u000a\","
	       "\"env_hash\":\"h2\",\"env\":\"A=1\\u000aB=x y\\u000a\"}");
	ck_assert_int_eq(lines, 0);
}
END_TEST

START_TEST(each_hash_once)
{
	put_files(1, "one");
	put_files(2, "two");
	want(1, "h1", NULL);
	want(1, "h1", NULL); /* waits beside the first, perhaps */
	expect("{\"script_hash\":\"h1\",\"script\":\"one\"}");
	want(2, "h1", NULL);
	want(2, "h3", NULL);
	expect("{\"script_hash\":\"h3\",\"script\":\"two\"}");
}
END_TEST

START_TEST(only_what_is_wanted)
{
	put_files(1, "one");
	slurm_conf.conf_flags = CONF_FLAG_SJE;
	want(1, "h1", "h2");
	expect("{\"env_hash\":\"h2\",\"env\":\"A=1\\u000aB=x y\\u000a\"}");
}
END_TEST

START_TEST(task_of_an_array)
{
	struct job_details details = { .script_hash = "h1" };
	job_record_t task = { .details = &details,
			      .job_id = 12,
			      .array_job_id = 5,
			      .array_task_id = 3,
			      .batch_flag = 1 };

	put_files(5, "array");
	scripts_want(scripts, &task);
	expect("{\"script_hash\":\"h1\",\"script\":\"array\"}");
}
END_TEST

static void wait_missed(uint64_t n)
{
	for (int i = 0; queue_look(&queue).missed < n && i < 500; i++)
		thread_sleep_ms(10);
	ck_assert_uint_eq(queue_look(&queue).missed, n);
}

START_TEST(gone)
{
	want(1, "h1", NULL);
	wait_missed(1);
	ck_assert_ptr_nonnull(strstr(last_line, "the script of job 1 is not "
						"stored"));
	ck_assert_ptr_nonnull(strstr(last_line, "No such file"));
	/* a flood of them is counted */
	want(2, "h2", NULL);
	want(3, "h3", NULL);
	wait_missed(3);
	ck_assert_int_eq(lines, 1);
	/* another job has the same content */
	put_files(4, "four");
	want(4, "h1", NULL);
	expect("{\"script_hash\":\"h1\",\"script\":\"four\"}");
}
END_TEST

START_TEST(too_large)
{
	char *data = xmalloc(SCRIPTS_FILE_MAX + 1);

	put(1, "script", data, SCRIPTS_FILE_MAX + 1);
	xfree(data);
	want(1, "h1", NULL);
	wait_missed(1);
	ck_assert_ptr_nonnull(strstr(last_line, "too large"));
}
END_TEST

static const struct {
	const char *data;
	size_t size;
} damaged[] = {
	{ "\2\0", 2 },              /* no count */
	{ "\3\0\0\0A=1\0B=2", 12 }, /* fewer words */
	{ "\2\0\0\0A=1\0B=2", 11 }, /* no 0 at the end */
	{ "\xff\xff\xff\xff", 4 },  /* nothing but a count */
};

START_TEST(damaged_environment)
{
	put(1, "environment", damaged[_i].data, damaged[_i].size);
	want(1, NULL, "h1");
	wait_missed(1);
	ck_assert_ptr_nonnull(strstr(last_line, "damaged"));
}
END_TEST

static enum pg_class store_nothing(struct storage_conn *conn, const void *what)
{
	return PG_OK;
}

static void free_nothing(void *what)
{
}

START_TEST(holds_back)
{
	static const struct record_kind other = { .name = "other",
						  .store = store_nothing,
						  .free = free_nothing };
	struct record *batch = xcalloc(SCRIPTS_QUEUE_MAX, sizeof(*batch));

	for (int i = 0; i < SCRIPTS_QUEUE_MAX; i++)
		queue_append(&queue, (struct record){ .kind = &other });
	put_files(1, "one");
	want(1, "h1", NULL);
	thread_sleep_ms(500);
	ck_assert_int_eq(queue_look(&queue).count, SCRIPTS_QUEUE_MAX);
	ck_assert_int_eq(queue_take(&queue, batch, SCRIPTS_QUEUE_MAX),
			 SCRIPTS_QUEUE_MAX);
	/* what is being written counts, until more is asked for */
	xfree(batch);
	queue_close(&queue);
	ck_assert_int_eq(queue_take(&queue, NULL, 0), 0);
	expect("{\"script_hash\":\"h1\",\"script\":\"one\"}");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scripts");
	TCase *tcase = tcase_create("scripts");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, both_of_a_job);
	tcase_add_test(tcase, each_hash_once);
	tcase_add_test(tcase, only_what_is_wanted);
	tcase_add_test(tcase, task_of_an_array);
	tcase_add_test(tcase, gone);
	tcase_add_test(tcase, too_large);
	tcase_add_loop_test(tcase, damaged_environment, 0,
			    sizeof(damaged) / sizeof(damaged[0]));
	tcase_add_test(tcase, holds_back);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
