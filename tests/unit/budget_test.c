/*
 * budget_test.c - the decision on budgets, by tables of cases
 *
 * A case is three texts. The request: cpu=10 mem=4000 t=60, with tasks=,
 * f= (own usage factor), blind and noqueue. The chain, levels divided by
 * semicolons: q, u or a (QOS, user, account), +m for GrpTRESMins, then
 * cpu=6000 (the limit), and what is committed: r. (running) c. (slurmctld's
 * counter) q. (queued) u. (used) h. (held by this job), in minutes or, with
 * an s behind, seconds. What is to come: fits, or word, level, TRES, and the
 * numbers that matter.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/budget/budget.h"
#include "src/budget/tally.h"

#define NTRES 6
#define LEVELS 6

static const char *const tres_names[NTRES] = { "cpu",      "mem",     "node",
					       "gres/gpu", "billing", "lic" };

struct scene {
	struct budget_request request;
	uint64_t count[NTRES];
	struct budget_level level[LEVELS];
	uint64_t limit[LEVELS][NTRES];
	struct budget_use use[LEVELS][NTRES];
	size_t nlevels;
};

struct budget_case {
	const char *request, *chain, *expected;
};

static int find_tres(const char *name, size_t length)
{
	static const char *const brief[NTRES] = { "cpu", "mem",  "node",
						  "gpu", "bill", "lic" };

	for (int i = 0; i < NTRES; i++)
		if (strlen(brief[i]) == length &&
		    !strncmp(brief[i], name, length))
			return i;
	ck_abort_msg("unknown TRES %s", name);
	return -1;
}

static void parse_request(const char *text, struct scene *scene)
{
	struct budget_request *r = &scene->request;
	char *copy = strdup(text), *rest = NULL, *word;

	*r = (struct budget_request){ .ntres = NTRES,
				      .name = tres_names,
				      .count = scene->count,
				      .tasks = 1,
				      .factor = 1,
				      .count_queued = true };
	for (word = strtok_r(copy, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest)) {
		char *value = strchr(word, '=');

		if (!strcmp(word, "blind"))
			r->blind = true;
		else if (!strcmp(word, "noqueue"))
			r->count_queued = false;
		else if (!strcmp(word, "full"))
			r->full = true;
		else if (!strcmp(word, "t=inf"))
			r->minutes = BUDGET_NO_END;
		else if (!strncmp(word, "t=", 2))
			r->minutes = strtoul(value + 1, NULL, 10);
		else if (!strncmp(word, "tasks=", 6))
			r->tasks = strtoul(value + 1, NULL, 10);
		else if (!strncmp(word, "f=", 2))
			r->factor = strtod(value + 1, NULL);
		else
			scene->count[find_tres(word, value - word)] =
				strtoull(value + 1, NULL, 10);
	}
	free(copy);
}

static void parse_use(struct budget_use *use, char which, const char *value)
{
	char *end;
	uint64_t seconds = strtoull(value, &end, 10);

	if (!strcmp(value, "endless"))
		seconds = BUDGET_ENDLESS;
	else if (*end != 's')
		seconds *= 60;
	switch (which) {
	case 'r':
		use->running = seconds;
		use->running_jobs = 1;
		break;
	case 'c':
		use->counter = seconds;
		break;
	case 'q':
		use->queued = seconds;
		use->queued_jobs = 2;
		break;
	case 'u':
		use->used = seconds;
		break;
	case 'h':
		use->held = seconds;
		break;
	default:
		ck_abort_msg("unknown use %c", which);
	}
}

static void parse_owner(const char *word, struct budget_level *level)
{
	struct budget_owner *owner = &level->owner;

	if (word[0] == 'q') {
		owner->kind = BUDGET_QOS;
		owner->qos = "high";
	} else {
		owner->kind = word[0] == 'u' ? BUDGET_USER : BUDGET_ACCOUNT;
		owner->user = word[0] == 'u' ? "alice" : NULL;
		owner->account = "physics";
	}
	level->kind = strstr(word, "+m") ? BUDGET_MINS : BUDGET_RUN_MINS;
}

static void parse_level(char *text, struct scene *scene)
{
	size_t n = scene->nlevels++;
	char *rest = NULL, *word = strtok_r(text, " ", &rest);

	ck_assert_uint_lt(n, LEVELS);
	scene->level[n].limit = scene->limit[n];
	scene->level[n].use = scene->use[n];
	for (int i = 0; i < NTRES; i++)
		scene->limit[n][i] = BUDGET_NO_LIMIT;
	parse_owner(word, &scene->level[n]);
	while ((word = strtok_r(NULL, " ", &rest))) {
		char *value = strchr(word, '=');

		if (word[1] == '.')
			parse_use(&scene->use[n][find_tres(word + 2,
							   value - word - 2)],
				  word[0], value + 1);
		else
			scene->limit[n][find_tres(word, value - word)] =
				strtoull(value + 1, NULL, 10);
	}
}

static void parse(const struct budget_case *c, struct scene *scene)
{
	char *copy = strdup(c->chain), *rest = NULL, *text;

	memset(scene, 0, sizeof(*scene));
	parse_request(c->request, scene);
	for (text = strtok_r(copy, ";", &rest); text;
	     text = strtok_r(NULL, ";", &rest))
		parse_level(text, scene);
	free(copy);
}

/* The verdict in the words of the table. */
static void tell(const struct scene *scene, char text[256])
{
	const struct budget_request *r = &scene->request;
	struct budget_verdict v;
	struct budget_fit fit;

	if (budget_decide(r, scene->level, scene->nlevels, &v)) {
		ck_assert_int_eq(v.word, BUDGET_FITS);
		strcpy(text, "fits");
		return;
	}
	budget_fit(r, scene->level, scene->nlevels, &v, &fit);
	snprintf(text, 256,
		 "%s: level %zu %s free=%llu run=%llu queue=%llu others=%u"
		 " time=%u size=%llu tasks=%u",
		 budget_word_name(v.word), v.item.level - scene->level,
		 r->name[v.item.tres], (unsigned long long)v.item.free,
		 (unsigned long long)v.item.running,
		 (unsigned long long)v.item.queued, v.others, fit.minutes,
		 (unsigned long long)fit.count, fit.tasks);
}

