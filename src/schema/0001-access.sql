-- Who sees what. The roles themselves are made by roles.sql, which an
-- administrator may run before or after this step; without them the one role
-- that owns everything works alone.
--
--   slurm_owner     owns schemas, tables and functions; applies steps
--   slurm_writer    slurmdbd, slurmctld: reads and writes all tables
--   slurm_reader    dashboards: all rows of all views
--   slurm_operator  as a reader, and calls slurm.add_account() and the like
--   slurm_person    a login named as the Slurm user: own rows, and those of
--                   the accounts of which that user is a coordinator
--   slurm_views     nobody's login: owns the views and nothing else
--
-- The views' owner and the persons are subject to the policies below;
-- partitions are granted to nobody, because a policy does not cover one that
-- is named directly. Nothing is granted to PUBLIC.

-- The Slurm user that asks. A site whose logins have other names (a prefix,
-- say) replaces this function.
CREATE FUNCTION slurm_data.person() RETURNS text
LANGUAGE sql STABLE
RETURN current_user::text COLLATE "C";
COMMENT ON FUNCTION slurm_data.person() IS 'Name of the Slurm user that asks: the role''s name; replace it where logins have other names';

CREATE FUNCTION slurm_data.sees_all() RETURNS boolean
LANGUAGE sql STABLE
RETURN EXISTS (
	SELECT FROM pg_roles
	WHERE rolname IN ('slurm_operator', 'slurm_reader', 'slurm_writer', 'slurm_owner')
		AND pg_has_role(current_user, oid, 'USAGE')
);
COMMENT ON FUNCTION slurm_data.sees_all() IS 'Whether who asks may see everybody''s rows';

