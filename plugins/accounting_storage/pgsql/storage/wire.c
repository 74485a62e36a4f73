/*
 * wire.c - text as it was sent, where slurmdbd has prepared it for MySQL
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wire.h"

#include "storage.h"

void wire_unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		if (*from == '\\' && (from[1] == '\\' || from[1] == '\''))
			from++;
		*to++ = *from;
	}
	*to = '\0';
}

void wire_restore(char *text)
{
	if (text && storage_host() == HOST_SLURMDBD)
		wire_unescape(text);
}

char *wire_text(const char *text)
{
	char *copy;

	if (!text || !*text)
		return NULL;
	copy = xstrdup(text);
	if (storage_host() == HOST_SLURMDBD)
		wire_unescape(copy);
	return copy;
}