/* Each word of what is expected stands in what was told, in this order. */
static bool holds(const char *expected, const char *told)
{
	char *copy = strdup(expected), *rest = NULL, *word;
	bool all = true;

	for (word = strtok_r(copy, " ", &rest); word && all;
	     word = strtok_r(NULL, " ", &rest)) {
		const char *at = strstr(told, word);
		size_t length = strlen(word);

		while (at && !((at == told || at[-1] == ' ') &&
			       (!at[length] || at[length] == ' ')))
			at = strstr(at + 1, word);
		all = at;
		told = at ? at + length : told;
	}
	free(copy);
	return all;
}

static void run(const struct budget_case *cases, size_t n)
{
	int missed = 0;

	for (size_t i = 0; i < n; i++) {
		struct scene scene;
		char told[256];

		parse(&cases[i], &scene);
		tell(&scene, told);
		if (holds(cases[i].expected, told))
			continue;
		missed++;
		printf("  %s | %s\n    expected %s\n    was      %s\n",
		       cases[i].request, cases[i].chain, cases[i].expected,
		       told);
	}
	ck_assert_msg(!missed, "%d of %zu cases", missed, n);
}

#define RUN(cases) run(cases, sizeof(cases) / sizeof(cases[0]))

START_TEST(one_limit)
{
	static const struct budget_case cases[] = {
		/* the case that it is all about: 100 CPU hours, 95 taken */
		{ "cpu=10 t=60", "u cpu=6000 r.cpu=5700",
		  "over budget: level 0 cpu free=300 run=5700 queue=0 others=0 time=30 size=5 tasks=0" },
		{ "cpu=2 t=120", "u cpu=6000 r.cpu=5700", "fits" },
		/* equal is not over, one more is */
		{ "cpu=5 t=60", "u cpu=6000 r.cpu=5700", "fits" },
		{ "cpu=1 t=301", "u cpu=6000 r.cpu=5700",
		  "over budget: free=300 time=300 size=0" },
		{ "cpu=1 t=300", "u cpu=6000 r.cpu=5700", "fits" },
		{ "cpu=1 t=1", "u cpu=6000 r.cpu=6000",
		  "over budget: free=0 time=0 size=0" },
		{ "cpu=1 t=1", "u cpu=6000 r.cpu=5999", "fits" },
		{ "cpu=1 t=1", "u cpu=6000 r.cpu=9000", "over budget: free=0" },
		/* alone larger than the limit */
		{ "cpu=100 t=60", "u cpu=6000", "fits" },
		{ "cpu=100 t=61", "u cpu=6000",
		  "never fits: free=6000 time=60 size=98" },
		{ "cpu=6001 t=1", "u cpu=6000",
		  "never fits: time=0 size=6000" },
		{ "cpu=6001 t=1", "u cpu=6000 r.cpu=6000",
		  "never fits: free=0 time=0 size=0" },
		/* no limit, nothing asked */
		{ "cpu=1000 t=1000", "u", "fits" },
		{ "cpu=1000 t=1000", "", "fits" },
		{ "cpu=10 t=60", "u mem=0", "fits" },
		{ "cpu=10 t=60", "u gpu=0 r.gpu=100", "fits" },
		{ "cpu=10 t=0", "u cpu=0", "fits" },
		{ "cpu=0 t=60", "u cpu=0", "fits" },
	};

	RUN(cases);
}
END_TEST

START_TEST(locked)
{
	static const struct budget_case cases[] = {
		{ "cpu=1 t=1", "u cpu=0",
		  "locked: level 0 cpu free=0 others=0 time=0 size=0" },
		{ "cpu=1 t=1", "a cpu=0", "locked: level 0 cpu" },
		{ "cpu=1 t=1", "q cpu=0", "locked: level 0 cpu" },
		{ "cpu=1 t=inf", "u cpu=0", "locked: level 0 cpu" },
		{ "cpu=1 t=1", "u cpu=1", "fits" },
		{ "cpu=1 t=1", "u cpu=0 r.cpu=50", "locked: run=50" },
		{ "cpu=1 mem=5 t=1", "u cpu=100 mem=0", "locked: level 0 mem" },
		{ "cpu=1 mem=0 t=1", "u cpu=100 mem=0", "fits" },
		/* it stands before all others, wherever it is in the chain */
		{ "cpu=10 t=60", "u cpu=10;a cpu=0",
		  "locked: level 1 cpu others=1" },
		{ "cpu=10 t=inf", "u cpu=10;a cpu=0",
		  "locked: level 1 cpu others=1" },
		{ "cpu=10 t=60", "u cpu=6000 r.cpu=6000;a;a cpu=0",
		  "locked: level 2 cpu others=1" },
	};

	RUN(cases);
}
END_TEST

START_TEST(no_time_limit)
{
	static const struct budget_case cases[] = {
		{ "cpu=1 t=inf", "u cpu=6000",
		  "no time limit: level 0 cpu free=6000 time=6000 size=0" },
		{ "cpu=10 t=inf", "u cpu=6000 r.cpu=5700",
		  "no time limit: free=300 time=30 size=0" },
		{ "cpu=10 t=inf", "u mem=6000", "fits" },
		{ "cpu=10 t=inf", "u", "fits" },
		{ "cpu=10 t=inf f=0", "u cpu=6000", "fits" },
		{ "cpu=10 t=inf f=2", "u cpu=6000", "no time limit: time=300" },
		/* stronger than not fitting, weaker than locked */
		{ "cpu=10 mem=10 t=inf", "u mem=5;a cpu=600",
		  "no time limit: level 0 mem others=1" },
		/* a job without an end among the others */
		{ "cpu=1 t=1", "u cpu=6000 r.cpu=endless",
		  "over budget: free=0 time=0" },
		{ "cpu=1 t=1", "u cpu=6000 q.cpu=endless",
		  "over budget: free=0 time=0" },
		{ "cpu=1 t=1", "u cpu=6000 r.cpu=endless q.cpu=endless",
		  "over budget: free=0 time=0" },
	};

	RUN(cases);
}
END_TEST

