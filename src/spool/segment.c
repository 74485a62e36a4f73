/*
 * segment.c - one file of the spool
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "internal.h"

char *segment_path(const struct spool *s, uint64_t name)
{
	char *path = NULL;

	if (asprintf(&path, "%s/%016" PRIx64 ".segment", s->dir, name) < 0)
		return NULL;
	return path;
}

static int sync_dir(struct spool *s)
{
	int fd = s->io->open(s->dir, O_RDONLY | O_DIRECTORY, 0);
	int rc;

	if (fd < 0)
		return -1;
	rc = s->io->fsync(fd);
	s->io->close(fd);
	return rc;
}

int segment_make(struct spool *s, uint64_t name)
{
	const struct segment_header h = { .version = SEGMENT_VERSION,
					  .id = s->id,
					  .generation = s->generation,
					  .first = name,
					  .made_at = time(NULL) };
	char *path = segment_path(s, name);
	uint8_t header[SEGMENT_HEADER];
	int fd, error;

	if (!path)
		return -1;
	segment_header_put(header, &h);
	/* what a failed attempt has left is made anew */
	fd = s->io->open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd >= 0 &&
	    s->io->pwrite(fd, header, sizeof(header), 0) == sizeof(header) &&
	    !s->io->fsync(fd) && !sync_dir(s)) {
		free(path);
		return fd;
	}
	error = errno ? errno : ENOSPC; /* a short write sets none */
	if (fd >= 0) {
		s->io->close(fd);
		s->io->unlink(path);
	}
	free(path);
	errno = error;
	return -1;
}

uint8_t *segment_load(struct spool *s, uint64_t name, int64_t *size_r)
{
	char *path = segment_path(s, name);
	int fd = path ? s->io->open(path, O_RDONLY, 0) : -1;
	uint8_t *data = NULL;
	struct stat st;
	int64_t got = 0;
	ssize_t n = 0;

	free(path);
	if (fd < 0)
		return NULL;
	if (!fstat(fd, &st))
		data = malloc(st.st_size + 1);
	while (data && got < st.st_size &&
	       (n = s->io->pread(fd, data + got, st.st_size - got, got)) > 0)
		got += n;
	if (data && n < 0) {
		free(data);
		data = NULL;
	}
	s->io->close(fd);
	*size_r = got;
	return data;
}

/* The next offset from which a whole record stands, or size. */
static int64_t find_record(const uint8_t *data, int64_t size, int64_t from,
			   uint64_t after, struct record_header *h_r)
{
	for (; from + RECORD_HEADER <= size; from++)
		if (record_get(data + from, size - from, h_r) &&
		    h_r->number > after)
			return from;
	return size;
}

int64_t segment_walk(struct spool *s, const uint8_t *data, int64_t size,
		     int64_t offset, uint64_t name, segment_fn fn, void *arg)
{
	uint64_t last = 0;
	int64_t end = offset;

	while (offset < size) {
		struct record_header h;
		int64_t at = find_record(data, size, offset, last, &h);

		if (at == size)
			break;
		if (at != offset)
			spool_say(
				s, true,
				"spool segment %016" PRIx64 " in %s: %" PRId64
				" bytes from %" PRId64
				" on are damaged, records between number %" PRIu64
				" and %" PRIu64 " are lost",
				name, s->dir, at - offset, offset,
				last ? last : name - 1, h.number);
		fn(&h, data + at + RECORD_HEADER, at, arg);
		last = h.number;
		end = offset = at + RECORD_HEADER + (int64_t)h.size;
	}
	return end;
}

static void count(const struct record_header *h, const uint8_t *data,
		  int64_t offset, void *arg)
{
	struct segment *segment = arg;

	if (!segment->count)
		segment->first_at = h->at;
	segment->count++;
	segment->last = h->number;
}

static int cut(struct spool *s, const struct segment *segment, int64_t size)
{
	char *path = segment_path(s, segment->name);
	int fd = path ? s->io->open(path, O_RDWR, 0) : -1;
	int rc = -1;

	spool_say(
		s, true,
		"spool segment %016" PRIx64 " in %s: the last %" PRId64
		" bytes are no whole record and are cut off; the last record is number %" PRIu64,
		segment->name, s->dir, size - segment->size, segment->last);
	if (fd >= 0)
		rc = s->io->ftruncate(fd, segment->size) || s->io->fsync(fd);
	if (fd >= 0)
		s->io->close(fd);
	free(path);
	return rc;
}

int segment_scan(struct spool *s, struct segment *segment, bool *later_r)
{
	struct segment_header h = { 0 };
	int64_t size, end;
	uint8_t *data = segment_load(s, segment->name, &size);
	bool whole;

	*later_r = false;
	if (!data)
		return -1;
	whole = size >= SEGMENT_HEADER && segment_header_get(data, &h);
	if (whole && h.version > SEGMENT_VERSION) {
		*later_r = true;
		free(data);
		return 0;
	}
	if (whole && !s->id)
		s->id = h.id;
	if (!whole && size >= SEGMENT_HEADER)
		spool_say(s, true,
			  "spool segment %016" PRIx64
			  " in %s: its header is damaged",
			  segment->name, s->dir);
	end = size < SEGMENT_HEADER ? SEGMENT_HEADER : size;
	if (size > SEGMENT_HEADER)
		end = segment_walk(s, data, size, SEGMENT_HEADER, segment->name,
				   count, segment);
	free(data);
	segment->size = end;
	if (size > end)
		return cut(s, segment, size);
	return 0;
}
