EXTRA_DIST += src/schema/0001.sql
