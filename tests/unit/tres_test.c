/*
 * tres_test.c - TRES lists, usage strings and JSON, there and back
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>

#include "src/slurm/compat.h"
#include "src/slurm/json.h"
#include "src/slurm/tres.h"
#include "src/slurm/usage.h"

static const char *const name_of[] = {
	[1001] = "gres/gpu",
	[1002] = "license/a\"b\\c\n",
};

static const char *name(uint32_t id, void *arg)
{
	if (id == TRES_ID_ENERGY)
		return "energy";
	return id == 1001 || id == 1002 ? name_of[id] : NULL;
}

static uint32_t id(const char *text, void *arg)
{
	if (!strcmp(text, "energy"))
		return TRES_ID_ENERGY;
	for (uint32_t i = 1001; i <= 1002; i++)
		if (!strcmp(text, name_of[i]))
			return i;
	return 0;
}

static const struct {
	const char *list;
	int64_t cpus, mem_mb, nodes, billing;
	const char *other, *again; /* again: NULL if it is the list */
} lists[] = {
	{ "1=4,2=8000,4=1,5=4", 4, 8000, 1, 4, NULL, NULL },
	{ "1=4,1001=2", 4, TRES_NULL, TRES_NULL, TRES_NULL, "{\"gres/gpu\":2}",
	  NULL },
	{ "1=0,3=120", 0, TRES_NULL, TRES_NULL, TRES_NULL, "{\"energy\":120}",
	  NULL },
	/* Slurm's sentinels */
	{ "1=1,3=18446744073709551614,2=18446744073709551615", 1, TRES_NULL,
	  TRES_NULL, TRES_NULL, NULL, "1=1" },
	{ "1=9223372036854775807,2=9223372036854775808", INT64_MAX, TRES_NULL,
	  TRES_NULL, TRES_NULL, NULL, "1=9223372036854775807" },
	{ "1=99999999999999999999999,4=2", TRES_NULL, TRES_NULL, 2, TRES_NULL,
	  NULL, "4=2" },
	/* in another order, twice, without a name, malformed */
	{ "1001=3,5=6,1=2", 2, TRES_NULL, TRES_NULL, 6, "{\"gres/gpu\":3}",
	  "1=2,5=6,1001=3" },
	{ ",1=2,1=3,1001=1,1001=7", 2, TRES_NULL, TRES_NULL, TRES_NULL,
	  "{\"gres/gpu\":1}", "1=2,1001=1" },
	{ "1005=8", TRES_NULL, TRES_NULL, TRES_NULL, TRES_NULL,
	  "{\"tres/1005\":8}", NULL },
	{ "1=,=4,x=1,2=5y,4=3,0=7", TRES_NULL, TRES_NULL, 3, TRES_NULL, NULL,
	  "4=3" },
	{ "1002=1", TRES_NULL, TRES_NULL, TRES_NULL, TRES_NULL,
	  "{\"license/a\\\"b\\\\c\\u000a\":1}", NULL },
};

START_TEST(a_list_and_back)
{
	struct tres_amounts amounts;
	char *again;

	tres_split(lists[_i].list, name, NULL, &amounts);
	ck_assert_int_eq(amounts.cpus, lists[_i].cpus);
	ck_assert_int_eq(amounts.mem_mb, lists[_i].mem_mb);
	ck_assert_int_eq(amounts.nodes, lists[_i].nodes);
	ck_assert_int_eq(amounts.billing, lists[_i].billing);
	ck_assert_pstr_eq(amounts.other, lists[_i].other);
	again = tres_join(&amounts, id, NULL);
	ck_assert_pstr_eq(again,
			  lists[_i].again ? lists[_i].again : lists[_i].list);
	xfree(again);
	tres_amounts_free(&amounts);
}
END_TEST

