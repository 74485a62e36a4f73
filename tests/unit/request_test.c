/*
 * request_test.c - what a job asks, by tables of cases
 *
 * slurmctld's own functions that the counts go through (generic resources,
 * licenses, memory) are stand-ins here: they tell what they were given.
 * tests/cluster/grptres-request compares with the real ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugins/job_submit/grptres/request.h"
#include "src/budget/budget.h"
#include "tests/unit/fake_ctld.h"

#define NTRES 9

static slurmdb_tres_rec_t tres[NTRES] = {
	[TRES_ARRAY_CPU] = { .type = "cpu" },
	[TRES_ARRAY_MEM] = { .type = "mem" },
	[TRES_ARRAY_ENERGY] = { .type = "energy" },
	[TRES_ARRAY_NODE] = { .type = "node" },
	[TRES_ARRAY_BILLING] = { .type = "billing" },
	[TRES_ARRAY_FS_DISK] = { .type = "fs" },
	[TRES_ARRAY_VMEM] = { .type = "vmem" },
	[TRES_ARRAY_PAGES] = { .type = "pages" },
	[8] = { .type = "gres" },
};
static slurmdb_tres_rec_t *tres_array[NTRES];

/* A node of 16 CPUs, two threads a core, and 4 gpus. */
static uint64_t node_counts[NTRES] = { [TRES_ARRAY_CPU] = 16, [8] = 4 };
static node_record_t node = { .tpc = 2, .tres_cnt = node_counts };
static node_record_t *nodes[] = { &node };

#ifdef __SANITIZE_ADDRESS__
/* Slurm's library keeps the name of its configuration for ever. */
extern const char *__lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char *
__lsan_default_suppressions(void)
{
	return "leak:slurm_conf_init";
}
#endif

/* Slurm's host lists want a configuration to be there. */
static void make_conf(void)
{
	char name[] = "/tmp/slurmpg-request-test.XXXXXX";
	int fd = mkstemp(name);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_gt(dprintf(fd, "ClusterName=c\nSlurmctldHost=h\n"), 0);
	close(fd);
	slurm_conf_init(name);
	unlink(name);
}

static void setup(void)
{
	slurmctld_tres_cnt = NTRES;
	for (int i = 0; i < NTRES; i++)
		tres_array[i] = &tres[i];
	assoc_mgr_tres_array = tres_array;
	node_record_table_ptr = nodes;
	make_conf();
	slurm_conf.def_mem_per_cpu = 7;
}

struct request_case {
	const char *asked, *part, *counted;
};

static uint64_t number(const char *text)
{
	return strtoull(text, NULL, 10);
}

/* n: tasks, c: CPUs a task, N and M: least and most nodes, cpus, k: tasks a
 * node, mem: a node, percpu, w: nodes by name, O: overcommit, x: exclusive,
 * u: exclusive to the user, h: threads a core, j: tasks a core */
static void ask(const char *text, job_desc_msg_t *desc)
{
	char *copy = strdup(text), *rest = NULL, *word;

	slurm_init_job_desc_msg(desc);
	desc->min_cpus = 1; /* as clients send it */
	for (word = strtok_r(copy, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest)) {
		char *equals = strchr(word, '=');
		const char *value = equals ? equals + 1 : "";

		if (equals)
			*equals = '\0';
		if (!strcmp(word, "n"))
			desc->num_tasks = number(value);
		else if (!strcmp(word, "c"))
			desc->cpus_per_task = number(value);
		else if (!strcmp(word, "N"))
			desc->min_nodes = number(value);
		else if (!strcmp(word, "M"))
			desc->max_nodes = number(value);
		else if (!strcmp(word, "cpus"))
			desc->min_cpus = *value ? number(value) : NO_VAL;
		else if (!strcmp(word, "k"))
			desc->ntasks_per_node = number(value);
		else if (!strcmp(word, "mem"))
			desc->pn_min_memory = number(value);
		else if (!strcmp(word, "percpu"))
			desc->pn_min_memory = MEM_PER_CPU | number(value);
		else if (!strcmp(word, "w"))
			desc->req_nodes = xstrdup(value);
		else if (!strcmp(word, "O"))
			desc->overcommit = 1;
		else if (!strcmp(word, "x"))
			desc->shared = JOB_SHARED_NONE;
		else if (!strcmp(word, "u"))
			desc->shared = JOB_SHARED_USER;
		else if (!strcmp(word, "h"))
			desc->threads_per_core = number(value);
		else if (!strcmp(word, "j"))
			desc->ntasks_per_core = number(value);
		else
			ck_abort_msg("unknown word %s", word);
	}
	free(copy);
}

