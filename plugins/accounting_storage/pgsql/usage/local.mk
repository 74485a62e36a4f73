# usage read
pgsql_sources += \
	$(pgsql)/usage/find.c \
	$(pgsql)/usage/get.c \
	$(pgsql)/usage/reservation.c \
	$(pgsql)/usage/usage.h
pgsql_sql += \
	$(pgsql)/usage/usage_assocs.sql \
	$(pgsql)/usage/usage_clusters.sql \
	$(pgsql)/usage/usage_reservations.sql \
	$(pgsql)/usage/usage_wckeys.sql
