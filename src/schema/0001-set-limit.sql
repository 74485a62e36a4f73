-- slurm.set_limit(): the limits of slurm_data.limit_kind on associations and
-- QOS, as "sacctmgr modify user|account|qos NAME set LIMIT=VALUE" sets them.

CREATE FUNCTION slurm_data.find_limit(scope text, name text) RETURNS slurm_data.limit_kind
LANGUAGE plpgsql STABLE
AS $$
DECLARE
	kind slurm_data.limit_kind;
BEGIN
	SELECT * INTO kind FROM slurm_data.limit_kind k
	WHERE k.scope = find_limit.scope COLLATE "C"
		AND (lower(k.name) = lower(find_limit.name) COLLATE "C"
			OR lower(find_limit.name) COLLATE "C" = ANY (lower(k.alias::text)::text[] COLLATE "C"));
	IF NOT FOUND THEN
		RAISE EXCEPTION 'there is no limit "%"', name
		USING ERRCODE = 'invalid_parameter_value',
			HINT = 'Limits: ' || (SELECT string_agg(k.name, ', ' ORDER BY k.name)
				FROM slurm_data.limit_kind k WHERE k.scope = find_limit.scope COLLATE "C");
	END IF;
	RETURN kind;
END $$;
COMMENT ON FUNCTION slurm_data.find_limit(text, text) IS 'A limit by one of its names, or an error that lists them';

-- 'cpu=6000,gres/gpu=-1' is {"cpu": 6000, "gres/gpu": null}.
CREATE FUNCTION slurm_data.parse_tres_limit(value text) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
	piece text;
	tres text;
	amount text;
	change jsonb := '{}';
BEGIN
	FOREACH piece IN ARRAY string_to_array(coalesce(nullif(value, ''), ' '), ',') LOOP
		tres := lower(btrim(split_part(piece, '=', 1)));
		amount := btrim(substr(piece, nullif(strpos(piece, '='), 0) + 1));
		IF NOT EXISTS (SELECT FROM slurm_data.tres t
				WHERE t.full_name = tres COLLATE "C" AND NOT t.deleted) THEN
			RAISE EXCEPTION 'there is no TRES "%"', tres
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'TRES: ' || (SELECT string_agg(t.full_name, ', ' ORDER BY t.tres_id)
					FROM slurm_data.tres t WHERE NOT t.deleted);
		END IF;
		IF coalesce(amount, '') !~ '^(-1|[0-9]{1,18})$' THEN
			RAISE EXCEPTION '"%" is no limit', btrim(piece)
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Write TRES=NUMBER,... (memory in MB); -1 takes a limit away.';
		END IF;
		change := change || jsonb_build_object(tres,
			CASE WHEN amount <> '-1' THEN amount::bigint END);
	END LOOP;
	RETURN change;
END $$;
COMMENT ON FUNCTION slurm_data.parse_tres_limit(text) IS 'The change that cpu=6000,gres/gpu=-1 asks for, for tres_merge(); or an error';

CREATE FUNCTION slurm_data.parse_count_limit(kind slurm_data.limit_kind, value text) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
	IF btrim(value) !~ '^(-1|[0-9]{1,10})$' THEN
		RAISE EXCEPTION '"%" is no %', value, kind.name
		USING ERRCODE = 'invalid_parameter_value',
			HINT = format('Write a number (%s); -1 takes the limit away.', kind.unit);
	END IF;
	RETURN nullif(btrim(value)::bigint, -1);
END $$;
COMMENT ON FUNCTION slurm_data.parse_count_limit(slurm_data.limit_kind, text) IS 'The number of a limit that counts no TRES, NULL for -1; or an error';

