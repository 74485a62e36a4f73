/*
 * dbd-load.c - records with any times, sent through slurmdbd into its storage
 *
 *	dbd-load [--forgetful] CLUSTER HOST PORT [FILE]
 *
 * --forgetful: slurmdbd has accounting_storage/none, which knows no cluster
 * and no association: neither is asked for, each ASSOC is number 1.
 *
 * Speaks to slurmdbd as the slurmctld of CLUSTER does, so that whatever
 * storage slurmdbd has gets the same messages. SLURM_CONF must be set; run as
 * root or SlurmUser. Prints how many records were sent, and ends with 1 if
 * any was refused.
 *
 * The file has one record a line; words apart by blanks, '#' begins a
 * comment. A time T is seconds since 1970, or +SECONDS after the last "base".
 * TRES are Slurm's lists by id, "1=4,2=8000". ASSOC is ACCOUNT/USER,
 * ACCOUNT/USER/PARTITION or ACCOUNT, and must be there. Those of [ ] may be
 * left out.
 *
 *	base T
 *	newtres TYPE NAME
 *		a TRES that the storage is to know: gres gpu
 *	tres T nodes=n[1-4] tres=TRES
 *		what the cluster consists of from now on
 *	down T node=n1 tres=TRES [state=N] [reason=WORD]
 *	up T node=n1
 *	job ID assoc=ASSOC submit=T [eligible=T] [start=T] [end=T] [req=TRES]
 *	    [alloc=TRES] [cpus=N] [nodes=LIST] [resv=ID] [wckey=WORD]
 *	    [pending=N] [state=N] [name=WORD] [partition=WORD] [uid=N] [gid=N]
 *	    [array=ID/TASK] [tasks=BITS/LIMIT] [het=ID/OFFSET] [qos=N]
 *	    [flags=N] [reason=N] [priority=N] [limit=MINUTES] [mem=MB]
 *	    [features=WORD] [dir=WORD] [line=WORD] [container=WORD] [mcs=WORD]
 *	    [script=HASH] [env=HASH] [index=INDEX] [resized=1]
 *	    [told=N]
 *		a job, with its end if it has one. eligible is submit, alloc is
 *		req, cpus is that of req if they are left out; state is that of
 *		its end (3, completed); pending: tasks of its array that wait.
 *		The same ID and submit time again change the job. resized: it
 *		has another size since eligible. told: its state as the start
 *		tells it, if it is not that it waits or runs. Of words "+"
 *		stands for a blank, of mem "c" at its end for --mem-per-cpu.
 *	mark NAME ID
 *		the index that the storage has last given the job
 *
 * Where there is [index=INDEX] it is sent instead of the job's last: a number
 * (0: it is not known; 18446744073709551614: it has been asked for), or @NAME
 * of a mark. [submit=T] likewise.
 *
 *	end ID T [state=N] [alloc=TRES] [start=T] [exit=N] [derived=N] [by=UID]
 *	    [comment=WORD] [admin=WORD] [system=WORD] [submit=T] [index=INDEX]
 *	    [assoc=ASSOC]
 *		assoc: of a job whose start has not been told
 *	heavy script|env HASH WORD
 *		what the hash stands for
 *	suspend ID T [submit=T] [index=INDEX] [assoc=ASSOC]
 *	resume ID T [submit=T] [index=INDEX] [assoc=ASSOC]
 *	step ID STEP start=T [end=T] [tres=TRES] [name=WORD] [nodes=LIST]
 *	    [state=N] [exit=N] [tasks=N] [submit=T] [index=INDEX] [assoc=ASSOC]
 *		STEP may be batch or extern
 *	stepend ID STEP T start=T [state=N] [exit=N] [tasks=N] [submit=T]
 *	    [index=INDEX] [assoc=ASSOC]
 *		its end alone
 *	resv add|modify|remove ID start=T [end=T] [prev=T] [name=WORD]
 *	    [nodes=LIST] [tres=TRES] [assocs=ASSOC+ASSOC...] [flags=N]
 *		prev: start of the one that is modified, time of a removal
 *	flush T
 *		slurmctld was started cold
 *	send
 *		what waits is sent now, not in batches of a thousand
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dbd-link.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#define WORDS 48
#define MARKS 64

struct job {
	uint64_t db_index;
	time_t submit;
	uint32_t assoc_id;
	bool waits; /* its end has not been sent */
};

