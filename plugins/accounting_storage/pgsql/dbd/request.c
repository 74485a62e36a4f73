/*
 * request.c - what slurmdbd is at, seen from the storage that it calls
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <dlfcn.h>
#include <execinfo.h>
#include <sys/socket.h>

#include "request.h"

#include "src/slurmdbd/proc_req.h"

/* From a commit up to the outer of two messages there are six. */
#define FRAMES 12

/* slurmdbd's own; NULL in other processes. */
extern slurm_list_t registered_clusters __attribute__((weak));
extern pthread_mutex_t registered_lock __attribute__((weak));

/* The prototype changes with releases; only where it lies is asked. */
static const void *handler(void)
{
	static const void *address;

	if (!__atomic_load_n(&address, __ATOMIC_RELAXED))
		__atomic_store_n(&address, dlsym(RTLD_DEFAULT, "proc_req"),
				 __ATOMIC_RELAXED);
	return __atomic_load_n(&address, __ATOMIC_RELAXED);
}

extern int request_depth(void)
{
	void *frame[FRAMES];
	int n, depth = 0;
	Dl_info in;

	if (!handler())
		return 0;
	n = backtrace(frame, FRAMES);
	for (int i = 0; i < n; i++)
		if (dladdr(frame[i], &in) && in.dli_saddr == handler())
			depth++;
	return depth;
}

static int is_of(void *x, void *key)
{
	slurmdbd_conn_t *registered = x;

	return registered->db_conn == key;
}

/* Call with registered_lock. Only the list's members are looked at: one that
 * is registered anew has left it. */
static slurmdbd_conn_t *registered(const struct storage_conn *conn)
{
	if (!registered_clusters)
		return NULL;
	return list_find_first(registered_clusters, is_of, (void *)conn);
}

extern bool request_is_of_slurmctld(const struct storage_conn *conn)
{
	bool found;

	if (!&registered_lock || !&registered_clusters)
		return false;
	slurm_mutex_lock(&registered_lock);
	found = registered(conn) != NULL;
	slurm_mutex_unlock(&registered_lock);
	return found;
}

extern void request_leave_unanswered(const struct storage_conn *conn)
{
	slurmdbd_conn_t *peer;

	if (!&registered_lock || !&registered_clusters)
		return;
	slurm_mutex_lock(&registered_lock);
	peer = registered(conn);
	if (peer && peer->conn->fd >= 0)
		shutdown(peer->conn->fd, SHUT_RDWR);
	slurm_mutex_unlock(&registered_lock);
}
