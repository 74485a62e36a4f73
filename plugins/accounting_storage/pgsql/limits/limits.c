/*
 * limits.c - every limit of associations and QOS, in one table each
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <math.h>

#include "limits.h"

/* ------------------------------------------------------------ the tables */

#define IN_ASSOC(member_) .member = offsetof(slurmdb_assoc_rec_t, member_)
#define IN_QOS(member_) .member = offsetof(slurmdb_qos_rec_t, member_)
#define COUNT                                                                  \
	.kind = LIMIT_COUNT, .none = "NULL", .absent = INFINITE,               \
	.initial = INFINITE
#define TRES .kind = LIMIT_TRES, .none = "NULL"
#define FACTOR .kind = LIMIT_FACTOR, .absent = INFINITE
#define INHERITED .inherited = true

/* Both in the order of accounting_storage/mysql's log. */
static const struct limit assoc_limit[] = {
	{ "shares", "shares", IN_ASSOC(shares_raw), .kind = LIMIT_COUNT,
	  .none = "1", .absent = 1, .initial = INFINITE },
	{ "grp_jobs", "grp_jobs", IN_ASSOC(grp_jobs), COUNT },
	{ "grp_jobs_accrue", "grp_jobs_accrue", IN_ASSOC(grp_jobs_accrue),
	  COUNT },
	{ "grp_submit_jobs", "grp_submit_jobs", IN_ASSOC(grp_submit_jobs),
	  COUNT },
	{ "grp_wall_mins", "grp_wall", IN_ASSOC(grp_wall), COUNT },
	{ "is_default", "is_def", IN_ASSOC(is_def), .kind = LIMIT_YES,
	  .none = "false" },
	{ "max_jobs", "max_jobs", IN_ASSOC(max_jobs), COUNT, INHERITED },
	{ "max_jobs_accrue", "max_jobs_accrue", IN_ASSOC(max_jobs_accrue),
	  COUNT, INHERITED },
	{ "min_prio_thresh", "min_prio_thresh", IN_ASSOC(min_prio_thresh),
	  COUNT, INHERITED },
	{ "max_submit_jobs", "max_submit_jobs", IN_ASSOC(max_submit_jobs),
	  COUNT, INHERITED },
	{ "max_wall_pj_mins", "max_wall_pj", IN_ASSOC(max_wall_pj), COUNT,
	  INHERITED },
	{ "priority", "priority", IN_ASSOC(priority), COUNT, INHERITED },
	{ "default_qos_id", "def_qos_id", IN_ASSOC(def_qos_id),
	  .kind = LIMIT_COUNT, .none = "NULL", .absent = 0,
	  .initial = INFINITE, INHERITED },
	{ "grp_tres", "grp_tres", IN_ASSOC(grp_tres), TRES },
	{ "grp_tres_mins", "grp_tres_mins", IN_ASSOC(grp_tres_mins), TRES },
	{ "grp_tres_run_mins", "grp_tres_run_mins",
	  IN_ASSOC(grp_tres_run_mins), TRES },
	{ "max_tres_pj", "max_tres_pj", IN_ASSOC(max_tres_pj), TRES,
	  INHERITED },
	{ "max_tres_pn", "max_tres_pn", IN_ASSOC(max_tres_pn), TRES,
	  INHERITED },
	{ "max_tres_mins_pj", "max_tres_mins_pj", IN_ASSOC(max_tres_mins_pj),
	  TRES, INHERITED },
	{ "max_tres_run_mins", "max_tres_run_mins",
	  IN_ASSOC(max_tres_run_mins), TRES, INHERITED },
};

