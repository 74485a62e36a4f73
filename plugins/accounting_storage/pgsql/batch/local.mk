# many records in one transaction
pgsql_sources += \
	$(pgsql)/batch/batch.h \
	$(pgsql)/batch/fold.c \
	$(pgsql)/batch/fold.h \
	$(pgsql)/batch/store.c
