-- Questions about the cluster: the tree of accounts, QOS, nodes that are
-- down, reservations, who changed what.

CREATE VIEW slurm.account_tree AS
WITH RECURSIVE tree AS (
	SELECT a.assoc_id, a.cluster_id, a.account, NULL::text COLLATE "C" AS parent_account,
		0 AS depth, ARRAY[a.account] AS path
	FROM slurm_data.assoc a
	WHERE a.parent_id IS NULL AND a.user_name = '' AND NOT a.deleted
	UNION ALL
	SELECT a.assoc_id, a.cluster_id, a.account, t.account, t.depth + 1, t.path || a.account
	FROM tree t
	JOIN slurm_data.assoc a ON a.parent_id = t.assoc_id
	WHERE a.user_name = '' AND NOT a.deleted
)
SELECT c.name AS cluster, t.account, t.parent_account, t.depth, t.path,
	repeat('  ', t.depth) || t.account AS tree,
	(SELECT count(DISTINCT u.user_name) FROM slurm_data.assoc u
	 WHERE u.cluster_id = t.cluster_id AND u.account = t.account
		AND u.user_name <> '' AND NOT u.deleted) AS users
FROM tree t
JOIN slurm_data.cluster c ON c.cluster_id = t.cluster_id
WHERE NOT c.deleted;
COMMENT ON VIEW slurm.account_tree IS 'The accounts of each cluster below each other: ORDER BY cluster, path shows them as a tree';
COMMENT ON COLUMN slurm.account_tree.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.account_tree.account IS 'Name of the account';
COMMENT ON COLUMN slurm.account_tree.parent_account IS 'Account above it; NULL for root';
COMMENT ON COLUMN slurm.account_tree.depth IS 'How far below root it stands; 0 is root';
COMMENT ON COLUMN slurm.account_tree.path IS 'Accounts from root down to it';
COMMENT ON COLUMN slurm.account_tree.tree IS 'Its name, set in by its depth';
COMMENT ON COLUMN slurm.account_tree.users IS 'How many users it has itself';

CREATE VIEW slurm.qos AS
SELECT q.name AS qos, q.description, q.priority,
	make_interval(secs => q.grace_seconds) AS grace_time,
	(SELECT array_agg(p.name ORDER BY p.name) FROM slurm_data.qos p
	 WHERE p.qos_id = ANY (q.preempt) AND NOT p.deleted) AS preempts,
	q.usage_factor, q.usage_threshold, q.created_at, q.modified_at
FROM slurm_data.qos q
WHERE NOT q.deleted;
COMMENT ON VIEW slurm.qos IS 'Qualities of service; their limits are in slurm.limits';
COMMENT ON COLUMN slurm.qos.qos IS 'Name';
COMMENT ON COLUMN slurm.qos.description IS 'Description';
COMMENT ON COLUMN slurm.qos.priority IS 'Added to the priority of its jobs';
COMMENT ON COLUMN slurm.qos.grace_time IS 'Time that a job has to end once it is preempted; NULL if unset';
COMMENT ON COLUMN slurm.qos.preempts IS 'QOS whose jobs its jobs may preempt; NULL for none';
COMMENT ON COLUMN slurm.qos.usage_factor IS 'By which the usage of its jobs is multiplied';
COMMENT ON COLUMN slurm.qos.usage_threshold IS 'Least fair share that a job needs to start; NULL if unset';
COMMENT ON COLUMN slurm.qos.created_at IS 'When it was made';
COMMENT ON COLUMN slurm.qos.modified_at IS 'When it was changed last';

CREATE VIEW slurm.nodes_down AS
SELECT c.name AS cluster, nullif(e.node_name, '') AS node, e.reason,
	e.start_time, nullif(e.end_time, 'infinity') AS end_time,
	coalesce(nullif(e.end_time, 'infinity'), now()) - e.start_time AS down,
	e.cpus, e.mem_mb, e.other_tres
FROM slurm_data.event e
JOIN slurm_data.cluster c ON c.cluster_id = e.cluster_id
WHERE e.node_name <> '';
COMMENT ON VIEW slurm.nodes_down IS 'Times when a node was down or drained; end_time IS NULL: it is so now';
COMMENT ON COLUMN slurm.nodes_down.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.nodes_down.node IS 'Name of the node';
COMMENT ON COLUMN slurm.nodes_down.reason IS 'Reason that was given';
COMMENT ON COLUMN slurm.nodes_down.start_time IS 'Since when';
COMMENT ON COLUMN slurm.nodes_down.end_time IS 'Until when; NULL while it lasts';
COMMENT ON COLUMN slurm.nodes_down.down IS 'How long, so far or in all';
COMMENT ON COLUMN slurm.nodes_down.cpus IS 'CPUs of the node';
COMMENT ON COLUMN slurm.nodes_down.mem_mb IS 'Its memory, in MB';
COMMENT ON COLUMN slurm.nodes_down.other_tres IS 'What else it has, by TRES name';