START_TEST(committed)
{
	static const struct budget_case cases[] = {
		/* running and queued add up */
		{ "cpu=1 t=100", "u cpu=1000 r.cpu=500 q.cpu=400", "fits" },
		{ "cpu=1 t=101", "u cpu=1000 r.cpu=500 q.cpu=400",
		  "over budget: free=100 run=500 queue=400 time=100" },
		{ "cpu=1 t=100", "u cpu=1000 q.cpu=900", "fits" },
		{ "cpu=1 t=101", "u cpu=1000 q.cpu=900",
		  "over budget: free=100 run=0 queue=900" },
		/* queued jobs do not matter with CountQueued=no */
		{ "cpu=1 t=500 noqueue", "u cpu=1000 r.cpu=500 q.cpu=400",
		  "fits" },
		{ "cpu=1 t=501 noqueue", "u cpu=1000 r.cpu=500 q.cpu=400",
		  "over budget: free=500 run=500 queue=0" },
		/* the larger of what is left and slurmctld's counter */
		{ "cpu=1 t=400", "u cpu=1000 r.cpu=500 c.cpu=600", "fits" },
		{ "cpu=1 t=401", "u cpu=1000 r.cpu=500 c.cpu=600",
		  "over budget: free=400 run=600" },
		{ "cpu=1 t=500", "u cpu=1000 r.cpu=500 c.cpu=400", "fits" },
		{ "cpu=1 t=501", "u cpu=1000 r.cpu=500 c.cpu=400",
		  "over budget: free=500 run=500" },
		{ "cpu=1 t=501", "u cpu=1000 r.cpu=500 c.cpu=500",
		  "over budget: free=500 run=500" },
		{ "cpu=1 t=100", "u cpu=1000 r.cpu=1 c.cpu=500 q.cpu=400",
		  "fits" },
		{ "cpu=1 t=101", "u cpu=1000 r.cpu=1 c.cpu=500 q.cpu=400",
		  "over budget: free=100 run=500 queue=400" },
		{ "cpu=1 t=600", "u cpu=1000 c.cpu=500",
		  "over budget: free=500 run=500" },
		/* seconds are rounded down to minutes, over the sum */
		{ "cpu=1 t=995", "u cpu=1000 r.cpu=359s", "fits" },
		{ "cpu=1 t=995", "u cpu=1000 r.cpu=360s",
		  "over budget: free=994 run=6" },
		{ "cpu=1 t=998", "u cpu=1000 r.cpu=90s q.cpu=89s", "fits" },
		{ "cpu=1 t=998", "u cpu=1000 r.cpu=90s q.cpu=90s",
		  "over budget: free=997" },
		{ "cpu=1 t=999", "u cpu=1000 c.cpu=119s", "fits" },
		{ "cpu=1 t=999", "u cpu=1000 c.cpu=120s",
		  "over budget: free=998" },
		/* what was used before matters to GrpTRESMins alone */
		{ "cpu=1 t=100", "u+m cpu=1000 u.cpu=600 r.cpu=300", "fits" },
		{ "cpu=1 t=101", "u+m cpu=1000 u.cpu=600 r.cpu=300",
		  "over budget: free=100" },
		{ "cpu=1 t=700", "u cpu=1000 u.cpu=600 r.cpu=300", "fits" },
		{ "cpu=1 t=401", "u+m cpu=1000 u.cpu=600",
		  "over budget: free=400" },
		{ "cpu=1 t=1", "u+m cpu=1000 u.cpu=1200",
		  "over budget: free=0" },
		{ "cpu=1 t=60", "u cpu=100 r.cpu=20;u+m cpu=100 u.cpu=50",
		  "over budget: level 1 cpu free=50 others=0" },
	};

	RUN(cases);
}
END_TEST

START_TEST(chain)
{
	static const struct budget_case cases[] = {
		/* every level counts, up to root */
		{ "cpu=10 t=60", "u cpu=600;a cpu=600;a cpu=600", "fits" },
		{ "cpu=10 t=60", "u;a;a cpu=599", "never fits: level 2 cpu" },
		{ "cpu=10 t=60", "u;a cpu=6000 r.cpu=5500;a",
		  "over budget: level 1 cpu free=500" },
		{ "cpu=10 t=60", "u cpu=6000 r.cpu=5500;a cpu=9000",
		  "over budget: level 0 cpu others=0" },
		/* of several, the tightest, and how many more */
		{ "cpu=10 t=60", "u cpu=900 r.cpu=500;a cpu=900 r.cpu=600",
		  "over budget: level 1 free=300 others=1 time=30 size=5" },
		{ "cpu=10 t=60", "u cpu=900 r.cpu=600;a cpu=900 r.cpu=500",
		  "over budget: level 0 free=300 others=1 time=30 size=5" },
		{ "cpu=10 t=60", "u cpu=900 r.cpu=600;a cpu=900 r.cpu=600",
		  "over budget: level 0 free=300 others=1" },
		{ "cpu=10 t=60",
		  "u cpu=900 r.cpu=600;a cpu=900 r.cpu=700;a cpu=900 r.cpu=500",
		  "over budget: level 1 free=200 others=2 time=20 size=3" },
		/* what never fits stands before what is over */
		{ "cpu=10 t=60", "u cpu=900 r.cpu=900;a cpu=500",
		  "never fits: level 1 cpu others=1 time=0 size=0" },
		{ "cpu=10 t=60", "u cpu=500;a cpu=900 r.cpu=900",
		  "never fits: level 0 cpu others=1 time=0 size=0" },
		/* TRES by TRES */
		{ "cpu=10 mem=100 t=60", "u cpu=600 mem=6000", "fits" },
		{ "cpu=10 mem=101 t=60", "u cpu=600 mem=6000",
		  "never fits: level 0 mem time=59 size=100" },
		{ "cpu=10 node=2 t=60", "u cpu=6000 node=119",
		  "never fits: node time=59 size=1" },
		{ "cpu=10 node=2 t=60", "u node=240 r.node=121",
		  "over budget: node free=119 time=59 size=1" },
		{ "cpu=8 gpu=2 t=60", "a gpu=240 q.gpu=180",
		  "over budget: gres/gpu free=60 time=30 size=1" },
		{ "cpu=8 bill=50 t=60", "a bill=2000",
		  "never fits: billing free=2000 time=40 size=0" },
		/* a shorter time has to fit all, a size is of one TRES */
		{ "cpu=10 mem=100 t=60", "u cpu=900 r.cpu=600 mem=1000",
		  "never fits: mem free=1000 others=1 time=10 size=0" },
		{ "cpu=10 mem=100 t=60",
		  "u cpu=900 r.cpu=600 mem=9000 r.mem=6000",
		  "over budget: cpu others=1 time=30 size=0" },
		{ "cpu=10 mem=100 t=60",
		  "u cpu=900 r.cpu=600 mem=9000 r.mem=3000",
		  "over budget: cpu free=300 others=0 time=30 size=5" },
		{ "cpu=10 mem=100 t=60", "u cpu=900 r.cpu=600;a mem=6100",
		  "over budget: cpu free=300 others=0 time=30 size=5" },
		/* the size fits the other limits on that TRES as well */
		{ "cpu=10 t=60", "u cpu=900 r.cpu=600;a cpu=600 r.cpu=540",
		  "over budget: level 1 free=60 others=1 time=6 size=1" },
		{ "cpu=10 t=60", "u cpu=900 r.cpu=400;a cpu=610 r.cpu=10",
		  "over budget: level 0 free=500 others=0 time=50 size=8" },
	};

	RUN(cases);
}
END_TEST

