/*
 * check.c - may a job be submitted?
 *
 * A job that names several partitions is accepted if it fits in one of them,
 * because slurmctld starts it in any. Where anything needed to judge is not
 * known, the job passes: slurmctld still has its own limits.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <inttypes.h>

#include "check.h"

#include "book.h"
#include "keeper.h"
#include "hold.h"
#include "ledger.h"
#include "request.h"
#include "reserve.h"
#include "watch.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* Plugins that come after it may make the job larger than it was checked. */
static void warn_unless_last(void)
{
	const char *list = slurm_conf.job_submit_plugins;
	const char *last = list ? strrchr(list, ',') : NULL;

	last = last ? last + 1 : list;
	if (last && !xstrncmp(last, "job_submit/", 11))
		last += 11;
	if (last && xstrcmp(last, "grptres"))
		error("%s: it belongs last in JobSubmitPlugins=%s: a plugin after it may change the job that was checked",
		      GRPTRES, list);
}

int check_init(void)
{
	warn_unless_last();
	if (reserve_init(&mutex) != SLURM_SUCCESS)
		return SLURM_ERROR;
	keeper_start(&mutex); /* there may be jobs older than the plugin */
	return SLURM_SUCCESS;
}

void check_fini(void)
{
	keeper_stop();
	slurm_mutex_lock(&mutex);
	reserve_fini();
	ledger_forget();
	book_fini();
	settings_fini();
	watch_fini();
	whole_fini();
	slurm_mutex_unlock(&mutex);
}

static assoc_mgr_lock_t read_locks = {
	.assoc = READ_LOCK,
	.qos = READ_LOCK,
	.tres = READ_LOCK,
	.user = READ_LOCK,
};

void check_lock(void)
{
	assoc_mgr_lock(&read_locks);
	slurm_mutex_lock(&mutex);
}

void check_unlock(void)
{
	slurm_mutex_unlock(&mutex);
	assoc_mgr_unlock(&read_locks);
}

void check_request(struct candidate *candidate, const struct settings *settings,
		   const uint64_t *count, uint32_t minutes)
{
	const slurmdb_qos_rec_t *qos = candidate->belongs.qos;

	candidate->request = (struct budget_request){
		.ntres = slurmctld_tres_cnt,
		.name = (const char *const *)assoc_mgr_tres_name_array,
		.count = count,
		.tasks = 1,
		.minutes = minutes,
		.factor = chain_own_factor(qos),
		.blind = chain_enforced() && chain_factor(qos) == 0,
		.count_queued = settings->count_queued,
		.full = hold_full(),
	};
}

/* An account exempts all below it. */
bool check_exempts(const struct settings *settings,
		   const struct belongs *belongs)
{
	slurmdb_assoc_rec_t *assoc = belongs->assoc;

	if (settings_lists(settings->exempt_users, assoc->user) ||
	    (belongs->qos &&
	     settings_lists(settings->exempt_qos, belongs->qos->name)))
		return true;
	for (; assoc && assoc->usage; assoc = assoc->usage->parent_assoc_ptr)
		if (settings_lists(settings->exempt_accounts, assoc->acct))
			return true;
	return false;
}

/* One submission, with a candidate for each partition. */
struct submission {
	job_desc_msg_t *desc;
	const struct settings *settings;
	uint32_t tasks; /* 0 as long as nothing is known */
	int n;
	part_record_t *part[REQUEST_PARTITIONS];
	uint64_t *count; /* slurmctld_tres_cnt for each */
	struct candidate *candidate;
};

static uint64_t *count_in(const struct submission *s, int i)
{
	return &s->count[i * slurmctld_tres_cnt];
}

static void prepare(struct submission *s)
{
	s->count = xcalloc(s->n * slurmctld_tres_cnt, sizeof(*s->count));
	s->candidate = xcalloc(s->n, sizeof(*s->candidate));
	for (int i = 0; i < s->n; i++)
		request_count(s->desc, s->part[i], count_in(s, i));
}

