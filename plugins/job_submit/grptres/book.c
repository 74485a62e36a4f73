/*
 * book.c - what each of slurmctld's jobs was counted with, kept
 *
 * Sums of running jobs are kept as of the moment when the book was begun: a
 * job that goes down by r each second until its end e brings r * (e - begun)
 * to one sum and r to another, and what is held now is the one less the other
 * times the seconds since. All is whole numbers, so nothing gets lost.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "book.h"

/* Made anew after so many seconds, whatever happens. */
#define SECONDS_OLDEST 60
/* Jobs marked between two looks; for more of them it is made anew. */
#define MARKS 64
/* Ids that may have been given since the last look; more: made anew. */
#define NEW_IDS 100000
/* So many jobs' records are on their way from main memory during a look. */
#define AHEAD 8

/* A job as it was when it was counted. */
struct entry {
	const job_record_t *job; /* to compare; it may be gone */
	const slurmdb_qos_rec_t *qos;
	time_t end;
	uint32_t job_id, state, time_limit, cpus, assoc_id;
	uint32_t tasks; /* of an array's record that stands for some, or 0 */
	struct count count;
};

/* What all that is counted depends on, beside the job. */
struct stamp {
	time_t part_update, conf_update;
	int ntres;
	uint32_t nassocs, nqos, enforce;
	uint64_t qos; /* of their factors */
};

static struct {
	bool valid;
	time_t begun;
	struct stamp stamp;
	struct entry *entries;
	uint32_t next_id; /* jobs of later looks have this one or a greater */
	size_t n, size;
	struct tally *held;               /* running: as of begun; queued */
	struct tally *rates;              /* running: a second */
	struct tally *tasks, *task_rates; /* one TRES: time; by array */
	uint32_t marks[MARKS];
	size_t nmarks;
} book;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void book_lock(void)
{
	slurm_mutex_lock(&mutex);
}

void book_unlock(void)
{
	slurm_mutex_unlock(&mutex);
}

static int add_factor(void *item, void *arg)
{
	const slurmdb_qos_rec_t *qos = item;
	uint64_t *sum = arg, bits;

	memcpy(&bits, &qos->usage_factor, sizeof(bits));
	*sum = (*sum ^ bits ^ qos->flags) * UINT64_C(0x9e3779b97f4a7c15) +
	       qos->id;
	return 0;
}

static void take_stamp(struct stamp *stamp)
{
	memset(stamp, 0, sizeof(*stamp));
	stamp->part_update = last_part_update;
	stamp->conf_update = slurm_conf.last_update;
	stamp->ntres = slurmctld_tres_cnt;
	stamp->nassocs = list_count(assoc_mgr_assoc_list);
	stamp->nqos = list_count(assoc_mgr_qos_list);
	stamp->enforce = accounting_enforce;
	list_for_each_ro(assoc_mgr_qos_list, add_factor, &stamp->qos);
}

static void clear(void)
{
	for (size_t i = 0; i < book.n; i++)
		count_free(&book.entries[i].count);
	book.n = 0;
	tally_free(&book.held);
	tally_free(&book.rates);
	tally_free(&book.tasks);
	tally_free(&book.task_rates);
	book.valid = false;
}

static void begin(const struct stamp *stamp, time_t now)
{
	clear();
	book.held = tally_new(slurmctld_tres_cnt);
	book.rates = tally_new(slurmctld_tres_cnt);
	book.tasks = tally_new(1);
	book.task_rates = tally_new(1);
	book.valid = book.held && book.rates && book.tasks && book.task_rates;
	book.begun = now;
	book.stamp = *stamp;
}

/* Times of updates are whole seconds: another may follow in the same one. */
static bool is_current(const struct stamp *stamp, time_t now)
{
	return book.valid && now >= book.begun &&
	       now - book.begun < SECONDS_OLDEST && book.nmarks < MARKS &&
	       stamp->part_update < book.begun &&
	       !memcmp(stamp, &book.stamp, sizeof(*stamp));
}

/* Adds amounts to an owner's sums, or takes them back. */
static void bring(struct tally *tally, uint64_t owner, size_t ntres,
		  const uint64_t *amounts, uint32_t jobs, bool queued,
		  bool back)
{
	struct budget_use *use = tally_at(tally, owner);

	if (!use)
		book.valid = false;
	else if (back)
		tally_take(use, ntres, amounts, jobs, queued);
	else if (queued)
		tally_queued(use, ntres, amounts, jobs);
	else
		tally_running(use, ntres, amounts, jobs);
}

