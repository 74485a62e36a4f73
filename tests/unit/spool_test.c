/*
 * spool_test.c - the spool against crashes at any byte, damage, full disks,
 * and second owners
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/spool/internal.h"
#include "src/spool/spool.h"

#define MOST 64

static char dir[64];
static char said[4096]; /* lines of the log */

static void log_line(bool is_error, const char *line)
{
	size_t used = strlen(said);

	snprintf(said + used, sizeof(said) - used, "%s\n", line);
}

static void empty_dir(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	ck_assert_int_eq(system(command), 0);
}

static void set_up(void)
{
	/* in memory, where there is such a place: thousands of fsync() */
	snprintf(dir, sizeof(dir), "%s/spool_test.%d",
		 access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm", (int)getpid());
	empty_dir();
	said[0] = '\0';
}

static void tear_down(void)
{
	empty_dir();
}

static struct spool_settings settings(void)
{
	return (struct spool_settings){ .dir = dir,
					.segment_bytes = 1 << 20,
					.disk_bytes = 16 << 20,
					.retain_seconds = 900,
					.log = log_line };
}

static struct spool *open_with(const struct spool_settings *s)
{
	struct spool *spool;
	char *why;

	ck_assert_msg(spool_open(&spool, s, false, &why) == SPOOL_OK, "%s",
		      why ? why : "");
	return spool;
}

static struct spool *open_spool(void)
{
	struct spool_settings s = settings();

	return open_with(&s);
}

/* Record i: its text, of a length that depends on i. */
static size_t text_of(int i, char *text)
{
	int n = sprintf(text, "record %d ", i);

	memset(text + n, 'a' + i % 26, i * 7 % 50);
	return n + i * 7 % 50;
}

static void append(struct spool *spool, int first, int n)
{
	char text[128];

	for (int i = first; i < first + n; i++) {
		size_t size = text_of(i, text);

		ck_assert_int_eq(spool_append(spool, text, size, 1000 + i), 0);
	}
}

static void add(struct spool *spool, int first, int n)
{
	append(spool, first, n);
	ck_assert_int_eq(spool_sync(spool), SPOOL_OK);
}

/* Which record it is; it must be whole. */
static int number_of(const struct spool_record *record)
{
	char text[128];
	int i = -1;

	ck_assert_int_eq(sscanf(record->data, "record %d ", &i), 1);
	ck_assert_uint_eq(record->size, text_of(i, text));
	ck_assert_int_eq(memcmp(record->data, text, record->size), 0);
	ck_assert_int_eq(record->at, 1000 + i);
	return i;
}

struct got {
	int n;
	int i[MOST];
	uint64_t number[MOST];
};

static struct got read_all(struct spool *spool)
{
	struct spool_record records[3];
	struct got got = { 0 };
	int n;

	while ((n = spool_read(spool, records, 3)) > 0)
		for (int k = 0; k < n; k++) {
			ck_assert_int_lt(got.n, MOST);
			got.i[got.n] = number_of(&records[k]);
			got.number[got.n] = records[k].number;
			ck_assert(!got.n ||
				  got.number[got.n] > got.number[got.n - 1]);
			got.n++;
		}
	ck_assert_int_eq(n, 0);
	return got;
}

static void expect(struct spool *spool, int first, int n)
{
	struct got got = read_all(spool);

	ck_assert_int_eq(got.n, n);
	for (int k = 0; k < n; k++)
		ck_assert_int_eq(got.i[k], first + k);
}

/* The path of segment number `at`, from 0. */
static char *file_of(int at)
{
	static char path[512];
	struct dirent **entry;
	int n = scandir(dir, &entry, NULL, alphasort), seen = 0;

	path[0] = '\0';
	for (int i = 0; i < n; i++) {
		if (strstr(entry[i]->d_name, ".segment") && seen++ == at)
			snprintf(path, sizeof(path), "%s/%s", dir,
				 entry[i]->d_name);
		free(entry[i]);
	}
	free(entry);
	return path;
}

static uint8_t *load_file(const char *path, size_t *size_r)
{
	FILE *f = fopen(path, "r");
	uint8_t *data = malloc(1 << 20);

	ck_assert_ptr_nonnull(f);
	*size_r = fread(data, 1, 1 << 20, f);
	fclose(f);
	return data;
}

static void save_file(const char *path, const uint8_t *data, size_t size)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(data, 1, size, f), size);
	fclose(f);
}

