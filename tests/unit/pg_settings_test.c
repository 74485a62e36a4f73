/*
 * pg_settings_test.c - from Slurm's keys to libpq's keywords
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"

/* The value that libpq would take: the last one of a keyword. */
static const char *effective(const struct pg_settings *s, const char *keyword)
{
	static char value[200];
	struct pg_keywords k;
	bool found = false;

	pg_keywords_make(&k, s);
	for (int i = 0; i < k.n; i++)
		if (!strcmp(k.keyword[i], keyword)) {
			snprintf(value, sizeof(value), "%s", k.value[i]);
			found = true;
		}
	ck_assert_ptr_null(k.keyword[k.n]);
	pg_keywords_free(&k);
	return found ? value : NULL;
}

static void parse(struct pg_settings *s, const char *parameters)
{
	char *error;
	int rc = pg_settings_parse(s, parameters, &error);

	ck_assert_msg(!rc, "%s", error);
	ck_assert_ptr_null(error);
}

static char *parse_error(const char *parameters)
{
	struct pg_settings s = { 0 };
	char *error;

	ck_assert_int_eq(pg_settings_parse(&s, parameters, &error), -1);
	ck_assert_ptr_nonnull(error);
	pg_settings_free(&s);
	return error;
}

START_TEST(test_defaults)
{
	struct pg_settings s = { 0 };

	parse(&s, NULL);
	parse(&s, "");
	ck_assert_pstr_eq(effective(&s, "port"), "5432");
	ck_assert_pstr_eq(effective(&s, "connect_timeout"), "10");
	ck_assert_pstr_eq(effective(&s, "keepalives"), "1");
	ck_assert_pstr_eq(effective(&s, "tcp_user_timeout"), "30000");
	ck_assert_pstr_eq(effective(&s, "target_session_attrs"), "read-write");
	ck_assert_pstr_eq(effective(&s, "client_encoding"), "UTF8");
	ck_assert_ptr_null(effective(&s, "host"));
	ck_assert_ptr_null(effective(&s, "password"));
	s.reader = true;
	ck_assert_ptr_null(effective(&s, "target_session_attrs"));
	pg_settings_free(&s);
}
END_TEST

START_TEST(test_slurm_keys)
{
	struct pg_settings s = {
		.host = strdup("db1"), .backup_host = strdup("db2"),
		.port = 5433, .user = strdup("slurm"),
		.password = strdup("secret"), .dbname = strdup("host=evil"),
		.application_name = strdup("slurmdbd"),
	};
	char *text;

	ck_assert_pstr_eq(effective(&s, "host"), "db1,db2");
	ck_assert_pstr_eq(effective(&s, "port"), "5433");
	ck_assert_pstr_eq(effective(&s, "user"), "slurm");
	ck_assert_pstr_eq(effective(&s, "password"), "secret");
	ck_assert_pstr_eq(effective(&s, "dbname"), "host=evil");
	ck_assert_pstr_eq(effective(&s, "application_name"), "slurmdbd");
	text = pg_settings_describe(&s);
	ck_assert_str_eq(text, "host db1,db2 port 5433 database host=evil");
	free(text);
	pg_settings_free(&s);
}
END_TEST

START_TEST(test_parameters_go_first)
{
	struct pg_settings s = { .host = strdup("db1"),
				 .backup_host = strdup("db2"),
				 .user = strdup("slurm"), .port = 1 };

	parse(&s, " host = other , user=u, dbname=d,port=99, "
		  "target_session_attrs=any,connect_timeout=3,"
		  "sslmode=verify-full,passfile=/etc/x=y,");
	ck_assert_pstr_eq(effective(&s, "host"), "other");
	ck_assert_pstr_eq(effective(&s, "user"), "u");
	ck_assert_pstr_eq(effective(&s, "dbname"), "d");
	ck_assert_pstr_eq(effective(&s, "port"), "99");
	ck_assert_pstr_eq(effective(&s, "target_session_attrs"), "any");
	ck_assert_pstr_eq(effective(&s, "connect_timeout"), "3");
	ck_assert_pstr_eq(effective(&s, "sslmode"), "verify-full");
	ck_assert_pstr_eq(effective(&s, "passfile"), "/etc/x=y");
	ck_assert_pstr_eq(pg_settings_keyword(&s, "user"), "u");
	ck_assert_ptr_null(pg_settings_keyword(&s, "sslkey"));
	pg_settings_free(&s);
}
END_TEST

