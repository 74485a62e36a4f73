-- Who sees what. The roles themselves are made by roles.sql, which an
-- administrator may run before or after this step; without them the one role
-- that owns everything works alone.
--
--   slurm_owner     owns schemas, tables and functions; applies steps
--   slurm_writer    slurmdbd, slurmctld: reads and writes all tables
--   slurm_reader    dashboards: all rows of all views
--   slurm_operator  as a reader, and calls slurm.add_account() and the like
--   slurm_person    a login named as the Slurm user: what Slurm shows that
--                   user (0001-people.sql): own rows, those of the accounts
--                   that it coordinates, what PrivateData does not hide, and
--                   all to an Operator or Administrator
--   slurm_views     nobody's login: owns the views and nothing else
--
-- The views' owner and the persons are subject to the policies below;
-- partitions are granted to nobody, because a policy does not cover one that
-- is named directly. Nothing is granted to PUBLIC.

-- The policies: a table, the word of PrivateData that hides it (NULL: it is
-- hidden whatever that says), and which rows a person sees all the same.
-- Sub-selects that do not depend on the row are computed once a query.
CREATE FUNCTION slurm_data.policy(OUT relation text, OUT word text, OUT condition text) RETURNS SETOF record
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
	VALUES
	('job', 'jobs', 'user_name = (SELECT slurm_data.person() COLLATE "C")
		OR account IN (SELECT slurm_data.coordinated_accounts() COLLATE "C")'),
	('step', 'jobs', 'assoc_id IN (SELECT slurm_data.person_assocs(false))
		OR assoc_id IS NULL AND (cluster_id, db_index) IN
			(SELECT s.cluster_id, s.db_index FROM slurm_data.person_stray_jobs() s)'),
	('suspension', 'jobs', 'slurm_data.sees_job(cluster_id, db_index, suspended_at)'),
	('job_script', NULL, '(cluster_id, hash) IN (SELECT s.cluster_id, s.hash COLLATE "C" FROM slurm_data.person_scripts() s)'),
	('job_env', NULL, '(cluster_id, hash) IN (SELECT s.cluster_id, s.hash COLLATE "C" FROM slurm_data.person_scripts() s)'),
	('assoc', 'users', 'assoc_id IN (SELECT slurm_data.person_assocs(true))'),
	('account', 'accounts', 'name IN (SELECT slurm_data.person_accounts() COLLATE "C")'),
	('slurm_user', 'users', 'name IN (SELECT slurm_data.person_users() COLLATE "C")'),
	('coordinator', 'accounts', 'user_name = (SELECT slurm_data.person() COLLATE "C")
		OR account IN (SELECT slurm_data.coordinated_accounts() COLLATE "C")'),
	('wckey', 'users', 'user_name IN (SELECT slurm_data.person_users() COLLATE "C")'),
	('assoc_usage', 'usage', 'assoc_id IN (SELECT slurm_data.person_assocs(false))'),
	('wckey_usage', 'usage', 'wckey_id IN (SELECT w.wckey_id FROM slurm_data.wckey w
		WHERE w.user_name IN (SELECT slurm_data.person_users() COLLATE "C"))'),
	('cluster_usage', 'usage', 'false'),
	('event', 'events', 'false'),
	('reservation', 'reservations', 'ARRAY(SELECT a::text COLLATE "C" FROM slurm_data.person_assocs(true) a)
		&& string_to_array(btrim(assocs, '',''), '','')'),
	('txn', NULL, 'false'),
	('dead_letter', NULL, 'false');
END;
COMMENT ON FUNCTION slurm_data.policy() IS 'What a person may see of each table that not everybody may see whole';

-- What has no cluster is public where no cluster hides it.
CREATE FUNCTION slurm_data.policy_condition(relation text, word text, condition text) RETURNS text
LANGUAGE sql STABLE
RETURN concat_ws(' OR ', '(SELECT slurm_data.sees_all())',
	CASE WHEN word IS NULL THEN NULL
		WHEN EXISTS (SELECT FROM pg_attribute a
			WHERE a.attrelid = ('slurm_data.' || quote_ident(relation))::regclass
				AND a.attname = 'cluster_id')
		THEN format('cluster_id IN (SELECT slurm_data.public_clusters(%L))', word)
		ELSE format('(SELECT slurm_data.is_public(%L))', word) END,
	condition);
COMMENT ON FUNCTION slurm_data.policy_condition(text, text, text) IS 'The condition of a table''s policy for persons';

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
		EXECUTE format('CREATE POLICY person ON slurm_data.%I FOR SELECT TO slurm_views, slurm_person USING (%s)',
			p.relation, slurm_data.policy_condition(p.relation, p.word, p.condition));
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
		slurm_data.suspension, slurm_data.job_script, slurm_data.job_env,
		slurm_data.assoc, slurm_data.account, slurm_data.slurm_user, slurm_data.coordinator,
		slurm_data.wckey TO slurm_person;
	GRANT SELECT ON slurm.jobs, slurm.steps, slurm.associations, slurm.limits, slurm.clusters,
		slurm.users, slurm.accounts, slurm.usage, slurm.usage_hourly, slurm.usage_daily,
		slurm.usage_monthly, slurm.cluster_usage_hourly, slurm.cluster_usage_daily,
		slurm.cluster_usage_monthly, slurm.budgets, slurm.wckey_usage,
		slurm.cluster_usage, slurm.job_latest, slurm.job_tres, slurm.job_nodes,
		slurm.job_efficiency, slurm.waits, slurm.failures, slurm.account_tree, slurm.qos,
		slurm.nodes_down, slurm.reservations TO slurm_person;
	REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA slurm, slurm_data FROM PUBLIC;
	GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA slurm, slurm_data TO slurm_writer;
	GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA slurm TO slurm_operator;
	-- what views, policies and sacct's questions call
	GRANT EXECUTE ON FUNCTION slurm.version(), slurm.expand_nodes(text), slurm_data.person(), slurm_data.sees_all(),
		slurm_data.is_administrator(), slurm_data.public_clusters(text), slurm_data.is_public(text),
		slurm_data.coordinated_accounts(), slurm_data.person_assocs(boolean),
		slurm_data.person_accounts(), slurm_data.person_users(), slurm_data.person_stray_jobs(),
		slurm_data.person_scripts(), slurm_data.sees_job(integer, bigint, timestamptz),
		slurm_data.month_of(timestamptz), slurm_data.tres_from_slurm(text),
		slurm_data.tres_to_slurm(jsonb), slurm_data.month_tables(),
		slurm_data.rolled_before(integer), slurm_data.asker_sees_all(),
		slurm_data.budget_use(), slurm_data.budget_used(),
		slurm.jobs_changed(timestamptz, integer)
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
