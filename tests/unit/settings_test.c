/*
 * settings_test.c - Slurm's configuration keys as a connection's settings
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "plugins/accounting_storage/pgsql/storage/own_words.h"
#include "plugins/accounting_storage/pgsql/storage/settings.h"

/* What slurmdbd.conf without any Storage* key but the type comes to. */
static const struct settings_keys slurmdbd_bare = {
	.host = "localhost",
	.loc = "/var/log/slurm_jobacct.log",
};

/* slurm.conf with nothing but AccountingStorageType. */
static const struct settings_keys slurm_bare = {
	.host = "localhost",
	.user = "root",
};

static struct pg_settings made;

static void teardown(void)
{
	pg_settings_free(&made);
}

static void make(const struct settings_keys *keys)
{
	char *error;
	int rc = settings_make(keys, &made, &error);

	ck_assert_msg(!rc, "%s", error);
	ck_assert_ptr_null(error);
}

START_TEST(test_defaults_of_slurmdbd)
{
	make(&slurmdbd_bare);
	ck_assert_str_eq(made.host, "localhost");
	ck_assert_uint_eq(made.port, 0);
	ck_assert_ptr_null(made.user);
	ck_assert_ptr_null(made.password);
	ck_assert_str_eq(made.dbname, "slurm_acct_db");
}
END_TEST

/* What says who slurmctld is does not count for a person. */
START_TEST(test_person)
{
	struct settings_keys keys = slurm_bare;

	keys.host = "/run/pg";
	keys.user = "slurm";
	keys.password = "secret";
	keys.parameters =
		"passfile=/etc/slurm/pgpass,sslmode=verify-full,user=slurm,"
		"sslcert=/c,options=-c role=slurm,sslkey=/k,dbname=acct,service=site";
	keys.of_person = true;
	make(&keys);
	ck_assert_str_eq(made.host, "/run/pg");
	ck_assert_ptr_null(made.user);
	ck_assert_ptr_null(made.password);
	ck_assert_int_eq(made.n, 3);
	ck_assert_str_eq(pg_settings_keyword(&made, "sslmode"), "verify-full");
	ck_assert_str_eq(pg_settings_keyword(&made, "dbname"), "acct");
	ck_assert_str_eq(pg_settings_keyword(&made, "service"), "site");
	ck_assert_ptr_null(pg_settings_keyword(&made, "passfile"));
	pg_settings_free(&made);
	keys.of_person = false;
	make(&keys);
	ck_assert_str_eq(made.user, "slurm");
	ck_assert_str_eq(made.password, "secret");
	ck_assert_int_eq(made.n, 8);
}
END_TEST

START_TEST(test_defaults_of_slurm_conf)
{
	make(&slurm_bare);
	ck_assert_ptr_null(made.user);
	ck_assert_str_eq(made.dbname, "slurm_acct_db");
}
END_TEST

START_TEST(test_all_keys)
{
	const struct settings_keys keys = {
		.host = "a,b",
		.backup_host = "c",
		.port = 5433,
		.user = "slurm",
		.password = "secret",
		.loc = "accounting",
		.parameters = "sslmode=verify-full",
	};

	make(&keys);
	ck_assert_str_eq(made.host, "a,b");
	ck_assert_str_eq(made.backup_host, "c");
	ck_assert_uint_eq(made.port, 5433);
	ck_assert_str_eq(made.user, "slurm");
	ck_assert_str_eq(made.password, "secret");
	ck_assert_str_eq(made.dbname, "accounting");
	ck_assert_str_eq(pg_settings_keyword(&made, "sslmode"), "verify-full");
}
END_TEST

START_TEST(test_socket_directory)
{
	struct settings_keys keys = slurmdbd_bare;

	keys.host = "/run/postgresql";
	make(&keys);
	ck_assert_str_eq(made.host, "/run/postgresql");
}
END_TEST