CREATE FUNCTION slurm_data.tres_merge(amounts jsonb, change jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(jsonb_strip_nulls(coalesce(amounts, '{}') || coalesce(change, '{}')), '{}');
COMMENT ON FUNCTION slurm_data.tres_merge(jsonb, jsonb) IS 'TRES limits after a change by name, {"cpu": 6000, "mem": null}: null takes a limit away; NULL if none is left';

-- Names of columns come from slurm_data.limit_kind, values are parameters.
CREATE FUNCTION slurm_data.write_limit(kind slurm_data.limit_kind, value text, ids bigint[]) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
	id_column text := kind.scope || '_id';
BEGIN
	IF kind.unit LIKE 'TRES%' THEN
		EXECUTE format('UPDATE slurm_data.%I SET %I = slurm_data.tres_merge(%2$I, $1), modified_at = now() WHERE %I = ANY ($2)',
			kind.scope, kind.column_name, id_column)
		USING slurm_data.parse_tres_limit(value), ids;
	ELSE
		EXECUTE format('UPDATE slurm_data.%I SET %I = $1, modified_at = now() WHERE %I = ANY ($2)',
			kind.scope, kind.column_name, id_column)
		USING slurm_data.parse_count_limit(kind, value), ids;
	END IF;
END $$;
COMMENT ON FUNCTION slurm_data.write_limit(slurm_data.limit_kind, text, bigint[]) IS 'Sets one limit on associations or QOS by number';

-- Whose limit: all associations of a user, or an account's own ones.
CREATE FUNCTION slurm_data.find_limited(what text, name text, account text, cluster text) RETURNS bigint[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
	ids bigint[];
BEGIN
	IF cluster IS NOT NULL THEN
		PERFORM slurm_data.find_cluster(cluster);
	END IF;
	SELECT array_agg(a.assoc_id ORDER BY a.assoc_id) INTO ids
	FROM slurm_data.assoc a
	JOIN slurm_data.cluster c ON c.cluster_id = a.cluster_id AND NOT c.deleted
	WHERE NOT a.deleted
		AND c.name = coalesce(lower(find_limited.cluster) COLLATE "C", c.name)
		AND a.account = coalesce(lower(CASE what WHEN 'user' THEN find_limited.account ELSE find_limited.name END) COLLATE "C", a.account)
		AND a.user_name = CASE what WHEN 'user' THEN find_limited.name ELSE '' END COLLATE "C";
	IF ids IS NULL THEN
		RAISE EXCEPTION '%', 'there is no ' || what || ' "' || name || '"'
			|| coalesce(' in account "' || account || '"', '')
			|| coalesce(' on cluster "' || cluster || '"', '')
		USING ERRCODE = 'invalid_parameter_value', HINT = coalesce(CASE what
			WHEN 'user' THEN 'Users: ' || (SELECT string_agg(DISTINCT a.user_name, ', ')
				FROM slurm_data.assoc a WHERE a.user_name <> '' AND NOT a.deleted)
			ELSE 'Accounts: ' || (SELECT string_agg(DISTINCT a.account, ', ')
				FROM slurm_data.assoc a WHERE NOT a.deleted) END, 'There is none yet.');
	END IF;
	RETURN ids;
END $$;
COMMENT ON FUNCTION slurm_data.find_limited(text, text, text, text) IS 'Numbers of the associations of a user or account, or an error that lists them';

CREATE FUNCTION slurm_data.find_qos(name text) RETURNS bigint[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
	id bigint := (SELECT q.qos_id FROM slurm_data.qos q
		WHERE q.name = lower(find_qos.name) COLLATE "C" AND NOT q.deleted);
BEGIN
	IF id IS NULL THEN
		RAISE EXCEPTION 'there is no QOS "%"', name
		USING ERRCODE = 'invalid_parameter_value',
			HINT = coalesce('QOS: ' || (SELECT string_agg(q.name, ', ' ORDER BY q.name)
				FROM slurm_data.qos q WHERE NOT q.deleted), 'There is none yet.');
	END IF;
	RETURN ARRAY[id];
END $$;
COMMENT ON FUNCTION slurm_data.find_qos(text) IS 'Number of a QOS, or an error that lists them';

CREATE FUNCTION slurm.set_limit(what text, name text, limit_name text, value text,
	account text DEFAULT NULL, cluster text DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	kind slurm_data.limit_kind;
	ids bigint[];
BEGIN
	what := lower(what);
	IF what IS NULL OR what NOT IN ('user', 'account', 'qos') THEN
		RAISE EXCEPTION 'limits do not stand on a "%"', what
		USING ERRCODE = 'invalid_parameter_value',
			HINT = 'The first argument is user, account or qos.';
	END IF;
	IF name IS NULL OR limit_name IS NULL OR value IS NULL THEN
		RAISE EXCEPTION 'a name, a limit and a value are needed'
		USING ERRCODE = 'invalid_parameter_value',
			HINT = 'For example: slurm.set_limit(''user'', ''alice'', ''GrpTRESRunMins'', ''cpu=6000'')';
	END IF;
	kind := slurm_data.find_limit(CASE what WHEN 'qos' THEN 'qos' ELSE 'assoc' END, limit_name);
	ids := CASE what WHEN 'qos' THEN slurm_data.find_qos(name)
		ELSE slurm_data.find_limited(what, name, account, cluster) END;
	PERFORM slurm_data.write_limit(kind, value, ids);
	PERFORM slurm_data.log_txn(CASE what WHEN 'qos' THEN 1451 ELSE 1429 END,
		cluster, array_to_string(ids, ','), format('%s=%s', kind.name, value));
	RETURN cardinality(ids);
END $$;
COMMENT ON FUNCTION slurm.set_limit(text, text, text, text, text, text) IS 'Sets a limit on a user''s associations, an account or a QOS: slurm.set_limit(''user'', ''alice'', ''GrpTRESRunMins'', ''cpu=6000''); -1 takes it away; returns how many associations or QOS were changed';
