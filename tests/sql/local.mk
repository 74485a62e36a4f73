# Tests on a private PostgreSQL: scripts, and a program that they use.
check_PROGRAMS += tests/sql/schema-tool
tests_sql_schema_tool_SOURCES = tests/sql/schema-tool.c
tests_sql_schema_tool_LDADD = libpgsql_schema.la libpgsql_pg.la
