/*
 * queue.h - records that wait in slurmctld's memory for the writer
 *
 * slurmctld appends while it holds its job lock, so appending does no I/O and
 * no system call but a futex and (once in a thousand records) malloc().
 * Records leave in the order in which they came.
 *
 * The queue is bounded. When it is full the oldest record of the kind that
 * can best be spared goes (enum record_loss): steps, then job starts. When
 * only records of RECORD_KEEP are left the new one goes. What went is counted
 * and told by the writer's log (writer.h); nothing goes silently.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_QUEUE_H
#define SLURM_PGSQL_DIRECT_QUEUE_H

#include <pthread.h>

#include "../record/record.h"

struct queue_chunk;

/* Records of one enum record_loss, oldest first. */
struct queue_line {
	struct queue_chunk *head, *tail; /* NULL, NULL when empty */
};

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t more; /* not empty any more, or closed */
	struct queue_line line[RECORD_LOSS_COUNT];
	struct queue_chunk
		*spare; /* one, so that a steady queue needs no malloc */
	uint64_t next;  /* number of the next record */
	int64_t limit, count;
	int taken; /* records of the last queue_take(): being written */
	uint64_t lost[RECORD_LOSS_COUNT]; /* since the process started */
	uint64_t missed; /* see queue_miss() */
	bool closed;
};

/* limit: how many records may wait, at least 1. */
extern void queue_init(struct queue *q, int64_t limit);
/* Frees what is left. Nobody may be in another function of the queue. */
extern void queue_destroy(struct queue *q);

/* Consumes record. Any thread. */
extern void queue_append(struct queue *q, struct record record);

/*
 * Wait for records and move up to max of the oldest into batch, which owns
 * them then. Returns how many, 0 when the queue is closed and empty. One
 * thread; calling it means that the batch before is done with.
 */
extern int queue_take(struct queue *q, struct record *batch, int max);

/* The same without waiting; what is taken goes with the batch before. */
extern int queue_poll(struct queue *q, struct record *batch, int max);

/* A script or an environment that never came here is counted. Any thread. */
extern void queue_miss(struct queue *q);

/* No more waiting: queue_take() returns what is left, then 0. */
extern void queue_close(struct queue *q);
/* Undo it: the process takes up its work again. */
extern void queue_open(struct queue *q);

struct queue_state {
	int64_t count; /* waiting and being written */
	int64_t limit;
	uint64_t lost[RECORD_LOSS_COUNT];
	uint64_t missed; /* scripts and environments */
};
extern struct queue_state queue_look(struct queue *q);

#endif
