/*
 * turn.c - slurmctlds are told of changes in the order of their commits
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <unistd.h>

#include "publish.h"

/* Of the session, so that it outlives the commit; the key is "SLPUBLSH". */
static const struct pg_statement publish_turn = {
	"publish_turn", "SELECT pg_try_advisory_lock(6002260730492769096)"
};
static const struct pg_statement publish_turn_over = {
	"publish_turn_over", "SELECT pg_advisory_unlock(6002260730492769096)"
};

#define PAUSE_USEC 20000
/* A slurmctld that is told may need as long as MessageTimeout. */
#define TURN_SECONDS 10

/* 1 taken, 0 another has it, -1 failed */
static int try(struct storage_conn *conn)
{
	struct pg_result *result = NULL;
	int taken = -1;

	if (!storage_exec(conn, &publish_turn, NULL, &result))
		taken = pg_bool(result, 0, 0);
	pg_result_free(&result);
	return taken;
}

extern bool publish_turn_take(struct storage_conn *conn)
{
	int taken;

	if (storage_host() != HOST_SLURMDBD || !conn->changing ||
	    !list_count(conn->updates))
		return false;
	for (int i = 0; i < TURN_SECONDS * 1000000 / PAUSE_USEC; i++) {
		if ((taken = try(conn)))
			return taken == 1;
		usleep(PAUSE_USEC);
	}
	info("accounting_storage/pgsql: slurmctlds are told of an earlier change for more than %d s; they are told of the next one meanwhile",
	     TURN_SECONDS);
	return false;
}

extern void publish_turn_leave(struct storage_conn *conn)
{
	pthread_mutex_lock(&conn->lock);
	/* with its session the server takes the turn back */
	if (pg_is_connected(conn->pg) &&
	    storage_exec(conn, &publish_turn_over, NULL, NULL))
		pg_disconnect(conn->pg);
	pthread_mutex_unlock(&conn->lock);
}