START_TEST(masks)
{
	static const struct budget_case cases[] = {
		/* a QOS that limits a TRES: nobody after it does */
		{ "cpu=10 t=60", "q cpu=600;u cpu=1;a cpu=1", "fits" },
		{ "cpu=10 t=60", "q cpu=599;u cpu=1",
		  "never fits: level 0 cpu others=0 time=59 size=9" },
		{ "cpu=10 t=60", "q cpu=6000 r.cpu=5500;u cpu=6000",
		  "over budget: level 0 cpu others=0" },
		{ "cpu=10 t=60", "q cpu=600;u cpu=0", "fits" },
		/* the first QOS masks the second */
		{ "cpu=10 t=60", "q cpu=600;q cpu=1;u", "fits" },
		{ "cpu=10 t=60", "q;q cpu=600;u cpu=1", "fits" },
		{ "cpu=10 t=60", "q;q cpu=599;u cpu=1",
		  "never fits: level 1 cpu others=0" },
		{ "cpu=10 t=60", "q cpu=1;q cpu=600",
		  "never fits: level 0 cpu" },
		/* TRES by TRES */
		{ "cpu=10 mem=10 t=60", "q cpu=600;u cpu=1 mem=600", "fits" },
		{ "cpu=10 mem=10 t=60", "q cpu=600;u cpu=1 mem=599",
		  "never fits: level 1 mem others=0" },
		{ "cpu=10 mem=10 t=60", "q mem=600;u cpu=599 mem=1",
		  "never fits: level 1 cpu others=0" },
		{ "cpu=10 mem=10 t=60", "q cpu=600;q cpu=1 mem=600;u mem=1",
		  "fits" },
		/* an association masks nobody */
		{ "cpu=10 t=60", "u cpu=6000;a cpu=1",
		  "never fits: level 1 cpu" },
		{ "cpu=10 t=60", "a cpu=6000;q cpu=1",
		  "never fits: level 1 cpu" },
		/* a limit that the job does not ask of masks too */
		{ "cpu=10 t=60", "q gpu=0;u gpu=0 cpu=600", "fits" },
		/* each kind of limit masks its own */
		{ "cpu=10 t=60", "q+m cpu=9000;u cpu=1",
		  "never fits: level 1 cpu others=0" },
		{ "cpu=10 t=60", "q cpu=9000;u+m cpu=1",
		  "never fits: level 1 cpu others=0" },
		{ "cpu=10 t=60", "q+m cpu=9000;u+m cpu=1", "fits" },
	};

	RUN(cases);
}
END_TEST

START_TEST(factors)
{
	static const struct budget_case cases[] = {
		/* UsageFactorSafe: on the job's own minutes */
		{ "cpu=10 t=60 f=2", "u cpu=1200", "fits" },
		{ "cpu=10 t=60 f=2", "u cpu=1199",
		  "never fits: time=59 size=9" },
		{ "cpu=10 t=60 f=0.5", "u cpu=300", "fits" },
		{ "cpu=10 t=60 f=0.5", "u cpu=299",
		  "never fits: time=58 size=9" },
		/* cut to whole minutes before it is multiplied */
		{ "cpu=10 t=3 f=0.5", "u cpu=10", "fits" },
		{ "cpu=10 t=1 f=0.5", "u cpu=0", "fits" },
		{ "cpu=10 t=60 f=0", "u cpu=0", "fits" },
		/* usage factor 0: slurmctld sees nobody else's use */
		{ "cpu=10 t=60 blind", "u cpu=600 r.cpu=600", "fits" },
		{ "cpu=10 t=60 blind", "u cpu=599 r.cpu=600",
		  "never fits: free=599" },
		{ "cpu=10 t=60 blind", "u+m cpu=600 u.cpu=9000", "fits" },
	};

	RUN(cases);
}
END_TEST

START_TEST(arrays)
{
	static const struct budget_case cases[] = {
		{ "cpu=1 t=60 tasks=10", "u cpu=600", "fits" },
		{ "cpu=1 t=60 tasks=11", "u cpu=600",
		  "never fits: time=54 size=0 tasks=10" },
		{ "cpu=2 t=60 tasks=10", "u cpu=6000 r.cpu=5000",
		  "over budget: free=1000 time=50 size=1 tasks=8" },
		{ "cpu=2 t=60 tasks=10", "u cpu=6000 r.cpu=4800", "fits" },
		{ "cpu=2 t=60 tasks=10", "u cpu=6000 r.cpu=5900",
		  "over budget: free=100 time=5 size=0" },
		{ "cpu=1 t=inf tasks=10", "u cpu=600",
		  "no time limit: time=60" },
	};

	RUN(cases);
}
END_TEST

START_TEST(changes)
{
	static const struct budget_case cases[] = {
		/* a queued job that counts already: by the difference */
		{ "cpu=10 t=60", "u cpu=600 q.cpu=600 h.cpu=600", "fits" },
		{ "cpu=10 t=61", "u cpu=600 q.cpu=600 h.cpu=600",
		  "never fits:" },
		{ "cpu=10 t=61", "u cpu=900 q.cpu=900 h.cpu=600",
		  "over budget: free=600 queue=300" },
		{ "cpu=10 t=61", "u cpu=910 q.cpu=900 h.cpu=600", "fits" },
		/* smaller passes, though it is over still */
		{ "cpu=10 t=59", "u cpu=100 q.cpu=600 h.cpu=600", "fits" },
		{ "cpu=10 t=60", "u cpu=0 q.cpu=600 h.cpu=600", "fits" },
		{ "cpu=10 t=61", "u cpu=0 q.cpu=600 h.cpu=600", "locked:" },
		/* only where it counts already */
		{ "cpu=10 t=60",
		  "u cpu=600 q.cpu=600;a cpu=9000 q.cpu=600 h.cpu=600",
		  "over budget: level 0 queue=600" },
		/* TRES by TRES */
		{ "cpu=5 mem=20 t=60",
		  "u cpu=300 q.cpu=600 h.cpu=600 mem=1000 q.mem=600 h.mem=600",
		  "never fits: mem others=0" },
	};

	RUN(cases);
}
END_TEST

