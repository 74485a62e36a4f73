/*
 * utf8.c - make any bytes into text that PostgreSQL accepts
 *
 * PostgreSQL takes UTF-8 as in RFC 3629: no overlong form, no surrogate,
 * nothing above U+10FFFF, and no NUL. Whatever else stands in a record
 * becomes U+FFFD byte by byte, so that the record is kept and the damage seen.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */
#define REPLACEMENT_SIZE 3

/* By lead byte: length, and the range of the second byte (RFC 3629, 4). */
static const struct utf8_lead {
	unsigned char from, to, length, second_from, second_to;
} utf8_leads[] = {
	{ 0x01, 0x7F, 1, 0, 0 },	{ 0xC2, 0xDF, 2, 0x80, 0xBF },
	{ 0xE0, 0xE0, 3, 0xA0, 0xBF },	{ 0xE1, 0xEC, 3, 0x80, 0xBF },
	{ 0xED, 0xED, 3, 0x80, 0x9F },	{ 0xEE, 0xEF, 3, 0x80, 0xBF },
	{ 0xF0, 0xF0, 4, 0x90, 0xBF },	{ 0xF1, 0xF3, 4, 0x80, 0xBF },
	{ 0xF4, 0xF4, 4, 0x80, 0x8F },
};

/* Length of the character at s (size bytes are there), 0 if it is bad. */
static size_t utf8_length(const unsigned char *s, size_t size)
{
	const struct utf8_lead *lead = utf8_leads;
	const struct utf8_lead *end =
		utf8_leads + sizeof(utf8_leads) / sizeof(utf8_leads[0]);

	while (lead < end && (*s < lead->from || *s > lead->to))
		lead++;
	if (lead == end || lead->length > size)
		return 0;
	if (lead->length > 1 &&
	    (s[1] < lead->second_from || s[1] > lead->second_to))
		return 0;
	for (int i = 2; i < lead->length; i++)
		if (s[i] < 0x80 || s[i] > 0xBF)
			return 0;
	return lead->length;
}

/* `to` has room for three bytes for each of text and one more. */
size_t pg_utf8_copy(char *to, const char *text, size_t size, bool *repaired_r)
{
	const unsigned char *s = (const unsigned char *) text;
	const unsigned char *end = s + size;
	char *start = to;

	while (s < end) {
		size_t length = utf8_length(s, end - s);

		if (length) {
			memcpy(to, s, length);
			s += length;
			to += length;
			continue;
		}
		memcpy(to, REPLACEMENT, REPLACEMENT_SIZE);
		s++;
		to += REPLACEMENT_SIZE;
		if (repaired_r)
			*repaired_r = true;
	}
	*to = '\0';
	return to - start;
}

char *pg_utf8(const char *text, size_t size, bool *repaired_r)
{
	char *to = malloc(size * REPLACEMENT_SIZE + 1);

	if (repaired_r)
		*repaired_r = false;
	if (to)
		pg_utf8_copy(to, text, size, repaired_r);
	return to;
}