static struct dbd_link *dbd;
static const char *cluster;
static char *cluster_nodes; /* of the last "tres" */
static slurm_list_t assocs; /* slurmdb_assoc_rec_t; NULL: none is known */
static struct job **jobs;   /* by id */
static uint32_t job_count;
static time_t base;
static struct {
	char *name;
	uint64_t db_index;
} marks[MARKS];
static int mark_count;

static const char *file_name = "(standard input)";
static int line_number;
static char *word[WORDS];
static int words;

static void bail(const char *what, const char *detail)
{
	fprintf(stderr, "dbd-load: %s, line %d: %s%s\n", file_name,
		line_number, what, detail ? detail : "");
	exit(2);
}

/*
 * Slurm packs with a start the numbers of its nodes among the cluster's, for
 * which it asks the storage plugin: instead of it, this answers.
 */
__attribute__((visibility("default"))) char *
acct_storage_g_node_inx(void *db_conn, char *nodes)
{
	hostlist_t all = hostlist_create(cluster_nodes), of;
	bitstr_t *bits = bit_alloc(MAX(hostlist_count(all), 1));
	char *host, *inx;
	int at;

	of = hostlist_create(nodes);
	while ((host = hostlist_shift(of))) {
		if ((at = hostlist_find(all, host)) >= 0)
			bit_set(bits, at);
		free(host);
	}
	inx = bit_ffs(bits) < 0 ? NULL : bit_fmt_full(bits);
	bit_free(bits);
	hostlist_destroy(of);
	hostlist_destroy(all);
	return inx;
}

/* --------------------------------------------------------------- words */

static void split(char *line)
{
	char *save, *w;

	line[strcspn(line, "#\n")] = '\0';
	words = 0;
	for (w = strtok_r(line, " \t", &save); w;
	     w = strtok_r(NULL, " \t", &save)) {
		if (words == WORDS)
			bail("too many words", NULL);
		word[words++] = w;
	}
}

static char *positional(int i)
{
	if (i >= words)
		bail("too few words", NULL);
	return word[i];
}

/* The value of key=value, or NULL. */
static char *value(const char *key)
{
	size_t n = strlen(key);

	for (int i = 1; i < words; i++)
		if (!strncmp(word[i], key, n) && word[i][n] == '=')
			return word[i] + n + 1;
	return NULL;
}

static char *needed(const char *key)
{
	char *v = value(key);

	if (!v)
		bail("missing: ", key);
	return v;
}

static uint64_t number(const char *text)
{
	char *end;
	uint64_t n = strtoull(text, &end, 10);

	if (end == text || *end)
		bail("not a number: ", text);
	return n;
}

/* The value of a word, "+" being a blank; to be freed. */
static char *text(const char *key)
{
	char *copy = xstrdup(value(key));

	for (char *c = copy; c && *c; c++)
		if (*c == '+')
			*c = ' ';
	return copy;
}

static uint64_t number_or(const char *key, uint64_t otherwise)
{
	char *v = value(key);

	return v ? number(v) : otherwise;
}

static time_t moment(const char *text)
{
	return text[0] == '+' ? base + number(text + 1) : number(text);
}

static time_t moment_or(const char *key, time_t otherwise)
{
	char *v = value(key);

	return v ? moment(v) : otherwise;
}

/* Of "1=4,2=8000" the count of one id; 0 if it is not there. */
static uint64_t tres_count(const char *tres, int id)
{
	for (const char *p = tres; p; p = strchr(p, ',')) {
		p += *p == ',';
		if (atoi(p) == id && strchr(p, '='))
			return strtoull(strchr(p, '=') + 1, NULL, 10);
	}
	return 0;
}

/* What the last word "mark" of a name has kept. */
static uint64_t marked(const char *name)
{
	for (int i = mark_count; i-- > 0;)
		if (!strcmp(marks[i].name, name))
			return marks[i].db_index;
	bail("no such mark: ", name);
	return 0;
}

static uint64_t index_or(uint64_t otherwise)
{
	char *v = value("index");

	if (!v)
		return otherwise;
	return v[0] == '@' ? marked(v + 1) : number(v);
}

/* -------------------------------------------------------- associations */

static void read_assocs(void)
{
	slurmdb_assoc_cond_t cond = { .with_deleted = 1 };
	dbd_cond_msg_t msg = { .cond = &cond };
	dbd_list_msg_t *got;

	cond.cluster_list = list_create(xfree_ptr);
	list_append(cond.cluster_list, xstrdup(cluster));
	got = dbd_ask(dbd, DBD_GET_ASSOCS, &msg, DBD_GOT_ASSOCS);
	if (!got)
		exit(2);
	assocs = got->my_list;
	FREE_NULL_LIST(cond.cluster_list);
}

