-- One text for each list of slurmctld's cache that changes whenever a row of
-- it does, by whatever means: xmin is new in every version of a row. $1 is
-- the cluster.
SELECT (SELECT count(*) || ':' || coalesce(sum(hashtextextended(q.xmin::text, q.qos_id)), 0)
		FROM slurm_data.qos q) AS qos,
	(SELECT count(*) || ':' || coalesce(sum(hashtextextended(u.xmin::text || u.name, 0)), 0)
		FROM slurm_data.slurm_user u) || ':' ||
	(SELECT count(*) || ':' || coalesce(sum(hashtextextended(c.xmin::text || c.user_name, hashtext(c.account))), 0)
		FROM slurm_data.coordinator c) AS users,
	(SELECT count(*) || ':' || coalesce(sum(hashtextextended(a.xmin::text, a.assoc_id)), 0)
		FROM slurm_data.assoc a JOIN slurm_data.cluster c USING (cluster_id)
		WHERE c.name = $1) AS assocs