START_TEST(an_empty_list)
{
	struct tres_amounts amounts;

	tres_split(NULL, name, NULL, &amounts);
	ck_assert_ptr_null(tres_join(&amounts, id, NULL));
	tres_split("", name, NULL, &amounts);
	ck_assert_ptr_null(tres_join(&amounts, id, NULL));
}
END_TEST

START_TEST(what_postgresql_prints)
{
	struct tres_amounts amounts = {
		2, TRES_NULL, TRES_NULL, TRES_NULL,
		"{\"energy\": 7, \"gres/gpu\": 4, \"gone/x\": 1, "
		"\"license/a\\\"b\\\\c\\n\": 3}"
	};
	char *list = tres_join(&amounts, id, NULL);

	ck_assert_str_eq(list, "1=2,3=7,1001=4,1002=3");
	xfree(list);
	amounts.other = "{\"energy\": ";
	list = tres_join(&amounts, id, NULL);
	ck_assert_str_eq(list, "1=2");
	xfree(list);
}
END_TEST

/* ----------------------------------------------------------------- usage */

static void set(struct usage *usage, uint32_t tres, enum usage_way way,
		enum usage_slot slot, uint64_t value)
{
	usage_set(usage, tres, way, slot, value, name, NULL);
}

START_TEST(numbers_of_all_sizes)
{
	struct tres_entry entries[] = {
		{ UINT32_MAX, INT64_MIN },
		{ 7, INT64_MAX },
		{ 10, -100 },
		{ 1, 0 },
	};
	char *list = tres_print(entries, 4);

	ck_assert_str_eq(
		list,
		"1=0,7=9223372036854775807,10=-100,4294967295=-9223372036854775808");
	xfree(list);
	ck_assert_ptr_null(tres_print(entries, 0));
}
END_TEST

START_TEST(usage_as_arrays)
{
	struct usage usage;
	char *text;

	usage_init(&usage);
	set(&usage, TRES_ID_MEM, USAGE_IN, USAGE_MAX, 4096);
	set(&usage, TRES_ID_MEM, USAGE_IN, USAGE_MAX_NODE, 1);
	set(&usage, TRES_ID_MEM, USAGE_IN, USAGE_TOT, 0);
	set(&usage, TRES_ID_CPU, USAGE_IN, USAGE_MIN_TASK, NO_VAL);
	set(&usage, TRES_ID_CPU, USAGE_OUT, USAGE_MAX, INFINITE64);
	set(&usage, TRES_ID_ENERGY, USAGE_OUT, USAGE_MAX, NO_VAL64);
	text = usage_array(&usage, USAGE_MEM, USAGE_IN);
	ck_assert_str_eq(text, "{NULL,4096,1,NULL,NULL,NULL,NULL,0}");
	xfree(text);
	for (int t = 0; t < USAGE_TRES; t++)
		for (int w = 0; w < USAGE_WAYS; w++)
			if (t != USAGE_MEM || w != USAGE_IN)
				ck_assert_ptr_null(usage_array(&usage, t, w));
	ck_assert_ptr_null(usage_other_json(&usage));
	usage_free(&usage);
}
END_TEST

/* Write all that is in `from`, read it into another. */
static void copy(const struct usage *from, struct usage *to)
{
	char *text;

	usage_init(to);
	for (int t = 0; t < USAGE_TRES; t++) {
		for (int w = 0; w < USAGE_WAYS; w++) {
			text = usage_array(from, t, w);
			ck_assert(usage_read_array(to, t, w, text));
			xfree(text);
		}
	}
	text = usage_other_json(from);
	ck_assert(usage_read_other(to, text));
	xfree(text);
}

