-- Accounts, users, associations and QOS removed by SQL, with the checks of
-- "sacctmgr remove": no job may wait or run there, and a default has to be
-- changed first.

-- Associations with all below them: their numbers, or an error that names
-- what is in the way. sacctmgr lets a default account go if nothing else of
-- the user goes with it, which leaves the user without one; this does not.
CREATE FUNCTION slurm_data.may_remove(ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
	doomed bigint[] := ARRAY(
		WITH RECURSIVE below (assoc_id) AS (
			SELECT a.assoc_id FROM slurm_data.assoc a WHERE a.assoc_id = ANY (ids)
			UNION
			-- removed ones too: a job may name them
			SELECT a.assoc_id FROM below b JOIN slurm_data.assoc a ON a.parent_id = b.assoc_id
		)
		SELECT assoc_id FROM below ORDER BY 1);
	jobs text := (SELECT string_agg(DISTINCT format('%s of %s in %s', j.job_id, a.user_name, a.account), ', ')
		FROM slurm_data.assoc a
		JOIN slurm_data.job j ON j.cluster_id = a.cluster_id AND j.assoc_id = a.assoc_id
		WHERE a.assoc_id = ANY (doomed) AND j.end_time = 'infinity');
	defaults text := (SELECT string_agg(DISTINCT format('%s of %s', a.account, a.user_name), ', ')
		FROM slurm_data.assoc a
		WHERE a.assoc_id = ANY (doomed) AND a.is_default AND NOT a.deleted AND EXISTS (
			SELECT FROM slurm_data.assoc o
			WHERE o.cluster_id = a.cluster_id AND o.user_name = a.user_name AND o.user_name <> ''
				AND o.account <> a.account AND NOT o.deleted AND o.assoc_id <> ALL (doomed)));
BEGIN
	IF jobs IS NOT NULL THEN
		PERFORM slurm_data.refuse('jobs wait or run there', 'Jobs: ' || jobs);
	END IF;
	IF defaults IS NOT NULL THEN
		PERFORM slurm_data.refuse('it is a default account',
			'Give another one first, slurm.change_user(name, default_account => ...): ' || defaults);
	END IF;
	RETURN doomed;
END $$;
COMMENT ON FUNCTION slurm_data.may_remove(bigint[]) IS 'Numbers of associations and all below them; an error if a job or a default account is in the way';

-- What is younger than a day and has had no job was a slip and goes; else the
-- rows are kept for the jobs that name them (assoc_remove.sql).
CREATE FUNCTION slurm_data.remove_assocs(doomed bigint[]) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM slurm_data.assoc a
			WHERE a.assoc_id = ANY (doomed) AND (a.had_jobs OR EXISTS (
				SELECT FROM slurm_data.job j
				WHERE j.cluster_id = a.cluster_id AND j.assoc_id = a.assoc_id AND j.end_time >= a.created_at))) THEN
		WITH RECURSIVE slips (assoc_id) AS (
			SELECT a.assoc_id FROM slurm_data.assoc a
			WHERE a.assoc_id = ANY (doomed) AND a.created_at > now() - interval '1 day'
			UNION
			SELECT a.assoc_id FROM slips s JOIN slurm_data.assoc a ON a.parent_id = s.assoc_id
		)
		DELETE FROM slurm_data.assoc a USING slips s WHERE a.assoc_id = s.assoc_id;
	END IF;
	UPDATE slurm_data.assoc
	SET (deleted, modified_at, is_default, qos, qos_delta, shares, priority, default_qos_id, min_prio_thresh,
		max_jobs, max_jobs_accrue, max_submit_jobs, max_wall_pj_mins,
		grp_jobs, grp_jobs_accrue, grp_submit_jobs, grp_wall_mins,
		max_tres_pj, max_tres_pn, max_tres_mins_pj, max_tres_run_mins,
		grp_tres, grp_tres_mins, grp_tres_run_mins)
		= (true, now(), false, NULL, NULL, 1, NULL, NULL, NULL,
		NULL, NULL, NULL, NULL,
		NULL, NULL, NULL, NULL,
		NULL, NULL, NULL, NULL,
		NULL, NULL, NULL)
	WHERE assoc_id = ANY (doomed);
END $$;
COMMENT ON FUNCTION slurm_data.remove_assocs(bigint[]) IS 'Removes associations; those that may have had jobs are kept, marked as removed';