/* least: MinNodes, memory: DefMemPerCPU, whole: OverSubscribe=EXCLUSIVE,
 * core: SelectTypeParameters=CR_Core, linear: select/linear */
static void make_part(const char *text, part_record_t *part)
{
	memset(part, 0, sizeof(*part));
	last_part_update++;
	part->name = "debug";
	part->max_share = 1;
	part->node_bitmap = bit_alloc(1);
	bit_set(part->node_bitmap, 0);
	slurm_conf.select_type_param = 0;
	slurm_conf.select_type = "select/cons_tres";
	if (strstr(text, "least="))
		part->min_nodes_orig = number(strstr(text, "least=") + 6);
	if (strstr(text, "memory="))
		part->def_mem_per_cpu =
			MEM_PER_CPU | number(strstr(text, "memory=") + 7);
	if (strstr(text, "whole"))
		part->max_share = 0;
	if (strstr(text, "core"))
		slurm_conf.select_type_param = CR_CORE;
	if (strstr(text, "linear"))
		slurm_conf.select_type = "select/linear";
}

START_TEST(counts)
{
	static const struct request_case cases[] = {
		/* CPUs and nodes */
		{ "", "", "cpu=1 node=1 gpu=0 mem=7 billing=1" },
		{ "cpus", "", "cpu=1 node=1" },
		{ "cpus N=3", "", "cpu=3 node=3" },
		{ "cpus=6", "", "cpu=6 node=1 gpu=0 mem=7 billing=6" },
		{ "n=4 cpus=4", "", "cpu=4 node=1" },
		{ "n=4", "", "cpu=4 node=1" },
		{ "n=4 c=2", "", "cpu=8 node=1" },
		{ "n=4 c=2 cpus=8", "", "cpu=8 node=1" },
		{ "n=4 cpus=5", "", "cpu=5 node=1" },
		{ "n=4 O", "", "cpu=1 node=1" },
		{ "n=4 c=2 O cpus=2", "", "cpu=2 node=1" },
		{ "N=2", "", "cpu=1 node=2 mem=14" },
		{ "N=2 cpus=2", "", "cpu=2 node=2" },
		{ "N=2 n=5 cpus=5", "", "cpu=5 node=2" },
		{ "N=2 k=3", "", "cpu=6 node=2" },
		{ "N=2 k=3 c=2", "", "cpu=12 node=2" },
		{ "N=2 k=3 n=4", "", "cpu=4 node=2" },
		{ "k=3", "", "cpu=1 node=1" },
		{ "k=3 N=1", "", "cpu=3 node=1" },
		/* nodes by name */
		{ "w=n1", "", "cpu=1 node=1" },
		{ "w=n1,n2", "", "cpu=1 node=2" },
		{ "w=n[1-4] cpus=8", "", "cpu=8 node=4" },
		{ "w=n[1-4] N=2", "", "cpu=1 node=4" },
		{ "w=n[1-2] N=3", "", "cpu=1 node=3" },
		{ "w=n[1-2] N=2", "", "cpu=1 node=2" },
		{ "w=n[1-2] k=3", "", "cpu=6 node=2" },
		/* the partition's least number of nodes */
		{ "", "least=2", "cpu=1 node=2" },
		{ "cpus", "least=2", "cpu=2 node=2" },
		{ "N=1", "least=2", "cpu=1 node=2" },
		{ "N=2", "least=2", "cpu=1 node=2" },
		{ "N=3", "least=2", "cpu=1 node=3" },
		{ "N=1 M=1", "least=2", "cpu=1 node=1" },
		{ "N=1 M=2", "least=2", "cpu=1 node=2" },
		{ "N=1 M=3", "least=2", "cpu=1 node=2" },
		{ "k=3", "least=2", "cpu=1 node=2" },
		/* memory: asked, or a default that nobody asked for */
		{ "mem=500", "", "mem=500 set=1 given=500" },
		{ "mem=500 N=2", "", "mem=1000 set=1" },
		{ "mem=0", "", "mem=0 set=1" },
		{ "percpu=50", "", "mem=50 set=1" },
		{ "percpu=50 n=4", "", "cpu=4 mem=200 set=1" },
		{ "percpu=0", "", "mem=0 set=1 given=0" },
		{ "n=4", "memory=30", "mem=120 set=0" },
		{ "n=4", "", "mem=7 set=0 given=7" },
		{ "n=4 mem=10", "memory=30", "mem=10 set=1" },
		/* whole nodes */
		{ "x", "", "cpu=16 node=1 gpu=4 billing=16" },
		{ "u", "", "cpu=1 node=1 gpu=0 billing=1" },
		{ "", "whole", "cpu=16 node=1 gpu=4 billing=16" },
		{ "", "linear", "cpu=16 node=1 gpu=4 billing=16" },
		{ "N=2 cpus=2", "whole", "cpu=32 node=2 gpu=8 billing=32" },
		{ "N=2 n=20", "whole", "cpu=32 node=2" },
		{ "N=2 n=40", "whole", "cpu=40 node=2" },
		{ "n=3 h=1", "whole", "cpu=16 node=1" },
		{ "percpu=5 n=2", "whole", "cpu=16 mem=80" },
		{ "mem=5 n=2", "whole", "cpu=16 mem=5" },
		/* whole cores of two threads */
		{ "n=1", "core", "cpu=2 gpu=0 billing=2" },
		{ "n=2", "core", "cpu=2 billing=2" },
		{ "n=3", "core", "cpu=4 billing=4" },
		{ "n=4", "core", "cpu=4" },
		{ "n=3 h=1", "core", "cpu=3" },
		{ "n=3 j=1", "core", "cpu=3" },
		{ "n=3 percpu=5", "core", "cpu=4 mem=20" },
		{ "n=4 percpu=5", "core", "cpu=4 mem=20" },
		{ "n=3", "", "cpu=3" },
	};
	int missed = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t count[NTRES];
		job_desc_msg_t desc;
		part_record_t part;
		char told[256], wanted[256], *rest = NULL, *word;

		ask(cases[i].asked, &desc);
		make_part(cases[i].part, &part);
		request_count(&desc, &part, count);
		snprintf(
			told, sizeof(told),
			" cpu=%llu node=%llu gpu=%llu mem=%llu billing=%llu set=%d given=%llu ",
			(unsigned long long)count[TRES_ARRAY_CPU],
			(unsigned long long)count[TRES_ARRAY_NODE],
			(unsigned long long)count[8],
			(unsigned long long)count[TRES_ARRAY_MEM],
			(unsigned long long)count[TRES_ARRAY_BILLING],
			fake_memory_was_set,
			(unsigned long long)fake_memory_asked);
		snprintf(wanted, sizeof(wanted), "%s", cases[i].counted);
		for (word = strtok_r(wanted, " ", &rest); word;
		     word = strtok_r(NULL, " ", &rest)) {
			char with_blanks[64];

			snprintf(with_blanks, sizeof(with_blanks), " %s ",
				 word);
			if (strstr(told, with_blanks))
				continue;
			missed++;
			printf("  %s | %s: %s, not%s\n", cases[i].asked,
			       cases[i].part, word, told);
		}
		bit_free(part.node_bitmap);
		xfree(desc.req_nodes);
	}
	ck_assert_msg(!missed, "%d missed", missed);
}
END_TEST

