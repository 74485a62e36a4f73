/*
 * timetext.c - times as PostgreSQL writes and reads them in UTC
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include "src/pg/conn.h"

/* n digits of value */
static char *print_digits(char *to, int n, int value)
{
	for (int i = n - 1; i >= 0; i--, value /= 10)
		to[i] = '0' + value % 10;
	return to + n;
}

/* "2024-02-29 12:00:00+00" of a year of four digits; a batch has ten thousand
 * times. */
static void print_usual(char *to, const struct tm *tm)
{
	to = print_digits(to, 4, tm->tm_year + 1900);
	*to++ = '-';
	to = print_digits(to, 2, tm->tm_mon + 1);
	*to++ = '-';
	to = print_digits(to, 2, tm->tm_mday);
	*to++ = ' ';
	to = print_digits(to, 2, tm->tm_hour);
	*to++ = ':';
	to = print_digits(to, 2, tm->tm_min);
	*to++ = ':';
	to = print_digits(to, 2, tm->tm_sec);
	strcpy(to, "+00");
}

void pg_time_print(char *to, time_t t)
{
	struct tm tm;

	/* what no calendar holds is the end of time */
	if (!gmtime_r(&t, &tm) || tm.tm_year > 290000) {
		strcpy(to, "infinity");
		return;
	}
	if (tm.tm_year >= -900 && tm.tm_year < 8100) {
		print_usual(to, &tm);
		return;
	}
	snprintf(to, PG_TIME_SIZE, "%04d-%02d-%02d %02d:%02d:%02d+00",
		 tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
		 tm.tm_min, tm.tm_sec);
}

/* Digits, and end behind them unless it is 0; NULL if it is not so. sscanf()
 * would take a tenth of the time of sacct's questions. */
static const char *take_digits(const char *text, char end, int *value_r)
{
	const char *at = text;

	for (*value_r = 0; *at >= '0' && *at <= '9' && at - text < 9; at++)
		*value_r = *value_r * 10 + *at - '0';
	if (at == text || (end && *at++ != end))
		return NULL;
	return at;
}

/* DateStyle ISO, timezone UTC: "2024-02-29 12:00:00.5+00", rounded down. */
time_t pg_time_parse(const char *text)
{
	struct tm tm = { 0 };

	if (!(text = take_digits(text, '-', &tm.tm_year)) ||
	    !(text = take_digits(text, '-', &tm.tm_mon)) ||
	    !(text = take_digits(text, ' ', &tm.tm_mday)) ||
	    !(text = take_digits(text, ':', &tm.tm_hour)) ||
	    !(text = take_digits(text, ':', &tm.tm_min)) ||
	    !(text = take_digits(text, 0, &tm.tm_sec)))
		return 0; /* infinity, -infinity */
	if (strstr(text, "BC"))
		tm.tm_year = 1 - tm.tm_year;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	return timegm(&tm);
}