-- Coordinators of an account are so for all accounts below it (man sacctmgr).
CREATE FUNCTION slurm_data.coordinated_accounts(person text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH RECURSIVE below (assoc_id, account) AS (
		SELECT a.assoc_id, a.account
		FROM slurm_data.coordinator k
		JOIN slurm_data.assoc a ON a.account = k.account AND a.user_name = ''
		WHERE k.user_name = person COLLATE "C"
		UNION
		SELECT a.assoc_id, a.account
		FROM below b
		JOIN slurm_data.assoc a ON a.parent_id = b.assoc_id AND a.user_name = ''
	)
	SELECT account FROM below
	UNION
	SELECT k.account FROM slurm_data.coordinator k WHERE k.user_name = person COLLATE "C";
END;
COMMENT ON FUNCTION slurm_data.coordinated_accounts(text) IS 'Accounts of which a user is a coordinator, with those below them';

-- What a person's jobs are charged to: own associations and, with parents,
-- the accounts above them up to root, whose limits count for the person too.
CREATE FUNCTION slurm_data.person_assocs(person text, with_parents boolean) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH RECURSIVE chain (assoc_id, parent_id) AS (
		SELECT a.assoc_id, a.parent_id
		FROM slurm_data.assoc a
		WHERE a.user_name = person COLLATE "C"
			OR a.account IN (SELECT slurm_data.coordinated_accounts(person))
		UNION
		SELECT a.assoc_id, a.parent_id
		FROM chain c
		JOIN slurm_data.assoc a ON a.assoc_id = c.parent_id
		WHERE with_parents
	)
	SELECT assoc_id FROM chain;
END;
COMMENT ON FUNCTION slurm_data.person_assocs(text, boolean) IS 'Associations of a user and of the accounts that it coordinates; with those above them up to root';

CREATE FUNCTION slurm_data.person_accounts(person text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT DISTINCT a.account FROM slurm_data.assoc a
	WHERE a.assoc_id IN (SELECT slurm_data.person_assocs(person, true));
END;
COMMENT ON FUNCTION slurm_data.person_accounts(text) IS 'Accounts that a user may see: its own, those above them, those it coordinates';

CREATE FUNCTION slurm_data.person_users(person text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT person
	UNION
	SELECT a.user_name FROM slurm_data.assoc a
	WHERE a.account IN (SELECT slurm_data.coordinated_accounts(person)) AND a.user_name <> '';
END;
COMMENT ON FUNCTION slurm_data.person_users(text) IS 'Users that a user may see: itself and those of the accounts that it coordinates';

-- The policies, as table and condition. Sub-selects that do not depend on
-- the row are computed once a query.
CREATE FUNCTION slurm_data.policy(OUT relation text, OUT condition text) RETURNS SETOF record
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
	VALUES
	('job', 'user_name = (SELECT slurm_data.person() COLLATE "C")
		OR account IN (SELECT slurm_data.coordinated_accounts(slurm_data.person()) COLLATE "C")'),
	('step', 'assoc_id IN (SELECT slurm_data.person_assocs(slurm_data.person(), false))'),
	('assoc', 'assoc_id IN (SELECT slurm_data.person_assocs(slurm_data.person(), true))'),
	('account', 'name IN (SELECT slurm_data.person_accounts(slurm_data.person()) COLLATE "C")'),
	('slurm_user', 'name IN (SELECT slurm_data.person_users(slurm_data.person()) COLLATE "C")'),
	('coordinator', 'user_name = (SELECT slurm_data.person() COLLATE "C")
		OR account IN (SELECT slurm_data.coordinated_accounts(slurm_data.person()) COLLATE "C")'),
	('wckey', 'user_name IN (SELECT slurm_data.person_users(slurm_data.person()) COLLATE "C")'),
	('assoc_usage', 'assoc_id IN (SELECT slurm_data.person_assocs(slurm_data.person(), false))'),
	('wckey_usage', 'wckey_id IN (SELECT w.wckey_id FROM slurm_data.wckey w)'),
	('cluster_usage', 'false'),
	('txn', 'false'),
	('dead_letter', 'false'),
	('suspension', 'false');
END;
COMMENT ON FUNCTION slurm_data.policy() IS 'What a person may see of each table that not everybody may see whole';

CREATE FUNCTION slurm_data.set_policies() RETURNS void
LANGUAGE plpgsql
SET client_min_messages = warning
AS $$
DECLARE
	p record;
BEGIN
	FOR p IN SELECT * FROM slurm_data.policy() LOOP
		EXECUTE format('ALTER TABLE slurm_data.%I ENABLE ROW LEVEL SECURITY', p.relation);
		EXECUTE format('DROP POLICY IF EXISTS everything ON slurm_data.%I', p.relation);
		EXECUTE format('DROP POLICY IF EXISTS person ON slurm_data.%I', p.relation);
		EXECUTE format('CREATE POLICY everything ON slurm_data.%I TO slurm_writer, slurm_operator USING (true)', p.relation);
		EXECUTE format('CREATE POLICY person ON slurm_data.%I FOR SELECT TO slurm_views, slurm_person USING ((SELECT slurm_data.sees_all()) OR %s)',
			p.relation, p.condition);
	END LOOP;
END $$;
COMMENT ON FUNCTION slurm_data.set_policies() IS 'Makes the row policies anew';

CREATE FUNCTION slurm_data.set_grants() RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
	tables text := (SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_class c
		WHERE c.relnamespace = 'slurm_data'::regnamespace
			AND c.relkind IN ('r', 'p') AND NOT c.relispartition);
BEGIN
	GRANT USAGE ON SCHEMA slurm, slurm_data TO slurm_views, slurm_writer, slurm_reader, slurm_operator, slurm_person;
	EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO slurm_writer', tables);
	EXECUTE format('GRANT SELECT ON %s TO slurm_views, slurm_operator', tables);
	GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA slurm_data TO slurm_writer;
	GRANT SELECT ON ALL TABLES IN SCHEMA slurm TO slurm_writer, slurm_reader, slurm_operator;
	GRANT SELECT ON slurm_data.schema_step TO slurm_reader; -- slurm.version()
	-- sacct itself asks in direct mode
	GRANT SELECT ON slurm_data.schema_step, slurm_data.cluster, slurm_data.tres, slurm_data.qos,
		slurm_data.month, slurm_data.reservation, slurm_data.job, slurm_data.step,
		slurm_data.assoc, slurm_data.account, slurm_data.slurm_user, slurm_data.coordinator,
		slurm_data.wckey TO slurm_person;
	GRANT SELECT ON slurm.jobs, slurm.steps, slurm.associations, slurm.limits, slurm.clusters,
		slurm.users, slurm.accounts, slurm.usage, slurm.monthly_usage, slurm.wckey_usage
		TO slurm_person;
	REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA slurm, slurm_data FROM PUBLIC;
	GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA slurm, slurm_data TO slurm_writer;
	GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA slurm TO slurm_operator;
	-- what views, policies and sacct's questions call
	GRANT EXECUTE ON FUNCTION slurm.version(), slurm_data.person(), slurm_data.sees_all(),
		slurm_data.coordinated_accounts(text), slurm_data.person_assocs(text, boolean),
		slurm_data.person_accounts(text), slurm_data.person_users(text),
		slurm_data.month_of(timestamptz), slurm_data.tres_from_slurm(text),
		slurm_data.tres_to_slurm(jsonb), slurm_data.month_tables(),
		slurm_data.rolled_before(integer)
	TO slurm_views, slurm_reader, slurm_operator, slurm_person;
END $$;
COMMENT ON FUNCTION slurm_data.set_grants() IS 'Grants what each role may do';

-- Called after every step, and by roles.sql.
CREATE FUNCTION slurm_data.grant_to_roles() RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
	v record;
BEGIN
	IF NOT EXISTS (SELECT FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
			WHERE n.nspname = 'slurm_data' AND r.rolname = 'slurm_owner') THEN
		RETURN false; -- roles.sql has not been run for this database
	END IF;
	GRANT USAGE, CREATE ON SCHEMA slurm TO slurm_views;
	FOR v IN SELECT c.oid::regclass AS name FROM pg_class c
			WHERE c.relnamespace = 'slurm'::regnamespace AND c.relkind = 'v'
			AND c.relowner <> 'slurm_views'::regrole LOOP
		EXECUTE format('ALTER VIEW %s OWNER TO slurm_views', v.name);
	END LOOP;
	PERFORM slurm_data.set_policies(), slurm_data.set_grants();
	RETURN true;
END $$;
COMMENT ON FUNCTION slurm_data.grant_to_roles() IS 'Gives views, policies and grants to the roles that roles.sql makes; false where there are none';

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA slurm, slurm_data FROM PUBLIC;
