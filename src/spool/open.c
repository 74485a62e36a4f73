/*
 * open.c - the spool's directory: what is there at the start
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "internal.h"

uint64_t spool_id(const struct spool *s)
{
	return s->id;
}

uint64_t spool_generation(const struct spool *s)
{
	return s->generation;
}

/* ------------------------------------------------------------ the files */

static int is_segment(const struct dirent *entry)
{
	uint64_t name;
	int end = 0;

	return sscanf(entry->d_name, "%16" SCNx64 ".segment%n", &name, &end) ==
		       1 &&
	       end == 24 && !entry->d_name[end];
}

static void list_add(struct spool *s, struct segment *segment)
{
	segment->next = NULL;
	if (s->tail)
		s->tail->next = segment;
	else
		s->head = segment;
	s->tail = segment;
	s->bytes += segment->size;
	s->waiting += segment->count;
	if (!s->oldest && segment->count)
		s->oldest = segment->first_at;
}

static void remove_file(struct spool *s, uint64_t name)
{
	char *path = segment_path(s, name);

	if (path)
		(void)s->io->unlink(path);
	free(path);
}

static void add(struct spool *s, uint64_t name)
{
	struct segment *segment = calloc(1, sizeof(*segment));
	bool later;

	if (!segment)
		return;
	segment->name = name;
	if (s->generation < name >> GENERATION_SHIFT)
		s->generation = name >> GENERATION_SHIFT;
	if (segment_scan(s, segment, &later))
		spool_say(s, true,
			  "spool segment %016" PRIx64
			  " in %s can't be read and is left alone: %s",
			  name, s->dir, strerror(errno));
	else if (later)
		spool_say(s, true,
			  "spool segment %016" PRIx64
			  " in %s is of a later release and is left alone",
			  name, s->dir);
	else if (segment->count) {
		list_add(s, segment);
		return;
	} else {
		remove_file(s, name);
	}
	free(segment);
}

static enum spool_class look_through(struct spool *s)
{
	struct dirent **entry;
	int n = scandir(s->dir, &entry, is_segment, alphasort);

	if (n < 0)
		return spool_fail(s, SPOOL_FAILED, errno, "can't read %s",
				  s->dir);
	for (int i = 0; i < n; i++) {
		uint64_t name;

		if (sscanf(entry[i]->d_name, "%16" SCNx64, &name) == 1)
			add(s, name);
		free(entry[i]);
	}
	free(entry);
	return SPOOL_OK;
}

static enum spool_class start(struct spool *s, bool take_over)
{
	enum spool_class class;

	if (mkdir(s->dir, 0700) && errno != EEXIST)
		return spool_fail(s, SPOOL_FAILED, errno, "can't make %s",
				  s->dir);
	if ((class = owner_take(s, take_over)) || (class = look_through(s)))
		return class;
	while (!s->id)
		if (getrandom(&s->id, sizeof(s->id), 0) < 0)
			return spool_fail(s, SPOOL_FAILED, errno, "getrandom");
	s->generation++;
	s->next_number = s->generation << GENERATION_SHIFT | 1;
	return owner_note(s);
}

enum spool_class spool_open(struct spool **spool_r,
			    const struct spool_settings *settings,
			    bool take_over, char **why_r)
{
	struct spool *s = calloc(1, sizeof(*s));
	enum spool_class class = SPOOL_FAILED;

	*spool_r = NULL;
	*why_r = NULL;
	if (!s || !(s->dir = strdup(settings->dir))) {
		free(s);
		*why_r = strdup("no memory");
		return SPOOL_FAILED;
	}
	s->settings = *settings;
	s->io = settings->io ? settings->io : &spool_io_system;
	s->fd = s->read_fd = s->lock_fd = -1;
	pthread_mutex_init(&s->lock, NULL);
	class = start(s, take_over);
	s->reading = s->head;
	s->offset = SEGMENT_HEADER;
	if (class) {
		*why_r = strdup(s->why);
		spool_close(&s);
	}
	*spool_r = s;
	return class;
}

void spool_close(struct spool **spool)
{
	struct spool *s = *spool;

	if (!s)
		return;
	*spool = NULL;
	if (s->fd >= 0)
		s->io->close(s->fd);
	if (s->read_fd >= 0)
		s->io->close(s->read_fd);
	owner_leave(s);
	while (s->head) {
		struct segment *next = s->head->next;

		free(s->head);
		s->head = next;
	}
	pthread_mutex_destroy(&s->lock);
	free(s->group);
	free(s->data);
	free(s->dir);
	free(s);
}
