-- Accounts, users, associations and QOS changed by SQL, as "sacctmgr modify"
-- changes them. An argument that is NULL, or not given, leaves things as they
-- are. The numbers of actions and the words of the log are the plugin's.

-- One change at a time, as sacctmgr's through slurmdbd (storage/visibility.c).
CREATE FUNCTION slurm_data.take_turn() RETURNS void
LANGUAGE sql
BEGIN ATOMIC
	SELECT pg_advisory_xact_lock(6002246380990383941);
END;
COMMENT ON FUNCTION slurm_data.take_turn() IS 'Waits until no other change of accounts, users, associations, QOS goes on; to the end of the transaction';

CREATE FUNCTION slurm_data.refuse(message text, hint text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
	RAISE EXCEPTION '%', message USING ERRCODE = 'invalid_parameter_value', HINT = coalesce(hint, 'There is none.');
END $$;
COMMENT ON FUNCTION slurm_data.refuse(text, text) IS 'Raises the error that says what was wrong, with a hint of what is allowed';

-- Who may give Slurm's levels: as with sacctmgr an Operator may not.
CREATE FUNCTION slurm_data.need_administrator(what text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
	IF pg_has_role(CASE current_setting('role') WHEN 'none' THEN session_user::text
				ELSE current_setting('role') END::name,
			(SELECT n.nspowner FROM pg_namespace n WHERE n.nspname = 'slurm_data'), 'USAGE')
		OR EXISTS (SELECT FROM slurm_data.slurm_user u
			WHERE u.name = slurm_data.person() AND NOT u.deleted AND u.admin_level = 'Administrator') THEN
		RETURN;
	END IF;
	RAISE EXCEPTION '% is for Administrators', what
	USING ERRCODE = 'insufficient_privilege', HINT = 'Of Slurm (slurm.users.admin_level), or the owner of the database.';
END $$;
COMMENT ON FUNCTION slurm_data.need_administrator(text) IS 'An error unless who asks is an Administrator of Slurm or has the rights of the tables'' owner';

CREATE FUNCTION slurm_data.need_user(name text) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM slurm_data.slurm_user u
			WHERE u.name = need_user.name COLLATE "C" AND NOT u.deleted) THEN
		PERFORM slurm_data.refuse(format('there is no user "%s"', name),
			'Users: ' || (SELECT string_agg(u.name, ', ' ORDER BY u.name)
				FROM slurm_data.slurm_user u WHERE NOT u.deleted));
	END IF;
	RETURN name;
END $$;
COMMENT ON FUNCTION slurm_data.need_user(text) IS 'The name of a user, or an error that lists them';

CREATE FUNCTION slurm_data.need_account(name text) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM slurm_data.account a
			WHERE a.name = lower(need_account.name) COLLATE "C" AND NOT a.deleted) THEN
		PERFORM slurm_data.refuse(format('there is no account "%s"', name),
			'Accounts: ' || (SELECT string_agg(a.name, ', ' ORDER BY a.name)
				FROM slurm_data.account a WHERE NOT a.deleted));
	END IF;
	RETURN lower(name);
END $$;
COMMENT ON FUNCTION slurm_data.need_account(text) IS 'The name of an account, or an error that lists them';

-- QOS by name, in the order that is given; NULL for NULL.
CREATE FUNCTION slurm_data.qos_ids(names text[]) RETURNS integer[]
LANGUAGE sql STABLE
RETURN CASE WHEN names IS NOT NULL THEN ARRAY(
	SELECT (slurm_data.find_qos(n.name))[1]::integer
	FROM unnest(names) WITH ORDINALITY AS n (name, rank) ORDER BY n.rank) END;
COMMENT ON FUNCTION slurm_data.qos_ids(text[]) IS 'Numbers of QOS, or an error that lists them';

