/*
 * report.c - a refusal told: to the person, and in slurmctld's log
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"

#include "hold.h"
#include "walk.h"

/* From when on one limit lets the request pass, 0 if that is not known. */
static time_t when_one(const struct candidate *c,
		       const struct budget_item *item, time_t now)
{
	struct budget_drain *drains = NULL;
	size_t level = item->level - c->chain.levels;
	time_t when;
	size_t n;

	/* as budget_when() does, before running jobs are looked for */
	if (budget_add(item->asked, budget_add(item->queued, item->used)) >
	    item->limit)
		return 0;
	n = walk_drains(c->chain.owners[level], item->tres, now, &drains);
	when = budget_when(item, drains, n, now);
	xfree(drains);
	/* slurmctld takes what was used from its counters now and then */
	if (when && chain_enforced() && !hold_full())
		when += slurm_conf.priority_calc_period;
	return when;
}

/* From when on all do. */
static time_t when_all(const struct candidate *c, time_t now)
{
	struct budget_cursor at = { 0 };
	struct budget_item item;
	time_t last = 0;

	while (budget_next(&c->request, c->chain.levels, c->chain.nlevels, &at,
			   &item)) {
		time_t when;

		if (item.word == BUDGET_FITS)
			continue;
		when = item.word == BUDGET_OVER ? when_one(c, &item, now) : 0;
		if (!when)
			return 0;
		last = MAX(last, when);
	}
	return last;
}

void check_report(const struct candidate *c, const struct settings *settings,
		  time_t now, const char *who, char **err_msg)
{
	char text[BUDGET_MESSAGE_SIZE];
	struct budget_fit fit;

	budget_log_line(&c->request, &c->verdict, text);
	info("%s: %s: %s", GRPTRES, who, text);
	if (!err_msg)
		return;
	budget_fit(&c->request, c->chain.levels, c->chain.nlevels, &c->verdict,
		   &fit);
	fit.when = when_all(c, now);
	budget_message(&c->request, &c->verdict, &fit, settings->help, text);
	xstrfmtcat(*err_msg, "%s%s", *err_msg ? "\n" : "", text);
}
