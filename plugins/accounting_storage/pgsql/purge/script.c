/*
 * script.c - the site's own archive script
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "script.h"

/* Names of man slurmdbd.conf, ArchiveScript. */
static const struct {
	const char *archive, *last;
} names[PURGE_KINDS] = {
	[PURGE_EVENT] = { "SLURM_ARCHIVE_EVENTS", "SLURM_ARCHIVE_LAST_EVENT" },
	[PURGE_SUSPEND] = { "SLURM_ARCHIVE_SUSPEND",
			    "SLURM_ARCHIVE_LAST_SUSPEND" },
	[PURGE_STEP] = { "SLURM_ARCHIVE_STEPS", "SLURM_ARCHIVE_LAST_STEP" },
	[PURGE_JOB] = { "SLURM_ARCHIVE_JOBS", "SLURM_ARCHIVE_LAST_JOB" },
	[PURGE_RESV] = { "SLURM_ARCHIVE_RESV", "SLURM_ARCHIVE_LAST_RESV" },
	[PURGE_TXN] = { "SLURM_ARCHIVE_TXN", "SLURM_ARCHIVE_LAST_TXN" },
	[PURGE_USAGE] = { "SLURM_ARCHIVE_USAGE", "SLURM_ARCHIVE_LAST_USAGE" },
};

/* Cluster, two a kind, PATH, NULL. */
#define VARIABLES (1 + 2 * PURGE_KINDS + 1 + 1)

static bool can_run(const char *script)
{
	struct stat st;
	const char *why = NULL;

	if (stat(script, &st) < 0)
		why = strerror(errno);
	else if (!S_ISREG(st.st_mode))
		why = "it is no regular file", errno = EACCES;
	else if (access(script, X_OK) < 0)
		why = "it is not executable", errno = EACCES;
	if (why)
		error("accounting_storage/pgsql: ArchiveScript=%s: %s", script,
		      why);
	return !why;
}

static void fill(char **env, const struct purge_policy *policy,
		 const char *cluster)
{
	int n = 0;

	env[n++] = xstrdup_printf("SLURM_ARCHIVE_CLUSTER=%s", cluster);
	env[n++] = xstrdup("PATH=/usr/bin:/bin:/usr/sbin:/sbin");
	for (int kind = 0; kind < PURGE_KINDS; kind++) {
		const struct purge_term *term = &policy->term[kind];

		if (!term->set)
			continue;
		env[n++] = xstrdup_printf("%s=%d", names[kind].archive,
					  term->archive);
		env[n++] = xstrdup_printf("%s=%" PRId64, names[kind].last,
					  (int64_t)term->before - 1);
	}
}

static int wait_for(pid_t pid, const char *script)
{
	int status;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno == EINTR)
			continue;
		error("accounting_storage/pgsql: ArchiveScript=%s: %m", script);
		return SLURM_ERROR;
	}
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return SLURM_SUCCESS;
	error("accounting_storage/pgsql: ArchiveScript=%s ended with %s %d",
	      script, WIFSIGNALED(status) ? "signal" : "status",
	      WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	return SLURM_ERROR;
}

extern int purge_script(const struct purge_policy *policy, const char *cluster)
{
	char *script = (char *)policy->archive_script;
	char *env[VARIABLES] = { NULL }, *arguments[] = { script, NULL };
	int rc = SLURM_ERROR;
	pid_t pid;

	if (!can_run(script))
		return rc;
	fill(env, policy, cluster);
	/* not fork(): we are one thread of many */
	errno = posix_spawn(&pid, script, NULL, NULL, arguments, env);
	if (errno)
		error("accounting_storage/pgsql: ArchiveScript=%s: %m", script);
	else
		rc = wait_for(pid, script);
	for (int i = 0; env[i]; i++)
		xfree(env[i]);
	return rc;
}
