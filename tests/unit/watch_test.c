/*
 * watch_test.c - what is told of limits that are over-committed
 *
 * Limits and sums are given, and the lines of the log are read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugins/job_submit/grptres/watch.h"
#include "tests/unit/fake_ctld.h"

#define NTRES 2
#define OWNERS_MAX 3

static char log_name[] = "/tmp/slurmpg-watch-test.XXXXXX";
static long log_read; /* up to here */
static char *names[NTRES] = { "cpu", "gres/gpu" };

/* The limits of owners 0, 1, 2; a number is minutes. */
static uint64_t limits[OWNERS_MAX][NTRES];
static enum budget_kind kinds[OWNERS_MAX];
static struct budget_owner owners[OWNERS_MAX] = {
	{ .kind = BUDGET_QOS, .qos = "high" },
	{ .kind = BUDGET_USER, .user = "alice", .account = "optics" },
	{ .kind = BUDGET_USER,
	  .user = "alice",
	  .account = "optics",
	  .partition = "debug" },
};
static bool both; /* GrpTRESMins beside GrpTRESRunMins */
static struct tally *sums;
static struct settings settings;

bool chain_of_owner(uint64_t owner, unsigned asked, const struct tally *tally,
		    struct chain *chain)
{
	if (!(asked & CHAIN_KIND(kinds[owner])))
		return false;
	memset(chain, 0, sizeof(*chain));
	chain->nlevels = both ? 2 : 1;
	chain->levels = xcalloc(chain->nlevels, sizeof(*chain->levels));
	for (size_t i = 0; i < chain->nlevels; i++)
		chain->levels[i] = (struct budget_level){
			.owner = owners[owner],
			.kind = i ? BUDGET_MINS : kinds[owner],
			.limit = limits[owner],
			.use = tally_find(tally, owner),
		};
	return true;
}

void chain_free(struct chain *chain)
{
	xfree(chain->levels);
}

static void setup(void)
{
	log_options_t options = LOG_OPTS_INITIALIZER;
	int fd = mkstemp(log_name);

	ck_assert_int_ge(fd, 0);
	close(fd);
	options.stderr_level = LOG_LEVEL_QUIET;
	options.logfile_level = LOG_LEVEL_INFO;
	log_init("watch_test", options, SYSLOG_FACILITY_DAEMON, log_name);
	log_read = 0;
	slurmctld_tres_cnt = NTRES;
	assoc_mgr_tres_name_array = names;
	memset(limits, 0xff, sizeof(limits)); /* BUDGET_NO_LIMIT */
	memset(kinds, 0, sizeof(kinds));
	settings = (struct settings){
		.enforce = ENFORCE_REJECT,
		.count_queued = true,
		.kinds = CHAIN_KIND(BUDGET_RUN_MINS),
	};
	both = false;
	sums = tally_new(NTRES);
}

static void teardown(void)
{
	watch_fini();
	tally_free(&sums);
	unlink(log_name);
	strcpy(log_name + strlen(log_name) - 6, "XXXXXX");
}

/* In minutes of the TRES. */
static struct budget_use *use(uint64_t owner, int tres)
{
	return &tally_at(sums, owner)[tres];
}

/* The lines of one look, without time and "job_submit/grptres: ". */
static void told(const char *wanted)
{
	char text[4096] = "", line[512];
	FILE *file;

	watch_sums(sums, &settings);
	file = fopen(log_name, "r");
	ck_assert_ptr_nonnull(file);
	fseek(file, log_read, SEEK_SET);
	while (fgets(line, sizeof(line), file)) {
		const char *from = strstr(line, "job_submit/grptres: ");

		ck_assert_ptr_nonnull(from);
		strcat(text, from + strlen("job_submit/grptres: "));
	}
	log_read = ftell(file);
	fclose(file);
	ck_assert_str_eq(text, wanted);
}

