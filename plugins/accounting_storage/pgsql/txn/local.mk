# the transaction log
pgsql_sources += \
	$(pgsql)/txn/txn.c \
	$(pgsql)/txn/txn.h
pgsql_sql += \
	$(pgsql)/txn/txn_get.sql \
	$(pgsql)/txn/txn_write.sql
