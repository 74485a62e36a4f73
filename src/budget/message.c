/*
 * message.c - a verdict in words, for the person who submitted and for a log
 *
 * The words that lines begin with and the shape of the numbers are what
 * workflow tools read: doc/job_submit_grptres.8 promises them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "src/budget/budget.h"

#define LINE 100 /* with its end: 99 columns at most */
#define NUMBER 64

/* How much is told; the next is taken where a line would be too long. */
static const struct detail {
	bool hours;
	int name; /* longest name of an owner that is printed in full */
} details[] = { { true, 20 }, { false, 20 }, { false, 12 }, { false, 6 } };
#define DETAILS (sizeof(details) / sizeof(details[0]))

struct line {
	char text[LINE];
	size_t length;
};

static void put(struct line *line, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void put(struct line *line, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(line->text + line->length, LINE - line->length, format,
		      args);
	va_end(args);
	if (n > 0)
		line->length += n;
	if (line->length > LINE - 1)
		line->length = LINE - 1;
}

/* A name as it is, or its beginning: a long one must not hide the numbers. */
static void put_name(struct line *line, const char *what, const char *name,
		     int longest)
{
	const char *comma = line->length ? ", " : "";

	if (!name || !name[0])
		return;
	if (strlen(name) <= (size_t)longest)
		put(line, "%s%s %s", comma, what, name);
	else
		put(line, "%s%s %.*s..", comma, what, longest - 2, name);
}

static void name_owner(const struct budget_owner *owner, int longest,
		       struct line *line)
{
	line->length = 0;
	line->text[0] = '\0';
	if (owner->kind == BUDGET_QOS) {
		put_name(line, "QOS", owner->qos, longest);
		return;
	}
	if (owner->kind == BUDGET_USER)
		put_name(line, "user", owner->user, longest);
	put_name(line, "account", owner->account, longest);
	put_name(line, "partition", owner->partition, longest);
}

/* "600 (10 h)": from an hour on with hours beside, if there is room. */
static const char *number(uint64_t minutes, bool hours, char text[NUMBER])
{
	uint64_t whole = minutes / 60;
	unsigned tenths = (minutes % 60 + 3) / 6;

	if (minutes == BUDGET_ENDLESS)
		return "endless";
	if (!hours || minutes < 60)
		snprintf(text, NUMBER, "%" PRIu64, minutes);
	else if (minutes % 60 == 0)
		snprintf(text, NUMBER, "%" PRIu64 " (%" PRIu64 " h)", minutes,
			 whole);
	else
		snprintf(text, NUMBER, "%" PRIu64 " (%" PRIu64 ".%u h)",
			 minutes, whole + tenths / 10, tenths % 10);
	return text;
}

static const char *unit(const char *tres)
{
	return strcmp(tres, "mem") ? tres : "mem MB";
}

static void put_verdict(struct line *line, const struct budget_request *req,
			const struct budget_item *item,
			const struct detail *detail)
{
	bool hours = detail->hours;
	const char *tres = unit(req->name[item->tres]);
	char a[NUMBER], b[NUMBER];
	struct line owner;

	line->length = 0;
	name_owner(&item->level->owner, detail->name, &owner);
	put(line, "%s: %s: ", budget_word_name(item->word), owner.text);
	switch (item->word) {
	case BUDGET_LOCKED:
		put(line, "the limit of %s-min is 0", tres);
		break;
	case BUDGET_ENDLESS_JOB:
		put(line, "%s-min are limited, the job's time is not", tres);
		break;
	case BUDGET_NEVER:
		put(line, "asks %s %s-min, limit %s",
		    number(item->asked, hours, a), tres,
		    number(item->limit, hours, b));
		break;
	default:
		put(line, "asks %s %s-min, %s free",
		    number(item->asked, hours, a), tres,
		    number(item->free, hours, b));
	}
}

static const char *limit_name(enum budget_kind kind)
{
	return kind == BUDGET_MINS ? "GrpTRESMins" : "GrpTRESRunMins";
}

static void put_limit(struct line *line, const struct budget_request *req,
		      const struct budget_verdict *verdict,
		      const struct detail *detail)
{
	bool hours = detail->hours;
	const struct budget_item *item = &verdict->item;
	char a[NUMBER], b[NUMBER], c[NUMBER], d[NUMBER];

	line->length = 0;
	put(line, "%s %s=%s: ", limit_name(item->level->kind),
	    req->name[item->tres], number(item->limit, hours, a));
	if (item->level->kind == BUDGET_MINS)
		put(line, "%s used, ", number(item->used, hours, d));
	put(line, "%s in %u running%s", number(item->running, hours, b),
	    item->running_jobs, item->counter && req->full ? " (in full)" : "");
	if (req->count_queued)
		put(line, ", %s in %u queued", number(item->queued, hours, c),
		    item->queued_jobs);
	if (verdict->others)
		put(line, "; %u more limit%s", verdict->others,
		    verdict->others > 1 ? "s" : "");
}

/* As sbatch's --time takes it. */
static void put_time(struct line *line, uint32_t minutes)
{
	if (minutes >= 24 * 60)
		put(line, "--time=%u-%02u:%02u:00", minutes / (24 * 60),
		    minutes / 60 % 24, minutes % 60);
	else
		put(line, "--time=%u:%02u:00", minutes / 60, minutes % 60);
}

static void put_when(struct line *line, time_t when)
{
	time_t minute = (when + 59) / 60 * 60; /* not before it is true */
	char text[32];
	struct tm tm;

	if (!when || !localtime_r(&minute, &tm) ||
	    !strftime(text, sizeof(text), "%Y-%m-%dT%H:%M", &tm))
		return;
	put(line, "%sunchanged from %s on", line->length ? "; " : "", text);
}

static void put_fit(struct line *line, const struct budget_request *req,
		    const struct budget_item *item,
		    const struct budget_fit *fit)
{
	const char *tres = req->name[item->tres];
	const char * or = fit->minutes ? ", or " : "";

	line->length = 0;
	line->text[0] = '\0';
	if (fit->minutes || fit->count || fit->tasks)
		put(line, "would fit now: ");
	if (fit->minutes)
		put_time(line, fit->minutes);
	if (fit->tasks)
		put(line, "%s%u task%s at once (%%%u)", or, fit->tasks,
		    fit->tasks > 1 ? "s" : "", fit->tasks);
	else if (fit->count)
		put(line, "%s%s=%" PRIu64 "%s at this time", or, tres,
		    fit->count, strcmp(tres, "mem") ? "" : "M");
	put_when(line, fit->when);
}

static bool is_full(const struct line *line)
{
	return line->length >= LINE - 1;
}

/* A number that is cut off must not be taken for a smaller one. */
static void end_cut(struct line *line)
{
	if (is_full(line))
		strcpy(line->text + LINE - 3, "..");
}

static void append(char *text, const char *line)
{
	size_t length = strlen(text);

	if (line[0])
		snprintf(text + length, BUDGET_MESSAGE_SIZE - length, "%s%.*s",
			 length ? "\n" : "", LINE - 1, line);
}

void budget_message(const struct budget_request *req,
		    const struct budget_verdict *verdict,
		    const struct budget_fit *fit, const char *help, char *text)
{
	struct line line;

	text[0] = '\0';
	for (size_t i = 0; i < DETAILS && (!i || is_full(&line)); i++)
		put_verdict(&line, req, &verdict->item, &details[i]);
	end_cut(&line);
	append(text, line.text);
	for (size_t i = 0; i < DETAILS && (!i || is_full(&line)); i++)
		put_limit(&line, req, verdict, &details[i]);
	end_cut(&line);
	append(text, line.text);
	put_fit(&line, req, &verdict->item, fit);
	append(text, line.text);
	if (help)
		append(text, help);
}

void budget_log_line(const struct budget_request *req,
		     const struct budget_verdict *verdict, char *text)
{
	const struct budget_item *item = &verdict->item;
	const struct budget_owner *owner = &item->level->owner;
	char a[NUMBER], b[NUMBER], c[NUMBER];

	snprintf(
		text, BUDGET_MESSAGE_SIZE,
		"%s: %s%s%s%s%s%s%s%s%s %s=%" PRIu64
		" asked=%s running=%s(%u jobs) queued=%s(%u jobs) used=%" PRIu64
		" free=%" PRIu64 " others=%u",
		budget_word_name(item->word), limit_name(item->level->kind),
		owner->kind == BUDGET_QOS ? " qos=" : "",
		owner->kind == BUDGET_QOS && owner->qos ? owner->qos : "",
		owner->kind == BUDGET_USER ? " user=" : "",
		owner->kind == BUDGET_USER && owner->user ? owner->user : "",
		owner->account ? " account=" : "",
		owner->account ? owner->account : "",
		owner->partition ? " partition=" : "",
		owner->partition ? owner->partition : "", req->name[item->tres],
		item->limit, number(item->asked, false, a),
		number(item->running, false, b), item->running_jobs,
		number(item->queued, false, c), item->queued_jobs, item->used,
		item->free, verdict->others);
}