/* ---------------------------------------------------------------- order */

START_TEST(test_read_back)
{
	struct spool *spool = open_spool();
	struct spool_state state;
	struct got got;

	ck_assert_uint_eq(spool_generation(spool), 1);
	append(spool, 0, 5);
	expect(spool, 0, 0); /* not durable yet */
	ck_assert_int_eq(spool_sync(spool), SPOOL_OK);
	got = read_all(spool);
	ck_assert_int_eq(got.n, 5);
	state = spool_state(spool);
	ck_assert_int_eq(state.waiting, 5);
	ck_assert_int_eq(state.oldest, 1003); /* of those read last */
	spool_commit(spool, got.number[4], 5);
	state = spool_state(spool);
	ck_assert_int_eq(state.waiting, 0);
	ck_assert_int_eq(state.oldest, 0);
	add(spool, 5, 2);
	ck_assert_int_eq(spool_state(spool).oldest, 1005);
	expect(spool, 5, 2);
	spool_close(&spool);
	ck_assert_str_eq(said, "");
}
END_TEST

START_TEST(test_reopen)
{
	struct spool *spool = open_spool();
	uint64_t id = spool_id(spool), after;
	struct got got;

	add(spool, 0, 6);
	append(spool, 6, 3); /* never synced */
	got = read_all(spool);
	after = got.number[2];
	spool_close(&spool);

	spool = open_spool();
	ck_assert_uint_eq(spool_id(spool), id);
	ck_assert_uint_eq(spool_generation(spool), 2);
	ck_assert_int_eq(spool_state(spool).waiting, 6);
	ck_assert(spool_seek(spool, after));
	ck_assert_int_eq(spool_state(spool).waiting, 3);
	ck_assert_int_eq(spool_state(spool).oldest, 1003);
	add(spool, 6, 2);
	got = read_all(spool);
	ck_assert_int_eq(got.n, 5);
	ck_assert_int_eq(got.i[0], 3);
	ck_assert_int_eq(got.i[4], 7);
	ck_assert_uint_eq(got.number[3] >> GENERATION_SHIFT, 2);
	spool_commit(spool, got.number[4], 5);
	ck_assert_int_eq(spool_state(spool).waiting, 0);
	spool_close(&spool);
}
END_TEST

START_TEST(test_many_segments)
{
	struct spool_settings s = settings();
	struct spool *spool;
	struct got got;

	s.segment_bytes = 200;
	spool = open_with(&s);
	for (int i = 0; i < 40; i++)
		add(spool, i, 1);
	ck_assert_int_gt(spool_state(spool).segments, 5);
	got = read_all(spool);
	ck_assert_int_eq(got.n, 40);
	for (int back = 39; back >= 0; back--) {
		ck_assert(spool_seek(spool, got.number[back]));
		ck_assert_int_eq(spool_state(spool).waiting, 39 - back);
		expect(spool, back + 1, 39 - back);
	}
	ck_assert(spool_seek(spool, 0));
	expect(spool, 0, 40);
	spool_close(&spool);
}
END_TEST

START_TEST(test_large_record)
{
	struct spool *spool = open_spool();
	struct spool_record record;
	size_t size = 3 << 20;
	char *data = malloc(size);

	memset(data, 'x', size);
	ck_assert_int_eq(spool_append(spool, "a", 1, 1), SPOOL_OK);
	ck_assert_int_eq(spool_append(spool, data, size, 2), SPOOL_OK);
	ck_assert_int_eq(spool_append(spool, "", 0, 3), SPOOL_OK);
	ck_assert_int_eq(spool_append(spool, data, SPOOL_RECORD_MAX + 1UL, 4),
			 SPOOL_FAILED);
	ck_assert_int_eq(spool_sync(spool), SPOOL_OK);
	ck_assert_int_eq(spool_read(spool, &record, 1), 1);
	ck_assert_uint_eq(record.size, 1);
	ck_assert_int_eq(spool_read(spool, &record, 1), 1);
	ck_assert_uint_eq(record.size, size);
	ck_assert_int_eq(memcmp(record.data, data, size), 0);
	ck_assert_int_eq(spool_read(spool, &record, 1), 1);
	ck_assert_uint_eq(record.size, 0);
	ck_assert_int_eq(spool_read(spool, &record, 1), 0);
	spool_close(&spool);
	free(data);
}
END_TEST

