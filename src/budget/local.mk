# The decision on budgets: plain structs, no Slurm header.
noinst_LTLIBRARIES += libpgsql_budget.la
libpgsql_budget_la_SOURCES = \
	src/budget/array.c \
	src/budget/budget.h \
	src/budget/decide.c \
	src/budget/fit.c \
	src/budget/message.c \
	src/budget/tally.c \
	src/budget/tally.h
EXTRA_DIST += src/budget/README
