# reservations
pgsql_sources += \
	$(pgsql)/reservation/get.c \
	$(pgsql)/reservation/reservation.h \
	$(pgsql)/reservation/write.c
pgsql_sql += \
	$(pgsql)/reservation/reservation_get.sql \
	$(pgsql)/reservation/reservation_now.sql \
	$(pgsql)/reservation/reservation_put.sql
