# slurmdbd: what it answers together is stored together
pgsql_sources += \
	$(pgsql)/dbd/gather.c \
	$(pgsql)/dbd/gather.h \
	$(pgsql)/dbd/request.c \
	$(pgsql)/dbd/request.h
