# clusters
pgsql_sources += \
	$(pgsql)/cluster/add.c \
	$(pgsql)/cluster/cluster.h \
	$(pgsql)/cluster/cluster_internal.h \
	$(pgsql)/cluster/federated.c \
	$(pgsql)/cluster/federated.h \
	$(pgsql)/cluster/get.c \
	$(pgsql)/cluster/modify.c \
	$(pgsql)/cluster/register.c \
	$(pgsql)/cluster/remove.c
pgsql_sql += \
	$(pgsql)/cluster/cluster_add.sql \
	$(pgsql)/cluster/cluster_add_root.sql \
	$(pgsql)/cluster/cluster_federation.sql \
	$(pgsql)/cluster/cluster_get.sql \
	$(pgsql)/cluster/cluster_lock.sql \
	$(pgsql)/cluster/cluster_modify.sql \
	$(pgsql)/cluster/cluster_register.sql \
	$(pgsql)/cluster/cluster_remove.sql
