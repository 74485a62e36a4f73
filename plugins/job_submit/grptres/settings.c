/*
 * settings.c - grptres.conf, beside slurm.conf
 *
 * Lines are taken apart by Slurm's own parser. It is not given the file: it
 * would wait up to a minute for one that is not there, under slurmctld's
 * locks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "settings.h"

#include "src/common/parse_config.h"

#define FILE_NAME "grptres.conf"
#define GRPTRES "job_submit/grptres"
#define LARGEST_FILE 65536

static struct settings current;
static char *path;
static struct stat seen; /* the file that was read last; all 0: none */
static bool loaded;

/* What is being parsed; one at a time, under the plugin's mutex. */
static struct {
	struct settings *settings;
	const char *name;
	int line;
} parse;

static void set_defaults(struct settings *settings)
{
	*settings = (struct settings){
		.enforce = ENFORCE_REJECT,
		.count_queued = true,
		.kinds = CHAIN_KIND(BUDGET_RUN_MINS),
	};
}

static bool set_enforce(struct settings *settings, const char *value)
{
	static const char *const words[] = {
		[ENFORCE_REJECT] = "reject",
		[ENFORCE_WARN] = "warn",
		[ENFORCE_OFF] = "off",
	};

	for (int i = 0; i < 3; i++) {
		if (xstrcasecmp(value, words[i]))
			continue;
		settings->enforce = i;
		return true;
	}
	return false;
}

static bool set_bool(bool *setting, const char *value)
{
	if (xstrcasecmp(value, "yes") && xstrcasecmp(value, "no"))
		return false;
	*setting = !xstrcasecmp(value, "yes");
	return true;
}

static bool set_count_queued(struct settings *settings, const char *value)
{
	return set_bool(&settings->count_queued, value);
}

static bool set_require(struct settings *settings, const char *value)
{
	return set_bool(&settings->require_association, value);
}

static bool set_limits(struct settings *settings, const char *value)
{
	char *copy = xstrdup(value), *rest = NULL, *word;
	bool known = true;

	settings->kinds = 0;
	for (word = strtok_r(copy, ",", &rest); word && known;
	     word = strtok_r(NULL, ",", &rest)) {
		if (!xstrcasecmp(word, "GrpTRESRunMins"))
			settings->kinds |= CHAIN_KIND(BUDGET_RUN_MINS);
		else if (!xstrcasecmp(word, "GrpTRESMins"))
			settings->kinds |= CHAIN_KIND(BUDGET_MINS);
		else
			known = false;
	}
	xfree(copy);
	return known && settings->kinds;
}

static bool set_text(char **setting, const char *value)
{
	xfree(*setting);
	*setting = xstrdup(value);
	return true;
}

static bool set_users(struct settings *settings, const char *value)
{
	return set_text(&settings->exempt_users, value);
}

static bool set_accounts(struct settings *settings, const char *value)
{
	return set_text(&settings->exempt_accounts, value);
}

static bool set_qos(struct settings *settings, const char *value)
{
	return set_text(&settings->exempt_qos, value);
}

static bool set_partitions(struct settings *settings, const char *value)
{
	return set_text(&settings->exempt_partitions, value);
}

static bool set_help(struct settings *settings, const char *value)
{
	return set_text(&settings->help, value);
}

static const struct {
	const char *key;
	bool (*set)(struct settings *settings, const char *value);
	const char *values; /* for messages */
} keys[] = {
	{ "CountQueued", set_count_queued, "yes or no" },
	{ "Enforce", set_enforce, "reject, warn or off" },
	{ "ExemptAccounts", set_accounts, "names" },
	{ "ExemptPartitions", set_partitions, "names" },
	{ "ExemptQOS", set_qos, "names" },
	{ "ExemptUsers", set_users, "names" },
	{ "Help", set_help, "a text" },
	{ "Limits", set_limits, "GrpTRESRunMins, GrpTRESMins or both" },
	{ "RequireAssociation", set_require, "yes or no" },
};
#define KEYS (sizeof(keys) / sizeof(keys[0]))

/* Called by Slurm's parser with each key that it knows and its value. */
static int take_value(void **data, slurm_parser_enum_t type, const char *key,
		      const char *value, const char *line, char **leftover)
{
	for (size_t i = 0; i < KEYS; i++) {
		if (xstrcasecmp(key, keys[i].key))
			continue;
		if (keys[i].set(parse.settings, value))
			return 0; /* nothing for the parser to keep */
		error("%s: %s line %d: %s=%s: not %s", GRPTRES, parse.name,
		      parse.line, key, value, keys[i].values);
	}
	return -1;
}