struct assoc_name {
	char *account, *user, *partition;
};

static int is_assoc(void *x, void *key)
{
	const slurmdb_assoc_rec_t *a = x;
	const struct assoc_name *n = key;

	return !xstrcmp(a->acct, n->account) &&
	       !xstrcmp(a->user ? a->user : "", n->user) &&
	       !xstrcmp(a->partition ? a->partition : "", n->partition);
}

static slurmdb_assoc_rec_t *assoc(const char *text)
{
	struct assoc_name name = { .user = "", .partition = "" };
	char *copy, *save = NULL;
	static slurmdb_assoc_rec_t any = { .id = 1, .acct = "any" };
	slurmdb_assoc_rec_t *found;
	char *part;

	if (!assocs)
		return &any;
	copy = xstrdup(text);
	name.account = strtok_r(copy, "/", &save);
	if ((part = strtok_r(NULL, "/", &save)))
		name.user = part;
	if ((part = strtok_r(NULL, "/", &save)))
		name.partition = part;
	found = list_find_first(assocs, is_assoc, &name);
	xfree(copy);
	if (!found)
		bail("no such association: ", text);
	return found;
}

/* "a/u+b": ",5,7," as slurmctld has it */
static char *assoc_ids(char *text)
{
	char *ids = xstrdup(","), *save, *one;

	for (one = strtok_r(text, "+", &save); one;
	     one = strtok_r(NULL, "+", &save))
		xstrfmtcat(ids, "%u,", assoc(one)->id);
	return ids;
}

/* ---------------------------------------------------------------- jobs */

static void flush_ends(void);

static struct job *new_job(uint32_t id)
{
	if (id >= job_count) {
		uint32_t n = MAX(id + 1, job_count * 2);

		xrecalloc(jobs, n, sizeof(*jobs));
		job_count = n;
	}
	if (!jobs[id])
		jobs[id] = xmalloc(sizeof(struct job));
	else if (jobs[id]->waits)
		flush_ends();
	return jobs[id];
}

/* One whose index is known. */
static struct job *known_job(uint32_t id)
{
	struct job *job;

	if (id >= job_count || !(job = jobs[id]))
		bail("no such job yet", NULL);
	if (job->waits)
		flush_ends();
	else if (!job->db_index)
		dbd_flush_starts(dbd); /* there may be none */
	return job;
}

/* Of a job whose start has not been told. */
static void say_assoc(void)
{
	char *name = value("assoc");

	if (name)
		new_job(number(positional(1)))->assoc_id = assoc(name)->id;
}

/* What a line says of the job that it speaks of, else what is known. */
static struct job said_job(void)
{
	struct job *job;

	say_assoc();
	job = known_job(number(positional(1)));
	return (struct job){
		.assoc_id = job->assoc_id,
		.submit = moment_or("submit", job->submit),
		.db_index = index_or(job->db_index),
	};
}

static void fill_end(dbd_job_comp_msg_t *msg)
{
	msg->exit_code = number_or("exit", 0);
	msg->derived_ec = number_or("derived", 0);
	msg->req_uid = number_or("by", (uint32_t)-1);
	msg->comment = text("comment");
	msg->admin_comment = text("admin");
	msg->system_comment = text("system");
	msg->submit_time = moment_or("submit", msg->submit_time);
	msg->db_index = index_or(msg->db_index);
}

/* more: the line says it. */
static void send_end(uint32_t id, time_t end, time_t start, uint32_t state,
		     char *alloc, bool more)
{
	struct job *job = known_job(id);
	dbd_job_comp_msg_t msg = {
		.assoc_id = job->assoc_id,
		.db_index = job->db_index,
		.end_time = end,
		.job_id = id,
		.job_state = state,
		.nodes = "",
		.req_uid = -1,
		.start_time = start,
		.submit_time = job->submit,
		.tres_alloc_str = alloc,
	};

	if (more)
		fill_end(&msg);
	dbd_queue(dbd, DBD_JOB_COMPLETE, &msg);
	xfree(msg.comment);
	xfree(msg.admin_comment);
	xfree(msg.system_comment);
}

/* Jobs whose ends go out after a batch of starts. */
struct late_end {
	uint32_t id, state;
	time_t end, start;
};
static struct late_end ends[DBD_BATCH];
static int end_count;