/* --------------------------------------------------------------- damage */

/* Offsets at which records begin, and the end, of a file. */
static int boundaries(const uint8_t *data, size_t size, size_t *at)
{
	struct record_header h;
	size_t offset = SEGMENT_HEADER;
	int n = 0;

	while (record_get(data + offset, size - offset, &h)) {
		at[n++] = offset;
		offset += RECORD_HEADER + h.size;
	}
	at[n] = offset;
	ck_assert_uint_eq(offset, size);
	return n;
}

#define TORN 8

START_TEST(test_torn_at_every_byte)
{
	struct spool *spool = open_spool();
	size_t size, at[TORN + 1];
	uint8_t *data;
	char path[512];

	add(spool, 0, TORN);
	spool_close(&spool);
	snprintf(path, sizeof(path), "%s", file_of(0));
	data = load_file(path, &size);
	ck_assert_int_eq(boundaries(data, size, at), TORN);
	for (size_t cut = 0; cut < size; cut++) {
		int whole = 0;
		bool between;

		while (whole < TORN && at[whole + 1] <= cut)
			whole++;
		between = cut <= SEGMENT_HEADER || at[whole] == cut;
		empty_dir();
		ck_assert_int_eq(mkdir(dir, 0700), 0);
		save_file(path, data, cut);
		said[0] = '\0';
		spool = open_spool();
		ck_assert_msg(between == !strstr(said, "cut off"), "%zu: %s",
			      cut, said);
		ck_assert_int_eq(spool_state(spool).waiting, whole);
		expect(spool, 0, whole);
		add(spool, whole, 2);
		expect(spool, whole, 2);
		spool_close(&spool);
		/* it is mended for good */
		said[0] = '\0';
		spool = open_spool();
		expect(spool, 0, whole + 2);
		ck_assert_str_eq(said, "");
		spool_close(&spool);
	}
	free(data);
}
END_TEST

START_TEST(test_every_bit_flipped)
{
	struct spool *spool = open_spool();
	size_t size, at[TORN + 1];
	uint8_t *data;
	char path[512];

	add(spool, 0, TORN);
	spool_close(&spool);
	snprintf(path, sizeof(path), "%s", file_of(0));
	data = load_file(path, &size);
	boundaries(data, size, at);
	for (size_t bit = 0; bit < size * 8; bit++) {
		int hit = -1, k = 0;
		struct got got;

		for (int r = 0; r < TORN; r++)
			if (bit / 8 >= at[r] && bit / 8 < at[r + 1])
				hit = r;
		empty_dir();
		ck_assert_int_eq(mkdir(dir, 0700), 0);
		data[bit / 8] ^= 1 << bit % 8;
		save_file(path, data, size);
		data[bit / 8] ^= 1 << bit % 8;
		said[0] = '\0';
		spool = open_spool();
		got = read_all(spool);
		ck_assert_int_eq(got.n, TORN - (hit >= 0));
		for (int r = 0; r < TORN; r++)
			if (r != hit)
				ck_assert_int_eq(got.i[k++], r);
		ck_assert_str_ne(said, "");
		spool_close(&spool);
	}
	free(data);
}
END_TEST

START_TEST(test_damage_while_it_runs)
{
	struct spool *spool = open_spool();
	size_t size, at[TORN + 1];
	uint8_t *data;
	struct got got;

	add(spool, 0, TORN);
	data = load_file(file_of(0), &size);
	boundaries(data, size, at);
	data[at[3] + RECORD_HEADER + 2] ^= 4;
	save_file(file_of(0), data, size);
	free(data);
	got = read_all(spool);
	ck_assert_int_eq(got.n, TORN - 1);
	ck_assert_int_eq(got.i[3], 4);
	ck_assert_ptr_nonnull(strstr(said, "damaged and skipped"));
	spool_close(&spool);
}
END_TEST

/* Records 0 to 2, where the data of 1 is that of the file up to it, as a job
 * script may be; then 1 is damaged. */
static void plant_an_old_record(struct spool *spool)
{
	size_t size, at[TORN + 1];
	uint8_t *data;

	add(spool, 0, 1);
	data = load_file(file_of(0), &size);
	ck_assert_int_eq(spool_append(spool, data, size, 1001), 0);
	free(data);
	append(spool, 2, 1);
	ck_assert_int_eq(spool_sync(spool), SPOOL_OK);
	data = load_file(file_of(0), &size);
	ck_assert_int_eq(boundaries(data, size, at), 3);
	data[at[1]] ^= 1; /* its magic */
	save_file(file_of(0), data, size);
	free(data);
}