static const struct limit qos_limit[] = {
	{ "grace_seconds", "grace_time", IN_QOS(grace_time),
	  .kind = LIMIT_COUNT, .none = "NULL", .absent = 0, .initial = 0 },
	{ "grp_jobs", "grp_jobs", IN_QOS(grp_jobs), COUNT },
	{ "grp_jobs_accrue", "grp_jobs_accrue", IN_QOS(grp_jobs_accrue),
	  COUNT },
	{ "grp_submit_jobs", "grp_submit_jobs", IN_QOS(grp_submit_jobs),
	  COUNT },
	{ "grp_wall_mins", "grp_wall", IN_QOS(grp_wall), COUNT },
	{ "max_jobs_pa", "max_jobs_pa", IN_QOS(max_jobs_pa), COUNT },
	{ "max_jobs_pu", "max_jobs_per_user", IN_QOS(max_jobs_pu), COUNT },
	{ "max_jobs_accrue_pa", "max_jobs_accrue_pa",
	  IN_QOS(max_jobs_accrue_pa), COUNT },
	{ "max_jobs_accrue_pu", "max_jobs_accrue_pu",
	  IN_QOS(max_jobs_accrue_pu), COUNT },
	{ "min_prio_thresh", "min_prio_thresh", IN_QOS(min_prio_thresh),
	  COUNT },
	{ "max_submit_jobs_pa", "max_submit_jobs_pa",
	  IN_QOS(max_submit_jobs_pa), COUNT },
	{ "max_submit_jobs_pu", "max_submit_jobs_per_user",
	  IN_QOS(max_submit_jobs_pu), COUNT },
	{ "max_wall_pj_mins", "max_wall_duration_per_job",
	  IN_QOS(max_wall_pj), COUNT },
	{ "preempt_exempt_seconds", "preempt_exempt_time",
	  IN_QOS(preempt_exempt_time), COUNT },
	{ "preempt_mode", "preempt_mode", IN_QOS(preempt_mode),
	  .kind = LIMIT_SMALL, .none = "0" },
	{ "priority", "priority", IN_QOS(priority), .kind = LIMIT_COUNT,
	  .none = "0", .absent = 0, .initial = 0 },
	{ "usage_factor", "usage_factor", IN_QOS(usage_factor), FACTOR,
	  .none = "1", .initial = 1 },
	{ "usage_threshold", "usage_thres", IN_QOS(usage_thres), FACTOR,
	  .none = "NULL", .initial = INFINITE },
	{ "limit_factor", "limit_factor", IN_QOS(limit_factor), FACTOR,
	  .none = "NULL", .initial = INFINITE, .no_zero = true },
	{ "grp_tres", "grp_tres", IN_QOS(grp_tres), TRES },
	{ "grp_tres_mins", "grp_tres_mins", IN_QOS(grp_tres_mins), TRES },
	{ "grp_tres_run_mins", "grp_tres_run_mins", IN_QOS(grp_tres_run_mins),
	  TRES },
	{ "max_tres_pa", "max_tres_pa", IN_QOS(max_tres_pa), TRES },
	{ "max_tres_pj", "max_tres_pj", IN_QOS(max_tres_pj), TRES },
	{ "max_tres_pn", "max_tres_pn", IN_QOS(max_tres_pn), TRES },
	{ "max_tres_pu", "max_tres_pu", IN_QOS(max_tres_pu), TRES },
	{ "max_tres_mins_pj", "max_tres_mins_pj", IN_QOS(max_tres_mins_pj),
	  TRES },
	{ "max_tres_run_mins_pa", "max_tres_run_mins_pa",
	  IN_QOS(max_tres_run_mins_pa), TRES },
	{ "max_tres_run_mins_pu", "max_tres_run_mins_pu",
	  IN_QOS(max_tres_run_mins_pu), TRES },
	{ "min_tres_pj", "min_tres_pj", IN_QOS(min_tres_pj), TRES },
};

#define ENTRIES(array) (sizeof(array) / sizeof((array)[0]))
const struct limit_table assoc_limits = { assoc_limit, ENTRIES(assoc_limit) };
const struct limit_table qos_limits = { qos_limit, ENTRIES(qos_limit) };

/* --------------------------------------------------------------- members */

#define MEMBER(type, record, limit) ((type *)((char *)(record) + (limit)->member))
#define CONST_MEMBER(type, record, limit)                                      \
	((type const *)((const char *)(record) + (limit)->member))