static void clear(struct submission *s)
{
	for (int i = 0; i < s->n; i++)
		chain_free(&s->candidate[i].chain);
	xfree(s->candidate);
	xfree(s->count);
}

/* Who the job belongs to, and what it asks, in each partition. */
static bool resolve(struct submission *s)
{
	struct belongs belongs;
	uint32_t limit = request_limit(s->desc, s->part[0]);

	if (!chain_find(s->desc->user_id, s->desc->account, s->desc->qos,
			s->part[0], &belongs))
		return false;
	s->tasks = s->settings->count_queued ?
			   budget_array_tasks(s->desc->array_inx) :
			   1;
	for (int i = 0; i < s->n; i++) {
		struct candidate *c = &s->candidate[i];

		c->belongs = belongs;
		chain_order(&c->belongs, s->part[i]);
		check_request(c, s->settings, count_in(s, i),
			      request_minutes(limit, s->part[i]));
		c->request.tasks = s->tasks;
	}
	return true;
}

struct moment {
	int64_t clock, processor; /* microseconds */
};

static int64_t microseconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* For those who want to know. */
static struct moment moment(void)
{
	if (get_log_level() < LOG_LEVEL_DEBUG)
		return (struct moment){ 0 };
	return (struct moment){ microseconds(CLOCK_MONOTONIC),
				microseconds(CLOCK_THREAD_CPUTIME_ID) };
}

/* What was counted, and how long it took since then. */
static void log_counts(const struct submission *s, struct moment then)
{
	struct moment now = moment();
	char *text = NULL;

	for (int i = 0; i < s->n; i++) {
		xstrfmtcat(text, " %s:minutes=%u,tasks=%u", s->part[i]->name,
			   s->candidate[i].request.minutes, s->tasks);
		for (int t = 0; t < slurmctld_tres_cnt; t++)
			if (count_in(s, i)[t])
				xstrfmtcat(text, ",%s=%" PRIu64,
					   assoc_mgr_tres_name_array[t],
					   count_in(s, i)[t]);
	}
	debug("%s: user %u asks%s; processor %" PRId64
	      " us, checked in %" PRId64 " us",
	      GRPTRES, s->desc->user_id, text, now.processor - then.processor,
	      now.clock - then.clock);
	xfree(text);
}

static bool limited(const struct submission *s)
{
	for (int i = 0; i < s->n; i++)
		if (chain_limited(&s->candidate[i].belongs, s->settings->kinds))
			return true;
	return false;
}

/* True if it fits in one of the partitions. */
static bool fits(struct submission *s, const struct tally *tally)
{
	bool any = false;

	for (int i = 0; i < s->n; i++) {
		struct candidate *c = &s->candidate[i];

		chain_free(&c->chain);
		chain_fill(&c->belongs, s->settings->kinds, tally, &c->chain);
		any |= budget_decide(&c->request, c->chain.levels,
				     c->chain.nlevels, &c->verdict);
	}
	return any;
}

/* Holds the most that the job may take in any of the partitions it named. */
static void reserve(const struct submission *s, struct tally *tally, time_t now)
{
	uint64_t owners[OWNERS], seconds[slurmctld_tres_cnt];
	size_t n = 0;

	memset(seconds, 0, sizeof(seconds));
	for (int i = 0; i < s->n; i++) {
		const struct candidate *c = &s->candidate[i];
		uint64_t each =
			budget_mul(s->tasks, hold_asked(c->request.minutes,
							c->belongs.qos));

		n = chain_owners(&c->belongs, owners, n, OWNERS);
		for (int t = 0; t < slurmctld_tres_cnt; t++)
			seconds[t] = MAX(seconds[t],
					 budget_mul(count_in(s, i)[t], each));
	}
	reserve_add(s->desc, tally, owners, n, seconds, now);
}

/*
 * A job without a time limit, in a partition without a default one, waits
 * for ever where slurmctld enforces limits: it compares the largest number
 * there is. Elsewhere it may start in another of its partitions than the one
 * where it fits. So the job gets the time that it was counted with.
 */