START_TEST(times)
{
	static const struct {
		uint32_t asked, fallback, most; /* DefaultTime, MaxTime */
		uint32_t limit, minutes;
	} cases[] = {
		{ 60, NO_VAL, INFINITE, 60, 60 },
		{ 60, 30, INFINITE, 60, 60 },
		{ 60, 30, 20, 60, 60 },
		{ 0, 30, 20, 0, 0 },
		{ NO_VAL, 30, 120, 30, 30 },
		{ NO_VAL, 30, INFINITE, 30, 30 },
		{ NO_VAL, INFINITE, INFINITE, INFINITE, BUDGET_NO_END },
		{ NO_VAL, NO_VAL, 120, NO_VAL, 120 },
		{ NO_VAL, NO_VAL, INFINITE, NO_VAL, BUDGET_NO_END },
		{ NO_VAL, NO_VAL, NO_VAL, NO_VAL, BUDGET_NO_END },
		{ INFINITE, 30, 120, INFINITE, BUDGET_NO_END },
		{ INFINITE, NO_VAL, INFINITE, INFINITE, BUDGET_NO_END },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		part_record_t part = { .default_time = cases[i].fallback,
				       .max_time = cases[i].most };
		job_desc_msg_t desc = { .time_limit = cases[i].asked };
		uint32_t limit = request_limit(&desc, &part);

		ck_assert_msg(limit == cases[i].limit, "case %zu: %u", i,
			      limit);
		limit = request_minutes(limit, &part);
		ck_assert_msg(limit == cases[i].minutes, "case %zu: %u", i,
			      limit);
	}
	ck_assert_uint_eq(request_minutes(NO_VAL, NULL), BUDGET_NO_END);
	ck_assert_uint_eq(request_minutes(5, NULL), 5);
}
END_TEST

