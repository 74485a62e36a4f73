/*
 * say.c - what the other files stand on: lines of the log, why something has
 * failed, names of files
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

void spool_say(struct spool *s, bool is_error, const char *format, ...)
{
	char line[1024];
	va_list ap;

	if (!s->settings.log)
		return;
	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	s->settings.log(is_error, line);
}

enum spool_class spool_fail(struct spool *s, enum spool_class class, int error,
			    const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(s->why, sizeof(s->why), format, ap);
	va_end(ap);
	if (error && n >= 0 && n < (int)sizeof(s->why))
		snprintf(s->why + n, sizeof(s->why) - n, ": %s",
			 strerror(error));
	return class;
}

char *spool_path(const struct spool *s, const char *name)
{
	char *path = NULL;

	return asprintf(&path, "%s/%s", s->dir, name) < 0 ? NULL : path;
}

const char *spool_why(const struct spool *s)
{
	return s->why;
}