static void set_limit(struct submission *s)
{
	uint32_t least = BUDGET_NO_END;

	if (request_limit(s->desc, s->part[0]) != NO_VAL)
		return;
	for (int i = 0; i < s->n; i++)
		if (s->candidate[i].verdict.word == BUDGET_FITS)
			least = MIN(least, s->candidate[i].request.minutes);
	if (least == BUDGET_NO_END)
		return;
	s->desc->time_limit = least;
	for (int i = 0; i < s->n; i++)
		s->candidate[i].request.minutes = least;
}

static bool is_exempt(const struct submission *s)
{
	for (int i = 0; i < s->n; i++)
		if (settings_lists(s->settings->exempt_partitions,
				   s->part[i]->name))
			return true;
	return check_exempts(s->settings, &s->candidate[0].belongs);
}

static const char *word(const struct submission *s, bool exempt)
{
	if (exempt)
		return "let pass as exempt";
	return s->settings->enforce == ENFORCE_WARN ? "would have refused" :
						      "refused";
}

/* Tells of a job that goes over a limit. An exempt person is not told. */
static int tell(const struct submission *s, bool exempt, time_t now,
		char **err_msg)
{
	const struct candidate *mildest = &s->candidate[0];
	char *who;

	for (int i = 1; i < s->n; i++)
		if (s->candidate[i].verdict.word < mildest->verdict.word)
			mildest = &s->candidate[i];
	who = xstrdup_printf("%s a job of user %s(%u)", word(s, exempt),
			     mildest->belongs.assoc->user, s->desc->user_id);
	check_report(mildest, s->settings, now, who, exempt ? NULL : err_msg);
	xfree(who);
	if (exempt || s->settings->enforce == ENFORCE_WARN)
		return SLURM_SUCCESS;
	return ESLURM_ACCOUNTING_POLICY;
}

static int compare(struct submission *s, time_t now, char **err_msg)
{
	struct tally *tally = ledger_get(now, false);
	int rc = SLURM_SUCCESS;

	if (tally && !fits(s, tally)) {
		/* a refusal has to be true at this very moment */
		tally = ledger_get(now, true);
		if (tally && !fits(s, tally))
			rc = tell(s, is_exempt(s), now, err_msg);
	}
	if (!tally)
		error("%s: no memory: not checked", GRPTRES);
	if (rc == SLURM_SUCCESS && tally) {
		set_limit(s);
		reserve(s, tally, now);
	}
	return rc;
}

static int unknown(const struct submission *s, char **err_msg)
{
	const char *account = s->desc->account ? s->desc->account : "(default)";
	bool refused = s->settings->require_association;

	info("%s: user %u has no association with account %s: %s", GRPTRES,
	     s->desc->user_id, account, refused ? "refused" : "not checked");
	if (!refused)
		return SLURM_SUCCESS;
	xstrfmtcat(*err_msg, "%sno association with account %s",
		   *err_msg ? "\n" : "", account);
	return ESLURM_INVALID_ACCOUNT;
}

static int judge(struct submission *s, char **err_msg)
{
	int rc;

	s->settings = settings_get();
	if (s->settings->enforce == ENFORCE_OFF)
		return SLURM_SUCCESS;
	reserve_thread_asks(s->desc);
	if (!resolve(s))
		return unknown(s, err_msg);
	if (limited(s))
		rc = compare(s, time(NULL), err_msg);
	else
		rc = SLURM_SUCCESS;
	/* with it the other parts of a het job */
	if (rc != SLURM_SUCCESS && reserve_drop_thread())
		ledger_forget();
	return rc;
}

int check_submit(job_desc_msg_t *desc, char **err_msg)
{
	struct submission s = { .desc = desc };
	struct moment began = moment();
	int rc;

	s.n = request_partitions(desc, s.part);
	if (!s.n || !job_list)
		return SLURM_SUCCESS; /* slurmctld refuses it itself */
	prepare(&s);
	check_lock();
	rc = judge(&s, err_msg);
	if (s.tasks && get_log_level() >= LOG_LEVEL_DEBUG)
		log_counts(&s, began);
	check_unlock();
	clear(&s);
	return rc;
}