START_TEST(large_numbers)
{
	static const struct budget_case cases[] = {
		{ "mem=100000000 t=4294967294", "u mem=18446744073709551614",
		  "fits" },
		{ "mem=9999999999 t=4294967294", "u mem=18446744073709551614",
		  "never fits: time=1844674407" },
		{ "cpu=4294967295 t=4294967294 tasks=4294967295",
		  "u cpu=18446744073709551614", "never fits: time=1" },
		{ "cpu=1 t=4294967294", "u cpu=4294967294", "fits" },
		{ "cpu=1 t=inf", "u cpu=4294967294",
		  "no time limit: time=4294967294" },
		{ "cpu=1 t=inf", "u cpu=4294967295",
		  "no time limit: time=4294967294" },
		{ "cpu=1 t=inf f=2", "u cpu=8589934590",
		  "no time limit: time=4294967294" },
		{ "cpu=1 t=4294967294", "u cpu=4294967293", "never fits:" },
		{ "cpu=1 t=60",
		  "u cpu=18446744073709551614 r.cpu=18446744073709551615s q.cpu=100",
		  "over budget: free=0 run=18446744073709551615 queue=100" },
		{ "cpu=1 t=60", "u cpu=900 r.cpu=50 q.cpu=endless",
		  "over budget: free=0 run=50 queue=18446744073709551615" },
	};

	RUN(cases);
}
END_TEST

