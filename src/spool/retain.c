/*
 * retain.c - which segments go, and when
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "internal.h"

static time_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + 1; /* never 0 */
}

void retain_mark(struct spool *s, uint64_t number)
{
	for (struct segment *g = s->head; g && g->last <= number; g = g->next)
		if (!g->committed_at && !(g == s->tail && s->fd >= 0))
			g->committed_at = now();
}

/* The first segment goes from the list; NULL where it must stay. */
static struct segment *take_first(struct spool *s, time_t before)
{
	struct segment *first = s->head;

	if (!first || !first->committed_at || first->committed_at > before)
		return NULL;
	if (first == s->reading) {
		/* the reader is done with it; a group may come after it */
		s->reading = first->next;
		s->offset = SEGMENT_HEADER;
	}
	s->head = first->next;
	if (!s->head)
		s->tail = NULL;
	s->bytes -= first->size;
	if (s->dropped < first->last)
		s->dropped = first->last;
	return first;
}

/* False: there was none to drop. */
static bool drop_first(struct spool *s, time_t before)
{
	struct segment *gone;
	char *path;

	pthread_mutex_lock(&s->lock);
	gone = take_first(s, before);
	pthread_mutex_unlock(&s->lock);
	if (!gone)
		return false;
	if ((path = segment_path(s, gone->name)))
		(void)s->io->unlink(path);
	free(path);
	free(gone);
	return true;
}

void spool_drop(struct spool *s)
{
	time_t before = now() - s->settings.retain_seconds;

	while (drop_first(s, before))
		;
}

bool retain_make_room(struct spool *s, int64_t bytes)
{
	bool fits;

	do {
		pthread_mutex_lock(&s->lock);
		fits = s->bytes + bytes <= s->settings.disk_bytes;
		pthread_mutex_unlock(&s->lock);
	} while (!fits && drop_first(s, now()));
	return fits;
}

struct spool_state spool_state(struct spool *s)
{
	struct spool_state state = { 0 };

	pthread_mutex_lock(&s->lock);
	state.waiting = s->waiting;
	state.oldest = s->oldest;
	state.bytes = s->bytes;
	state.limit = s->settings.disk_bytes;
	state.committed = s->committed;
	for (struct segment *g = s->head; g; g = g->next) {
		state.segments++;
		if (g->committed_at)
			state.retained += g->size;
	}
	pthread_mutex_unlock(&s->lock);
	return state;
}
