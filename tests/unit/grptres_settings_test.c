/*
 * grptres_settings_test.c - texts of grptres.conf
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>

#include "plugins/job_submit/grptres/settings.h"

#define RUN_MINS CHAIN_KIND(BUDGET_RUN_MINS)
#define MINS CHAIN_KIND(BUDGET_MINS)

static bool parse(const char *text, struct settings *settings)
{
	char *copy = xstrdup(text);
	bool good = settings_parse(copy, "grptres.conf", settings);

	xfree(copy);
	return good;
}

START_TEST(defaults)
{
	static const char *const texts[] = { "", "\n\n", "# Enforce=off",
					     "   \t\n#x\n  # y\n" };
	struct settings s;

	for (int i = 0; i < 4; i++) {
		ck_assert(parse(texts[i], &s));
		ck_assert_int_eq(s.enforce, ENFORCE_REJECT);
		ck_assert(s.count_queued);
		ck_assert_uint_eq(s.kinds, RUN_MINS);
		ck_assert(!s.require_association);
		ck_assert_ptr_null(s.exempt_users);
		ck_assert_ptr_null(s.exempt_accounts);
		ck_assert_ptr_null(s.exempt_qos);
		ck_assert_ptr_null(s.exempt_partitions);
		ck_assert_ptr_null(s.help);
		settings_clear(&s);
	}
}
END_TEST

START_TEST(enforce)
{
	struct settings s;

	ck_assert(parse("Enforce=warn", &s));
	ck_assert_int_eq(s.enforce, ENFORCE_WARN);
	ck_assert(parse("enforce = OFF # for now", &s));
	ck_assert_int_eq(s.enforce, ENFORCE_OFF);
	ck_assert(parse("Enforce=off\nEnforce=Reject\n", &s));
	ck_assert_int_eq(s.enforce, ENFORCE_REJECT);
}
END_TEST

START_TEST(others)
{
	struct settings s;

	ck_assert(parse("CountQueued=no RequireAssociation=yes\n"
			"Limits=GrpTRESRunMins,grptresmins\n"
			"ExemptUsers=a,b ExemptAccounts=c\n"
			"ExemptQOS=d\r\nExemptPartitions=e,f\n"
			"Help=\"write to hpc@example.org, \\#2\" # where",
			&s));
	ck_assert(!s.count_queued);
	ck_assert(s.require_association);
	ck_assert_uint_eq(s.kinds, RUN_MINS | MINS);
	ck_assert_str_eq(s.exempt_users, "a,b");
	ck_assert_str_eq(s.exempt_accounts, "c");
	ck_assert_str_eq(s.exempt_qos, "d");
	ck_assert_str_eq(s.exempt_partitions, "e,f");
	ck_assert_str_eq(s.help, "write to hpc@example.org, #2");
	settings_clear(&s);
	ck_assert_ptr_null(s.help);
	ck_assert(parse("Limits=GrpTRESMins\nExemptUsers=a\nExemptUsers=b",
			&s));
	ck_assert_uint_eq(s.kinds, MINS);
	ck_assert_str_eq(s.exempt_users, "b");
	settings_clear(&s);
}
END_TEST

START_TEST(mistakes)
{
	static const char *const texts[] = {
		"Enforce=",	  "Enforce=maybe",     "Enforce",
		"CountQueued=1",  "CountQueued=",      "RequireAssociation=x",
		"Limits=",	  "Limits=GrpTRES",    "Limits=GrpTRESMins,x",
		"Unknown=yes",	  "Enforce=warn what", "what Enforce=warn",
		"Enforce=warn\n\nCountQueued=x\nHelp=y",
	};
	struct settings s;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ck_assert_msg(!parse(texts[i], &s), "%s", texts[i]);
		settings_clear(&s);
	}
}
END_TEST

START_TEST(lists)
{
	ck_assert(settings_lists("a", "a"));
	ck_assert(settings_lists("a,b,c", "c"));
	ck_assert(settings_lists("a,b,c", "B"));
	ck_assert(!settings_lists("ab,c", "a"));
	ck_assert(!settings_lists("a", "ab"));
	ck_assert(!settings_lists("", "a"));
	ck_assert(!settings_lists(NULL, "a"));
	ck_assert(!settings_lists("a", NULL));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grptres.conf");
	TCase *cases = tcase_create("settings");
	SRunner *runner;
	int failed;

	tcase_add_test(cases, defaults);
	tcase_add_test(cases, enforce);
	tcase_add_test(cases, others);
	tcase_add_test(cases, mistakes);
	tcase_add_test(cases, lists);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