-- Each cluster's associations are a line of the log.
CREATE FUNCTION slurm_data.log_assocs(action integer, ids bigint[], info text) RETURNS void
LANGUAGE sql
BEGIN ATOMIC
	SELECT slurm_data.log_txn(action, c.name, format(CASE action WHEN 1429 THEN '(%s)' ELSE '%s' END,
		string_agg('id_assoc=' || a.assoc_id, ' || ' ORDER BY a.assoc_id)), coalesce(info, ''))
	FROM slurm_data.assoc a
	JOIN slurm_data.cluster c ON c.cluster_id = a.cluster_id
	WHERE a.assoc_id = ANY (ids)
	GROUP BY c.name
	ORDER BY c.name;
END;
COMMENT ON FUNCTION slurm_data.log_assocs(integer, bigint[], text) IS 'Writes who changed or removed which associations, cluster by cluster';

CREATE FUNCTION slurm_data.set_default_account(login text, account text, cluster text) RETURNS bigint[]
LANGUAGE plpgsql
AS $$
DECLARE
	ids bigint[] := slurm_data.find_limited('user', login, account, cluster);
BEGIN
	UPDATE slurm_data.assoc o
	SET is_default = o.assoc_id = ANY (ids), modified_at = now()
	FROM slurm_data.assoc n
	WHERE n.assoc_id = ANY (ids) AND o.cluster_id = n.cluster_id
		AND o.user_name = n.user_name AND o.user_name <> '' AND NOT o.deleted
		AND o.is_default <> (o.assoc_id = ANY (ids));
	RETURN ids;
END $$;
COMMENT ON FUNCTION slurm_data.set_default_account(text, text, text) IS 'Makes an account the default one of a user, on one cluster or on all where the user is in it';

