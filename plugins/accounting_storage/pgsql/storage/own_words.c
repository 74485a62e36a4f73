/*
 * own_words.c - words of StorageParameters that are ours and not libpq's
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "own_words.h"

static const struct word {
	const char *name;
	size_t offset; /* of an int */
	int least, most, fallback;
	const char *unit;
} words[] = {
	{ "notify_jobs", offsetof(struct own_words, notify_jobs), 0, 3600, 0,
	  "seconds" },
	{ "spool_retain", offsetof(struct own_words, spool_retain), 0,
	  7 * 86400, 900, "seconds" },
	{ "spool_size", offsetof(struct own_words, spool_size), 16, 1 << 20,
	  1024, "MB" },
};
#define WORDS (sizeof(words) / sizeof(words[0]))

static int *value_of(const struct word *word, struct own_words *own)
{
	return (int *)((char *)own + word->offset);
}

/* Which of ours "name=value" (n bytes) is, or NULL. */
static const struct word *find(const char *pair, size_t n)
{
	for (size_t i = 0; i < WORDS; i++) {
		size_t size = strlen(words[i].name);

		if (n > size && pair[size] == '=' &&
		    !strncmp(pair, words[i].name, size))
			return &words[i];
	}
	return NULL;
}

static int set(const struct word *word, const char *text, size_t n,
	       struct own_words *own, char **error_r)
{
	char value[32] = "", *end;
	long number;

	if (n < sizeof(value))
		memcpy(value, text, n);
	errno = 0;
	number = strtol(value, &end, 10);
	if (value[0] && !*end && !errno && number >= word->least &&
	    number <= word->most) {
		*value_of(word, own) = number;
		return 0;
	}
	if (asprintf(error_r, "%s=%.*s: it is a number of %s from %d to %d",
		     word->name, (int)n, text, word->unit, word->least,
		     word->most) < 0)
		*error_r = NULL;
	return -1;
}

int own_words_take(const char *parameters, struct own_words *own, char **rest_r,
		   char **error_r)
{
	size_t used = 0;
	char *rest;

	*error_r = NULL;
	for (size_t i = 0; i < WORDS; i++)
		*value_of(&words[i], own) = words[i].fallback;
	if (!parameters)
		parameters = "";
	rest = *rest_r = calloc(1, strlen(parameters) + 1);
	while (rest && *parameters) {
		size_t n = strcspn(parameters, ",");
		const struct word *word = find(parameters, n);

		if (word) {
			size_t head = strlen(word->name) + 1;

			if (set(word, parameters + head, n - head, own,
				error_r)) {
				free(rest);
				*rest_r = NULL;
				return -1;
			}
		} else {
			if (used)
				rest[used++] = ',';
			memcpy(rest + used, parameters, n);
			used += n;
		}
		parameters += n + (parameters[n] == ',');
	}
	return rest ? 0 : -1;
}