static void enter_running(const struct entry *entry, bool back)
{
	const struct count *count = &entry->count;
	const uint64_t *rates = count_amounts(count);
	uint64_t whole[slurmctld_tres_cnt], rate = count->factor, left;

	left = entry->end - book.begun;
	for (int t = 0; t < slurmctld_tres_cnt; t++)
		whole[t] = rates[t] * left;
	for (size_t i = 0; i < count->nowners; i++) {
		bring(book.held, count->owners[i], slurmctld_tres_cnt, whole, 1,
		      false, back);
		bring(book.rates, count->owners[i], slurmctld_tres_cnt, rates,
		      0, false, back);
	}
	left *= rate;
	if (!count->array)
		return;
	bring(book.tasks, count->array, 1, &left, 1, false, back);
	bring(book.task_rates, count->array, 1, &rate, 0, false, back);
}

static void enter(const struct entry *entry, bool back)
{
	const struct count *count = &entry->count;

	if (count->kind == COUNT_RUNS)
		enter_running(entry, back);
	for (size_t i = 0; count->kind == COUNT_FIXED && i < count->nowners;
	     i++)
		bring(book.held, count->owners[i], slurmctld_tres_cnt,
		      count_amounts(count), 1, true, back);
}

static bool is_marked(uint32_t job_id)
{
	for (size_t i = 0; i < book.nmarks; i++)
		if (book.marks[i] == job_id)
			return true;
	return false;
}

static uint32_t tasks_of(const job_record_t *job)
{
	return job->array_recs ? job->array_recs->task_cnt : 0;
}

/* Of a queued job a size changes by job_modify() alone, and is not read. */
static bool is_as_it_was(const struct entry *entry, const job_record_t *job,
			 time_t now)
{
	if (job->job_id != entry->job_id || job->job_state != entry->state ||
	    job->time_limit != entry->time_limit ||
	    job->qos_ptr != entry->qos || job->assoc_id != entry->assoc_id)
		return false;
	if (entry->count.kind ==
	    COUNT_FIXED) /* none comes to stand for tasks */
		return !entry->tasks || entry->tasks == tasks_of(job);
	if (job->end_time != entry->end)
		return false;
	if (entry->count.kind == COUNT_RUNS)
		return job->total_cpus == entry->cpus && entry->end > now;
	return !entry->tasks || entry->tasks == tasks_of(job);
}

static void make_entry(struct entry *entry, const job_record_t *job,
		       struct whole *whole, time_t now)
{
	entry->job = job;
	entry->job_id = job->job_id;
	entry->state = job->job_state;
	entry->end = job->end_time;
	entry->time_limit = job->time_limit;
	entry->cpus = job->total_cpus;
	entry->qos = job->qos_ptr;
	entry->assoc_id = job->assoc_id;
	entry->tasks = tasks_of(job);
	count_job(job, whole, now, &entry->count);
	enter(entry, false);
}

static void drop_entry(struct entry *entry)
{
	enter(entry, true);
	count_free(&entry->count);
}

/* A look under way. */
struct pass {
	struct book_look *look;
	struct whole whole;
	size_t counted; /* anew */
};

static struct entry *next_entry(void)
{
	if (book.n == book.size) {
		book.size = book.size ? 2 * book.size : 1024;
		xrecalloc(book.entries, book.size, sizeof(*book.entries));
	}
	return &book.entries[book.n++];
}

static void add_entry(struct pass *pass, const job_record_t *job)
{
	make_entry(next_entry(), job, &pass->whole, pass->look->now);
	pass->counted++;
}

/* False if the job is gone. */
static bool look_at(struct pass *pass, struct entry *entry)
{
	const job_record_t *job = find_job_record(entry->job_id);

	if (job && job == entry->job && entry->count.kind != COUNT_LOOSE &&
	    !is_marked(entry->job_id) &&
	    is_as_it_was(entry, job, pass->look->now))
		return true;
	drop_entry(entry);
	if (!job)
		return false;
	make_entry(entry, job, &pass->whole, pass->look->now);
	pass->counted++;
	return true;
}

/*
 * What is_as_it_was() will read has to come from main memory, which is what a
 * look takes its time for: the records of the next jobs are sent for while
 * those before them are looked at. No harm is done where a job is gone.
 */
static void send_for(size_t i)
{
	const job_record_t *job;

	if (i >= book.n)
		return;
	job = book.entries[i].job;
	__builtin_prefetch(&job->job_id);
	__builtin_prefetch(&job->job_state);
	__builtin_prefetch(&job->time_limit);
	__builtin_prefetch(&job->qos_ptr);
	__builtin_prefetch(&job->assoc_id);
	if (book.entries[i].count.kind != COUNT_FIXED)
		__builtin_prefetch(&job->end_time);
}