CREATE FUNCTION slurm.change_user(name text, default_account text DEFAULT NULL,
	admin_level text DEFAULT NULL, cluster text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	level text := initcap(change_user.admin_level);
BEGIN
	PERFORM slurm_data.take_turn();
	PERFORM slurm_data.need_user(name);
	IF default_account IS NOT NULL THEN
		PERFORM slurm_data.log_assocs(1429,
			slurm_data.set_default_account(name, default_account, cluster), 'is_def=1');
	END IF;
	IF level IS NULL THEN
		RETURN;
	END IF;
	PERFORM slurm_data.need_administrator('admin_level');
	IF level NOT IN ('None', 'Operator', 'Administrator') THEN
		PERFORM slurm_data.refuse(format('"%s" is no level', change_user.admin_level), 'Levels: None, Operator, Administrator');
	END IF;
	UPDATE slurm_data.slurm_user u SET admin_level = level, modified_at = now()
	WHERE u.name = change_user.name COLLATE "C";
	PERFORM slurm_data.log_txn(1431, '', format('(name=''%s'')', name), 'admin_level='
		|| array_position('{None,Operator,Administrator}', level));
END $$;
COMMENT ON FUNCTION slurm.change_user(text, text, text, text) IS 'Changes a user: the default account (on one cluster, or on all where the user is in it) and the level None, Operator or Administrator, which Administrators alone may give';

-- An account's place: what assoc_move.sql does for sacctmgr.
CREATE FUNCTION slurm_data.move_account(id bigint, parent bigint) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
	IF EXISTS (
		WITH RECURSIVE above (assoc_id) AS (
			SELECT parent
			UNION
			SELECT a.parent_id FROM above b JOIN slurm_data.assoc a ON a.assoc_id = b.assoc_id
		)
		SELECT FROM above WHERE assoc_id = id
	) THEN
		PERFORM slurm_data.refuse((SELECT format('account "%s" can''t be moved below "%s"', m.account, p.account)
			FROM slurm_data.assoc m, slurm_data.assoc p WHERE m.assoc_id = id AND p.assoc_id = parent),
			'The new parent is the account itself or below it: move that one first.');
	END IF;
	UPDATE slurm_data.assoc a
	SET parent_id = parent, modified_at = now(),
		sibling_rank = 1 + (SELECT max(m.sibling_rank) FROM slurm_data.assoc m)
	WHERE a.assoc_id = id;
END $$;
COMMENT ON FUNCTION slurm_data.move_account(bigint, bigint) IS 'Puts an account below another one, as its first child';

CREATE FUNCTION slurm.change_account(name text, description text DEFAULT NULL,
	organization text DEFAULT NULL, parent text DEFAULT NULL, cluster text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	account_name text;
	c slurm_data.cluster;
BEGIN
	PERFORM slurm_data.take_turn();
	account_name := slurm_data.need_account(name);
	IF coalesce(description, organization) IS NOT NULL THEN
		UPDATE slurm_data.account a
		SET modified_at = now(), description = coalesce(change_account.description, a.description),
			organization = coalesce(change_account.organization, a.organization)
		WHERE a.name = account_name COLLATE "C";
		PERFORM slurm_data.log_txn(1428, '', format('(name=''%s'')', account_name), concat_ws(', ',
			'description=''' || description || '''', 'organization=''' || organization || ''''));
	END IF;
	IF parent IS NOT NULL THEN
		IF account_name = 'root' THEN
			PERFORM slurm_data.refuse('account "root" can''t be moved', 'Any other account can.');
		END IF;
		c := slurm_data.find_cluster(cluster);
		PERFORM slurm_data.move_account(slurm_data.find_account(c, account_name), slurm_data.find_account(c, parent));
	END IF;
END $$;
COMMENT ON FUNCTION slurm.change_account(text, text, text, text, text) IS 'Changes an account: description, organization, and below which account it stands on a cluster (default: the only one)';

-- Of an account as such, or of a user in it.
CREATE FUNCTION slurm.change_association(account text, user_name text DEFAULT NULL, cluster text DEFAULT NULL,
	shares bigint DEFAULT NULL, priority bigint DEFAULT NULL,
	default_qos text DEFAULT NULL, qos text[] DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ids bigint[];
	qos_list integer[] := slurm_data.qos_ids(qos);
	default_id integer := CASE WHEN default_qos <> '' THEN (slurm_data.find_qos(default_qos))[1] END;
BEGIN
	PERFORM slurm_data.take_turn();
	IF coalesce(shares, 1) NOT BETWEEN 0 AND 2147483647 OR coalesce(priority, 0) NOT BETWEEN -1 AND 4294967293 THEN
		PERFORM slurm_data.refuse('shares or priority is out of bounds',
			'shares: 0 to 2147483646, 2147483647 is "parent"; priority: 0 to 4294967293, -1 takes it away.');
	END IF;
	ids := CASE WHEN user_name IS NULL THEN slurm_data.find_limited('account', account, NULL, cluster)
		ELSE slurm_data.find_limited('user', user_name, account, cluster) END;
	UPDATE slurm_data.assoc a
	SET modified_at = now(), shares = coalesce(change_association.shares, a.shares),
		priority = CASE WHEN change_association.priority IS NULL THEN a.priority
			ELSE nullif(change_association.priority, -1) END,
		default_qos_id = CASE WHEN default_qos IS NULL THEN a.default_qos_id ELSE default_id END,
		qos = CASE WHEN qos_list IS NULL THEN a.qos ELSE nullif(qos_list, '{}') END,
		qos_delta = CASE WHEN qos_list IS NULL THEN a.qos_delta END
	WHERE a.assoc_id = ANY (ids);
	PERFORM slurm_data.log_assocs(1429, ids, concat_ws(', ', 'shares=' || shares, 'priority=' || priority,
		CASE WHEN default_qos IS NOT NULL THEN 'def_qos_id=' || coalesce(default_id, -1) END,
		'qos=' || array_to_string(qos_list, ',')));
	RETURN cardinality(ids);
END $$;
COMMENT ON FUNCTION slurm.change_association(text, text, text, bigint, bigint, text, text[]) IS 'Changes the association of an account, or of a user in it: shares (2147483647: parent), priority (-1: none), default_qos ('''': none), qos ({}: those of the account above); limits: slurm.set_limit(); returns how many were changed';

CREATE FUNCTION slurm_data.check_preemption(id integer) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
	IF EXISTS (
		WITH RECURSIVE reach (qos_id) AS (
			SELECT p.id FROM slurm_data.qos q, unnest(q.preempt) AS p (id) WHERE q.qos_id = check_preemption.id
			UNION
			SELECT p.id FROM reach r JOIN slurm_data.qos q ON q.qos_id = r.qos_id, unnest(q.preempt) AS p (id)
		)
		SELECT FROM reach r WHERE r.qos_id = check_preemption.id
	) THEN
		PERFORM slurm_data.refuse('the QOS could preempt itself, by way of others', 'slurm.qos.preempts shows which preempt which.');
	END IF;
END $$;
COMMENT ON FUNCTION slurm_data.check_preemption(integer) IS 'An error if a QOS may preempt itself';

CREATE FUNCTION slurm.change_qos(name text, description text DEFAULT NULL, priority bigint DEFAULT NULL,
	preempts text[] DEFAULT NULL, grace_time interval DEFAULT NULL,
	usage_factor double precision DEFAULT NULL, usage_threshold double precision DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	id integer := (slurm_data.find_qos(name))[1];
	preempt_ids integer[] := slurm_data.qos_ids(preempts);
BEGIN
	PERFORM slurm_data.take_turn();
	IF coalesce(priority, 0) NOT BETWEEN 0 AND 4294967293 OR coalesce(usage_factor, 0) < 0
			OR coalesce(grace_time, '0') NOT BETWEEN interval '0' AND interval '365 days' THEN
		PERFORM slurm_data.refuse('priority, usage_factor or grace_time is out of bounds',
			'priority: 0 to 4294967293; usage_factor: 0 or more; grace_time: 0 to 365 days.');
	END IF;
	UPDATE slurm_data.qos q
	SET modified_at = now(), description = coalesce(change_qos.description, q.description),
		priority = coalesce(change_qos.priority, q.priority), preempt = coalesce(preempt_ids, q.preempt),
		grace_seconds = coalesce(extract(epoch FROM grace_time)::bigint, q.grace_seconds),
		usage_factor = coalesce(change_qos.usage_factor, q.usage_factor),
		usage_threshold = CASE WHEN change_qos.usage_threshold IS NULL THEN q.usage_threshold
			ELSE nullif(change_qos.usage_threshold, -1) END
	WHERE q.qos_id = id;
	PERFORM slurm_data.check_preemption(id);
	PERFORM slurm_data.log_txn(1451, '', format('(name=''%s'')', lower(name)), concat_ws(', ',
		'description=''' || description || '''', 'priority=' || priority,
		'preempt=' || array_to_string(preempt_ids, ','), 'grace_time=' || extract(epoch FROM grace_time)::bigint,
		'usage_factor=' || usage_factor, 'usage_thres=' || usage_threshold));
END $$;
COMMENT ON FUNCTION slurm.change_qos(text, text, bigint, text[], interval, double precision, double precision) IS 'Changes a QOS; preempts {}: it preempts none, usage_threshold -1: none; limits: slurm.set_limit()';

CREATE FUNCTION slurm.add_coordinator(user_name text, account text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM slurm_data.take_turn();
	INSERT INTO slurm_data.coordinator (account, user_name)
	VALUES (slurm_data.need_account(add_coordinator.account), slurm_data.need_user(add_coordinator.user_name))
	ON CONFLICT ON CONSTRAINT coordinator_pkey DO NOTHING;
	IF NOT FOUND THEN
		RAISE NOTICE 'user "%" coordinates account "%" already', user_name, lower(account);
		RETURN;
	END IF;
	PERFORM slurm_data.log_txn(1403, '', user_name, lower(account));
END $$;
COMMENT ON FUNCTION slurm.add_coordinator(text, text) IS 'Makes a user a coordinator of an account and of those below it';
