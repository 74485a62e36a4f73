/*
 * fit.c - what would fit instead, and when the job fits as it is
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "src/budget/budget.h"

/* Largest time limit of which the charged minutes are at most this many. */
static uint32_t uncharge(const struct budget_request *req, uint64_t minutes)
{
	double limit;

	if (req->factor == 1)
		return minutes < BUDGET_NO_END ? minutes : BUDGET_NO_END - 1;
	limit = (double)minutes / req->factor;
	if (limit >= BUDGET_NO_END)
		return BUDGET_NO_END - 1;
	return limit;
}

/* Nobody can ask for a number of billing units. */
static bool is_size(const struct budget_request *req, size_t tres)
{
	return strcmp(req->name[tres], "billing") != 0;
}

static void least(uint64_t *value, uint64_t other)
{
	if (other < *value)
		*value = other;
}

void budget_fit(const struct budget_request *req,
		const struct budget_level *levels, size_t nlevels,
		const struct budget_verdict *verdict, struct budget_fit *fit)
{
	uint64_t charged = (uint64_t)(req->minutes * req->factor);
	uint64_t minutes = UINT64_MAX, count = UINT64_MAX, tasks = UINT64_MAX;
	bool ends = req->minutes != BUDGET_NO_END;
	struct budget_cursor at = { 0 };
	struct budget_item item;

	while (budget_next(req, levels, nlevels, &at, &item)) {
		uint64_t units = budget_mul(req->count[item.tres], req->tasks);

		least(&minutes, item.free / units);
		if (!ends)
			continue;
		least(&tasks, item.free / (item.asked / req->tasks));
		if (item.tres == verdict->item.tres)
			least(&count,
			      item.free / budget_mul(charged, req->tasks));
	}
	*fit = (struct budget_fit){ .minutes = uncharge(req, minutes) };
	if (!ends)
		return;
	if (verdict->one_tres && is_size(req, verdict->item.tres))
		fit->count = count;
	fit->tasks = tasks; /* of one task this is none, as it does not fit */
}

static int by_end(const void *a, const void *b)
{
	const struct budget_drain *x = a, *y = b;

	return (x->end > y->end) - (x->end < y->end);
}

/* When hold has drained to most. */
static time_t drained(time_t at, uint64_t hold, uint64_t most, uint64_t rate)
{
	return at + (time_t)((hold - most + rate - 1) / rate);
}

time_t budget_when(const struct budget_item *item, struct budget_drain *drains,
		   size_t n, time_t now)
{
	uint64_t rest = budget_add(item->asked,
				   budget_add(item->queued, item->used));
	uint64_t most, hold = 0, rate = 0;
	time_t at = now;

	if (item->asked == BUDGET_ENDLESS || rest > item->limit)
		return 0; /* others than running jobs are in the way */
	most = budget_mul(item->limit - rest, 60);
	qsort(drains, n, sizeof(*drains), by_end);
	for (size_t i = 0; i < n; i++) {
		hold = budget_add(hold, drains[i].full);
		if (drains[i].end == BUDGET_NO_DRAIN || drains[i].end <= now) {
			drains[i].rate = 0;
			continue;
		}
		hold = budget_add(hold,
				  budget_mul(drains[i].rate,
					     (uint64_t)(drains[i].end - now)));
		rate = budget_add(rate, drains[i].rate);
	}
	if (hold == BUDGET_ENDLESS)
		return 0;
	for (size_t i = 0; i < n; i++) {
		time_t end = drains[i].end;

		if (hold <= most)
			return at;
		if (end == BUDGET_NO_DRAIN)
			return 0;
		if (end > at) {
			uint64_t gone = rate * (uint64_t)(end - at);

			if (rate && hold - gone <= most)
				return drained(at, hold, most, rate);
			hold -= gone;
			at = end;
		}
		rate -= drains[i].rate;
		hold -= drains[i].full;
	}
	return hold <= most ? at : 0;
}
