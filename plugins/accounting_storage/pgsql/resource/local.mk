# licenses and other resources
pgsql_sources += \
	$(pgsql)/resource/resource.c \
	$(pgsql)/resource/resource.h