/*
 * To follow job_list takes longer than all else: each of its links is to be
 * waited for. So jobs are found by their ids, and new ones by those that were
 * given since. The list's length tells whether these are all.
 */
static bool look_by_ids(struct pass *pass)
{
	uint32_t next = get_next_job_id(true);
	size_t kept = 0;

	if (next < book.next_id || next - book.next_id > NEW_IDS)
		return false;
	for (size_t i = 0; i < book.n; i++) {
		send_for(i + AHEAD);
		if (!look_at(pass, &book.entries[i]))
			continue;
		if (kept != i)
			book.entries[kept] = book.entries[i];
		kept++;
	}
	book.n = kept;
	for (uint32_t id = book.next_id; id < next; id++) {
		const job_record_t *job = find_job_record(id);

		if (job)
			add_entry(pass, job);
	}
	book.next_id = next;
	return book.n == (size_t)list_count(job_list);
}

static int add_each(void *item, void *arg)
{
	add_entry(arg, item);
	return 0;
}

static void note(const job_record_t ***jobs, size_t *n, const job_record_t *job)
{
	if (!(*n & (*n - 1))) /* 0 and powers of two: full */
		xrecalloc(*jobs, *n ? 2 * *n : 1, sizeof(**jobs));
	(*jobs)[(*n)++] = job;
}

static void note_jobs(struct book_look *look)
{
	for (size_t i = 0; i < book.n; i++) {
		const struct entry *entry = &book.entries[i];

		if (entry->count.kind == COUNT_LOOSE)
			note(&look->loose, &look->nloose, entry->job);
		if (entry->job_id >= look->least_new)
			note(&look->fresh, &look->nfresh, entry->job);
	}
}

/* What running jobs hold now, of sums as of when the book was begun. */
static void let_go(struct budget_use *use, size_t ntres,
		   const struct budget_use *rate, time_t now)
{
	uint64_t since = now - book.begun;

	for (size_t t = 0; rate && t < ntres; t++)
		if (use[t].running != BUDGET_ENDLESS)
			use[t].running -= rate[t].running * since;
}

static void take_out(uint64_t owner, const struct budget_use *held, void *arg)
{
	struct book_look *look = arg;
	struct budget_use *use = look->own ? tally_at(look->own, owner) : NULL;

	if (!use) {
		tally_free(&look->own);
		return;
	}
	memcpy(use, held, slurmctld_tres_cnt * sizeof(*use));
	let_go(use, slurmctld_tres_cnt, tally_find(book.rates, owner),
	       look->now);
}

void book_look(struct book_look *look)
{
	struct pass pass = { .look = look };
	struct stamp stamp;

	take_stamp(&stamp);
	if (!is_current(&stamp, look->now) || !look_by_ids(&pass)) {
		begin(&stamp, look->now);
		if (book.valid)
			list_for_each_ro(job_list, add_each, &pass);
		book.next_id = get_next_job_id(true);
	}
	note_jobs(look);
	book.nmarks = 0;
	debug2("job_submit/grptres: looked at %zu jobs, counted %zu", book.n,
	       pass.counted);
	whole_free(&pass.whole);
	if (book.valid)
		look->own = tally_new(slurmctld_tres_cnt);
	if (look->own)
		tally_each(book.held, take_out, look);
}

void book_tasks(uint32_t array_job_id, time_t now, struct budget_use *use)
{
	const struct budget_use *found = NULL;
	struct budget_use sum;

	if (book.valid)
		found = tally_find(book.tasks, array_job_id);
	if (!found)
		return;
	sum = *found;
	let_go(&sum, 1, tally_find(book.task_rates, array_job_id), now);
	tally_merge(use, 1, &sum);
}

void book_each_running(void (*fn)(const struct book_running *running,
				  void *arg),
		       void *arg)
{
	for (size_t i = 0; i < book.n; i++) {
		const struct entry *entry = &book.entries[i];
		struct book_running running = {
			.count = &entry->count,
			.end = entry->end,
			.job_id = entry->job_id,
			.time_limit = entry->time_limit,
		};

		if (entry->count.kind >= COUNT_RUNS)
			fn(&running, arg);
	}
}

void book_mark(uint32_t job_id)
{
	book_lock();
	if (book.nmarks < MARKS && !is_marked(job_id))
		book.marks[book.nmarks++] = job_id;
	book_unlock();
}

void book_fini(void)
{
	book_lock();
	clear();
	xfree(book.entries);
	book.size = 0;
	book_unlock();
}