static void flush_ends(void)
{
	dbd_flush_starts(dbd);
	for (int i = 0; i < end_count; i++) {
		jobs[ends[i].id]->waits = false;
		send_end(ends[i].id, ends[i].end, ends[i].start, ends[i].state,
			 NULL, false);
	}
	end_count = 0;
}

static uint64_t memory(void)
{
	char *v = value("mem"), *c = v ? strchr(v, 'c') : NULL;

	if (c)
		*c = '\0';
	return (v ? number(v) : 0) | (c ? MEM_PER_CPU : 0);
}

static void fill_texts(dbd_job_start_msg_t *s)
{
	s->constraints = text("features");
	s->work_dir = text("dir");
	s->submit_line = text("line");
	s->container = text("container");
	s->mcs_label = text("mcs");
	s->script_hash = xstrdup(value("script"));
	s->env_hash = xstrdup(value("env"));
	s->req_mem = memory();
}

static void fill_start(dbd_job_start_msg_t *s, struct job *job)
{
	char *v;

	s->submit_time = job->submit;
	s->eligible_time = moment_or("eligible", job->submit);
	s->start_time = moment_or("start", 0);
	s->job_state = s->start_time ? JOB_RUNNING : JOB_PENDING;
	s->job_state = number_or("told", s->job_state);
	if (value("resized"))
		s->job_state |= JOB_RESIZING;
	s->tres_req_str = xstrdup(value("req"));
	if (s->start_time)
		s->tres_alloc_str = xstrdup((v = value("alloc")) ?
						    v : value("req"));
	s->alloc_nodes = tres_count(s->tres_alloc_str, TRES_NODE);
	s->req_cpus = number_or("cpus", tres_count(s->tres_req_str, TRES_CPU));
	s->nodes = xstrdup(value("nodes"));
	s->resv_id = number_or("resv", 0);
	s->wckey = xstrdup(value("wckey"));
	if ((s->array_task_pending = number_or("pending", 0)))
		s->array_task_str = xstrdup("0x1");
	s->name = value("name") ? text("name") : xstrdup("job");
	s->partition = xstrdup((v = value("partition")) ? v : "debug");
	s->uid = number_or("uid", 0);
	s->gid = number_or("gid", 0);
	s->timelimit = number_or("limit", 60);
	fill_texts(s);
}

/* "7/3" */
static void pair(const char *key, uint32_t *first, uint32_t *second)
{
	char *v = value(key), *slash = v ? strchr(v, '/') : NULL;

	if (!v)
		return;
	if (!slash)
		bail("two numbers and a slash: ", key);
	*slash = '\0';
	*first = number(v);
	*second = number(slash + 1);
}

static void fill_ids(dbd_job_start_msg_t *s)
{
	char *v = value("tasks"), *slash = v ? strchr(v, '/') : NULL;

	s->array_task_id = NO_VAL;
	s->het_job_offset = NO_VAL;
	pair("array", &s->array_job_id, &s->array_task_id);
	pair("het", &s->het_job_id, &s->het_job_offset);
	if (slash) {
		*slash = '\0';
		xfree(s->array_task_str);
		s->array_task_str = xstrdup(v);
		s->array_max_tasks = number(slash + 1);
	}
	s->qos_id = number_or("qos", 0);
	s->db_flags = number_or("flags", 0);
	s->state_reason_prev = number_or("reason", 0);
	s->priority = number_or("priority", 0);
}

static void do_job(void)
{
	uint32_t id = number(positional(1));
	slurmdb_assoc_rec_t *a = assoc(needed("assoc"));
	time_t submit = moment(needed("submit")), end = moment_or("end", 0);
	dbd_job_start_msg_t *start = xmalloc(sizeof(*start));
	struct job *job;

	job = new_job(id);
	if (job->submit != submit)
		job->db_index = 0;
	job->submit = submit;
	job->assoc_id = a->id;
	start->job_id = id;
	start->account = xstrdup(a->acct);
	start->assoc_id = a->id;
	start->db_index = index_or(job->db_index);
	fill_start(start, job);
	fill_ids(start);
	if (end) {
		ends[end_count++] = (struct late_end){
			id, number_or("state", JOB_COMPLETE), end,
			start->start_time
		};
		job->waits = true;
	}
	dbd_job_start(dbd, start, &job->db_index);
	if (end_count == DBD_BATCH)
		flush_ends();
}

