/*
 * thread.h - threads of our own inside slurmctld
 *
 * They take no signals (slurmctld has a thread for these) and have a name that
 * top and gdb show. Clocks are monotonic: a change of the time of day neither
 * prolongs nor ends a wait.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_THREAD_H
#define SLURM_PGSQL_DIRECT_THREAD_H

#include <pthread.h>
#include <time.h>

/* Name: at most 15 bytes. 0, or -1 with errno set. To be joined. */
extern int thread_start(pthread_t *thread_r, const char *name,
			void *(*fn)(void *), void *arg);

/* A condition whose timed waits take thread_deadline_ms(). */
extern void thread_cond_init(pthread_cond_t *cond);
extern void thread_cond_destroy(pthread_cond_t *cond);
extern struct timespec thread_deadline_ms(long ms);

extern void thread_sleep_ms(long ms);

#endif
