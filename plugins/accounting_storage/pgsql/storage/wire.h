/*
 * wire.h - text as it was sent, where slurmdbd has prepared it for MySQL
 *
 * slurmdbd puts a backslash before each ' and \ of every string that it reads
 * from a message (unpackstr_xmalloc_escaped() in Slurm's src/common/pack.c),
 * since accounting_storage/mysql glues its SQL together. Here values are
 * parameters, so the backslashes have to go again: from every string of a
 * message, and from no other string (those of slurmdbd.conf, of assoc_mgr or
 * of the database are as they are).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_WIRE_H
#define SLURM_PGSQL_WIRE_H

/*
 * A copy of a string of a message as its sender had it; elsewhere than in
 * slurmdbd, a copy. NULL for NULL and for "". xfree.
 */
extern char *wire_text(const char *text);

/* Take the backslashes out of text, in place. */
extern void wire_unescape(char *text);

/* The same for a string of a message, in slurmdbd alone; text may be NULL. */
extern void wire_restore(char *text);

#endif