static void do_mark(void)
{
	if (mark_count == MARKS)
		bail("too many marks", NULL);
	marks[mark_count].name = xstrdup(positional(1));
	marks[mark_count++].db_index =
		known_job(number(positional(2)))->db_index;
}

static void do_end(void)
{
	say_assoc();
	send_end(number(positional(1)), moment(positional(2)),
		 moment_or("start", 0), number_or("state", JOB_COMPLETE),
		 value("alloc"), true);
}

static void do_heavy(void)
{
	bool script = !strcmp(positional(1), "script");
	char *content = xstrdup(positional(3));
	dbd_job_heavy_msg_t msg = { 0 };

	for (char *c = content; *c; c++)
		if (*c == '+')
			*c = ' ';
	*(script ? &msg.script_hash : &msg.env_hash) = positional(2);
	*(script ? &msg.script : &msg.env) = content;
	dbd_queue(dbd, DBD_JOB_HEAVY, &msg);
	xfree(content);
}

static void do_suspend(void)
{
	struct job job = said_job();
	dbd_job_suspend_msg_t msg = {
		.assoc_id = job.assoc_id,
		.db_index = job.db_index,
		.job_id = number(positional(1)),
		.job_state = !strcmp(word[0], "suspend") ? JOB_SUSPENDED :
							    JOB_RUNNING,
		.submit_time = job.submit,
		.suspend_time = moment(positional(2)),
	};

	dbd_queue(dbd, DBD_JOB_SUSPEND, &msg);
}

static uint32_t step_number(const char *name)
{
	if (!strcmp(name, "batch"))
		return SLURM_BATCH_SCRIPT;
	return strcmp(name, "extern") ? number(name) : SLURM_EXTERN_CONT;
}

static void end_step(const struct job *job, slurm_step_id_t step, time_t end)
{
	dbd_step_comp_msg_t msg = {
		.assoc_id = job->assoc_id,
		.db_index = job->db_index,
		.end_time = end,
		.job_submit_time = job->submit,
		.req_uid = -1,
		.start_time = moment(needed("start")),
		.state = number_or("state", JOB_COMPLETE),
		.exit_code = number_or("exit", 0),
		.step_id = step,
		.total_tasks = number_or("tasks", 1),
	};

	dbd_queue(dbd, DBD_STEP_COMPLETE, &msg);
}

static void do_step(void)
{
	struct job job = said_job();
	slurm_step_id_t step = { .job_id = number(positional(1)),
				 .step_id = step_number(positional(2)),
				 .step_het_comp = NO_VAL };
	char *tres = value("tres"), *nodes = value("nodes");
	char *name = value("name");
	dbd_step_start_msg_t start = {
		.assoc_id = job.assoc_id,
		.db_index = job.db_index,
		.name = name ? name : "step",
		.nodes = nodes ? nodes : "",
		.node_cnt = 1,
		.start_time = moment(needed("start")),
		.job_submit_time = job.submit,
		.req_cpufreq_min = NO_VAL,
		.req_cpufreq_max = NO_VAL,
		.req_cpufreq_gov = NO_VAL,
		.step_id = step,
		.total_tasks = number_or("tasks", 1),
		.tres_alloc_str = tres ? tres : "1=1",
	};

	dbd_queue(dbd, DBD_STEP_START, &start);
	if (value("end"))
		end_step(&job, step, moment(value("end")));
}

static void do_stepend(void)
{
	struct job job = said_job();
	slurm_step_id_t step = { .job_id = number(positional(1)),
				 .step_id = step_number(positional(2)),
				 .step_het_comp = NO_VAL };

	end_step(&job, step, moment(positional(3)));
}

/* ------------------------------------------------------------- machine */

static void do_base(void)
{
	base = number(positional(1));
}

static void do_newtres(void)
{
	slurmdb_tres_rec_t *tres = xmalloc(sizeof(*tres));
	dbd_list_msg_t msg = { .my_list = list_create(slurmdb_destroy_tres_rec) };

	tres->type = xstrdup(positional(1));
	tres->name = xstrdup(positional(2));
	list_append(msg.my_list, tres);
	dbd_queue(dbd, DBD_ADD_TRES, &msg);
	FREE_NULL_LIST(msg.my_list);
	dbd_flush(dbd);
}