/* As in slurm.conf, a sharp sign begins a comment if it is not escaped. */
static void cut_comment(char *line)
{
	char *to = line;

	for (char *at = line; *at && *at != '#'; at++) {
		if (at[0] == '\\' && at[1] == '#')
			at++;
		*to++ = *at;
	}
	*to = '\0';
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

static bool parse_line(s_p_hashtbl_t *table, char *line)
{
	char *rest = line;

	cut_comment(line);
	if (is_blank(line))
		return true;
	if (s_p_parse_line(table, line, &rest) == 1 && is_blank(rest))
		return true;
	error("%s: %s line %d: not understood: %s", GRPTRES, parse.name,
	      parse.line, line);
	return false;
}

static s_p_hashtbl_t *make_table(void)
{
	s_p_options_t options[KEYS + 1];

	memset(options, 0, sizeof(options));
	for (size_t i = 0; i < KEYS; i++) {
		options[i].key = (char *)keys[i].key;
		options[i].type = S_P_POINTER;
		options[i].handler = take_value;
	}
	return s_p_hashtbl_create(options);
}

bool settings_parse(char *text, const char *name, struct settings *settings)
{
	s_p_hashtbl_t *table = make_table();
	bool good = true;

	set_defaults(settings);
	parse.settings = settings;
	parse.name = name;
	parse.line = 0;
	for (char *line = text, *next; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		parse.line++;
		good &= parse_line(table, line);
	}
	s_p_hashtbl_destroy(table);
	return good;
}

void settings_clear(struct settings *settings)
{
	xfree(settings->exempt_users);
	xfree(settings->exempt_accounts);
	xfree(settings->exempt_qos);
	xfree(settings->exempt_partitions);
	xfree(settings->help);
}

bool settings_lists(const char *list, const char *name)
{
	char *copy, *rest = NULL, *word;
	bool found = false;

	if (!list || !name)
		return false;
	copy = xstrdup(list);
	for (word = strtok_r(copy, ",", &rest); word && !found;
	     word = strtok_r(NULL, ",", &rest))
		found = !xstrcasecmp(word, name);
	xfree(copy);
	return found;
}

/*
 * GrpTRESMins needs what was used before, which priority/multifactor adds up
 * where slurmctld has slurmdbd, and nobody else does.
 */
static bool can_check(const struct settings *settings)
{
	if (!(settings->kinds & CHAIN_KIND(BUDGET_MINS)) ||
	    (slurm_with_slurmdbd() &&
	     !xstrcmp(slurm_conf.priority_type, "priority/multifactor")))
		return true;
	error("%s: %s: Limits=GrpTRESMins needs PriorityType=priority/multifactor and AccountingStorageType=accounting_storage/slurmdbd: without them nobody adds up what was used",
	      GRPTRES, path);
	return false;
}

/* The file's text, or NULL. The caller frees it (xfree). */
static char *read_file(void)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = xmalloc(LARGEST_FILE + 1);
	ssize_t n = fd < 0 ? -1 : read(fd, text, LARGEST_FILE);

	if (n < 0) {
		error("%s: %s: %m", GRPTRES, path);
		xfree(text);
	} else {
		text[n] = '\0';
	}
	if (fd >= 0)
		close(fd);
	return text;
}

static void load(void)
{
	struct settings settings;
	char *text = read_file();

	if (!text)
		return;
	if (settings_parse(text, path, &settings) && can_check(&settings)) {
		settings_clear(&current);
		current = settings;
		info("%s: settings of %s are in force", GRPTRES, path);
	} else {
		settings_clear(&settings);
		error("%s: %s has a mistake: the settings of before stay",
		      GRPTRES, path);
	}
	xfree(text);
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

const struct settings *settings_get(void)
{
	struct stat now;

	if (!loaded) {
		path = get_extra_conf_path(FILE_NAME);
		set_defaults(&current);
		memset(&seen, 0, sizeof(seen));
		loaded = true;
	}
	if (stat(path, &now) < 0)
		memset(&now, 0, sizeof(now));
	if (same_file(&now, &seen))
		return &current;
	seen = now;
	if (now.st_ino) {
		load();
	} else {
		info("%s: %s is gone: defaults are in force", GRPTRES, path);
		settings_clear(&current);
		set_defaults(&current);
	}
	return &current;
}

void settings_fini(void)
{
	settings_clear(&current);
	xfree(path);
	loaded = false;
}