START_TEST(usage_strings_again)
{
	static const char *const strings[USAGE_SLOTS] = {
		[USAGE_AVE] = "1=22,2=1048576,6=33,7=5,8=0,1001=9",
		[USAGE_MAX] = "1=90,2=2097152,3=7,6=77,7=9,8=1,1001=10,1005=4",
		[USAGE_MAX_NODE] = "1=1,2=0,6=3,7=0,8=0",
		[USAGE_MAX_TASK] = "1=5,2=0",
		[USAGE_MIN] = "",
		[USAGE_MIN_NODE] = "1002=3",
		[USAGE_MIN_TASK] = "2=11",
		[USAGE_TOT] = "1=88,2=4194304",
	};
	struct usage usage, again;

	usage_init(&usage);
	for (int w = 0; w < USAGE_WAYS; w++) {
		for (int s = 0; s < USAGE_SLOTS; s++) {
			const char *at = strings[s];
			uint32_t tres;
			uint64_t count;

			while (tres_list_next(&at, &tres, &count))
				set(&usage, tres, w, s, count + w);
		}
	}
	copy(&usage, &again);
	for (int s = 0; s < USAGE_SLOTS; s++) {
		char *text = usage_string(&again, USAGE_IN, s, id, NULL);

		ck_assert_str_eq(text, strings[s]);
		xfree(text);
	}
	ck_assert_int_eq(again.slot[USAGE_DISK][USAGE_OUT][USAGE_MAX], 78);
	usage_free(&usage);
	usage_free(&again);
}
END_TEST

START_TEST(malformed_usage)
{
	static const char *const bad[] = { "{1,2}", "{1,2,3,4,5,6,7,x}", "1",
					   "{1,2,3,4,5,6,7,8" };
	struct usage usage;

	usage_init(&usage);
	ck_assert(!usage_read_array(&usage, USAGE_CPU, USAGE_IN, bad[_i]));
	ck_assert(usage_read_array(&usage, USAGE_CPU, USAGE_IN, ""));
	ck_assert(!usage_read_other(&usage, "{\"a\": {\"in\": [1]}}"));
	usage_free(&usage);
}
END_TEST

/* ------------------------------------------------------------------ JSON */

START_TEST(json_members)
{
	char *object = NULL, *text;
	const char *at;
	int64_t value;

	json_add_text(&object, "none", NULL);
	ck_assert_ptr_null(object);
	json_add_text(&object, "a", "it's \"x\"\\\t\001");
	json_add_int(&object, "b", INT64_MAX);
	json_add_raw(&object, "c", "[1]");
	ck_assert_str_eq(object, "{\"a\":\"it's \\\"x\\\"\\\\\\u0009\\u0001\","
				 "\"b\":9223372036854775807,\"c\":[1]}");
	at = object;
	ck_assert(json_take(&at, '{'));
	text = json_take_text(&at);
	ck_assert_str_eq(text, "a");
	xfree(text);
	ck_assert(json_take(&at, ':'));
	text = json_take_text(&at);
	ck_assert_str_eq(text, "it's \"x\"\\\t\001");
	xfree(text);
	ck_assert(json_take(&at, ','));
	text = json_take_text(&at);
	xfree(text);
	ck_assert(json_take(&at, ':') && json_take_int(&at, &value));
	ck_assert_int_eq(value, INT64_MAX);
	xfree(object);
}
END_TEST

START_TEST(malformed_json)
{
	static const char *const bad[] = { "",           "x",       "\"open",
					   "\"\\",       "\"\\q\"", "\"\\u12\"",
					   "\"\\u0000\"" };
	const char *at = bad[_i];

	ck_assert_ptr_null(json_take_text(&at));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tres");
	TCase *tcase = tcase_create("tres");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, a_list_and_back, 0, ARRAY_SIZE(lists));
	tcase_add_test(tcase, an_empty_list);
	tcase_add_test(tcase, what_postgresql_prints);
	tcase_add_test(tcase, numbers_of_all_sizes);
	tcase_add_test(tcase, usage_as_arrays);
	tcase_add_test(tcase, usage_strings_again);
	tcase_add_loop_test(tcase, malformed_usage, 0, 4);
	tcase_add_test(tcase, json_members);
	tcase_add_loop_test(tcase, malformed_json, 0, 7);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
