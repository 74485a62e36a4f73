/*
 * internal.h - what the files of the spool share
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_SPOOL_INTERNAL_H
#define SLURM_PGSQL_SPOOL_INTERNAL_H

#include <pthread.h>

#include "spool.h"

/* ------------------------------------------------------------ format.c */

/*
 * All integers are little endian.
 *   segment  0 magic[8]  8 version u32  12 header's size u32  16 spool id u64
 *           24 generation u64  32 first number u64  40 made at i64  48 zero
 *           60 crc u32 of what is before it
 *   record   0 magic u32  4 size of the data u32  8 number u64  16 at i64
 *           24 zero u32  28 crc u32 of what is before it and of the data
 */
#define SEGMENT_VERSION 1
#define SEGMENT_HEADER 64
#define RECORD_HEADER 32
#define GENERATION_SHIFT 40

struct segment_header {
	uint32_t version;
	uint64_t id, generation, first;
	int64_t made_at;
};

struct record_header {
	uint32_t size;
	uint64_t number;
	int64_t at;
};

extern uint32_t spool_crc(uint32_t crc, const void *data, size_t size);
extern void segment_header_put(uint8_t *to, const struct segment_header *h);
/* False: no such header. */
extern bool segment_header_get(const uint8_t *from, struct segment_header *h_r);
/* The header of a record whose data follows it. */
extern void record_header_put(uint8_t *to, const struct record_header *h,
			      const void *data);
/* A whole record stands at `from`, of which `room` bytes are there. */
extern bool record_get(const uint8_t *from, size_t room,
		       struct record_header *h_r);
/* Perhaps one stands there: the magic is right, so many bytes are needed. 0:
 * none. */
extern size_t record_wants(const uint8_t *from, size_t room);

/* ----------------------------------------------------------- segment.c */

struct segment {
	struct segment *next;
	uint64_t name;       /* the number that it begins with */
	uint64_t last;       /* number of its last record; 0: it has none */
	int64_t count;       /* records */
	int64_t first_at;    /* of its first record */
	int64_t size;        /* durable bytes, with the header */
	time_t committed_at; /* 0: not all of it is */
};

/* Where a record stands. */
typedef void (*segment_fn)(const struct record_header *h, const uint8_t *data,
			   int64_t offset, void *arg);

struct spool {
	struct spool_settings settings;
	char *dir;
	const struct spool_io *io;
	uint64_t id, generation;
	int lock_fd;
	char why[512];

	pthread_mutex_t lock; /* of the list and what stands below it here */
	struct segment *head, *tail;
	int64_t bytes;
	int64_t waiting;
	time_t oldest; /* 0: not known, or nothing waits */
	uint64_t committed;
	struct segment *reading; /* where the reader is; NULL: at no segment */
	int64_t offset;          /* ... and the next record in it */
	uint64_t dropped; /* number of the last record that was dropped */

	/* the writing thread's */
	int fd; /* of tail; -1: the next group begins a segment */
	uint64_t next_number;
	uint8_t *group;
	size_t used, room;
	int64_t group_count;
	time_t group_at; /* of its first record */

	/* the reading thread's */
	int read_fd;
	uint64_t read_name; /* the segment that it belongs to */
	uint64_t read_last; /* number of the last record, or of the seek */
	uint8_t *data;
	size_t data_room;
};

/* --------------------------------------------------------------- say.c */

extern void spool_say(struct spool *s, bool is_error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Sets spool_why() to the text and errno's meaning (0: without). */
extern enum spool_class spool_fail(struct spool *s, enum spool_class class,
				   int error, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Of a file of that name in the directory; free(). NULL: no memory. */
extern char *spool_path(const struct spool *s, const char *name);

/* ----------------------------------------------- segment.c, its functions */
extern char *segment_path(const struct spool *s, uint64_t name);

/* Make the file of a segment that begins with this number, durably. The fd, or
 * -1 with errno. */
extern int segment_make(struct spool *s, uint64_t name);
/*
 * Look through a segment: count, last, size; whether it has a header of a
 * later format (*later_r). What is not whole at its end is cut off, damage in
 * between is told. 0, or -1 with errno.
 */
extern int segment_scan(struct spool *s, struct segment *segment,
			bool *later_r) SPOOL_MUST_CHECK;
/*
 * Hand each whole record of bytes to fn; returns the offset after the last
 * one. last: number of the one before. Gaps are told through s's log.
 */
extern int64_t segment_walk(struct spool *s, const uint8_t *data, int64_t size,
			    int64_t offset, uint64_t name, segment_fn fn,
			    void *arg);
/* All of a file, malloc; NULL with errno. */
extern uint8_t *segment_load(struct spool *s, uint64_t name, int64_t *size_r);

/* ------------------------------------------------------------- owner.c */

extern enum spool_class owner_take(struct spool *s,
				   bool take_over) SPOOL_MUST_CHECK;
/* The lock file is still ours. */
extern bool owner_is_us(const struct spool *s);
extern void owner_leave(struct spool *s);
/* Write id and generation down, durably. */
extern enum spool_class owner_note(struct spool *s) SPOOL_MUST_CHECK;

/* ------------------------------------------------------------ retain.c */

/* Committed segments go, the oldest first, until `bytes` more fit. */
extern bool retain_make_room(struct spool *s, int64_t bytes);
/* Under the lock: segments before the one that is written, up to `number`. */
extern void retain_mark(struct spool *s, uint64_t number);

#endif
