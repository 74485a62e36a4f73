/*
 * sql_text.c - words of the old SQL, and statements of these
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <ctype.h>
#include <string.h>

#include "sql_text.h"

enum token {
	T_END,
	T_WORD,   /* text: as it stands */
	T_NAME,   /* in quotes: never a keyword */
	T_STRING, /* text: without its quotes */
	T_NUMBER,
	T_SIGN, /* one of ( ) , ; = or && */
	T_BAD
};

struct reader {
	const char *at;
	int line;
	enum token token;
	int token_line;
	char *text;
	char *why; /* first that went wrong */
};

/* ---------------------------------------------------------------- tokens */

static bool fail(struct reader *r, const char *what)
{
	if (!r->why)
		r->why = xstrdup_printf("line %d: %s%s%s", r->token_line, what,
					r->text ? ": " : "",
					r->text ? r->text : "");
	return false;
}

static void skip_blanks(struct reader *r)
{
	for (; isspace((unsigned char)*r->at); r->at++)
		r->line += *r->at == '\n';
}

/* From an opening quote to the closing one; doubled, or after a backslash, a
 * quote belongs to the text. */
static enum token quoted(struct reader *r, enum token kind)
{
	char quote = *r->at++, piece[2] = "";

	r->text = xstrdup("");
	for (; *r->at; r->at++) {
		if (*r->at == quote && r->at[1] != quote) {
			r->at++;
			return kind;
		}
		if (*r->at == quote ||
		    (*r->at == '\\' && quote == '\'' && r->at[1]))
			r->at++;
		r->line += *r->at == '\n';
		piece[0] = *r->at;
		xstrcat(r->text, piece);
	}
	return T_BAD;
}

static enum token taken(struct reader *r, size_t n, enum token kind)
{
	r->text = xstrndup(r->at, n);
	r->at += n;
	return kind;
}

static size_t number_length(const char *at)
{
	size_t n = *at == '-' || *at == '+';
	size_t digits = strspn(at + n, "0123456789.");

	return digits ? n + digits : 0;
}

static enum token next_token(struct reader *r)
{
	size_t n;

	if (!*r->at)
		return T_END;
	if (*r->at == '\'')
		return quoted(r, T_STRING);
	if (*r->at == '`' || *r->at == '"')
		return quoted(r, T_NAME);
	if (isalpha((unsigned char)*r->at) || *r->at == '_') {
		for (n = 1; isalnum((unsigned char)r->at[n]) || r->at[n] == '_';
		     n++)
			;
		return taken(r, n, T_WORD);
	}
	if ((n = number_length(r->at)))
		return taken(r, n, T_NUMBER);
	if (r->at[0] == '&' && r->at[1] == '&')
		return taken(r, 2, T_SIGN);
	return taken(r, 1, strchr("(),;=", *r->at) ? T_SIGN : T_BAD);
}

static void advance(struct reader *r)
{
	xfree(r->text);
	skip_blanks(r);
	r->token_line = r->line;
	r->token = next_token(r);
}

static bool is_word(const struct reader *r, const char *word)
{
	return r->token == T_WORD && !xstrcasecmp(r->text, word);
}

static bool is_sign(const struct reader *r, const char *sign)
{
	return r->token == T_SIGN && !xstrcmp(r->text, sign);
}

static bool skip_word(struct reader *r, const char *word)
{
	bool is = is_word(r, word);

	if (is)
		advance(r);
	return is;
}

static bool skip_sign(struct reader *r, const char *sign)
{
	bool is = is_sign(r, sign);

	if (is)
		advance(r);
	return is;
}

static bool want_word(struct reader *r, const char *word)
{
	char message[64];

	if (skip_word(r, word))
		return true;
	snprintf(message, sizeof(message), "expected \"%s\"", word);
	return fail(r, message);
}

static bool want_sign(struct reader *r, const char *sign)
{
	char message[64];

	if (skip_sign(r, sign))
		return true;
	snprintf(message, sizeof(message), "expected \"%s\"", sign);
	return fail(r, message);
}

/* A name; caller frees. */
static char *take_name(struct reader *r)
{
	char *name;

	if (r->token != T_WORD && r->token != T_NAME) {
		fail(r, "expected a name");
		return NULL;
	}
	name = r->text;
	r->text = NULL;
	advance(r);
	return name;
}

/* ------------------------------------------------------------ statements */

extern void sql_statement_free(void *statement)
{
	struct sql_statement *s = statement;

	if (!s)
		return;
	for (int i = 0; i < s->n_columns; i++)
		xfree(s->column[i]);
	for (int i = 0; i < s->n_rows * s->n_columns; i++)
		xfree(s->value[i]);
	xfree(s->column);
	xfree(s->value);
	xfree(s->row_line);
	xfree(s->table);
	xfree(s);
}