static void expect_no_old_record(struct spool *spool)
{
	struct got got = read_all(spool);

	ck_assert_int_eq(got.n, 2);
	ck_assert_int_eq(got.i[0], 0);
	ck_assert_int_eq(got.i[1], 2);
	ck_assert_ptr_nonnull(strstr(said, "damaged"));
}

START_TEST(test_old_record_within_damage)
{
	struct spool *spool = open_spool();

	plant_an_old_record(spool);
	expect_no_old_record(spool);
	spool_close(&spool);
	said[0] = '\0';
	spool = open_spool(); /* as the scan at the start finds it */
	ck_assert_ptr_nonnull(strstr(said, "are lost"));
	ck_assert_int_eq(spool_state(spool).waiting, 2);
	expect_no_old_record(spool);
	spool_close(&spool);
}
END_TEST

START_TEST(test_later_format_is_left_alone)
{
	struct segment_header h;
	struct spool *spool = open_spool();
	uint8_t *data;
	size_t size;
	char path[512];

	add(spool, 0, 2);
	spool_close(&spool);
	snprintf(path, sizeof(path), "%s", file_of(0));
	data = load_file(path, &size);
	ck_assert(segment_header_get(data, &h));
	h.version++;
	segment_header_put(data, &h);
	save_file(path, data, size);
	free(data);
	spool = open_spool();
	ck_assert_ptr_nonnull(strstr(said, "later release"));
	add(spool, 2, 1);
	expect(spool, 2, 1);
	spool_close(&spool);
	ck_assert_int_eq(access(path, F_OK), 0);
}
END_TEST

/* ---------------------------------------------------------- full disks */

static int64_t budget; /* bytes that the disk still takes */
static bool fsync_fails;

static ssize_t small_pwrite(int fd, const void *data, size_t size, off_t at)
{
	if (budget <= 0) {
		errno = ENOSPC;
		return -1;
	}
	if ((int64_t)size > budget)
		size = budget; /* a disk takes what it can */
	budget -= size;
	return pwrite(fd, data, size, at);
}

static int failing_fsync(int fd)
{
	if (!fsync_fails)
		return fsync(fd);
	errno = EIO;
	return -1;
}

static struct spool *open_on_small_disk(void)
{
	static struct spool_io io;
	struct spool_settings s = settings();

	io = spool_io_system;
	io.pwrite = small_pwrite;
	io.fsync = failing_fsync;
	s.io = &io;
	return open_with(&s);
}

START_TEST(test_disk_full_at_every_byte)
{
	for (int64_t room = 0; room < 400; room++) {
		struct spool *spool;

		empty_dir();
		budget = 1 << 20;
		fsync_fails = false;
		spool = open_on_small_disk();
		if (room % 2) /* into a segment that is there, or a new one */
			add(spool, 0, 3);
		append(spool, room % 2 ? 3 : 0, 4);
		budget = room;
		if (spool_sync(spool) != SPOOL_OK) {
			ck_assert_str_ne(spool_why(spool), "");
			ck_assert_int_eq(spool_state(spool).waiting,
					 room % 2 ? 3 : 0);
			budget = 0;
			ck_assert_int_eq(spool_sync(spool), SPOOL_FULL);
			budget = 1 << 20;
			ck_assert_int_eq(spool_sync(spool), SPOOL_OK);
		}
		budget = 1 << 20;
		ck_assert_int_le(spool_state(spool).segments, 1 + room % 2);
		expect(spool, 0, room % 2 ? 7 : 4);
		spool_close(&spool);
		spool = open_spool();
		expect(spool, 0, room % 2 ? 7 : 4);
		spool_close(&spool);
	}
	ck_assert_str_eq(said, "");
}
END_TEST

START_TEST(test_failed_fsync)
{
	struct spool *spool;

	budget = 1 << 20;
	fsync_fails = false;
	spool = open_on_small_disk();
	add(spool, 0, 2);
	append(spool, 2, 2);
	fsync_fails = true;
	ck_assert_int_eq(spool_sync(spool), SPOOL_FAILED);
	ck_assert_int_eq(spool_sync(spool), SPOOL_FAILED);
	expect(spool, 0, 2);
	spool_discard(spool); /* they went another way */
	fsync_fails = false;
	add(spool, 4, 2);
	expect(spool, 4, 2);
	spool_close(&spool);
	spool = open_spool();
	ck_assert_int_eq(read_all(spool).n, 4);
	spool_close(&spool);
}
END_TEST

