-- Transactions of a file that are not there, under new numbers. Returns how
-- many were added.
WITH added AS (
	INSERT INTO slurm_data.txn (at, action, actor, cluster, name, info)
	SELECT DISTINCT at, action, actor, cluster, name, info
	FROM pg_temp.load_txn l
	WHERE NOT EXISTS (SELECT FROM slurm_data.txn t
		WHERE (t.at, t.action, t.actor, t.cluster, t.name, t.info)
			= (l.at, l.action, l.actor, l.cluster, l.name, l.info))
	RETURNING 1
)
SELECT count(*) FROM added