static bool same_factor(double a, double b)
{
	return fabs(a - b) < 0.00001;
}

static enum limit_asked asked_count(uint32_t value)
{
	if (value == INFINITE)
		return LIMIT_CLEARED;
	/* NO_VAL, and what a client sent below zero */
	return (int32_t)value < 0 ? LIMIT_AS_IT_IS : LIMIT_SET;
}

static enum limit_asked asked_factor(double value, bool no_zero)
{
	if (same_factor(value, INFINITE))
		return LIMIT_CLEARED;
	if (same_factor(value, NO_VAL) || value < 0 || (no_zero && value == 0))
		return LIMIT_AS_IT_IS;
	return LIMIT_SET;
}

/* What a record says of a limit; numbers come out in *number_r. */
static enum limit_asked ask(const struct limit *limit, const void *record,
		      double *number_r)
{
	switch (limit->kind) {
	case LIMIT_COUNT:
		*number_r = *CONST_MEMBER(uint32_t, record, limit);
		return asked_count(*CONST_MEMBER(uint32_t, record, limit));
	case LIMIT_SMALL:
		*number_r = *CONST_MEMBER(uint16_t, record, limit);
		return *number_r == NO_VAL16 ? LIMIT_AS_IT_IS : LIMIT_SET;
	case LIMIT_YES:
		*number_r = *CONST_MEMBER(uint16_t, record, limit);
		return *number_r == 1 ? LIMIT_SET : LIMIT_AS_IT_IS;
	case LIMIT_FACTOR:
		*number_r = *CONST_MEMBER(double, record, limit);
		return asked_factor(*number_r, limit->no_zero);
	case LIMIT_TRES:
		break;
	}
	return *CONST_MEMBER(char *, record, limit) ? LIMIT_SET : LIMIT_AS_IT_IS;
}

enum limit_asked limit_ask(const struct limit *limit, const void *record,
			   bool adding, double *number_r)
{
	enum limit_asked asked = ask(limit, record, number_r);

	if (asked != LIMIT_AS_IT_IS || !adding || limit->kind == LIMIT_TRES ||
	    limit->kind == LIMIT_YES)
		return asked;
	*number_r = limit->initial;
	return limit->initial == INFINITE ? LIMIT_CLEARED : LIMIT_SET;
}

void limits_init(const struct limit_table *table, void *record)
{
	for (int i = 0; i < table->n; i++) {
		const struct limit *limit = &table->limit[i];

		switch (limit->kind) {
		case LIMIT_COUNT:
			*MEMBER(uint32_t, record, limit) = NO_VAL;
			break;
		case LIMIT_SMALL:
		case LIMIT_YES:
			*MEMBER(uint16_t, record, limit) = NO_VAL16;
			break;
		case LIMIT_FACTOR:
			*MEMBER(double, record, limit) = NO_VAL;
			break;
		case LIMIT_TRES:
			*MEMBER(char *, record, limit) = NULL;
			break;
		}
	}
}

uint64_t limits_asked(const struct limit_table *table, const void *change)
{
	uint64_t set = 0;
	double number;

	for (int i = 0; i < table->n; i++)
		if (ask(&table->limit[i], change, &number) != LIMIT_AS_IT_IS)
			set |= UINT64_C(1) << i;
	return set;
}

uint64_t limits_inheriting(const struct limit_table *table, const void *record)
{
	uint64_t set = 0;

	for (int i = 0; i < table->n; i++) {
		const struct limit *limit = &table->limit[i];

		if (!limit->inherited)
			continue;
		if (limit->kind == LIMIT_TRES ||
		    *CONST_MEMBER(uint32_t, record, limit) == limit->absent)
			set |= UINT64_C(1) << i;
	}
	return set;
}