START_TEST(test_file_size_limit)
{
	struct rlimit before, small;
	struct spool *spool = open_spool();

	signal(SIGXFSZ, SIG_IGN);
	add(spool, 0, 3);
	getrlimit(RLIMIT_FSIZE, &before);
	small = before;
	small.rlim_cur = spool_state(spool).bytes + 40;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	append(spool, 3, 3);
	ck_assert_int_eq(spool_sync(spool), SPOOL_FULL);
	setrlimit(RLIMIT_FSIZE, &before);
	ck_assert_int_eq(spool_sync(spool), SPOOL_OK);
	expect(spool, 0, 6);
	spool_close(&spool);
}
END_TEST

START_TEST(test_bound)
{
	struct spool_settings s = settings();
	struct spool *spool;
	struct got got;
	int i = 0;

	s.segment_bytes = 300;
	s.disk_bytes = 3000;
	spool = open_with(&s);
	for (;; i++) {
		append(spool, i, 1);
		if (spool_sync(spool))
			break;
	}
	ck_assert_int_gt(i, 10);
	ck_assert_int_le(spool_state(spool).bytes, 3000);
	ck_assert_ptr_nonnull(strstr(spool_why(spool), "its bound"));
	/* nothing that waits has gone */
	got = read_all(spool);
	ck_assert_int_eq(got.n, i);
	/* what is committed goes before its time */
	spool_commit(spool, got.number[5], 6);
	ck_assert_int_gt(spool_state(spool).retained, 0);
	ck_assert_int_eq(spool_sync(spool), SPOOL_OK);
	ck_assert_int_le(spool_state(spool).bytes, 3000);
	expect(spool, i, 1);
	ck_assert(!spool_seek(spool, 0));
	ck_assert(spool_seek(spool, got.number[5]));
	expect(spool, 6, i - 5);
	spool_close(&spool);
}
END_TEST

START_TEST(test_retention)
{
	struct spool_settings s = settings();
	struct spool *spool;
	struct got got;

	s.segment_bytes = 200;
	s.retain_seconds = 1;
	spool = open_with(&s);
	for (int i = 0; i < 20; i++)
		add(spool, i, 1);
	got = read_all(spool);
	spool_commit(spool, got.number[19], 20);
	spool_drop(spool);
	ck_assert(spool_seek(spool, 0)); /* all are retained */
	expect(spool, 0, 20);
	spool_commit(spool, got.number[19], 20);
	usleep(2100000);
	/* what is to be read once more stays until it is committed anew */
	ck_assert(spool_seek(spool, 0));
	spool_drop(spool);
	expect(spool, 0, 20);
	spool_commit(spool, got.number[19], 20);
	usleep(2100000);
	spool_drop(spool);
	/* the one that is written stays */
	ck_assert_int_eq(spool_state(spool).segments, 1);
	ck_assert(!spool_seek(spool, 0));
	ck_assert(spool_seek(spool, got.number[19]));
	add(spool, 20, 1);
	expect(spool, 20, 1);
	spool_close(&spool);
}
END_TEST

/* --------------------------------------------------------------- owners */

START_TEST(test_two_owners)
{
	struct spool_settings s = settings();
	struct spool *first = open_spool(), *second;
	struct got got;
	char *why;

	add(first, 0, 2);
	append(first, 2, 1);
	ck_assert_int_eq(spool_open(&second, &s, false, &why), SPOOL_TAKEN);
	ck_assert_ptr_null(second);
	ck_assert_ptr_nonnull(strstr(why, "is held by"));
	free(why);
	ck_assert_int_eq(spool_open(&second, &s, true, &why), SPOOL_OK);
	ck_assert_ptr_nonnull(strstr(said, "taken over"));
	ck_assert_uint_gt(spool_generation(second), spool_generation(first));
	ck_assert_uint_eq(spool_id(second), spool_id(first));
	/* the first wakes up, and writes nothing more */
	ck_assert_int_eq(spool_sync(first), SPOOL_TAKEN);
	add(second, 3, 1);
	got = read_all(second);
	ck_assert_int_eq(got.n, 3);
	ck_assert_int_eq(got.i[2], 3);
	spool_close(&first);
	/* the end of the first has freed nothing of the second's */
	ck_assert_int_eq(spool_open(&first, &s, false, &why), SPOOL_TAKEN);
	free(why);
	spool_close(&second);
	first = open_spool();
	spool_close(&first);
}
END_TEST

