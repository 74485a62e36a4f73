/*
 * queue.c - records that wait in slurmctld's memory for the writer
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "queue.h"

#define CHUNK_SLOTS 1024

struct queue_slot {
	struct record record;
	uint64_t number; /* order over all lines */
};

struct queue_chunk {
	struct queue_chunk *next;
	int first, end; /* slots in use: first <= i < end */
	struct queue_slot slot[CHUNK_SLOTS];
};

void queue_init(struct queue *q, int64_t limit)
{
	*q = (struct queue){ .limit = limit > 0 ? limit : 1 };
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->more, NULL);
}

static void drop(struct record *record)
{
	if (record->kind && record->kind->free)
		record->kind->free(record->what);
}

/* -------------------------------------------------------------- one line */

static struct queue_chunk *chunk_get(struct queue *q)
{
	struct queue_chunk *chunk = q->spare;

	if (chunk)
		q->spare = NULL;
	else if (!(chunk = malloc(sizeof(*chunk))))
		return NULL;
	chunk->next = NULL;
	chunk->first = chunk->end = 0;
	return chunk;
}

static void chunk_put(struct queue *q, struct queue_chunk *chunk)
{
	if (q->spare)
		free(chunk);
	else
		q->spare = chunk;
}

/* false: no memory */
static bool line_push(struct queue *q, struct queue_line *line,
		      struct record record)
{
	struct queue_chunk *chunk = line->tail;

	if (!chunk || chunk->end == CHUNK_SLOTS) {
		if (!(chunk = chunk_get(q)))
			return false;
		if (line->tail)
			line->tail->next = chunk;
		else
			line->head = chunk;
		line->tail = chunk;
	}
	chunk->slot[chunk->end++] =
		(struct queue_slot){ .record = record, .number = q->next++ };
	q->count++;
	return true;
}

static struct queue_slot *line_first(struct queue_line *line)
{
	return line->head ? &line->head->slot[line->head->first] : NULL;
}

/* The line is not empty. */
static struct record line_pop(struct queue *q, struct queue_line *line)
{
	struct queue_chunk *chunk = line->head;
	struct record record = chunk->slot[chunk->first++].record;

	q->count--;
	if (chunk->first == chunk->end) {
		line->head = chunk->next;
		if (!line->head)
			line->tail = NULL;
		chunk_put(q, chunk);
	}
	return record;
}

/* ---------------------------------------------------------- the whole queue */

/* The line whose oldest record is the oldest of all, or NULL. */
static struct queue_line *line_oldest(struct queue *q)
{
	struct queue_line *oldest = NULL;

	for (int i = 0; i < RECORD_LOSS_COUNT; i++) {
		struct queue_slot *slot = line_first(&q->line[i]);

		if (slot &&
		    (!oldest || slot->number < line_first(oldest)->number))
			oldest = &q->line[i];
	}
	return oldest;
}

/* A full queue makes room for a record of this loss; what goes for it. No
 * record goes for one that can better be spared itself. */
static bool make_room(struct queue *q, enum record_loss loss,
		      struct record *gone_r)
{
	int least = loss > RECORD_KEEP ? loss : RECORD_KEEP + 1;

	for (int i = RECORD_LOSS_COUNT - 1; i >= least; i--) {
		if (!q->line[i].head)
			continue;
		*gone_r = line_pop(q, &q->line[i]);
		q->lost[i]++;
		return true;
	}
	return false;
}

void queue_append(struct queue *q, struct record record)
{
	enum record_loss loss = record.kind->loss;
	struct record gone = { 0 };
	bool kept;

	pthread_mutex_lock(&q->lock);
	kept = q->count < q->limit || make_room(q, loss, &gone);
	kept = kept && line_push(q, &q->line[loss], record);
	if (!kept)
		q->lost[loss]++;
	pthread_cond_signal(&q->more);
	pthread_mutex_unlock(&q->lock);
	drop(&gone);
	if (!kept)
		drop(&record);
}

static int pop_all(struct queue *q, struct record *batch, int max)
{
	struct queue_line *line;
	int n = 0;

	while (n < max && (line = line_oldest(q)))
		batch[n++] = line_pop(q, line);
	q->taken += n;
	return n;
}

int queue_take(struct queue *q, struct record *batch, int max)
{
	int n;

	pthread_mutex_lock(&q->lock);
	q->taken = 0;
	while (!q->count && !q->closed)
		pthread_cond_wait(&q->more, &q->lock);
	n = pop_all(q, batch, max);
	pthread_mutex_unlock(&q->lock);
	return n;
}

int queue_poll(struct queue *q, struct record *batch, int max)
{
	int n;

	pthread_mutex_lock(&q->lock);
	n = pop_all(q, batch, max);
	pthread_mutex_unlock(&q->lock);
	return n;
}

static void set_closed(struct queue *q, bool closed)
{
	pthread_mutex_lock(&q->lock);
	q->closed = closed;
	pthread_cond_broadcast(&q->more);
	pthread_mutex_unlock(&q->lock);
}

void queue_close(struct queue *q)
{
	set_closed(q, true);
}

void queue_open(struct queue *q)
{
	set_closed(q, false);
}

void queue_miss(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->missed++;
	pthread_mutex_unlock(&q->lock);
}

struct queue_state queue_look(struct queue *q)
{
	struct queue_state state;

	pthread_mutex_lock(&q->lock);
	state.count = q->count + q->taken;
	state.limit = q->limit;
	for (int i = 0; i < RECORD_LOSS_COUNT; i++)
		state.lost[i] = q->lost[i];
	state.missed = q->missed;
	pthread_mutex_unlock(&q->lock);
	return state;
}

void queue_destroy(struct queue *q)
{
	struct queue_line *line;

	while ((line = line_oldest(q))) {
		struct record record = line_pop(q, line);

		drop(&record);
	}
	free(q->spare);
	q->spare = NULL;
	pthread_cond_destroy(&q->more);
	pthread_mutex_destroy(&q->lock);
}