START_TEST(begins_grows_ends)
{
	limits[1][0] = 100;
	*use(1, 0) = (struct budget_use){ .running = 60 * 60,
					  .running_jobs = 1,
					  .queued = 40 * 60 + 59,
					  .queued_jobs = 2 };
	told(""); /* equal is not over; seconds do not count */
	use(1, 0)->queued++;
	told("over-committed: GrpTRESRunMins user=alice account=optics cpu=100 running=60(1 jobs) queued=41(2 jobs) used=0\n");
	told("");
	use(1, 0)->running -= 10 * 60; /* time goes by */
	use(1, 0)->queued += 5 * 60;
	told("no longer over-committed: GrpTRESRunMins user=alice account=optics cpu\n");
	use(1, 0)->queued += 20 * 60;
	told("over-committed: GrpTRESRunMins user=alice account=optics cpu=100 running=50(1 jobs) queued=66(2 jobs) used=0\n");
	use(1, 0)->running -= 10 * 60;
	told("");
	use(1, 0)->queued += 5 * 60; /* something new, if less than it was */
	told("over-committed: GrpTRESRunMins user=alice account=optics cpu=100 running=40(1 jobs) queued=71(2 jobs) used=0\n");
	limits[1][0] = 200;
	told("no longer over-committed: GrpTRESRunMins user=alice account=optics cpu\n");
	told("");
}
END_TEST

/* slurmctld's counter where it is larger; each TRES and owner by itself. */
START_TEST(each_limit)
{
	limits[0][1] = 10;
	limits[1][0] = limits[1][1] = limits[2][0] = 10;
	use(0, 0)->queued = 900 * 60; /* not limited */
	use(0, 1)->running = 5 * 60;
	use(0, 1)->counter = 11 * 60;
	use(1, 1)->queued = 11 * 60;
	use(2, 0)->running = 11 * 60;
	use(2, 0)->counter = 5 * 60;
	told("over-committed: GrpTRESRunMins qos=high gres/gpu=10 running=11(0 jobs) queued=0(0 jobs) used=0\n"
	     "over-committed: GrpTRESRunMins user=alice account=optics gres/gpu=10 running=0(0 jobs) queued=11(0 jobs) used=0\n"
	     "over-committed: GrpTRESRunMins user=alice account=optics partition=debug cpu=10 running=11(0 jobs) queued=0(0 jobs) used=0\n");
	use(1, 1)->queued = 0;
	use(1, 0)->queued = 12 * 60;
	told("over-committed: GrpTRESRunMins user=alice account=optics cpu=10 running=0(0 jobs) queued=12(0 jobs) used=0\n"
	     "no longer over-committed: GrpTRESRunMins user=alice account=optics gres/gpu\n");
}
END_TEST

START_TEST(used_before)
{
	kinds[1] = BUDGET_MINS;
	limits[1][0] = 100;
	use(1, 0)->used = 90 * 60;
	use(1, 0)->queued = 11 * 60;
	told("");
	settings.kinds |= CHAIN_KIND(BUDGET_MINS);
	told("over-committed: GrpTRESMins user=alice account=optics cpu=100 running=0(0 jobs) queued=11(0 jobs) used=90\n");
}
END_TEST

/* Limits of both kinds are told, and begun anew by a new slurmctld. */
START_TEST(both_kinds)
{
	both = true;
	limits[1][0] = 10;
	use(1, 0)->queued = 11 * 60;
	for (int i = 0; i < 2; i++) {
		told("over-committed: GrpTRESRunMins user=alice account=optics cpu=10 running=0(0 jobs) queued=11(0 jobs) used=0\n"
		     "over-committed: GrpTRESMins user=alice account=optics cpu=10 running=0(0 jobs) queued=11(0 jobs) used=0\n");
		told("");
		watch_fini();
	}
}
END_TEST

/* An owner without jobs any more, and settings under which nobody is told. */
START_TEST(nobody_is_told)
{
	limits[1][0] = 10;
	use(1, 0)->queued = 11 * 60;
	settings.enforce = ENFORCE_OFF;
	told("");
	settings.enforce = ENFORCE_WARN;
	settings.count_queued = false;
	told("");
	settings.count_queued = true;
	told("over-committed: GrpTRESRunMins user=alice account=optics cpu=10 running=0(0 jobs) queued=11(0 jobs) used=0\n");
	tally_free(&sums);
	sums = tally_new(NTRES);
	told("no longer over-committed: GrpTRESRunMins user=alice account=optics cpu\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("watch");
	TCase *tcase = tcase_create("watch");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, begins_grows_ends);
	tcase_add_test(tcase, each_limit);
	tcase_add_test(tcase, used_before);
	tcase_add_test(tcase, nobody_is_told);
	tcase_add_test(tcase, both_kinds);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