static bool add_column(struct reader *r, struct sql_statement *s)
{
	char *name = take_name(r);

	if (!name)
		return false;
	for (char *c = name; *c; c++)
		*c = tolower((unsigned char)*c);
	xrecalloc(s->column, s->n_columns + 1, sizeof(*s->column));
	s->column[s->n_columns++] = name;
	return true;
}

static bool read_columns(struct reader *r, struct sql_statement *s)
{
	if (!want_sign(r, "("))
		return false;
	do {
		if (!add_column(r, s))
			return false;
	} while (skip_sign(r, ","));
	return want_sign(r, ")");
}

static bool take_value(struct reader *r, char **value_r)
{
	if (is_word(r, "null")) {
		*value_r = NULL;
	} else if (r->token == T_STRING || r->token == T_NUMBER) {
		*value_r = r->text;
		r->text = NULL;
	} else {
		return fail(r, "expected a value");
	}
	advance(r);
	return true;
}

static bool read_row(struct reader *r, struct sql_statement *s)
{
	char **row;

	xrecalloc(s->value, (s->n_rows + 1) * s->n_columns, sizeof(*s->value));
	xrecalloc(s->row_line, s->n_rows + 1, sizeof(*s->row_line));
	s->row_line[s->n_rows] = r->token_line;
	row = &s->value[s->n_rows++ * s->n_columns];
	if (!want_sign(r, "("))
		return false;
	for (int i = 0; i < s->n_columns; i++) {
		if ((i && !skip_sign(r, ",")) || is_sign(r, ")"))
			return fail(r, "fewer values than columns");
		if (!take_value(r, &row[i]))
			return false;
	}
	if (is_sign(r, ","))
		return fail(r, "more values than columns");
	return want_sign(r, ")");
}

/* What is to be done with a row that is there: always the same, so that it
 * is not kept. COLUMN = FUNCTION(COLUMN) */
static bool skip_assignment(struct reader *r)
{
	for (int i = 0; i < 3; i++) {
		char *name = take_name(r);

		xfree(name);
		if (r->why || !want_sign(r, i == 0 ? "=" : i == 1 ? "(" : ")"))
			return false;
	}
	return true;
}

static bool skip_duplicate_key(struct reader *r)
{
	if (!skip_word(r, "on"))
		return true;
	if (!want_word(r, "duplicate") || !want_word(r, "key") ||
	    !want_word(r, "update"))
		return false;
	do {
		if (!skip_assignment(r))
			return false;
	} while (skip_sign(r, ","));
	return true;
}

static bool read_insert(struct reader *r, struct sql_statement *s)
{
	if (!want_word(r, "into") || !(s->table = take_name(r)) ||
	    !read_columns(r, s) || !want_word(r, "values"))
		return false;
	do {
		if (!read_row(r, s))
			return false;
		skip_sign(r, ",");
	} while (is_sign(r, "("));
	return skip_duplicate_key(r);
}

static bool read_delete(struct reader *r, struct sql_statement *s)
{
	if (!want_word(r, "from") || !(s->table = take_name(r)) ||
	    !want_word(r, "where"))
		return false;
	do {
		if (!add_column(r, s))
			return false;
		xrecalloc(s->value, s->n_columns, sizeof(*s->value));
		s->n_rows = 1;
		if (!want_sign(r, "=") ||
		    !take_value(r, &s->value[s->n_columns - 1]))
			return false;
		if (!skip_word(r, "and"))
			skip_sign(r, "&&");
	} while (r->token == T_WORD || r->token == T_NAME);
	return true;
}

static bool read_statement(struct reader *r, struct sql_statement *s)
{
	bool good;

	s->line = r->token_line;
	if (skip_word(r, "insert")) {
		s->verb = SQL_INSERT;
		good = read_insert(r, s);
	} else if (skip_word(r, "delete")) {
		s->verb = SQL_DELETE;
		good = read_delete(r, s);
	} else if (skip_word(r, "truncate")) {
		s->verb = SQL_TRUNCATE;
		good = want_word(r, "table") && (s->table = take_name(r));
	} else {
		return fail(r, "neither insert, delete nor truncate");
	}
	if (good && r->token != T_END)
		good = want_sign(r, ";");
	return good;
}

extern slurm_list_t sql_text_parse(const char *text, char **why_r)
{
	struct reader r = { .at = text, .line = 1 };
	slurm_list_t list = list_create(sql_statement_free);

	*why_r = NULL;
	advance(&r);
	while (!r.why && r.token != T_END) {
		struct sql_statement *s = xmalloc(sizeof(*s));

		list_append(list, s);
		if (!read_statement(&r, s))
			fail(&r, "not understood");
		while (!r.why && skip_sign(&r, ";"))
			;
	}
	xfree(r.text);
	if (!r.why)
		return list;
	*why_r = r.why;
	FREE_NULL_LIST(list);
	return NULL;
}
