# federations
pgsql_sources += \
	$(pgsql)/federation/federation.c \
	$(pgsql)/federation/federation.h
