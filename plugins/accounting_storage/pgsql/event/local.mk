# events of nodes and of the cluster
pgsql_sources += \
	$(pgsql)/event/cluster_tres.c \
	$(pgsql)/event/event.h \
	$(pgsql)/event/get.c \
	$(pgsql)/event/instance.c \
	$(pgsql)/event/node.c
pgsql_sql += \
	$(pgsql)/event/event_cluster_add.sql \
	$(pgsql)/event/event_cluster_gone.sql \
	$(pgsql)/event/event_cluster_now.sql \
	$(pgsql)/event/event_get.sql \
	$(pgsql)/event/event_instance.sql \
	$(pgsql)/event/event_instance_get.sql \
	$(pgsql)/event/event_node_down.sql
