/*
 * read.c - records in order, from any number on
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

#define READ_AHEAD (4 << 20)

/* Durable bytes from the reader's place on: in which segment, and how many.
 * Goes on to the next segment where one is done. */
static int64_t durable(struct spool *s, uint64_t *name_r, int64_t *offset_r)
{
	int64_t bytes = 0;

	pthread_mutex_lock(&s->lock);
	while (s->reading && s->offset >= s->reading->size &&
	       s->reading->next) {
		s->reading = s->reading->next;
		s->offset = SEGMENT_HEADER;
	}
	if (s->reading) {
		bytes = s->reading->size - s->offset;
		*name_r = s->reading->name;
		*offset_r = s->offset;
	}
	pthread_mutex_unlock(&s->lock);
	return bytes;
}

static bool open_segment(struct spool *s, uint64_t name)
{
	char *path;

	if (s->read_fd >= 0 && s->read_name == name)
		return true;
	if (s->read_fd >= 0)
		s->io->close(s->read_fd);
	path = segment_path(s, name);
	s->read_fd = path ? s->io->open(path, O_RDONLY, 0) : -1;
	free(path);
	s->read_name = name;
	return s->read_fd >= 0;
}

/* At least `wanted` bytes from offset on into s->data; how many, -1. */
static int64_t load(struct spool *s, int64_t offset, size_t wanted)
{
	size_t got = 0;

	if (s->data_room < wanted) {
		uint8_t *data = realloc(s->data, wanted);

		if (!data) {
			errno = ENOMEM;
			return -1;
		}
		s->data = data;
		s->data_room = wanted;
	}
	while (got < wanted) {
		ssize_t n = s->io->pread(s->read_fd, s->data + got,
					 wanted - got, offset + got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (!n)
			break;
		got += n;
	}
	return got;
}

static size_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* A whole record that comes after the last one. The data of a damaged record
 * may hold the like of an older one: a job script can be anything. */
static bool next_record(const struct spool *s, const uint8_t *from, size_t room,
			struct record_header *h)
{
	return record_get(from, room, h) && h->number > s->read_last;
}

/* The records that stand whole in the first `size` bytes of s->data; what they
 * take is *used_r. */
static int take(struct spool *s, size_t size, struct spool_record *records,
		int max, size_t *used_r)
{
	struct record_header h;
	size_t used = 0;
	int n = 0;

	while (n < max && next_record(s, s->data + used, size - used, &h)) {
		s->read_last = h.number;
		records[n++] = (struct spool_record){ .number = h.number,
						      .at = h.at,
						      .data = s->data + used +
							      RECORD_HEADER,
						      .size = h.size };
		used += RECORD_HEADER + h.size;
	}
	*used_r = used;
	return n;
}

/* Damage since the scan at the start: to the next whole record. */
static int64_t skip_damage(struct spool *s, uint64_t name, int64_t size)
{
	struct record_header h;
	int64_t at = 1;

	while (at < size && !next_record(s, s->data + at, size - at, &h))
		at++;
	spool_say(s, true,
		  "spool segment %016" PRIx64 " in %s: %" PRId64
		  " bytes are damaged and skipped",
		  name, s->dir, at);
	return at;
}

/* first_at: of the first record of these bytes; 0: they hold none */
static void advance(struct spool *s, int64_t bytes, time_t first_at)
{
	pthread_mutex_lock(&s->lock);
	s->offset += bytes;
	if (first_at)
		s->oldest = first_at;
	pthread_mutex_unlock(&s->lock);
}

int spool_read(struct spool *s, struct spool_record *records, int max)
{
	int64_t there, offset, got;
	uint64_t name;
	size_t used;
	int n;

	while ((there = durable(s, &name, &offset)) > 0) {
		size_t wants = least(there, READ_AHEAD);

		if (!open_segment(s, name) ||
		    (got = load(s, offset, wants)) < 0) {
			spool_fail(s, SPOOL_FAILED, errno,
				   "can't read segment %016" PRIx64 " in %s",
				   name, s->dir);
			return -1;
		}
		n = take(s, got, records, max, &used);
		if (!n) {
			/* a record that is larger than what is read ahead */
			wants = record_wants(s->data, got);
			if (wants > (size_t)got && (int64_t)wants <= there &&
			    (got = load(s, offset, wants)) > 0)
				n = take(s, got, records, 1, &used);
		}
		if (n) {
			advance(s, used, records[0].at);
			return n;
		}
		if ((got = load(s, offset, there)) < 0)
			return -1;
		advance(s, skip_damage(s, name, got), 0);
	}
	return 0;
}

bool spool_unread(struct spool *s)
{
	bool unread = false;
	int64_t offset;

	pthread_mutex_lock(&s->lock);
	offset = s->offset;
	for (struct segment *g = s->reading; g && !unread; g = g->next) {
		unread = offset < g->size;
		offset = SEGMENT_HEADER;
	}
	pthread_mutex_unlock(&s->lock);
	return unread;
}

/* ----------------------------------------------------------------- seek */

struct place {
	uint64_t after;
	int64_t offset; /* of the first record after it; -1: none yet */
	int64_t before; /* records up to it */
	int64_t at;
};

static void find(const struct record_header *h, const uint8_t *data,
		 int64_t offset, void *arg)
{
	struct place *place = arg;

	if (h->number <= place->after)
		place->before++;
	else if (place->offset < 0) {
		place->offset = offset;
		place->at = h->at;
	}
}

/* Where in the segment; its end where it can't be read. */
static struct place look_in(struct spool *s, uint64_t name, uint64_t number)
{
	struct place place = { .after = number, .offset = -1 };
	int64_t size;
	uint8_t *data = segment_load(s, name, &size);

	if (data && size > SEGMENT_HEADER)
		(void)segment_walk(s, data, size, SEGMENT_HEADER, name, find,
				   &place);
	free(data);
	return place;
}

/* The segment that holds the first record after number, or the last one. Those
 * that are to be read again stay. */
static struct segment *choose(struct spool *s, uint64_t number)
{
	struct segment *chosen = s->head;

	for (struct segment *g = s->head; g; g = g->next)
		if (g->last > number)
			g->committed_at = 0;
	while (chosen && chosen->next && chosen->last <= number)
		chosen = chosen->next;
	return chosen;
}

static void set_waiting(struct spool *s, uint64_t number,
			const struct place *place)
{
	s->waiting = 0;
	for (struct segment *g = s->head; g; g = g->next)
		if (g->last > number)
			s->waiting += g->count;
	if (s->waiting)
		s->waiting -= place->before;
	s->oldest = s->waiting > 0 ? place->at : 0;
}

bool spool_seek(struct spool *s, uint64_t number)
{
	struct place place = { .offset = -1 };
	struct segment *segment;
	uint64_t name = 0;
	bool whole;

	pthread_mutex_lock(&s->lock);
	segment = choose(s, number);
	if (segment && segment->last > number)
		name = segment->name;
	s->committed = number;
	s->read_last = number;
	s->reading = segment;
	s->offset = segment ? segment->size : SEGMENT_HEADER;
	whole = s->dropped <= number;
	pthread_mutex_unlock(&s->lock);
	if (name)
		place = look_in(s, name, number);

	pthread_mutex_lock(&s->lock);
	if (name && place.offset >= 0)
		s->offset = place.offset;
	set_waiting(s, number, &place);
	retain_mark(s, number);
	pthread_mutex_unlock(&s->lock);
	return whole;
}

void spool_commit(struct spool *s, uint64_t number, int n)
{
	pthread_mutex_lock(&s->lock);
	s->waiting -= n;
	s->oldest = s->waiting > 0 ? s->oldest : 0;
	s->committed = number;
	retain_mark(s, number);
	pthread_mutex_unlock(&s->lock);
}
