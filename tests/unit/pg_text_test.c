/*
 * pg_text_test.c - values on their way in and out: UTF-8, parameters, times
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"

#define BAD "\xEF\xBF\xBD"

/* ---------------------------------------------------------------- UTF-8 */

static const struct {
	const char *in;
	size_t size;
	const char *out; /* NULL: unchanged */
} utf8_cases[] = {
	{ "", 0, NULL },
	{ "plain", 5, NULL },
	{ "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", 9, NULL },
	{ "\x7F\x01", 2, NULL },
	/* the ends of the ranges */
	{ "\xC2\x80", 2, NULL },
	{ "\xDF\xBF", 2, NULL },
	{ "\xE0\xA0\x80", 3, NULL },
	{ "\xED\x9F\xBF", 3, NULL },
	{ "\xEE\x80\x80", 3, NULL },
	{ "\xEF\xBF\xBF", 3, NULL },
	{ "\xF0\x90\x80\x80", 4, NULL },
	{ "\xF4\x8F\xBF\xBF", 4, NULL },
	/* NUL */
	{ "a\0b", 3, "a" BAD "b" },
	{ "\0", 1, BAD },
	/* a continuation without a lead, Latin-1, never valid bytes */
	{ "\x80", 1, BAD },
	{ "x\xBFy", 3, "x" BAD "y" },
	{ "M\xFCller", 6, "M" BAD "ller" },
	{ "\xFE\xFF", 2, BAD BAD },
	{ "\xF5\x80\x80\x80", 4, BAD BAD BAD BAD },
	/* cut short, at the end and before another character */
	{ "\xC3", 1, BAD },
	{ "\xE2\x82", 2, BAD BAD },
	{ "\xF0\x9F\x98", 3, BAD BAD BAD },
	{ "\xE2\x82z", 3, BAD BAD "z" },
	{ "\xF0\x9F\x98\xC3\xA4", 5, BAD BAD BAD "\xC3\xA4" },
	/* overlong */
	{ "\xC0\x80", 2, BAD BAD },
	{ "\xC1\xBF", 2, BAD BAD },
	{ "\xE0\x9F\xBF", 3, BAD BAD BAD },
	{ "\xF0\x8F\xBF\xBF", 4, BAD BAD BAD BAD },
	/* surrogates, above U+10FFFF */
	{ "\xED\xA0\x80", 3, BAD BAD BAD },
	{ "\xED\xBF\xBF", 3, BAD BAD BAD },
	{ "\xF4\x90\x80\x80", 4, BAD BAD BAD BAD },
};

START_TEST(test_utf8)
{
	const char *in = utf8_cases[_i].in;
	const char *out = utf8_cases[_i].out ? utf8_cases[_i].out : in;
	bool repaired;
	char *text = pg_utf8(in, utf8_cases[_i].size, &repaired);

	ck_assert_str_eq(text, out);
	ck_assert_int_eq(repaired, utf8_cases[_i].out != NULL);
	free(text);
}
END_TEST

/* ----------------------------------------------------------- parameters */

static void value_is(struct pg_params *p, int i, const char *expected)
{
	ck_assert(!p->failed);
	ck_assert_pstr_eq(pg_param_value(p, i), expected);
}

START_TEST(test_params)
{
	struct pg_params p = { 0 };

	pg_add_text(&p, "a'; drop --\\\"$$\n");
	pg_add_text(&p, NULL);
	pg_add_text(&p, "");
	pg_add_int(&p, INT64_MIN);
	pg_add_uint64(&p, UINT64_MAX);
	pg_add_bool(&p, true);
	pg_add_bool(&p, false);
	pg_add_double(&p, 0.1);
	pg_add_bytes(&p, "\x00\xFFz", 3);
	pg_add_bytes(&p, NULL, 0);
	pg_add_time(&p, 0);
	pg_add_time(&p, 1709208000);
	pg_add_end_time(&p, 0);
	pg_add_end_time(&p, 1);
	pg_add_null(&p);
	ck_assert_int_eq(p.n, 15);
	ck_assert(!p.repaired);
	value_is(&p, 0, "a'; drop --\\\"$$\n");
	value_is(&p, 1, NULL);
	value_is(&p, 2, "");
	value_is(&p, 3, "-9223372036854775808");
	value_is(&p, 4, "18446744073709551615");
	value_is(&p, 5, "t");
	value_is(&p, 6, "f");
	value_is(&p, 7, "0.10000000000000001");
	value_is(&p, 8, "\\x00ff7a");
	value_is(&p, 9, NULL);
	value_is(&p, 10, NULL);
	value_is(&p, 11, "2024-02-29 12:00:00+00");
	value_is(&p, 12, "infinity");
	value_is(&p, 13, "1970-01-01 00:00:01+00");
	value_is(&p, 14, NULL);
	pg_params_free(&p);
}
END_TEST