static bool differs(const struct limit *limit, const void *a, const void *b)
{
	switch (limit->kind) {
	case LIMIT_COUNT:
		return *CONST_MEMBER(uint32_t, a, limit) !=
		       *CONST_MEMBER(uint32_t, b, limit);
	case LIMIT_SMALL:
	case LIMIT_YES:
		return *CONST_MEMBER(uint16_t, a, limit) !=
		       *CONST_MEMBER(uint16_t, b, limit);
	case LIMIT_FACTOR:
		return !same_factor(*CONST_MEMBER(double, a, limit),
				    *CONST_MEMBER(double, b, limit));
	case LIMIT_TRES:
		break;
	}
	return xstrcmp(*CONST_MEMBER(char *, a, limit),
		       *CONST_MEMBER(char *, b, limit));
}

uint64_t limits_differing(const struct limit_table *table, const void *a,
			  const void *b)
{
	uint64_t set = 0;

	for (int i = 0; i < table->n; i++)
		if (differs(&table->limit[i], a, b))
			set |= UINT64_C(1) << i;
	return set;
}

static void copy_one(const struct limit *limit, const void *from, void *to)
{
	char *list;

	switch (limit->kind) {
	case LIMIT_COUNT:
		*MEMBER(uint32_t, to, limit) =
			*CONST_MEMBER(uint32_t, from, limit);
		break;
	case LIMIT_SMALL:
	case LIMIT_YES:
		*MEMBER(uint16_t, to, limit) =
			*CONST_MEMBER(uint16_t, from, limit);
		break;
	case LIMIT_FACTOR:
		*MEMBER(double, to, limit) = *CONST_MEMBER(double, from, limit);
		break;
	case LIMIT_TRES:
		list = *CONST_MEMBER(char *, from, limit);
		list = xstrdup(list ? list : "");
		xfree(*MEMBER(char *, to, limit));
		*MEMBER(char *, to, limit) = list;
		break;
	}
}

void limits_copy(const struct limit_table *table, uint64_t set,
		 const void *from, void *to)
{
	for (int i = 0; i < table->n; i++)
		if (set & (UINT64_C(1) << i))
			copy_one(&table->limit[i], from, to);
}

/* What a list of TRES clears is -1 for a person; a new record has nothing to
 * clear. xfree. */
static char *tres_text(const char *list, bool adding)
{
	char *copy = xstrdup(list), *text = xstrdup(""), *save = NULL;

	for (char *one = strtok_r(copy, ",", &save); one;
	     one = strtok_r(NULL, ",", &save)) {
		char *value = strchr(one, '=');
		bool cleared = value &&
			       strtoull(value + 1, NULL, 10) == INFINITE64;

		if (cleared && adding)
			continue;
		xstrfmtcat(text, "%s%.*s%s", text[0] ? "," : "",
			   cleared ? (int)(value - one) : (int)strlen(one), one,
			   cleared ? "=-1" : "");
	}
	xfree(copy);
	return text;
}

static void add_text(char **text, const struct limit *limit,
		     enum limit_asked asked, double number, const void *record,
		     bool adding)
{
	char *list;

	if (asked == LIMIT_AS_IT_IS)
		return;
	if (limit->kind == LIMIT_TRES) {
		list = tres_text(*CONST_MEMBER(char *, record, limit), adding);
		xstrfmtcat(*text, ", %s='%s'", limit->peer, list);
		xfree(list);
		return;
	}
	if (asked == LIMIT_CLEARED)
		xstrfmtcat(*text, ", %s=%s", limit->peer,
			   limit->kind == LIMIT_COUNT && limit->absent == 0 ?
				   "NULL" : limit->none);
	else if (limit->kind == LIMIT_FACTOR)
		xstrfmtcat(*text, ", %s=%f", limit->peer, number);
	else
		xstrfmtcat(*text, ", %s=%.0f", limit->peer, number);
}

char *limits_text(const struct limit_table *table, const void *change,
		  bool adding)
{
	char *text = NULL;

	for (int i = 0; i < table->n; i++) {
		const struct limit *limit = &table->limit[i];
		double number;
		enum limit_asked asked = limit_ask(limit, change, adding, &number);

		add_text(&text, limit, asked, number, change, adding);
	}
	return text;
}
