/*
 * settings.h - grptres.conf
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_SETTINGS_H
#define GRPTRES_SETTINGS_H

#include "chain.h"

enum settings_enforce { ENFORCE_REJECT, ENFORCE_WARN, ENFORCE_OFF };

struct settings {
	enum settings_enforce enforce;
	bool count_queued;
	unsigned kinds; /* CHAIN_KIND() of each limit that is checked */
	bool require_association;
	/* names, several apart by commas; NULL for none */
	char *exempt_users, *exempt_accounts, *exempt_qos, *exempt_partitions;
	char *help; /* last line of a message; NULL for none */
};

/*
 * Those in force: of the file as it is now, read again if it has changed. A
 * file with a mistake leaves those of before, and an error in the log with
 * the line. Without a file, or with a mistake in the first, the defaults.
 * Needs the plugin's mutex, which the result is valid under.
 */
extern const struct settings *settings_get(void);
extern void settings_fini(void);

/*
 * The settings that a text has; name is the file's, for messages. False if
 * there is a mistake in it, which is in the log then. The caller clears
 * settings_r with settings_clear(), whatever the result.
 */
extern bool settings_parse(char *text, const char *name,
			   struct settings *settings_r);
extern void settings_clear(struct settings *settings);

/* Is the name one of a list such as settings have? */
extern bool settings_lists(const char *list, const char *name);

#endif
