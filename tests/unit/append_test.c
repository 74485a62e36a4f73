/*
 * append_test.c - what slurmctld does under its locks asks nothing of the
 * kernel but a futex, and memory
 *
 * Reports are taken and appended in a process whose thread is killed by the
 * kernel (seccomp) for any other system call; another thread takes the records
 * away meanwhile.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plugins/accounting_storage/pgsql/direct/queue.h"
#include "plugins/accounting_storage/pgsql/event/event.h"
#include "plugins/accounting_storage/pgsql/job/job.h"
#include "plugins/accounting_storage/pgsql/step/step.h"
#include "plugins/accounting_storage/pgsql/suspension/suspension.h"

#define T0 1700000000
#define ROUNDS 5000

#define ALLOW(call)                                                            \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##call, 0, 1),                \
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* From now on this thread may do that alone, and end. */
static void confine(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		ALLOW(futex),
		/* what malloc() does for memory */
		ALLOW(brk), ALLOW(mmap), ALLOW(munmap), ALLOW(mremap),
		ALLOW(mprotect), ALLOW(madvise),
		/* where the clock is not read without the kernel */
		ALLOW(clock_gettime), ALLOW(gettimeofday), ALLOW(exit_group),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
	};
	struct sock_fprog program = { .len = ARRAY_SIZE(filter),
				      .filter = filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		_exit(77);
}

static struct queue queue;

static int append(struct storage_conn *conn, struct record record)
{
	queue_append(&queue, record);
	return SLURM_SUCCESS;
}

static void *take_away(void *arg)
{
	struct record batch[100];
	int n;

	while ((n = queue_take(&queue, batch, 100)))
		for (int i = 0; i < n; i++)
			record_free(&batch[i]);
	return NULL;
}

/* A job's life, as slurmctld reports it. */
static void report_job(int i)
{
	struct job_details details = { .submit_time = T0 + i,
				       .begin_time = T0 + i,
				       .work_dir = "/home/alice",
				       .features = "fast" };
	job_record_t job = { .job_id = i + 1,
			     .details = &details,
			     .account = "physics",
			     .partition = "debug",
			     .name = "a job",
			     .tres_req_str = "1=4,2=8000",
			     .job_state = JOB_PENDING };
	step_record_t step = { .job_ptr = &job,
			       .name = "a step",
			       .tres_alloc_str = "1=4,2=8000" };
	node_record_t node = { .name = "n1", .tres_str = "1=4" };

	record_submit(NULL, job_start_record(NULL, &job));
	job.job_state = JOB_RUNNING;
	job.start_time = T0 + i + 5;
	job.nodes = "n[1-4]";
	job.tres_alloc_str = "1=4,2=8000";
	record_submit(NULL, job_start_record(NULL, &job));
	record_submit(NULL, step_start_record(NULL, &step));
	record_submit(NULL, suspension_record(NULL, &job));
	record_submit(NULL, step_complete_record(NULL, &step));
	job.job_state = JOB_COMPLETE;
	job.end_time = T0 + i + 9;
	record_submit(NULL, job_complete_record(NULL, &job));
	event_node_down(NULL, &node, T0 + i, "why not", 0);
	event_node_up(NULL, &node, T0 + i + 1);
}

static void be_slurmctld(void)
{
	log_options_t options = LOG_OPTS_INITIALIZER;

	log_init("slurmctld", options, SYSLOG_FACILITY_DAEMON, NULL);
	(void)storage_host(); /* Slurm remembers it */
}

/* Status of a child that does this, confined. */
static int status_of(void (*what)(void))
{
	pthread_t thread;
	int status;
	pid_t pid = fork();

	if (!pid) {
		be_slurmctld();
		queue_init(&queue, 1000);
		record_set_sink(append);
		if (pthread_create(&thread, NULL, take_away, NULL))
			_exit(77);
		confine();
		what();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return status;
}

static void do_io(void)
{
	report_job(1);
	sync();
}

#ifndef __SANITIZE_ADDRESS__
static void report_jobs(void)
{
	for (int i = 0; i < ROUNDS; i++)
		report_job(i);
}

START_TEST(no_system_call_but_a_futex)
{
	int status = status_of(report_jobs);

	ck_assert_msg(WIFEXITED(status) && !WEXITSTATUS(status), "status %x",
		      status);
}
END_TEST
#endif

START_TEST(the_kernel_would_see_one)
{
	int status = status_of(do_io);

	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGSYS);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("append");
	TCase *tcase = tcase_create("append");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 60);
#ifndef __SANITIZE_ADDRESS__ /* whose allocator makes calls of its own */
	tcase_add_test(tcase, no_system_call_but_a_futex);
#endif
	tcase_add_test(tcase, the_kernel_would_see_one);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
