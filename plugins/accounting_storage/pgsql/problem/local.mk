# sacctmgr show problem
pgsql_sources += \
	$(pgsql)/problem/problem.c \
	$(pgsql)/problem/problem.h
pgsql_sql += \
	$(pgsql)/problem/problem_get.sql
