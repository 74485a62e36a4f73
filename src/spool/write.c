/*
 * write.c - groups of records to disk
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static bool grow(struct spool *s, size_t more)
{
	size_t room = s->room ? s->room : 65536;
	uint8_t *group;

	while (room < s->used + more)
		room *= 2;
	if (room == s->room)
		return true;
	if (!(group = realloc(s->group, room)))
		return false;
	s->group = group;
	s->room = room;
	return true;
}

enum spool_class spool_append(struct spool *s, const void *data, size_t size,
			      time_t at)
{
	struct record_header h = { .size = size,
				   .number = s->next_number,
				   .at = at };

	if (size > SPOOL_RECORD_MAX)
		return spool_fail(s, SPOOL_FAILED, 0,
				  "a record of %zu bytes is too large", size);
	if (!grow(s, RECORD_HEADER + size))
		return spool_fail(s, SPOOL_FAILED, ENOMEM, "a record");
	record_header_put(s->group + s->used, &h, data);
	if (size)
		memcpy(s->group + s->used + RECORD_HEADER, data, size);
	s->used += RECORD_HEADER + size;
	if (!s->group_count++)
		s->group_at = at;
	s->next_number++;
	return SPOOL_OK;
}

void spool_discard(struct spool *s)
{
	s->used = 0;
	s->group_count = 0;
	if (s->room > 4 << 20) { /* one script of many megabytes */
		free(s->group);
		s->group = NULL;
		s->room = 0;
	}
}

static void close_segment(struct spool *s)
{
	if (s->fd >= 0)
		s->io->close(s->fd);
	pthread_mutex_lock(&s->lock);
	s->fd = -1;
	retain_mark(s, s->committed);
	pthread_mutex_unlock(&s->lock);
}

/* The number of the group's first record names the segment. */
static enum spool_class begin_segment(struct spool *s)
{
	struct segment *segment = calloc(1, sizeof(*segment));
	uint64_t name = s->next_number - s->group_count;
	int fd;

	if (!segment)
		return spool_fail(s, SPOOL_FAILED, ENOMEM, "a segment");
	errno = 0;
	if ((fd = segment_make(s, name)) < 0) {
		free(segment);
		return spool_fail(s,
				  errno == ENOSPC ? SPOOL_FULL : SPOOL_FAILED,
				  errno, "can't make a segment in %s", s->dir);
	}
	segment->name = name;
	segment->size = SEGMENT_HEADER;
	pthread_mutex_lock(&s->lock);
	s->fd = fd;
	if (s->tail)
		s->tail->next = segment;
	else
		s->head = segment;
	s->tail = segment;
	s->bytes += SEGMENT_HEADER;
	pthread_mutex_unlock(&s->lock);
	return SPOOL_OK;
}

/* The rest of the group's bytes into the file. */
static int write_all(struct spool *s, int64_t at)
{
	size_t done = 0;

	while (done < s->used) {
		ssize_t n = s->io->pwrite(s->fd, s->group + done,
					  s->used - done, at + done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = ENOSPC;
		if (n <= 0)
			return -1;
		done += n;
	}
	return s->io->fsync(s->fd);
}

/* The segment that is written has no record: its file goes. */
static void forget_tail(struct spool *s)
{
	struct segment *gone, **at = &s->head, *before = NULL;
	char *path;

	pthread_mutex_lock(&s->lock);
	while ((*at)->next) {
		before = *at;
		at = &before->next;
	}
	gone = *at;
	*at = NULL;
	s->tail = before;
	s->bytes -= gone->size;
	if (s->reading == gone) {
		s->reading = before;
		s->offset = before ? before->size : SEGMENT_HEADER;
	}
	pthread_mutex_unlock(&s->lock);
	if ((path = segment_path(s, gone->name)))
		(void)s->io->unlink(path);
	free(path);
	free(gone);
}

/* What a failed fsync() has left in the file is not known: it is closed as it
 * was before, and the next attempt begins another one. */
static enum spool_class undo(struct spool *s, int64_t size, int error)
{
	(void)s->io->ftruncate(s->fd, size);
	if (!s->tail->count)
		forget_tail(s);
	close_segment(s);
	return spool_fail(s,
			  error == ENOSPC || error == EDQUOT || error == EFBIG ?
				  SPOOL_FULL :
				  SPOOL_FAILED,
			  error, "can't write a segment in %s", s->dir);
}

static void publish(struct spool *s)
{
	struct segment *segment = s->tail;

	pthread_mutex_lock(&s->lock);
	if (!segment->count)
		segment->first_at = s->group_at;
	segment->count += s->group_count;
	segment->last = s->next_number - 1;
	segment->size += s->used;
	segment->committed_at = 0;
	s->bytes += s->used;
	if (!s->waiting && !s->oldest)
		s->oldest = s->group_at;
	s->waiting += s->group_count;
	if (!s->reading) {
		s->reading = segment;
		s->offset = SEGMENT_HEADER;
	}
	pthread_mutex_unlock(&s->lock);
}

enum spool_class spool_sync(struct spool *s)
{
	enum spool_class class;
	int64_t size;

	if (!s->group_count)
		return SPOOL_OK;
	if (!owner_is_us(s))
		return spool_fail(s, SPOOL_TAKEN, 0,
				  "another process has taken %s over", s->dir);
	if (!retain_make_room(s, s->used + SEGMENT_HEADER))
		return spool_fail(s, SPOOL_FULL, 0,
				  "%s holds %" PRId64 " MB, its bound", s->dir,
				  s->settings.disk_bytes >> 20);
	if (s->fd >= 0 && s->tail->size >= s->settings.segment_bytes)
		close_segment(s);
	if (s->fd < 0 && (class = begin_segment(s)))
		return class;
	size = s->tail->size;
	errno = 0;
	if (write_all(s, size))
		return undo(s, size, errno);
	publish(s);
	spool_discard(s);
	return SPOOL_OK;
}
