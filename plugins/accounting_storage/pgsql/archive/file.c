/*
 * file.c - a compressed file that appears whole or not at all
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include "archive.h"

struct archive_file {
	char *dir, *name; /* without the ending */
	char *part;       /* what it is called while it is written */
	int fd;
	gzFile gz;
};

static char *stamp(time_t t)
{
	char text[32];
	struct tm tm;

	localtime_r(&t, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	return xstrdup(text);
}

static void file_free(struct archive_file **file)
{
	struct archive_file *f = *file;

	if (f->gz)
		gzclose(f->gz);
	if (f->fd >= 0)
		close(f->fd);
	xfree(f->dir);
	xfree(f->name);
	xfree(f->part);
	xfree(*file);
}

extern void archive_file_drop(struct archive_file **file)
{
	if (!*file)
		return;
	unlink((*file)->part);
	file_free(file);
}

static bool failed(const struct archive_file *file, const char *what)
{
	error("accounting_storage/pgsql: archive: %s %s: %m", what, file->part);
	return false;
}

static bool open_part(struct archive_file *file)
{
	int copy;

	file->fd = open(file->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			0600);
	if (file->fd < 0)
		return failed(file, "cannot create");
	copy = fcntl(file->fd, F_DUPFD_CLOEXEC, 0);
	file->gz = copy < 0 ? NULL : gzdopen(copy, "wb6");
	if (file->gz)
		return true;
	failed(file, "cannot write");
	if (copy >= 0)
		close(copy);
	return false;
}

extern struct archive_file *archive_file_new(const char *dir,
					     const char *cluster,
					     const char *table, time_t first,
					     time_t last)
{
	struct archive_file *file = xmalloc(sizeof(*file));
	char *begin = stamp(first), *end = stamp(last);

	file->dir = xstrdup(dir);
	file->fd = -1;
	file->name = xstrdup_printf("%s/%s_%s_archive_%s_%s", dir, cluster,
				    table, begin, end);
	file->part =
		xstrdup_printf("%s/.%s_%s_archive.part", dir, cluster, table);
	xfree(begin);
	xfree(end);
	if (!open_part(file))
		archive_file_drop(&file);
	return file;
}

extern bool archive_file_write(struct archive_file *file, const void *data,
			       size_t size)
{
	if (!size || gzwrite(file->gz, data, size) == (int)size)
		return true;
	return failed(file, "cannot write");
}

/* A link is made only where there is no file of that name. */
static bool give_name(struct archive_file *file)
{
	for (int n = 1; n < 10000; n++) {
		char *name =
			n == 1 ? xstrdup_printf("%s.csv.gz", file->name) :
				 xstrdup_printf("%s.%d.csv.gz", file->name, n);
		bool linked = !link(file->part, name);

		if (linked)
			debug("accounting_storage/pgsql: archive: wrote %s",
			      name);
		xfree(name);
		if (linked)
			return true;
		if (errno != EEXIST)
			break;
	}
	return failed(file, "cannot name");
}

static bool sync_dir(const struct archive_file *file)
{
	int fd = open(file->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && !fsync(fd);

	if (fd >= 0)
		close(fd);
	return good || failed(file, "cannot sync the directory of");
}

extern bool archive_file_finish(struct archive_file **file)
{
	struct archive_file *f = *file;
	gzFile gz = f->gz;
	bool good;

	f->gz = NULL;
	good = gzclose(gz) == Z_OK && !fsync(f->fd);
	if (!good)
		failed(f, "cannot write");
	good = good && give_name(f) && sync_dir(f);
	archive_file_drop(file);
	return good;
}
