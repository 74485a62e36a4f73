/*
 * json.c - write JSON objects and read the flat ones that we store
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compat.h"

static void append_quoted(char **to, const char *text)
{
	xstrcat(*to, "\"");
	for (const char *c = text; *c; c++) {
		size_t plain = strcspn(c, "\"\\\001\002\003\004\005\006\007\b\t"
					  "\n\v\f\r\016\017\020\021\022\023\024"
					  "\025\026\027\030\031\032\033\034\035"
					  "\036\037");

		if (plain)
			xstrncat(*to, c, plain);
		c += plain;
		if (!*c)
			break;
		if (*c == '"' || *c == '\\')
			xstrfmtcat(*to, "\\%c", *c);
		else
			xstrfmtcat(*to, "\\u%04x", (unsigned char)*c);
	}
	xstrcat(*to, "\"");
}

/* Open the object again behind its last member, and write the key. */
static void append_key(char **object, const char *key)
{
	if (!*object) {
		xstrcat(*object, "{");
	} else {
		size_t length = strlen(*object);

		(*object)[length - 1] = length > 2 ? ',' : '{';
	}
	append_quoted(object, key);
	xstrcat(*object, ":");
}

void json_add_text(char **object, const char *key, const char *text)
{
	if (!text)
		return;
	append_key(object, key);
	append_quoted(object, text);
	xstrcat(*object, "}");
}

void json_add_int(char **object, const char *key, int64_t value)
{
	append_key(object, key);
	xstrfmtcat(*object, "%" PRId64 "}", value);
}

void json_add_raw(char **object, const char *key, const char *json)
{
	if (!json)
		return;
	append_key(object, key);
	xstrfmtcat(*object, "%s}", json);
}

static void skip_blanks(const char **at)
{
	*at += strspn(*at, " \t\r\n");
}

bool json_take(const char **at, char c)
{
	skip_blanks(at);
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

/* The character of a \uXXXX as UTF-8; ours are control characters, and
 * PostgreSQL prints all others as they are. */
static bool append_code(char **to, const char *hex)
{
	unsigned int code;

	if (strspn(hex, "0123456789abcdefABCDEF") < 4 ||
	    sscanf(hex, "%4x", &code) != 1 || !code || code > 0x7f)
		return false;
	xstrfmtcat(*to, "%c", (int)code);
	return true;
}

static bool append_escape(char **to, const char **at)
{
	static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
	const char *known;

	if (**at == 'u') {
		if (!append_code(to, *at + 1))
			return false;
		*at += 5;
		return true;
	}
	known = **at ? strchr(from, **at) : NULL;
	if (!known)
		return false;
	xstrfmtcat(*to, "%c", into[known - from]);
	(*at)++;
	return true;
}

char *json_take_text(const char **at)
{
	char *text = xstrdup("");

	if (!json_take(at, '"'))
		goto bad;
	while (**at != '"') {
		size_t plain = strcspn(*at, "\"\\");

		xstrncat(text, *at, plain);
		*at += plain;
		if (!**at)
			goto bad;
		if (**at == '\\' && ((*at)++, !append_escape(&text, at)))
			goto bad;
	}
	(*at)++;
	return text;
bad:
	xfree(text);
	return NULL;
}

bool json_take_int(const char **at, int64_t *value_r)
{
	char *end;

	skip_blanks(at);
	if (!strncmp(*at, "null", 4)) {
		*value_r = INT64_MIN;
		*at += 4;
		return true;
	}
	errno = 0;
	*value_r = strtoll(*at, &end, 10);
	if (end == *at || errno)
		return false;
	*at = end;
	return true;
}
