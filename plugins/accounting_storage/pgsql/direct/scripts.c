/*
 * scripts.c - the thread that reads scripts and environments of batch jobs
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scripts.h"

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../job/job.h"
#include "src/slurm/ctld.h"
#include "src/slurmctld/locks.h"
#include "thread.h"

/* While the queue is long. */
#define AGAIN_AFTER_MS 100
/* Failures are told one by one at most so often. */
#define TELL_EVERY_MS 60000

/* A job whose files are to be read. */
struct wanted {
	struct wanted *next;
	uint32_t id; /* of the files: an array has them once */
	char *script_hash, *env_hash;
};

struct scripts {
	pthread_t thread;
	struct queue *queue;
	char *dir;
	void (*log)(enum pg_log_level level, const char *line);

	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t more;
	struct wanted *head, **tail;
	int n;
	bool stop;

	/* the thread's own */
	int64_t told; /* when, ms; 0: never */
	uint64_t told_missed;
};

static int64_t now_ms(void)
{
	struct timespec ts = thread_deadline_ms(0);

	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static void wanted_free(struct wanted *w)
{
	xfree(w->script_hash);
	xfree(w->env_hash);
	xfree(w);
}

/* ---------------------------------------------------------------- wanting */

/* Of hash what is not known to be stored; NULL: nothing. */
static const char *unknown(bool is_stored, const char *what, const char *hash)
{
	if (!is_stored || !hash || job_heavy_is_remembered(what, hash))
		return NULL;
	return hash;
}

static void append(struct scripts *s, struct wanted *w)
{
	slurm_mutex_lock(&s->lock);
	if (s->n >= SCRIPTS_WANTED_MAX) {
		slurm_mutex_unlock(&s->lock);
		queue_miss(s->queue);
		wanted_free(w);
		return;
	}
	*s->tail = w;
	s->tail = &w->next;
	s->n++;
	pthread_cond_signal(&s->more);
	slurm_mutex_unlock(&s->lock);
}

void scripts_want(struct scripts *s, const job_record_t *job)
{
	const char *script, *env;
	struct wanted *w;

	if (!job->batch_flag || !job->details)
		return;
	script = unknown(slurm_conf.conf_flags & CONF_FLAG_SJS, "script",
			 job->details->script_hash);
	env = unknown(slurm_conf.conf_flags & CONF_FLAG_SJE, "env",
		      job->details->env_hash);
	if (!script && !env)
		return;
	w = xmalloc(sizeof(*w));
	w->id = job->array_task_id != NO_VAL ? job->array_job_id : job->job_id;
	w->script_hash = xstrdup(script);
	w->env_hash = xstrdup(env);
	append(s, w);
}

/* ---------------------------------------------------------------- reading */

static void say(struct scripts *s, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* One that is lost: counted, and told unless another one just was. */
static void say(struct scripts *s, const char *format, ...)
{
	char line[1024];
	va_list ap;

	queue_miss(s->queue);
	if (s->told && now_ms() - s->told < TELL_EVERY_MS)
		return;
	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	s->log(PG_LOG_ERROR, line);
	s->told = now_ms();
	s->told_missed = queue_look(s->queue).missed;
}

/* What was passed over in between. */
static void tell_rest(struct scripts *s)
{
	uint64_t missed = queue_look(s->queue).missed;
	char line[128];

	if (missed == s->told_missed ||
	    (s->told && now_ms() - s->told < TELL_EVERY_MS))
		return;
	snprintf(line, sizeof(line),
		 "%" PRIu64 " more job scripts or environments were not stored",
		 missed - s->told_missed);
	s->log(PG_LOG_ERROR, line);
	s->told = now_ms();
	s->told_missed = missed;
}

static bool read_fully(int fd, char *to, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = read(fd, to + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += n;
	}
	return true;
}

/* All of an open file with a 0 behind it, xfree; NULL with errno. */
static char *load(int fd, size_t *size_r)
{
	struct stat st;
	char *data;

	if (fstat(fd, &st))
		return NULL;
	errno = EFBIG;
	if (st.st_size > SCRIPTS_FILE_MAX)
		return NULL;
	data = xmalloc(st.st_size + 1);
	*size_r = st.st_size;
	errno = EIO;
	if (read_fully(fd, data, st.st_size))
		return data;
	xfree(data);
	return NULL;
}

/* slurmctld's file of a job; as load(). */
static char *read_file(struct scripts *s, uint32_t id, const char *name,
		       size_t *size_r)
{
	char *path = xstrdup_printf("%s/hash.%u/job.%u/%s", s->dir, id % 10, id,
				    name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *data = fd >= 0 ? load(fd, size_r) : NULL;

	if (!data)
		say(s, "the %s of job %u is not stored, %s: %s", name, id, path,
		    strerror(errno));
	if (fd >= 0)
		close(fd);
	xfree(path);
	return data;
}

/*
 * A count of 32 bits, then so many words, each with a 0 at its end. In place
 * they become lines, as accounting_storage/slurmdbd sends them. False: that is
 * not what it is.
 */
static bool words_to_lines(char *data, size_t size)
{
	uint32_t count;
	size_t end = 0;

	if (size < sizeof(count))
		return false;
	memcpy(&count, data, sizeof(count));
	size -= sizeof(count);
	memmove(data, data + sizeof(count), size);
	for (; count; count--) {
		while (end < size && data[end])
			end++;
		if (end == size)
			return false;
		data[end++] = '\n';
	}
	data[end] = 0;
	return true;
}

static char *read_env(struct scripts *s, uint32_t id)
{
	size_t size;
	char *data = read_file(s, id, "environment", &size);

	if (!data || words_to_lines(data, size))
		return data;
	say(s, "the environment of job %u is not stored, its file is damaged",
	    id);
	xfree(data);
	return NULL;
}

static char *read_script(struct scripts *s, uint32_t id)
{
	size_t size;

	return read_file(s, id, "script", &size);
}

/* One file, where its content is not on its way already. */
static char *read_once(struct scripts *s, uint32_t id, const char *what,
		       const char *hash,
		       char *(*read_it)(struct scripts *s, uint32_t id))
{
	char *content;

	if (!hash || job_heavy_is_remembered(what, hash))
		return NULL;
	content = read_it(s, id);
	if (content)
		job_heavy_remember(what, hash);
	return content;
}

static void read_wanted(struct scripts *s, struct wanted *w)
{
	char *script =
		read_once(s, w->id, "script", w->script_hash, read_script);
	char *env = read_once(s, w->id, "env", w->env_hash, read_env);

	if (script || env)
		queue_append(s->queue, job_heavy_make(w->script_hash, &script,
						      w->env_hash, &env));
	wanted_free(w);
}

/* The next one; NULL: stop. */
static struct wanted *take(struct scripts *s)
{
	struct wanted *w = NULL;

	slurm_mutex_lock(&s->lock);
	while (!s->head && !s->stop)
		pthread_cond_wait(&s->more, &s->lock);
	if (!s->stop) {
		w = s->head;
		s->head = w->next;
		s->n--;
		if (!s->head)
			s->tail = &s->head;
	}
	slurm_mutex_unlock(&s->lock);
	return w;
}

static void hold_back(struct scripts *s)
{
	bool stop = false;

	while (!stop && queue_look(s->queue).count >= SCRIPTS_QUEUE_MAX) {
		thread_sleep_ms(AGAIN_AFTER_MS);
		slurm_mutex_lock(&s->lock);
		stop = s->stop;
		slurm_mutex_unlock(&s->lock);
	}
}

static void *scripts_main(void *arg)
{
	struct scripts *s = arg;
	struct wanted *w;

	while ((w = take(s))) {
		hold_back(s);
		read_wanted(s, w);
		tell_rest(s);
	}
	return NULL;
}

/* -------------------------------------------------------- start and stop */

static void scripts_free(struct scripts *s)
{
	struct wanted *next;

	for (struct wanted *w = s->head; w; w = next) {
		next = w->next;
		wanted_free(w);
	}
	thread_cond_destroy(&s->more);
	slurm_mutex_destroy(&s->lock);
	xfree(s->dir);
	xfree(s);
}

struct scripts *scripts_start(struct queue *queue, const char *dir,
			      void (*log)(enum pg_log_level level,
					  const char *line))
{
	struct scripts *s = xmalloc(sizeof(*s));

	s->queue = queue;
	s->dir = xstrdup(dir);
	s->log = log;
	s->tail = &s->head;
	slurm_mutex_init(&s->lock);
	thread_cond_init(&s->more);
	if (!thread_start(&s->thread, "pgsql-scripts", scripts_main, s))
		return s;
	log(PG_LOG_ERROR,
	    "job scripts and environments will not be stored, a thread can't be started");
	scripts_free(s);
	return NULL;
}

void scripts_stop(struct scripts **scripts)
{
	struct scripts *s = *scripts;

	if (!s)
		return;
	*scripts = NULL;
	slurm_mutex_lock(&s->lock);
	s->stop = true;
	pthread_cond_signal(&s->more);
	slurm_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	scripts_free(s);
}

/* ------------------------------------------------------------ catching up */

/* Jobs with a hash, as they are in slurmctld's list. */
struct known {
	uint32_t *id; /* of the job */
	char **script_hash, **env_hash;
	int n;
};

static int add_known(void *x, void *arg)
{
	const job_record_t *job = x;
	struct known *known = arg;

	if (!job->batch_flag || !job->details ||
	    (!job->details->script_hash && !job->details->env_hash))
		return 0;
	known->id[known->n] = job->job_id;
	known->script_hash[known->n] = xstrdup(job->details->script_hash);
	known->env_hash[known->n++] = xstrdup(job->details->env_hash);
	return 0;
}

static void find_known(struct known *known)
{
	slurmctld_lock_t read_lock = { .job = READ_LOCK };
	int n;

	lock_slurmctld(read_lock);
	n = job_list ? list_count(job_list) : 0;
	known->id = xcalloc(n + 1, sizeof(*known->id));
	known->script_hash = xcalloc(n + 1, sizeof(*known->script_hash));
	known->env_hash = xcalloc(n + 1, sizeof(*known->env_hash));
	if (n)
		(void)list_for_each(job_list, add_known, known);
	unlock_slurmctld(read_lock);
}

static void known_free(struct known *known)
{
	for (int i = 0; i < known->n; i++) {
		xfree(known->script_hash[i]);
		xfree(known->env_hash[i]);
	}
	xfree(known->id);
	xfree(known->script_hash);
	xfree(known->env_hash);
}

/* By then a job may be gone. */
static void want_missing(struct scripts *s, const struct known *known,
			 const struct pg_result *missing)
{
	slurmctld_lock_t read_lock = { .job = READ_LOCK };

	lock_slurmctld(read_lock);
	for (int row = 0; row < pg_rows(missing); row++) {
		int64_t i = pg_int(missing, row, 0, 1) - 1;
		job_record_t *job = find_job_record(known->id[i]);

		if (job)
			scripts_want(s, job);
	}
	unlock_slurmctld(read_lock);
}

int scripts_catch_up(struct scripts *s, struct storage_conn *conn)
{
	struct pg_params p = { 0 };
	struct pg_result *missing = NULL;
	struct known known = { 0 };
	int rc;

	if (!(slurm_conf.conf_flags & (CONF_FLAG_SJS | CONF_FLAG_SJE)))
		return SLURM_SUCCESS;
	if ((rc = storage_enter(conn)))
		return rc;
	rc = record_find_cluster(conn);
	storage_leave(conn);
	if (rc)
		return rc;
	find_known(&known);
	pg_add_int(&p, conn->cluster_id);
	pg_add_text_array(&p, (const char *const *)known.script_hash, known.n);
	pg_add_text_array(&p, (const char *const *)known.env_hash, known.n);
	rc = storage_query(conn, &sql_scripts_missing, &p, &missing);
	if (!rc)
		want_missing(s, &known, missing);
	pg_result_free(&missing);
	pg_params_free(&p);
	known_free(&known);
	return rc;
}