START_TEST(test_service_names_its_port)
{
	struct pg_settings s = { 0 };

	parse(&s, "service=acct");
	ck_assert_pstr_eq(effective(&s, "service"), "acct");
	ck_assert_ptr_null(effective(&s, "port"));
	s.port = 7;
	ck_assert_pstr_eq(effective(&s, "port"), "7");
	pg_settings_free(&s);
}
END_TEST

/* The names of accounting_storage/mysql. */
START_TEST(test_mysql_names)
{
	struct pg_settings s = { 0 };

	parse(&s, "SSL_CERT=/c,SSL_CA=/a,SSL_KEY=/k");
	ck_assert_pstr_eq(effective(&s, "sslcert"), "/c");
	ck_assert_pstr_eq(effective(&s, "sslrootcert"), "/a");
	ck_assert_pstr_eq(effective(&s, "sslkey"), "/k");
	ck_assert_pstr_eq(effective(&s, "sslmode"), "verify-ca");
	pg_settings_free(&s);
	parse(&s, "ssl_cert=/c");
	ck_assert_pstr_eq(effective(&s, "sslmode"), "require");
	pg_settings_free(&s);
	parse(&s, "SSL_CA=/a,sslmode=verify-full");
	ck_assert_pstr_eq(effective(&s, "sslmode"), "verify-full");
	pg_settings_free(&s);
}
END_TEST

static const struct {
	const char *parameters, *says;
} error_cases[] = {
	{ "sslmod=require", "'sslmod': unknown keyword; known are service" },
	{ "sslmod=require", "SSL_CERT SSL_CA SSL_KEY" },
	{ "sslmode=require,frob=1", "'frob'" },
	{ "frob", "'frob': is not of the form" },
	{ "=x", "'': unknown keyword" },
	{ "SSL_CAPATH=/d", "'SSL_CAPATH': libpq reads no directory" },
	{ "SSL_CIPHER=AES", "ssl_ciphers" },
	{ "password=hunter2", "'password': not allowed here" },
	{ "PassWord=hunter2", "StoragePass" },
	{ "client_encoding=LATIN1", "always UTF8" },
	{ "replication=true", "'replication'" },
	{ "passwrd=hunter2", "'passwrd'" },
};

START_TEST(test_errors)
{
	char *error = parse_error(error_cases[_i].parameters);

	ck_assert_msg(strstr(error, error_cases[_i].says), "%s", error);
	/* values are nobody's business */
	ck_assert_ptr_null(strstr(error, "hunter2"));
	ck_assert_ptr_null(strstr(error, "AES"));
	free(error);
}
END_TEST

START_TEST(test_copy)
{
	struct pg_settings s = { .host = strdup("h"), .port = 2 }, c;

	parse(&s, "sslmode=disable");
	pg_settings_copy(&c, &s);
	pg_settings_free(&s);
	ck_assert_pstr_eq(effective(&c, "host"), "h");
	ck_assert_pstr_eq(effective(&c, "sslmode"), "disable");
	pg_settings_free(&c);
}
END_TEST

#define COUNT(a) ((int) (sizeof(a) / sizeof((a)[0])))

int main(void)
{
	Suite *suite = suite_create("pg: settings");
	TCase *tcase = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_defaults);
	tcase_add_test(tcase, test_slurm_keys);
	tcase_add_test(tcase, test_parameters_go_first);
	tcase_add_test(tcase, test_service_names_its_port);
	tcase_add_test(tcase, test_mysql_names);
	tcase_add_loop_test(tcase, test_errors, 0, COUNT(error_cases));
	tcase_add_test(tcase, test_copy);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
