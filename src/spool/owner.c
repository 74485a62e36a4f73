/*
 * owner.c - who owns the spool
 *
 * The file "lock" is locked as long as its process lives, by flock(), which
 * NFS carries to other hosts. Whoever takes the spool over from a process that
 * hangs puts another file in its place: the one that wakes up sees that its
 * own has gone. The file's line is: generation id host pid.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"

bool owner_is_us(const struct spool *s)
{
	char *path = spool_path(s, "lock");
	struct stat ours, there;
	bool same;

	same = path && !fstat(s->lock_fd, &ours) && !stat(path, &there) &&
	       ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
	free(path);
	return same;
}

/* What the last owner has written down, and who that was. */
static void read_note(struct spool *s, int fd, char *who, size_t size)
{
	char line[256] = "";
	ssize_t n = s->io->pread(fd, line, sizeof(line) - 1, 0);
	uint64_t generation, id;
	int at = 0;

	snprintf(who, size, "an unknown process");
	if (n <= 0)
		return;
	line[strcspn(line, "\n")] = '\0';
	if (sscanf(line, "%" SCNu64 " %" SCNx64 " %n", &generation, &id, &at) <
		    2 ||
	    !at)
		return;
	s->generation = generation;
	s->id = id;
	snprintf(who, size, "%s", line + at);
}

enum spool_class owner_note(struct spool *s)
{
	char host[128] = "", line[256];
	int size;

	(void)gethostname(host, sizeof(host) - 1);
	size = snprintf(line, sizeof(line),
			"%" PRIu64 " %016" PRIx64 " %s process %ld\n",
			s->generation, s->id, host, (long)getpid());
	if (s->io->pwrite(s->lock_fd, line, size, 0) != size ||
	    s->io->ftruncate(s->lock_fd, size) || s->io->fsync(s->lock_fd))
		return spool_fail(s, SPOOL_FAILED, errno, "can't write %s/lock",
				  s->dir);
	return SPOOL_OK;
}

/* Ours takes the place of the file that another process holds. */
static enum spool_class replace(struct spool *s, const char *path,
				const char *who)
{
	char *other = spool_path(s, "lock.new");
	int fd = -1;

	if (other)
		fd = s->io->open(other, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB)) {
		spool_fail(s, SPOOL_FAILED, errno, "can't lock %s/lock.new",
			   s->dir);
		free(other);
		if (fd >= 0)
			s->io->close(fd);
		return SPOOL_FAILED;
	}
	s->io->close(s->lock_fd);
	s->lock_fd = fd;
	if (owner_note(s) || s->io->rename(other, path)) {
		spool_fail(s, SPOOL_FAILED, errno, "can't replace %s", path);
		free(other);
		return SPOOL_FAILED;
	}
	free(other);
	spool_say(
		s, true,
		"the spool %s was held by %s, which may hang; it is taken over",
		s->dir, who);
	return SPOOL_OK;
}

static enum spool_class take(struct spool *s, const char *path, bool take_over)
{
	char who[192];
	bool held;

	s->lock_fd = s->io->open(path, O_RDWR | O_CREAT, 0600);
	if (s->lock_fd < 0)
		return spool_fail(s, SPOOL_FAILED, errno, "can't open %s",
				  path);
	held = flock(s->lock_fd, LOCK_EX | LOCK_NB);
	if (held && errno != EWOULDBLOCK)
		return spool_fail(s, SPOOL_FAILED, errno, "can't lock %s",
				  path);
	read_note(s, s->lock_fd, who, sizeof(who));
	if (!held)
		return SPOOL_OK;
	if (take_over)
		return replace(s, path, who);
	return spool_fail(s, SPOOL_TAKEN, 0, "%s is held by %s", path, who);
}

enum spool_class owner_take(struct spool *s, bool take_over)
{
	char *path = spool_path(s, "lock");
	enum spool_class class;

	if (!path)
		return spool_fail(s, SPOOL_FAILED, ENOMEM, "lock");
	/* between open and lock somebody may have put another one there */
	for (int i = 0; i < 10; i++) {
		class = take(s, path, take_over);
		if (class || owner_is_us(s))
			break;
		owner_leave(s);
		class = spool_fail(s, SPOOL_FAILED, EAGAIN, "%s", path);
	}
	free(path);
	return class;
}

void owner_leave(struct spool *s)
{
	if (s->lock_fd >= 0)
		s->io->close(s->lock_fd);
	s->lock_fd = -1;
}