START_TEST(array_tasks)
{
	static const struct {
		uint32_t throttle, running, waiting, more, follow;
	} cases[] = {
		{ 0, 0, 5, 5, 0 }, { 0, 3, 5, 5, 0 }, { 2, 0, 5, 2, 0 },
		{ 2, 1, 5, 1, 1 }, { 2, 2, 5, 0, 2 }, { 2, 3, 5, 0, 3 },
		{ 2, 2, 1, 0, 1 }, { 2, 1, 1, 1, 0 }, { 5, 0, 5, 5, 0 },
		{ 6, 0, 5, 5, 0 }, { 4, 3, 5, 1, 3 }, { 9, 3, 5, 5, 0 },
		{ 8, 3, 5, 5, 0 }, { 7, 3, 5, 4, 1 }, { 1, 1, 1, 0, 1 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct array_tasks tasks = request_array_tasks(
			cases[i].throttle, cases[i].running, cases[i].waiting);

		ck_assert_msg(tasks.more == cases[i].more &&
				      tasks.follow == cases[i].follow,
			      "case %zu: %u more, %u follow", i, tasks.more,
			      tasks.follow);
	}
}
END_TEST

START_TEST(consumed)
{
	const uint64_t counts[NTRES] = { 5,          NO_VAL64,         9,
					 INFINITE64, NO_CONSUME_VAL64, 0,
					 1 };

	ck_assert_uint_eq(request_consumed(counts, TRES_ARRAY_CPU), 5);
	ck_assert_uint_eq(request_consumed(counts, TRES_ARRAY_MEM), 0);
	ck_assert_uint_eq(request_consumed(counts, TRES_ARRAY_ENERGY), 0);
	ck_assert_uint_eq(request_consumed(counts, TRES_ARRAY_NODE), 0);
	ck_assert_uint_eq(request_consumed(counts, TRES_ARRAY_BILLING), 0);
	ck_assert_uint_eq(request_consumed(counts, 6), 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("request");
	TCase *tcase = tcase_create("request");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_test(tcase, counts);
	tcase_add_test(tcase, times);
	tcase_add_test(tcase, array_tasks);
	tcase_add_test(tcase, consumed);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
