/*
 * json.h - write JSON objects and read the flat ones that we store
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_JSON_H
#define SLURM_PGSQL_JSON_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Append a member to the object that *object holds ("{...}", xmalloc; NULL
 * begins one). A NULL text makes no member. Bytes below 0x20 are escaped; all
 * others, valid UTF-8 or not, go as they are: the database layer repairs them.
 */
extern void json_add_text(char **object, const char *key, const char *text);
extern void json_add_int(char **object, const char *key, int64_t value);
/* An object or array that is JSON already; NULL makes no member. */
extern void json_add_raw(char **object, const char *key, const char *json);

/*
 * Readers: *at moves behind what was read. They read what PostgreSQL prints of
 * jsonb; on anything else they return false (NULL) and *at is undefined.
 */
extern bool json_take(const char **at,
		      char c);                /* this character, after blanks */
extern char *json_take_text(const char **at); /* a string; xfree */
/* An integer; INT64_MIN for null. */
extern bool json_take_int(const char **at, int64_t *value_r);

#endif