START_TEST(test_no_directory)
{
	struct spool_settings s = settings();
	struct spool *spool;
	char *why;

	s.dir = "/proc/no/such";
	ck_assert_int_eq(spool_open(&spool, &s, false, &why), SPOOL_FAILED);
	ck_assert_ptr_null(spool);
	ck_assert_ptr_nonnull(strstr(why, "/proc/no/such"));
	free(why);
}
END_TEST

/* ---------------------------------------------------------------- kills */

/* A child appends for ever and tells what it knows to be durable. */
static void write_for_ever(int out)
{
	struct spool_settings s = settings();
	struct spool *spool;
	char *why, text[128];

	s.segment_bytes = 4000;
	if (spool_open(&spool, &s, true, &why))
		_exit(1);
	for (int i = 0;;) {
		for (int end = i + 1 + i % 7; i < end; i++) {
			size_t size = text_of(i, text);

			if (spool_append(spool, text, size, 1000 + i))
				_exit(1);
		}
		if (spool_sync(spool) || write(out, &i, sizeof(i)) < 0)
			_exit(1);
	}
}

START_TEST(test_kill)
{
	for (int round = 0; round < 20; round++) {
		struct spool_record record;
		int durable = 0, told, next = 0, pipes[2], status;
		struct spool *spool;
		pid_t pid;

		empty_dir();
		ck_assert_int_eq(pipe(pipes), 0);
		if (!(pid = fork()))
			write_for_ever(pipes[1]);
		close(pipes[1]);
		usleep(2000 + round * 1700);
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		ck_assert(WIFSIGNALED(status));
		while (read(pipes[0], &told, sizeof(told)) == sizeof(told))
			durable = told;
		close(pipes[0]);
		spool = open_spool();
		while (spool_read(spool, &record, 1) == 1)
			ck_assert_int_eq(number_of(&record), next++);
		ck_assert_int_ge(next, durable);
		spool_close(&spool);
	}
}
END_TEST

#define SHARED 20000

static void *read_along(void *arg)
{
	struct spool_record records[50];
	int next = 0, n;

	while (next < SHARED) {
		n = spool_read(arg, records, 50);
		for (int k = 0; k < n; k++)
			ck_assert_int_eq(number_of(&records[k]), next++);
		if (n > 0)
			spool_commit(arg, records[n - 1].number, n);
		spool_drop(arg);
	}
	return NULL;
}

START_TEST(test_two_threads)
{
	struct spool_settings s = settings();
	struct spool *spool;
	pthread_t reader;

	s.segment_bytes = 50000;
	s.retain_seconds = -2;
	spool = open_with(&s);
	ck_assert_int_eq(pthread_create(&reader, NULL, read_along, spool), 0);
	for (int i = 0; i < SHARED; i += 100)
		add(spool, i, 100);
	pthread_join(reader, NULL);
	ck_assert_int_eq(spool_state(spool).waiting, 0);
	ck_assert_int_le(spool_state(spool).segments, 2);
	spool_close(&spool);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("spool");
	TCase *tcase = tcase_create("spool");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, test_read_back);
	tcase_add_test(tcase, test_reopen);
	tcase_add_test(tcase, test_many_segments);
	tcase_add_test(tcase, test_large_record);
	tcase_add_test(tcase, test_torn_at_every_byte);
	tcase_add_test(tcase, test_every_bit_flipped);
	tcase_add_test(tcase, test_damage_while_it_runs);
	tcase_add_test(tcase, test_old_record_within_damage);
	tcase_add_test(tcase, test_later_format_is_left_alone);
	tcase_add_test(tcase, test_disk_full_at_every_byte);
	tcase_add_test(tcase, test_failed_fsync);
	tcase_add_test(tcase, test_file_size_limit);
	tcase_add_test(tcase, test_bound);
	tcase_add_test(tcase, test_retention);
	tcase_add_test(tcase, test_two_owners);
	tcase_add_test(tcase, test_no_directory);
	tcase_add_test(tcase, test_kill);
	tcase_add_test(tcase, test_two_threads);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
