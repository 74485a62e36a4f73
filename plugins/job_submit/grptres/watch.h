/*
 * watch.h - tells when more is committed than a limit allows
 *
 * A job that was accepted may have to wait nevertheless: after a limit was
 * lowered, a requeue, a preemption, a node failure, a change by an operator,
 * an exempt user, Enforce=warn. None of these asks a submit plugin, but all
 * leave a budget over-committed: that is logged when it begins and ends.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_WATCH_H
#define GRPTRES_WATCH_H

#include "settings.h"

/*
 * Compares the sums with the limits of their owners. Needs assoc_mgr's read
 * locks on assoc, qos and tres, and the plugin's mutex.
 */
extern void watch_sums(const struct tally *sums,
		       const struct settings *settings);
extern void watch_fini(void);

#endif