START_TEST(test_params_repaired_and_reset)
{
	struct pg_params p = { 0 };

	pg_add_text(&p, "caf\xE9");
	value_is(&p, 0, "caf" BAD);
	ck_assert(p.repaired);
	pg_params_reset(&p);
	ck_assert(!p.repaired);
	ck_assert_int_eq(p.n, 0);
	pg_add_text_size(&p, "a\0b", 3);
	value_is(&p, 0, "a" BAD "b");
	ck_assert(p.repaired);
	pg_params_free(&p);
}
END_TEST

/* Values stay right while the memory below them moves. */
START_TEST(test_params_many)
{
	struct pg_params p = { 0 };
	char big[3000], text[32];

	memset(big, 0xFF, sizeof(big));
	big[sizeof(big) - 1] = '\0';
	for (int i = 0; i < 100; i++) {
		pg_add_int(&p, i);
		pg_add_text(&p, big);
	}
	for (int i = 0; i < 100; i++) {
		sprintf(text, "%d", i);
		value_is(&p, 2 * i, text);
		ck_assert_uint_eq(strlen(pg_param_value(&p, 2 * i + 1)),
				  3 * (sizeof(big) - 1));
	}
	pg_params_free(&p);
}
END_TEST

START_TEST(test_arrays)
{
	static const char *const text[] = {
		"a", "", NULL, "NULL", "q\"b\\s", "{,}", "\\\\\"\"", "x\xFF\"",
	};
	static const int64_t ints[] = { 1, -2, 3 };
	static const bool null[] = { false, true, false };
	static const time_t times[] = { 1, 0 };
	struct pg_params p = { 0 };

	pg_add_text_array(&p, text, 8);
	pg_add_text_array(&p, text, 0);
	pg_add_int_array(&p, ints, 3);
	pg_add_int_array_null(&p, ints, null, 3);
	pg_add_time_array(&p, times, 2);
	value_is(&p, 0,
		 "{\"a\",\"\",NULL,\"NULL\",\"q\\\"b\\\\s\",\"{,}\","
		 "\"\\\\\\\\\\\"\\\"\",\"x" BAD "\\\"\"}");
	value_is(&p, 1, "{}");
	value_is(&p, 2, "{1,-2,3}");
	value_is(&p, 3, "{1,NULL,3}");
	value_is(&p, 4, "{\"1970-01-01 00:00:01+00\",NULL}");
	pg_params_free(&p);
}
END_TEST

/* Escapes right at the places where the memory has to grow. */
START_TEST(test_array_growth)
{
	for (int length = 1; length < 700; length++) {
		struct pg_params p = { 0 };
		char in[701], expected[1500];
		const char *v[1] = { in };
		int n = 0;

		expected[n++] = '{';
		expected[n++] = '"';
		for (int i = 0; i < length; i++) {
			in[i] = i % 3 ? '"' : 'x';
			if (i % 3)
				expected[n++] = '\\';
			expected[n++] = in[i];
		}
		in[length] = '\0';
		strcpy(expected + n, "\"}");
		pg_add_text_array(&p, v, 1);
		value_is(&p, 0, expected);
		pg_params_free(&p);
	}
}
END_TEST

/* ---------------------------------------------------------------- times */

static const struct {
	const char *text;
	time_t time;
} time_cases[] = {
	{ "1970-01-01 00:00:01+00", 1 },
	{ "2024-02-29 12:00:00+00", 1709208000 },
	{ "2024-02-29 12:00:00.999999+00", 1709208000 },
	{ "1969-12-31 23:59:59+00", -1 },
	{ "9999-12-31 23:59:59+00", 253402300799 },
	{ "10000-01-01 00:00:00+00", 253402300800 },
	{ "0001-01-01 00:00:00+00 BC", -62167219200 },
	{ "infinity", 0 },
	{ "-infinity", 0 },
	{ "", 0 },
};

START_TEST(test_time_parse)
{
	ck_assert_int_eq(pg_time_parse(time_cases[_i].text),
			 time_cases[_i].time);
}
END_TEST

START_TEST(test_time_round)
{
	static const time_t times[] = { 1, -1, 951782400, 1709208000,
					4102444800, 253402300799 };
	char text[PG_TIME_SIZE];

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		pg_time_print(text, times[i]);
		ck_assert_int_eq(pg_time_parse(text), times[i]);
	}
	pg_time_print(text, INT64_MAX);
	ck_assert_str_eq(text, "infinity");
}
END_TEST

#define COUNT(a) ((int) (sizeof(a) / sizeof((a)[0])))

int main(void)
{
	Suite *suite = suite_create("pg: values");
	TCase *tcase = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, test_utf8, 0, COUNT(utf8_cases));
	tcase_add_test(tcase, test_params);
	tcase_add_test(tcase, test_params_repaired_and_reset);
	tcase_add_test(tcase, test_params_many);
	tcase_add_test(tcase, test_arrays);
	tcase_add_test(tcase, test_array_growth);
	tcase_add_loop_test(tcase, test_time_parse, 0, COUNT(time_cases));
	tcase_add_test(tcase, test_time_round);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
