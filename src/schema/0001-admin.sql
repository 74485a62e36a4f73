-- Accounts, users and limits by SQL: for sites without slurmdbd, where
-- sacctmgr refuses to run. What each makes is what sacctmgr would make
-- (man sacctmgr). An error names what is wrong and lists what is allowed.
--
-- They run with their owner's rights, so that an operator needs no right on
-- a table; who called is recorded in slurm_data.txn. The numbers of actions
-- are Slurm's messages' (src/common/slurmdbd_defs.h).

CREATE FUNCTION slurm_data.log_txn(action integer, cluster text, name text, info text) RETURNS void
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO slurm_data.txn (action, actor, cluster, name, info)
	VALUES (action, session_user, coalesce(cluster, ''), name, info);
END;
COMMENT ON FUNCTION slurm_data.log_txn(integer, text, text, text) IS 'Writes who changed what';

CREATE FUNCTION slurm_data.need_name(what text, name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
	IF coalesce(btrim(name), '') = '' THEN
		RAISE EXCEPTION 'a new % needs a name', what
		USING ERRCODE = 'invalid_parameter_value', HINT = 'Give it as the first argument.';
	END IF;
	RETURN btrim(name);
END $$;
COMMENT ON FUNCTION slurm_data.need_name(text, text) IS 'The name without blanks around it, or an error';

-- The one that is meant: named, or the only one.
CREATE FUNCTION slurm_data.find_cluster(cluster text) RETURNS slurm_data.cluster
LANGUAGE plpgsql STABLE
AS $$
DECLARE
	found_row slurm_data.cluster;
	names text;
BEGIN
	SELECT string_agg(c.name, ', ' ORDER BY c.name) INTO names
	FROM slurm_data.cluster c WHERE NOT c.deleted;
	SELECT * INTO found_row FROM slurm_data.cluster c
	WHERE NOT c.deleted AND c.name = coalesce(lower(find_cluster.cluster), names) COLLATE "C";
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', CASE
			WHEN cluster IS NOT NULL THEN 'there is no cluster "' || cluster || '"'
			WHEN names IS NULL THEN 'there is no cluster yet'
			ELSE 'there are several clusters: say which one, cluster => ''NAME''' END
		USING ERRCODE = 'invalid_parameter_value', HINT = coalesce('Clusters: ' || names,
			'slurmctld makes its own when it starts; or use slurm.add_cluster(name).');
	END IF;
	RETURN found_row;
END $$;
COMMENT ON FUNCTION slurm_data.find_cluster(text) IS 'The cluster of that name, or the only one, or an error that lists them';

-- The QOS that every new cluster's root gets: made at the first call.
CREATE FUNCTION slurm_data.default_qos(names text[] DEFAULT '{normal}') RETURNS integer[]
LANGUAGE plpgsql
AS $$
BEGIN
	INSERT INTO slurm_data.qos (name, description)
	SELECT n, CASE n WHEN 'normal' THEN 'Normal QOS default' ELSE 'Added as default' END
	FROM unnest(names) n
	ON CONFLICT (name) DO UPDATE SET deleted = false, modified_at = now()
	WHERE qos.deleted;
	RETURN (SELECT array_agg(q.qos_id ORDER BY q.qos_id)
		FROM slurm_data.qos q WHERE q.name = ANY (names));
END $$;
COMMENT ON FUNCTION slurm_data.default_qos(text[]) IS 'Ids of the QOS that a new cluster''s root association gets; makes those that are missing';

-- An association as it is when new; one that was deleted comes back so,
-- under its old number, because old jobs refer to it.
CREATE FUNCTION slurm_data.put_assoc(cluster_id integer, account text, user_name text,
	parent_id bigint, is_default boolean, qos integer[], partition text DEFAULT '') RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO slurm_data.assoc AS a (cluster_id, account, user_name, partition, parent_id, is_default, qos, sibling_rank)
	VALUES (cluster_id, account, user_name, partition, parent_id, is_default, qos,
		(SELECT coalesce(max(m.sibling_rank), 0) + 1 FROM slurm_data.assoc m))
	ON CONFLICT (cluster_id, account, user_name, partition) DO UPDATE
	SET (deleted, created_at, modified_at, parent_id, is_default, qos, sibling_rank, flags, comment,
		shares, priority, default_qos_id, qos_delta, min_prio_thresh,
		max_jobs, max_jobs_accrue, max_submit_jobs, max_wall_pj_mins,
		grp_jobs, grp_jobs_accrue, grp_submit_jobs, grp_wall_mins,
		max_tres_pj, max_tres_pn, max_tres_mins_pj, max_tres_run_mins,
		grp_tres, grp_tres_mins, grp_tres_run_mins)
		= (false, now(), now(), EXCLUDED.parent_id, EXCLUDED.is_default, EXCLUDED.qos, EXCLUDED.sibling_rank, 0, NULL,
		1, NULL, NULL, NULL, NULL,
		NULL, NULL, NULL, NULL,
		NULL, NULL, NULL, NULL,
		NULL, NULL, NULL, NULL,
		NULL, NULL, NULL)
	WHERE a.deleted
	RETURNING assoc_id;
END;
COMMENT ON FUNCTION slurm_data.put_assoc(integer, text, text, bigint, boolean, integer[], text) IS 'Makes an association, or a deleted one anew; NULL if it is there';

CREATE FUNCTION slurm.add_cluster(name text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	cluster_name text := lower(slurm_data.need_name('cluster', name));
	id integer;
	root bigint;
BEGIN
	INSERT INTO slurm_data.cluster AS c (name) VALUES (cluster_name)
	ON CONFLICT ON CONSTRAINT cluster_name_key DO UPDATE
	SET deleted = false, modified_at = now(), control_host = '', control_port = 0, flags = 0
	WHERE c.deleted
	RETURNING cluster_id INTO id;
	IF id IS NULL THEN
		RAISE NOTICE 'cluster "%" is there already', cluster_name;
		RETURN (slurm_data.find_cluster(cluster_name)).cluster_id;
	END IF;
	root := slurm_data.put_assoc(id, 'root', '', NULL, false, slurm_data.default_qos());
	PERFORM slurm_data.put_assoc(id, 'root', 'root', root, true, NULL);
	PERFORM slurm_data.log_txn(1405, cluster_name, cluster_name, '');
	RETURN id;
END $$;
COMMENT ON FUNCTION slurm.add_cluster(text) IS 'Adds a cluster, with the account root and the user root in it; returns its number';

-- The association of an account on a cluster, or an error.
CREATE FUNCTION slurm_data.find_account(cluster slurm_data.cluster, account text) RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
	id bigint := (SELECT a.assoc_id FROM slurm_data.assoc a
		WHERE a.cluster_id = cluster.cluster_id AND NOT a.deleted
			AND a.account = lower(find_account.account) COLLATE "C"
			AND a.user_name = '' AND a.partition = '');
BEGIN
	IF id IS NULL THEN
		RAISE EXCEPTION 'there is no account "%" on cluster "%"', account, cluster.name
		USING ERRCODE = 'invalid_parameter_value',
			HINT = coalesce('Accounts: ' || (SELECT string_agg(a.account, ', ' ORDER BY a.account)
				FROM slurm_data.assoc a WHERE a.cluster_id = cluster.cluster_id
					AND a.user_name = '' AND NOT a.deleted), 'It has none.');
	END IF;
	RETURN id;
END $$;
COMMENT ON FUNCTION slurm_data.find_account(slurm_data.cluster, text) IS 'Number of an account''s association, or an error that lists the accounts';

CREATE FUNCTION slurm.add_account(name text, description text DEFAULT NULL,
	organization text DEFAULT NULL, parent text DEFAULT NULL,
	cluster text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	account_name text := lower(slurm_data.need_name('account', name));
	c slurm_data.cluster := slurm_data.find_cluster(cluster);
	parent_id bigint := slurm_data.find_account(c, coalesce(parent, 'root'));
	id bigint;
	new_account boolean;
BEGIN
	-- sacctmgr's defaults: the name, and the parent's name if it has one
	INSERT INTO slurm_data.account AS a (name, description, organization)
	VALUES (account_name, coalesce(add_account.description, account_name),
		coalesce(add_account.organization, nullif(lower(parent), 'root'), account_name))
	ON CONFLICT ON CONSTRAINT account_pkey DO UPDATE
	SET (deleted, created_at, modified_at, flags, description, organization)
		= (false, now(), now(), 0, EXCLUDED.description, EXCLUDED.organization)
	WHERE a.deleted
	RETURNING true INTO new_account;
	IF new_account THEN
		PERFORM slurm_data.log_txn(1402, '', account_name, concat_ws(', ',
			'description=' || add_account.description,
			'organization=' || add_account.organization));
	END IF;
	id := slurm_data.put_assoc(c.cluster_id, account_name, '', parent_id, false, NULL);
	IF id IS NULL THEN
		RAISE NOTICE 'account "%" is on cluster "%" already', account_name, c.name;
		RETURN slurm_data.find_account(c, account_name);
	END IF;
	PERFORM slurm_data.log_txn(1404, c.name, id::text,
		format('acct=%s, parent_acct=%s', account_name, lower(coalesce(parent, 'root'))));
	RETURN id;
END $$;
COMMENT ON FUNCTION slurm.add_account(text, text, text, text, text) IS 'Adds an account below another one (default: root) on a cluster (default: the only one); returns the number of its association';

CREATE FUNCTION slurm.add_user(name text, account text, cluster text DEFAULT NULL,
	partition text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	login text := slurm_data.need_name('user', name);
	account_name text := lower(account);
	c slurm_data.cluster := slurm_data.find_cluster(cluster);
	parent_id bigint := slurm_data.find_account(c, account);
	id bigint;
	new_user boolean;
	first boolean;
BEGIN
	INSERT INTO slurm_data.slurm_user AS u (name) VALUES (login)
	ON CONFLICT ON CONSTRAINT slurm_user_pkey DO UPDATE
	SET (deleted, created_at, modified_at, admin_level) = (false, now(), now(), 'None')
	WHERE u.deleted
	RETURNING true INTO new_user;
	IF new_user THEN
		PERFORM slurm_data.log_txn(1406, '', login, 'admin_level=None');
	END IF;
	-- two sessions that add the same user take turns at this row
	PERFORM FROM slurm_data.slurm_user u WHERE u.name = login COLLATE "C" FOR UPDATE;
	first := NOT EXISTS (SELECT FROM slurm_data.assoc a
		WHERE a.cluster_id = c.cluster_id AND a.user_name = login COLLATE "C"
			AND a.is_default AND NOT a.deleted AND a.account <> account_name COLLATE "C");
	id := slurm_data.put_assoc(c.cluster_id, account_name, login, parent_id, first, NULL,
		coalesce(add_user.partition, ''));
	IF id IS NULL THEN
		RAISE NOTICE 'user "%" is in account "%" on cluster "%" already', login, account_name, c.name;
		RETURN (SELECT a.assoc_id FROM slurm_data.assoc a
			WHERE a.cluster_id = c.cluster_id AND a.account = account_name COLLATE "C"
				AND a.user_name = login COLLATE "C"
				AND a.partition = coalesce(add_user.partition, '') COLLATE "C");
	END IF;
	PERFORM slurm_data.log_txn(1404, c.name, id::text,
		concat_ws(', ', format('acct=%s, user=%s', account_name, login),
			'partition=' || partition, 'is_def=' || first::integer));
	RETURN id;
END $$;
COMMENT ON FUNCTION slurm.add_user(text, text, text, text) IS 'Adds a user to an account on a cluster (default: the only one), for any partition or one; the first is the user''s default account; returns the number of the association';

CREATE FUNCTION slurm.add_qos(name text, description text DEFAULT NULL,
	priority bigint DEFAULT 0) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	qos_name text := lower(slurm_data.need_name('QOS', name));
	id integer;
BEGIN
	INSERT INTO slurm_data.qos AS q (name, description, priority)
	VALUES (qos_name, coalesce(add_qos.description, qos_name), coalesce(add_qos.priority, 0))
	ON CONFLICT ON CONSTRAINT qos_name_key DO UPDATE
	SET (deleted, created_at, modified_at, description, priority, flags, grace_seconds,
		preempt, preempt_mode, preempt_exempt_seconds,
		usage_factor, usage_threshold, limit_factor, min_prio_thresh,
		max_jobs_pa, max_jobs_pu, max_jobs_accrue_pa, max_jobs_accrue_pu,
		max_submit_jobs_pa, max_submit_jobs_pu, max_wall_pj_mins,
		grp_jobs, grp_jobs_accrue, grp_submit_jobs, grp_wall_mins,
		grp_tres, grp_tres_mins, grp_tres_run_mins,
		max_tres_pa, max_tres_pj, max_tres_pn, max_tres_pu, max_tres_mins_pj,
		max_tres_run_mins_pa, max_tres_run_mins_pu, min_tres_pj)
		= (false, now(), now(), EXCLUDED.description, EXCLUDED.priority, 0, NULL,
		'{}', 0, NULL,
		1.0, NULL, NULL, NULL,
		NULL, NULL, NULL, NULL,
		NULL, NULL, NULL,
		NULL, NULL, NULL, NULL,
		NULL, NULL, NULL,
		NULL, NULL, NULL, NULL, NULL,
		NULL, NULL, NULL)
	WHERE q.deleted
	RETURNING qos_id INTO id;
	IF id IS NULL THEN
		RAISE NOTICE 'QOS "%" is there already', qos_name;
		RETURN (SELECT q.qos_id FROM slurm_data.qos q WHERE q.name = qos_name COLLATE "C");
	END IF;
	PERFORM slurm_data.log_txn(1447, '', qos_name,
		format('description=%s, priority=%s', coalesce(add_qos.description, qos_name), coalesce(add_qos.priority, 0)));
	RETURN id;
END $$;
COMMENT ON FUNCTION slurm.add_qos(text, text, bigint) IS 'Adds a QOS; returns its number';