/* What Slurm fills in must not override what the service says. */
/* What slurmctld needs in AccountingStoragePass to hear slurmdbd. */
START_TEST(test_password_is_a_socket)
{
	struct settings_keys keys = { .host = "localhost" };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	char directory[] = "/tmp/settings.XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/socket",
		 directory);
	ck_assert_int_eq(bind(fd, (void *)&address, sizeof(address)), 0);
	keys.password = address.sun_path;
	make(&keys);
	ck_assert_ptr_null(made.password);
	pg_settings_free(&made);
	keys.password = directory; /* a password may look like a path */
	make(&keys);
	ck_assert_str_eq(made.password, directory);
	close(fd);
	unlink(address.sun_path);
	rmdir(directory);
}
END_TEST

START_TEST(test_service)
{
	struct settings_keys keys = slurmdbd_bare;

	keys.parameters = "service=slurm";
	make(&keys);
	ck_assert_ptr_null(made.host);
	ck_assert_ptr_null(made.dbname);
	pg_settings_free(&made);
	keys.host = "db1";
	keys.loc = "accounting";
	make(&keys);
	ck_assert_str_eq(made.host, "db1");
	ck_assert_str_eq(made.dbname, "accounting");
}
END_TEST

START_TEST(test_unknown_keyword)
{
	struct settings_keys keys = slurmdbd_bare;
	char *error;

	keys.parameters = "sslmode=require,colour=blue";
	ck_assert_int_eq(settings_make(&keys, &made, &error), -1);
	ck_assert_ptr_nonnull(error);
	ck_assert_ptr_nonnull(strstr(error, "colour"));
	ck_assert_ptr_null(strstr(error, "blue"));
	free(error);
}
END_TEST

static void words(const char *parameters, const char *rest, int retain,
		  int size)
{
	struct own_words own;
	char *left, *why;

	ck_assert_int_eq(own_words_take(parameters, &own, &left, &why), 0);
	ck_assert_ptr_null(why);
	ck_assert_str_eq(left, rest);
	ck_assert_int_eq(own.spool_retain, retain);
	ck_assert_int_eq(own.spool_size, size);
	free(left);
}

START_TEST(test_own_words)
{
	static const char *const bad[] = {
		"spool_size=15", "spool_size=", "spool_size=1x",
		"sslmode=require,spool_retain=-1",
		"spool_retain=99999999999999999999", "notify_jobs=-1"
	};
	struct own_words own;
	char *left, *why;

	words(NULL, "", 900, 1024);
	words("", "", 900, 1024);
	words("sslmode=require", "sslmode=require", 900, 1024);
	words("spool_size=64", "", 900, 64);
	words("service=a,spool_retain=0,user=b,spool_size=16,dbname=c",
	      "service=a,user=b,dbname=c", 0, 16);
	ck_assert_int_eq(own_words_take("notify_jobs=2", &own, &left, &why), 0);
	ck_assert_int_eq(own.notify_jobs, 2);
	free(left);
	ck_assert_int_eq(own_words_take("", &own, &left, &why), 0);
	ck_assert_int_eq(own.notify_jobs, 0);
	free(left);
	/* not ours: libpq's keywords are looked at later */
	words("spool_sizes=64", "spool_sizes=64", 900, 1024);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_int_eq(own_words_take(bad[i], &own, &left, &why), -1);
		ck_assert_ptr_null(left);
		ck_assert_ptr_nonnull(strstr(why, "it is a number of"));
		free(why);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("settings");
	TCase *tests = tcase_create("settings");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_test(tests, test_defaults_of_slurmdbd);
	tcase_add_test(tests, test_defaults_of_slurm_conf);
	tcase_add_test(tests, test_person);
	tcase_add_test(tests, test_all_keys);
	tcase_add_test(tests, test_socket_directory);
	tcase_add_test(tests, test_password_is_a_socket);
	tcase_add_test(tests, test_service);
	tcase_add_test(tests, test_unknown_keyword);
	tcase_add_test(tests, test_own_words);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
