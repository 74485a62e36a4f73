/*
 * tally.c - a table of what is held, open addressing over owners' numbers
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "src/budget/tally.h"

struct tally {
	size_t ntres;
	size_t size; /* of slots, a power of two, more than twice filled */
	size_t filled;
	size_t *slot;           /* 0, or 1 + index into owner and use */
	uint64_t *owner;        /* filled of them, size / 2 allocated */
	struct budget_use *use; /* ntres for each owner */
};

struct tally *tally_new(size_t ntres)
{
	struct tally *tally = calloc(1, sizeof(*tally));

	if (tally)
		tally->ntres = ntres;
	return tally;
}

void tally_free(struct tally **tally)
{
	if (!*tally)
		return;
	free((*tally)->slot);
	free((*tally)->owner);
	free((*tally)->use);
	free(*tally);
	*tally = NULL;
}

/* The slot that holds owner, or the empty one where it belongs. */
static size_t *find_slot(const struct tally *tally, uint64_t owner)
{
	size_t i = (owner * UINT64_C(0x9e3779b97f4a7c15)) >> 20;

	for (;; i++) {
		size_t *slot = &tally->slot[i & (tally->size - 1)];

		if (!*slot || tally->owner[*slot - 1] == owner)
			return slot;
	}
}

static bool grow(struct tally *tally)
{
	size_t size = tally->size ? tally->size * 2 : 64;
	size_t *slot = calloc(size, sizeof(*slot));
	uint64_t *owner = realloc(tally->owner, size / 2 * sizeof(*owner));
	struct budget_use *use;

	if (owner)
		tally->owner = owner;
	use = realloc(tally->use, size / 2 * tally->ntres * sizeof(*use));
	if (use)
		tally->use = use;
	if (!slot || !owner || !use) {
		free(slot);
		return false;
	}
	free(tally->slot);
	tally->slot = slot;
	tally->size = size;
	for (size_t i = 0; i < tally->filled; i++)
		*find_slot(tally, tally->owner[i]) = i + 1;
	return true;
}

const struct budget_use *tally_find(const struct tally *tally, uint64_t owner)
{
	size_t *slot;

	if (!tally->size)
		return NULL;
	slot = find_slot(tally, owner);
	return *slot ? &tally->use[(*slot - 1) * tally->ntres] : NULL;
}

struct budget_use *tally_at(struct tally *tally, uint64_t owner)
{
	const struct budget_use *found = tally_find(tally, owner);
	struct budget_use *use;

	if (found)
		return (struct budget_use *)found;
	if (tally->filled >= tally->size / 2 && !grow(tally))
		return NULL;
	tally->owner[tally->filled] = owner;
	use = &tally->use[tally->filled * tally->ntres];
	for (size_t i = 0; i < tally->ntres; i++)
		use[i] = (struct budget_use){ 0 };
	*find_slot(tally, owner) = ++tally->filled;
	return use;
}

void tally_each(const struct tally *tally,
		void (*fn)(uint64_t owner, const struct budget_use *use,
			   void *arg),
		void *arg)
{
	for (size_t i = 0; i < tally->filled; i++)
		fn(tally->owner[i], &tally->use[i * tally->ntres], arg);
}

void tally_running(struct budget_use *use, size_t ntres,
		   const uint64_t *seconds, uint32_t jobs)
{
	for (size_t i = 0; i < ntres; i++) {
		if (!seconds[i])
			continue;
		use[i].running = budget_add(use[i].running, seconds[i]);
		use[i].running_jobs += jobs;
	}
}

void tally_queued(struct budget_use *use, size_t ntres, const uint64_t *seconds,
		  uint32_t jobs)
{
	for (size_t i = 0; i < ntres; i++) {
		if (!seconds[i])
			continue;
		use[i].queued = budget_add(use[i].queued, seconds[i]);
		use[i].queued_jobs += jobs;
	}
}

void tally_take(struct budget_use *use, size_t ntres, const uint64_t *seconds,
		uint32_t jobs, bool queued)
{
	for (size_t i = 0; i < ntres; i++) {
		uint64_t *sum = queued ? &use[i].queued : &use[i].running;
		uint32_t *count =
			queued ? &use[i].queued_jobs : &use[i].running_jobs;

		if (!seconds[i])
			continue;
		if (*sum != BUDGET_ENDLESS)
			*sum -= seconds[i];
		*count -= jobs;
	}
}

void tally_merge(struct budget_use *use, size_t ntres,
		 const struct budget_use *from)
{
	for (size_t i = 0; i < ntres; i++) {
		use[i].running = budget_add(use[i].running, from[i].running);
		use[i].queued = budget_add(use[i].queued, from[i].queued);
		use[i].running_jobs += from[i].running_jobs;
		use[i].queued_jobs += from[i].queued_jobs;
	}
}