static void do_tres(void)
{
	dbd_flush_starts(dbd); /* they are packed with the nodes of before */
	xfree(cluster_nodes);
	cluster_nodes = xstrdup(needed("nodes"));
	dbd_cluster_tres_msg_t msg = {
		.event_time = moment(positional(1)),
		.cluster_nodes = needed("nodes"),
		.tres_str = needed("tres"),
	};

	dbd_queue(dbd, DBD_CLUSTER_TRES, &msg);
}

static void do_node(void)
{
	bool down = !strcmp(word[0], "down");
	dbd_node_state_msg_t msg = {
		.event_time = moment(positional(1)),
		.hostlist = needed("node"),
		.new_state = down ? DBD_NODE_STATE_DOWN : DBD_NODE_STATE_UP,
		.reason = value("reason"),
		.state = number_or("state", NODE_STATE_DOWN),
		.tres_str = down ? needed("tres") : NULL,
	};

	dbd_queue(dbd, DBD_NODE_STATE, &msg);
}

static void do_resv(void)
{
	char *what = positional(1), *list = value("assocs");
	slurmdb_reservation_rec_t resv = {
		.cluster = (char *)cluster,
		.id = number(positional(2)),
		.time_start = moment(needed("start")),
		.time_start_prev = moment_or("prev", 0),
		.time_end = moment_or("end", 0),
		.name = value("name"),
		.nodes = value("nodes"),
		.tres_str = value("tres"),
		.flags = number_or("flags", NO_VAL64),
	};
	dbd_rec_msg_t msg = { .rec = &resv };

	resv.assocs = list ? assoc_ids(list) : NULL;
	if (!strcmp(what, "add"))
		dbd_queue(dbd, DBD_ADD_RESV, &msg);
	else if (!strcmp(what, "modify"))
		dbd_queue(dbd, DBD_MODIFY_RESV, &msg);
	else if (!strcmp(what, "remove"))
		dbd_queue(dbd, DBD_REMOVE_RESV, &msg);
	else
		bail("add, modify or remove: ", what);
	xfree(resv.assocs);
}

static void do_flush(void)
{
	dbd_cluster_tres_msg_t msg = { .event_time = moment(positional(1)) };

	flush_ends();
	dbd_queue(dbd, DBD_FLUSH_JOBS, &msg);
}

static void do_send(void)
{
	flush_ends();
	dbd_flush(dbd);
}

static const struct {
	const char *word;
	void (*fn)(void);
} kinds[] = {
	{ "base", do_base },
	{ "newtres", do_newtres },
	{ "tres", do_tres },
	{ "down", do_node },
	{ "up", do_node },
	{ "job", do_job },
	{ "mark", do_mark },
	{ "end", do_end },
	{ "heavy", do_heavy },
	{ "suspend", do_suspend },
	{ "resume", do_suspend },
	{ "step", do_step },
	{ "stepend", do_stepend },
	{ "resv", do_resv },
	{ "flush", do_flush },
	{ "send", do_send },
};

static void do_line(char *line)
{
	split(line);
	if (!words)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (strcmp(word[0], kinds[i].word))
			continue;
		kinds[i].fn();
		return;
	}
	bail("unknown: ", word[0]);
}

int main(int argc, char **argv)
{
	log_options_t options = LOG_OPTS_STDERR_ONLY;
	FILE *file = stdin;
	bool forgetful = false;
	char *line = NULL;
	size_t size = 0;

	if (argc > 1 && !strcmp(argv[1], "--forgetful")) {
		forgetful = true;
		argv++, argc--;
	}
	if (argc < 4) {
		fprintf(stderr,
			"dbd-load [--forgetful] CLUSTER HOST PORT [FILE]\n");
		return 2;
	}
	options.stderr_level = LOG_LEVEL_ERROR;
	log_init("dbd-load", options, SYSLOG_FACILITY_DAEMON, NULL);
	slurm_conf_init(NULL);
	slurm_auth_init(NULL);
	if (argc > 4 && !(file = fopen(file_name = argv[4], "r"))) {
		perror(file_name);
		return 2;
	}
	cluster = argv[1];
	dbd = dbd_open(cluster, argv[2], atoi(argv[3]));
	if (!forgetful) {
		dbd_register(dbd);
		read_assocs();
	}
	while (getline(&line, &size, file) >= 0) {
		line_number++;
		do_line(line);
	}
	do_send();
	printf("%d records sent, %d refused\n", dbd_sent(dbd),
	       dbd_refused(dbd));
	line_number = dbd_refused(dbd) ? 1 : 0;
	dbd_close(&dbd);
	free(line);
	return line_number;
}
