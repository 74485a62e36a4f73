# usage rolled up
pgsql_sources += \
	$(pgsql)/rollup/chunk.c \
	$(pgsql)/rollup/nodes.c \
	$(pgsql)/rollup/rollup.c \
	$(pgsql)/rollup/rollup.h \
	$(pgsql)/rollup/zone.c
pgsql_sql += \
	$(pgsql)/rollup/rollup_announce.sql \
	$(pgsql)/rollup/rollup_done.sql \
	$(pgsql)/rollup/rollup_down_nodes.sql \
	$(pgsql)/rollup/rollup_hours.sql \
	$(pgsql)/rollup/rollup_next.sql \
	$(pgsql)/rollup/rollup_open.sql \
	$(pgsql)/rollup/rollup_sum.sql