START_TEST(array_specs)
{
	static const struct {
		const char *spec;
		uint32_t tasks;
	} cases[] = {
		{ NULL, 1 },
		{ "", 1 },
		{ "0", 1 },
		{ "7", 1 },
		{ "0-9", 10 },
		{ "1-10", 10 },
		{ "0-10:2", 6 },
		{ "0-9:3", 4 },
		{ "1,3,5", 3 },
		{ "1,3-5,9", 5 },
		{ "0-9%4", 4 },
		{ "0-9%20", 10 },
		{ "0-9%10", 10 },
		{ "0-9%9", 9 },
		{ "0-9%0", 10 },
		{ "1,1,1", 1 },
		{ "0-9,5-14", 15 },
		{ "1,2%1", 1 },
		{ "5-5", 1 },
		{ "9-0", 1 },
		{ "x", 1 },
		{ "-", 1 },
		{ "0-", 1 },
		{ "0-9:0", 1 },
		{ "4000000", 1 },
		{ "99999999999", 1 },
		{ "0-3999999", 4000000 },
		{ "1,x", 1 },
		{ "1,+5", 1 },
		{ "0,4000001", 1 },
		{ "0-15:4,20%5", 5 },
		{ "0-15:4,20%3", 3 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(budget_array_tasks(cases[i].spec) ==
				      cases[i].tasks,
			      "%s: %u", cases[i].spec ? cases[i].spec : "NULL",
			      budget_array_tasks(cases[i].spec));
}
END_TEST

/* When a request of 600 minutes fits a limit of 6000, as running jobs end. */
START_TEST(when)
{
	static const struct {
		struct budget_drain drain[3];
		uint64_t queued;
		long after; /* seconds from now; -1: never */
		uint64_t asked;
	} cases[] = {
		/* 10 cpus for 600 more minutes hold 6000: 600 gone in 60 */
		{ { { 36000, 10, 0 } }, 0, 3600, 600 },
		/* 590 of 600 hold 5900, 500 gone in 50 */
		{ { { 35400, 10, 0 } }, 0, 3000, 600 },
		{ { { 35405, 10, 0 } }, 0, 3005, 600 },
		/* in full to the end */
		{ { { 36000, 0, 360000 } }, 0, 36000, 600 },
		{ { { 36000, 0, 180000 }, { 1200, 0, 180000 } }, 0, 1200, 600 },
		/* two that drain at once, then one */
		{ { { 600, 10, 0 }, { 36000, 10, 0 } }, 0, 3600, 600 },
		{ { { 600, 60, 0 }, { 32400, 10, 0 } }, 0, 515, 600 },
		/* a suspended job does not drain */
		{ { { BUDGET_NO_DRAIN, 0, 324060 } }, 0, -1, 600 },
		{ { { BUDGET_NO_DRAIN, 0, 324000 } }, 0, 0, 600 },
		{ { { BUDGET_NO_DRAIN, 0, 162000 }, { 36000, 10, 0 } },
		  0,
		  19800,
		  600 },
		/* queued jobs are in the way for ever */
		{ { { 36000, 10, 0 } }, 5400, 36000, 600 },
		{ { { 36000, 10, 0 } }, 5401, -1, 600 },
		/* past its end already */
		{ { { -60, 10, 0 }, { 36000, 10, 0 } }, 0, 3600, 600 },
		{ { { 0 } }, 0, 0, 600 },
		/* the whole limit: when all have ended */
		{ { { 36000, 10, 0 }, { 1200, 0, 60 } }, 0, 36000, 6000 },
		{ { { 36000, 0, 60 }, { 1200, 0, 60 } }, 0, 36000, 6000 },
	};
	const time_t now = 1700000001;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct budget_item item = { .limit = 6000,
					    .asked = cases[i].asked,
					    .queued = cases[i].queued };
		/* the last is not one of them */
		struct budget_drain drain[4] = { [3] = { now + 999999, 1000,
							 999999999 } };
		long expected = cases[i].after;
		time_t at;

		for (int d = 0; d < 3; d++) {
			drain[d] = cases[i].drain[d];
			if (drain[d].end != BUDGET_NO_DRAIN)
				drain[d].end += now;
		}
		at = budget_when(&item, drain, 3, now);
		ck_assert_msg(at == (expected < 0 ? 0 : now + expected),
			      "case %zu: %ld, not %ld", i,
			      at ? (long)(at - now) : -1, expected);
	}
}
END_TEST

struct message_case {
	const char *request, *chain;
	time_t when;
	const char *lines;
};

static void check_message(const struct message_case *c, const char *help)
{
	struct budget_case plain = { c->request, c->chain, "" };
	char text[BUDGET_MESSAGE_SIZE];
	struct budget_verdict verdict;
	struct budget_fit fit;
	struct scene scene;

	parse(&plain, &scene);
	ck_assert(!budget_decide(&scene.request, scene.level, scene.nlevels,
				 &verdict));
	budget_fit(&scene.request, scene.level, scene.nlevels, &verdict, &fit);
	fit.when = c->when;
	budget_message(&scene.request, &verdict, &fit, help, text);
	ck_assert_str_eq(text, c->lines);
}

START_TEST(messages)
{
	static const struct message_case cases[] = {
		{ "cpu=10 t=60", "u cpu=6000 r.cpu=5700", 0,
		  "over budget: user alice, account physics: asks 600 (10 h) cpu-min, 300 (5 h) free\n"
		  "GrpTRESRunMins cpu=6000 (100 h): 5700 (95 h) in 1 running, 0 in 0 queued\n"
		  "would fit now: --time=0:30:00, or cpu=5 at this time" },
		{ "cpu=10 t=60", "u cpu=6000 r.cpu=5700", 1700000000,
		  "over budget: user alice, account physics: asks 600 (10 h) cpu-min, 300 (5 h) free\n"
		  "GrpTRESRunMins cpu=6000 (100 h): 5700 (95 h) in 1 running, 0 in 0 queued\n"
		  "would fit now: --time=0:30:00, or cpu=5 at this time; unchanged from 2023-11-14T22:14 on" },
		{ "cpu=10 t=60", "u cpu=6000 r.cpu=6000", 1700000040,
		  "over budget: user alice, account physics: asks 600 (10 h) cpu-min, 0 free\n"
		  "GrpTRESRunMins cpu=6000 (100 h): 6000 (100 h) in 1 running, 0 in 0 queued\n"
		  "unchanged from 2023-11-14T22:14 on" },
		{ "cpu=10 t=60", "a cpu=6000 r.cpu=6000", 1700000000,
		  "over budget: account physics: asks 600 (10 h) cpu-min, 0 free\n"
		  "GrpTRESRunMins cpu=6000 (100 h): 6000 (100 h) in 1 running, 0 in 0 queued\n"
		  "unchanged from 2023-11-14T22:14 on" },
		{ "cpu=10 t=60 full", "q cpu=6000 r.cpu=10 c.cpu=5700 q.cpu=90",
		  0,
		  "over budget: QOS high: asks 600 (10 h) cpu-min, 210 (3.5 h) free\n"
		  "GrpTRESRunMins cpu=6000 (100 h): 5700 (95 h) in 1 running (in full), 90 (1.5 h) in 2 queued\n"
		  "would fit now: --time=0:21:00, or cpu=3 at this time" },
		{ "cpu=10 t=60 full", "q cpu=6000 r.cpu=5700 c.cpu=5700", 0,
		  "over budget: QOS high: asks 600 (10 h) cpu-min, 300 (5 h) free\n"
		  "GrpTRESRunMins cpu=6000 (100 h): 5700 (95 h) in 1 running, 0 in 0 queued\n"
		  "would fit now: --time=0:30:00, or cpu=5 at this time" },
		{ "cpu=10 t=60 noqueue", "q cpu=6000 c.cpu=5700 q.cpu=90", 0,
		  "over budget: QOS high: asks 600 (10 h) cpu-min, 300 (5 h) free\n"
		  "GrpTRESRunMins cpu=6000 (100 h): 5700 (95 h) in 0 running\n"
		  "would fit now: --time=0:30:00, or cpu=5 at this time" },
		/* from an hour on */
		{ "cpu=1 t=60", "u cpu=600 r.cpu=541", 0,
		  "over budget: user alice, account physics: asks 60 (1 h) cpu-min, 59 free\n"
		  "GrpTRESRunMins cpu=600 (10 h): 541 (9.0 h) in 1 running, 0 in 0 queued\n"
		  "would fit now: --time=0:59:00" },
		{ "cpu=4 t=3000", "u cpu=6000", 0,
		  "never fits: user alice, account physics: asks 12000 (200 h) cpu-min, limit 6000 (100 h)\n"
		  "GrpTRESRunMins cpu=6000 (100 h): 0 in 0 running, 0 in 0 queued\n"
		  "would fit now: --time=1-01:00:00, or cpu=2 at this time" },
		{ "cpu=4 t=60", "a cpu=0", 0,
		  "locked: account physics: the limit of cpu-min is 0\n"
		  "GrpTRESRunMins cpu=0: 0 in 0 running, 0 in 0 queued" },
		{ "cpu=4 t=inf", "u cpu=6000", 0,
		  "no time limit: user alice, account physics: cpu-min are limited, the job's time is not\n"
		  "GrpTRESRunMins cpu=6000 (100 h): 0 in 0 running, 0 in 0 queued\n"
		  "would fit now: --time=1-01:00:00" },
		{ "mem=100 t=60", "u mem=1200 r.mem=600;a mem=5000", 0,
		  "never fits: user alice, account physics: asks 6000 (100 h) mem MB-min, limit 1200 (20 h)\n"
		  "GrpTRESRunMins mem=1200 (20 h): 600 (10 h) in 1 running, 0 in 0 queued; 1 more limit\n"
		  "would fit now: --time=0:06:00, or mem=10M at this time" },
		{ "bill=100 t=60", "u+m bill=9000 u.bill=6000", 0,
		  "over budget: user alice, account physics: asks 6000 (100 h) billing-min, 3000 (50 h) free\n"
		  "GrpTRESMins billing=9000 (150 h): 6000 (100 h) used, 0 in 0 running, 0 in 0 queued\n"
		  "would fit now: --time=0:30:00" },
		{ "cpu=2 t=1440 tasks=2", "u cpu=5760 r.cpu=1440", 0,
		  "over budget: user alice, account physics: asks 5760 (96 h) cpu-min, 4320 (72 h) free\n"
		  "GrpTRESRunMins cpu=5760 (96 h): 1440 (24 h) in 1 running, 0 in 0 queued\n"
		  "would fit now: --time=18:00:00, or 1 task at once (%1)" },
		{ "cpu=1 t=1441", "u cpu=1440", 0,
		  "never fits: user alice, account physics: asks 1441 (24.0 h)"
		  " cpu-min, limit 1440 (24 h)\n"
		  "GrpTRESRunMins cpu=1440 (24 h): 0 in 0 running, 0 in 0 queued\n"
		  "would fit now: --time=1-00:00:00" },
		{ "cpu=6001 t=1", "u cpu=6000", 0,
		  "never fits: user alice, account physics: asks 6001 (100.0 h) cpu-min, limit 6000 (100 h)\n"
		  "GrpTRESRunMins cpu=6000 (100 h): 0 in 0 running, 0 in 0 queued\n"
		  "would fit now: cpu=6000 at this time" },
		{ "cpu=2 t=60 tasks=10", "u cpu=6000 r.cpu=5000", 0,
		  "over budget: user alice, account physics: asks 1200 (20 h) cpu-min, 1000 (16.7 h) free\n"
		  "GrpTRESRunMins cpu=6000 (100 h): 5000 (83.3 h) in 1 running, 0 in 0 queued\n"
		  "would fit now: --time=0:50:00, or 8 tasks at once (%8)" },
	};

	setenv("TZ", "UTC", 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_message(&cases[i], NULL);
}
END_TEST

/* However long names and numbers are: four lines under 100 columns. */
START_TEST(message_bounds)
{
	struct budget_case c = {
		"gpu=99999999 t=4294967294",
		"u gpu=400000000000000000 r.gpu=99999999999999999 q.gpu=99999999999999999;a gpu=1",
		""
	};
	char text[BUDGET_MESSAGE_SIZE], help[300], *line, *rest = NULL;
	struct budget_fit fit = { .minutes = 99999999,
				  .count = UINT64_MAX,
				  .when = 1700000000 };
	char name[200], account[21], shown[64];
	struct budget_verdict verdict;
	struct scene scene;
	int lines = 0;

	memset(name, 'n', sizeof(name));
	name[199] = '\0';
	memset(account, 'a', 20);
	account[20] = '\0';
	memset(help, 'h', sizeof(help));
	help[299] = '\0';
	parse(&c, &scene);
	for (int i = 0; i < 2; i++) {
		scene.level[i].owner.user = i ? NULL : name;
		scene.level[i].owner.account = account;
		scene.level[i].owner.partition = name;
	}
	scene.use[0][3].running_jobs = 4000000000u;
	scene.use[0][3].queued_jobs = 4000000000u;
	ck_assert(!budget_decide(&scene.request, scene.level, 1, &verdict));
	verdict.others = 3000000000u;
	budget_message(&scene.request, &verdict, &fit, help, text);
	/* names are cut short first, and then the line, visibly */
	snprintf(shown, sizeof(shown), "user %.4s.., account %.4s.., ", name,
		 account);
	ck_assert_ptr_nonnull(strstr(text, shown));
	ck_assert_ptr_nonnull(strstr(text, "..\nGrpTRESRunMins"));
	ck_assert_ptr_nonnull(strstr(text, "..\nwould fit now"));
	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		ck_assert_uint_lt(strlen(line), 100);
		lines++;
	}
	ck_assert_int_eq(lines, 4);
	budget_log_line(&scene.request, &verdict, text);
	ck_assert_uint_lt(strlen(text), BUDGET_MESSAGE_SIZE);
}
END_TEST

/* A name, cut to so many characters. */
static const char *brief(const char *name, int longest, char text[32])
{
	if (strlen(name) <= (size_t)longest)
		return name;
	snprintf(text, 32, "%.*s..", longest - 2, name);
	return text;
}

/* Hours and long names are told as long as they leave a column free. */
START_TEST(room_in_a_line)
{
	static const struct {
		int name;
		const char *asks, *limit;
	} details[] = { { 20, "3660 (61 h)", "99 (1.7 h)" },
			{ 20, "3660", "99" },
			{ 12, "3660", "99" },
			{ 6, "3660", "99" } };
	struct budget_case c = { "cpu=60 t=61", "u cpu=99", "" };
	char text[BUDGET_MESSAGE_SIZE], wanted[200], a[32], b[32], p[32];
	char user[22], partition[22];
	struct budget_fit fit = { 0 };
	struct budget_verdict verdict;
	struct scene scene;

	parse(&c, &scene);
	scene.level[0].owner.user = user;
	scene.level[0].owner.partition = partition;
	ck_assert(!budget_decide(&scene.request, scene.level, 1, &verdict));
	for (int i = 0; i < 21 * 21; i++) {
		memset(user, 'u', sizeof(user));
		memset(partition, 'p', sizeof(partition));
		user[1 + i / 21] = partition[1 + i % 21] = '\0';
		for (int d = 0; d < 4; d++) {
			snprintf(wanted, sizeof(wanted),
				 "never fits: user %s, account %s, partition %s: asks %s cpu-min, limit %s",
				 brief(user, details[d].name, a),
				 brief("physics", details[d].name, p),
				 brief(partition, details[d].name, b),
				 details[d].asks, details[d].limit);
			if (strlen(wanted) < 99)
				break;
		}
		budget_message(&scene.request, &verdict, &fit, NULL, text);
		text[strcspn(text, "\n")] = '\0';
		ck_assert_str_eq(text, wanted);
	}
}
END_TEST

START_TEST(help_line)
{
	static const struct message_case c = {
		"cpu=4 t=60", "a cpu=0", 0,
		"locked: account physics: the limit of cpu-min is 0\n"
		"GrpTRESRunMins cpu=0: 0 in 0 running, 0 in 0 queued\n"
		"see https://example.org/budget"
	};

	check_message(&c, "see https://example.org/budget");
}
END_TEST

START_TEST(log_line)
{
	struct budget_case c = { "cpu=10 t=60",
				 "u cpu=6000 r.cpu=5000 q.cpu=700;a cpu=100",
				 "" };
	char text[BUDGET_MESSAGE_SIZE];
	struct budget_verdict verdict;
	struct scene scene;

	parse(&c, &scene);
	ck_assert(!budget_decide(&scene.request, scene.level, 1, &verdict));
	scene.level[0].owner.partition = "gpu";
	budget_log_line(&scene.request, &verdict, text);
	ck_assert_str_eq(text, "over budget: GrpTRESRunMins user=alice account=physics partition=gpu cpu=6000 asked=600 running=5000(1 jobs) queued=700(2 jobs) used=0 free=300 others=0");
	scene.level[0].owner =
		(struct budget_owner){ .kind = BUDGET_QOS, .qos = "high" };
	budget_log_line(&scene.request, &verdict, text);
	ck_assert_str_eq(text, "over budget: GrpTRESRunMins qos=high cpu=6000 asked=600 running=5000(1 jobs) queued=700(2 jobs) used=0 free=300 others=0");
	scene.level[0].owner = (struct budget_owner){ .kind = BUDGET_ACCOUNT,
						      .user = "x",
						      .qos = "y",
						      .account = "physics" };
	budget_log_line(&scene.request, &verdict, text);
	ck_assert_str_eq(text, "over budget: GrpTRESRunMins account=physics cpu=6000 asked=600 running=5000(1 jobs) queued=700(2 jobs) used=0 free=300 others=0");
}
END_TEST

static void add_all(uint64_t owner, const struct budget_use *use, void *arg)
{
	uint64_t *sum = arg;

	sum[0] += owner;
	sum[1] += use[0].running;
	sum[2] += use[1].queued;
	sum[3]++;
}

START_TEST(tallies)
{
	const uint64_t one[2] = { 60, 0 }, two[2] = { 0, 120 };
	struct tally *tally = tally_new(2);
	struct budget_use sum[2] = { { 0 } };
	uint64_t all[4] = { 0 };

	ck_assert_ptr_null(tally_find(tally, 5));
	for (int round = 0; round < 2; round++) {
		for (uint64_t owner = 0; owner < 1000; owner++) {
			tally_running(tally_at(tally, owner << 32 | owner), 2,
				      one, 1);
			tally_queued(tally_at(tally, owner << 32 | owner), 2,
				     two, 3);
		}
	}
	ck_assert_ptr_null(tally_find(tally, 5));
	ck_assert_ptr_nonnull(tally_find(tally, 0));
	for (uint64_t owner = 0; owner < 1000; owner++) {
		const struct budget_use *use =
			tally_find(tally, owner << 32 | owner);

		ck_assert_uint_eq(use[0].running, 120);
		ck_assert_uint_eq(use[0].running_jobs, 2);
		ck_assert_uint_eq(use[0].queued, 0);
		/* a job without any of the TRES is not one of its jobs */
		ck_assert_uint_eq(use[0].queued_jobs, 0);
		ck_assert_uint_eq(use[1].queued, 240);
		ck_assert_uint_eq(use[1].queued_jobs, 6);
		ck_assert_uint_eq(use[1].running_jobs, 0);
		tally_merge(sum, 2, use);
	}
	tally_merge(sum, 1, tally_find(tally, 0));
	ck_assert_uint_eq(sum[1].queued, 240000);
	sum[0] = (struct budget_use){ 0 };
	sum[1] = (struct budget_use){ 0 };
	for (uint64_t owner = 0; owner < 1000; owner++)
		tally_merge(sum, 2, tally_find(tally, owner << 32 | owner));
	ck_assert_uint_eq(sum[0].running, 120000);
	ck_assert_uint_eq(sum[0].running_jobs, 2000);
	ck_assert_uint_eq(sum[1].queued, 240000);
	ck_assert_uint_eq(sum[1].queued_jobs, 6000);
	tally_each(tally, add_all, all);
	ck_assert_uint_eq(all[0], UINT64_C(499500) << 32 | 499500);
	ck_assert_uint_eq(all[1], 120000);
	ck_assert_uint_eq(all[2], 240000);
	ck_assert_uint_eq(all[3], 1000);
	tally_free(&tally);
	ck_assert_ptr_null(tally);
	tally_free(&tally);
}
END_TEST

START_TEST(tally_takes_back)
{
	const uint64_t seconds[2] = { 60, 0 }, endless[1] = { BUDGET_ENDLESS };
	struct budget_use use[2] = { { 0 } };

	for (int i = 0; i < 3; i++) {
		tally_running(use, 2, seconds, 1);
		tally_queued(use, 2, seconds, 2);
	}
	use[1].running_jobs = use[1].queued_jobs = 9; /* of other jobs */
	tally_take(use, 2, seconds, 1, false);
	ck_assert_uint_eq(use[0].running, 120);
	ck_assert_uint_eq(use[0].running_jobs, 2);
	ck_assert_uint_eq(use[0].queued, 180);
	tally_take(use, 2, seconds, 2, true);
	ck_assert_uint_eq(use[0].queued, 120);
	ck_assert_uint_eq(use[0].queued_jobs, 4);
	ck_assert_uint_eq(use[0].running, 120);
	ck_assert_uint_eq(use[1].running_jobs, 9);
	ck_assert_uint_eq(use[1].queued_jobs, 9);
	/* no further than it is told */
	use[1].running = 500;
	tally_take(use, 1, (const uint64_t[]){ 60, 60 }, 1, false);
	ck_assert_uint_eq(use[1].running, 500);
	/* what has no end keeps none */
	tally_running(use, 1, endless, 1);
	tally_take(use, 1, seconds, 1, false);
	ck_assert_uint_eq(use[0].running, BUDGET_ENDLESS);
}
END_TEST

START_TEST(tally_saturates)
{
	const uint64_t endless[1] = { BUDGET_ENDLESS };
	struct tally *tally = tally_new(1);

	for (int i = 0; i < 3; i++) {
		tally_running(tally_at(tally, 1), 1, endless, 1);
		tally_queued(tally_at(tally, 1), 1, endless, 1);
	}
	ck_assert_uint_eq(tally_find(tally, 1)->running, BUDGET_ENDLESS);
	ck_assert_uint_eq(tally_find(tally, 1)->queued, BUDGET_ENDLESS);
	tally_free(&tally);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("budget");
	TCase *decide = tcase_create("decide");
	TCase *words = tcase_create("words");
	SRunner *runner;
	int failed;

	tcase_add_test(decide, one_limit);
	tcase_add_test(decide, locked);
	tcase_add_test(decide, no_time_limit);
	tcase_add_test(decide, committed);
	tcase_add_test(decide, chain);
	tcase_add_test(decide, masks);
	tcase_add_test(decide, factors);
	tcase_add_test(decide, arrays);
	tcase_add_test(decide, changes);
	tcase_add_test(decide, large_numbers);
	tcase_add_test(decide, array_specs);
	tcase_add_test(decide, when);
	tcase_add_test(words, messages);
	tcase_add_test(words, message_bounds);
	tcase_add_test(words, room_in_a_line);
	tcase_add_test(words, help_line);
	tcase_add_test(words, log_line);
	tcase_add_test(words, tallies);
	tcase_add_test(words, tally_takes_back);
	tcase_add_test(words, tally_saturates);
	suite_add_tcase(suite, decide);
	suite_add_tcase(suite, words);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