CREATE FUNCTION slurm.remove_user(name text, account text DEFAULT NULL, cluster text DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	login text;
	ids bigint[];
BEGIN
	PERFORM slurm_data.take_turn();
	login := slurm_data.need_user(name);
	IF coalesce(account, cluster) IS NOT NULL OR EXISTS (SELECT FROM slurm_data.assoc a
			WHERE a.user_name = login COLLATE "C" AND NOT a.deleted) THEN
		ids := slurm_data.may_remove(slurm_data.find_limited('user', login, account, cluster));
		IF coalesce(account, cluster) IS NOT NULL THEN
			PERFORM slurm_data.log_assocs(1437, ids, NULL);
		END IF;
		PERFORM slurm_data.remove_assocs(ids);
	END IF;
	IF account IS NULL AND cluster IS NULL THEN
		DELETE FROM slurm_data.coordinator k WHERE k.user_name = login COLLATE "C";
		UPDATE slurm_data.wckey w SET deleted = true, is_default = false, modified_at = now()
		WHERE w.user_name = login COLLATE "C" AND NOT w.deleted;
		DELETE FROM slurm_data.slurm_user u
		WHERE u.name = login COLLATE "C" AND u.created_at > now() - interval '1 day'
			AND NOT EXISTS (SELECT FROM slurm_data.assoc a WHERE a.user_name = u.name);
		UPDATE slurm_data.slurm_user u SET deleted = true, modified_at = now() WHERE u.name = login COLLATE "C";
		PERFORM slurm_data.log_txn(1439, '', format('name=''%s''', login), '');
	END IF;
	RETURN coalesce(cardinality(ids), 0);
END $$;
COMMENT ON FUNCTION slurm.remove_user(text, text, text) IS 'Removes a user with all that is theirs; with account or cluster, the associations there alone; returns how many associations went';

CREATE FUNCTION slurm.remove_account(name text, cluster text DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	account_name text;
	ids bigint[] := '{}';
BEGIN
	PERFORM slurm_data.take_turn();
	account_name := slurm_data.need_account(name);
	IF account_name = 'root' THEN
		PERFORM slurm_data.refuse('account "root" can''t be removed', 'All other accounts stand below it.');
	END IF;
	IF cluster IS NOT NULL OR EXISTS (SELECT FROM slurm_data.assoc a
			WHERE a.account = account_name COLLATE "C" AND NOT a.deleted) THEN
		ids := slurm_data.may_remove(slurm_data.find_limited('account', account_name, NULL, cluster));
		IF cluster IS NOT NULL THEN
			PERFORM slurm_data.log_assocs(1437, ids, NULL);
		END IF;
		PERFORM slurm_data.remove_assocs(ids);
	END IF;
	IF cluster IS NULL THEN
		DELETE FROM slurm_data.coordinator k WHERE k.account = account_name COLLATE "C";
		DELETE FROM slurm_data.account o
		WHERE o.name = account_name COLLATE "C" AND o.created_at > now() - interval '1 day'
			AND NOT EXISTS (SELECT FROM slurm_data.assoc a WHERE a.account = o.name);
		UPDATE slurm_data.account o SET deleted = true, modified_at = now() WHERE o.name = account_name COLLATE "C";
		PERFORM slurm_data.log_txn(1435, '', format('name=''%s''', account_name), '');
	END IF;
	RETURN cardinality(ids);
END $$;
COMMENT ON FUNCTION slurm.remove_account(text, text) IS 'Removes an account with all users and accounts below it, on all clusters or from one; returns how many associations went';

CREATE FUNCTION slurm.remove_qos(name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	id integer;
	owners text;
BEGIN
	PERFORM slurm_data.take_turn();
	id := (slurm_data.find_qos(name))[1];
	owners := (SELECT string_agg(concat_ws('/', c.name, a.account, nullif(a.user_name, '')), ', ')
		FROM slurm_data.assoc a JOIN slurm_data.cluster c ON c.cluster_id = a.cluster_id
		WHERE a.default_qos_id = id AND NOT a.deleted);
	IF owners IS NOT NULL THEN
		PERFORM slurm_data.refuse(format('QOS "%s" is a default', lower(name)),
			'Give another one first, slurm.change_association(account, user, default_qos => ...): ' || owners);
	END IF;
	UPDATE slurm_data.assoc SET modified_at = now(),
		qos = nullif(array_remove(qos, id), '{}'),
		qos_delta = nullif(array_remove(array_remove(qos_delta, id), -id), '{}')
	WHERE id = ANY (qos) OR id = ANY (qos_delta) OR -id = ANY (qos_delta);
	UPDATE slurm_data.qos SET preempt = array_remove(preempt, id) WHERE id = ANY (preempt) AND qos_id <> id;
	DELETE FROM slurm_data.qos q
	WHERE q.qos_id = id AND q.created_at > now() - interval '1 day'
		AND NOT EXISTS (SELECT FROM slurm_data.assoc d WHERE d.default_qos_id = q.qos_id)
		AND NOT EXISTS (SELECT FROM slurm_data.job j WHERE j.qos_id = q.qos_id AND j.end_time >= date_trunc('second', q.created_at));
	UPDATE slurm_data.qos SET deleted = true, modified_at = now(), preempt = '{}' WHERE qos_id = id;
	PERFORM slurm_data.log_txn(1450, '', format('id=''%s''', id), '');
END $$;
COMMENT ON FUNCTION slurm.remove_qos(text) IS 'Removes a QOS, and takes it from all associations that allow it; not while it is somebody''s default';

CREATE FUNCTION slurm.remove_coordinator(user_name text, account text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM slurm_data.take_turn();
	DELETE FROM slurm_data.coordinator k
	WHERE k.user_name = remove_coordinator.user_name COLLATE "C"
		AND k.account = lower(remove_coordinator.account) COLLATE "C";
	IF NOT FOUND THEN
		PERFORM slurm_data.refuse(format('user "%s" does not coordinate account "%s"', user_name, account),
			'Coordinators of it: ' || (SELECT string_agg(k.user_name, ', ' ORDER BY k.user_name)
				FROM slurm_data.coordinator k WHERE k.account = lower(remove_coordinator.account) COLLATE "C"));
	END IF;
	PERFORM slurm_data.log_txn(1436, '', format('(user=''%s'') && (acct=''%s'')', user_name, lower(account)), '');
END $$;
COMMENT ON FUNCTION slurm.remove_coordinator(text, text) IS 'Makes a user no coordinator of an account any longer';