CREATE VIEW slurm.reservations AS
SELECT c.name AS cluster, r.resv_id, r.name AS reservation, r.start_time, r.end_time,
	r.node_list, r.nodes, r.cpus, r.other_tres,
	make_interval(secs => r.unused_wall) AS unused,
	(SELECT array_agg(DISTINCT a.account || coalesce('/' || nullif(a.user_name, ''), ''))
	 FROM slurm_data.assoc a
	 WHERE a.assoc_id::text = ANY (string_to_array(btrim(r.assocs, ','), ','))) AS accounts,
	r.deleted
FROM slurm_data.reservation r
JOIN slurm_data.cluster c ON c.cluster_id = r.cluster_id;
COMMENT ON VIEW slurm.reservations IS 'Reservations: one row for each shape that one had';
COMMENT ON COLUMN slurm.reservations.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.reservations.resv_id IS 'Number';
COMMENT ON COLUMN slurm.reservations.reservation IS 'Name';
COMMENT ON COLUMN slurm.reservations.start_time IS 'When this shape of it began';
COMMENT ON COLUMN slurm.reservations.end_time IS 'When it ends or ended';
COMMENT ON COLUMN slurm.reservations.node_list IS 'Nodes, as a Slurm host list';
COMMENT ON COLUMN slurm.reservations.nodes IS 'Number of nodes';
COMMENT ON COLUMN slurm.reservations.cpus IS 'CPUs';
COMMENT ON COLUMN slurm.reservations.other_tres IS 'What else it holds, by TRES name';
COMMENT ON COLUMN slurm.reservations.unused IS 'Time for which it stood empty';
COMMENT ON COLUMN slurm.reservations.accounts IS 'Who may use it, as account or account/user, those that one may see; NULL where none is named';
COMMENT ON COLUMN slurm.reservations.deleted IS 'True if it was taken away before its end';

-- The numbers are Slurm's for its messages (slurmdbd_defs.h, DBD_*).
CREATE VIEW slurm.transactions AS
SELECT x.txn_id, x.at, x.actor, nullif(x.cluster, '') AS cluster,
	coalesce(k.action, 'action ' || x.action) COLLATE "C" AS action,
	x.name AS what, x.info AS set_to
FROM slurm_data.txn x
LEFT JOIN (VALUES
	(1402, 'add accounts'), (1403, 'add coordinators'), (1404, 'add associations'),
	(1405, 'add clusters'), (1406, 'add users'), (1428, 'modify accounts'),
	(1429, 'modify associations'), (1430, 'modify clusters'), (1431, 'modify users'),
	(1435, 'remove accounts'), (1436, 'remove coordinators'), (1437, 'remove associations'),
	(1438, 'remove clusters'), (1439, 'remove users'), (1447, 'add qos'), (1450, 'remove qos'),
	(1451, 'modify qos'), (1452, 'add wckeys'), (1455, 'remove wckeys'), (1456, 'modify wckeys'),
	(1476, 'modify jobs'), (1477, 'add resources'), (1480, 'remove resources'),
	(1481, 'modify resources'), (1482, 'add cluster resources'),
	(1483, 'remove cluster resources'), (1484, 'modify cluster resources'), (1485, 'add tres'),
	(1493, 'add federations'), (1496, 'modify federations'), (1497, 'remove federations')
) k (number, action) ON k.number = x.action;
COMMENT ON VIEW slurm.transactions IS 'Who changed what of accounts, users, associations, QOS, ...: sacctmgr show transactions';
COMMENT ON COLUMN slurm.transactions.txn_id IS 'Number';
COMMENT ON COLUMN slurm.transactions.at IS 'When';
COMMENT ON COLUMN slurm.transactions.actor IS 'Who';
COMMENT ON COLUMN slurm.transactions.cluster IS 'On which cluster; NULL where it concerns all';
COMMENT ON COLUMN slurm.transactions.action IS 'add, modify or remove, and what kind of thing';
COMMENT ON COLUMN slurm.transactions.what IS 'Which ones, as sacctmgr''s where clause or by name or number';
COMMENT ON COLUMN slurm.transactions.set_to IS 'What was set';
