-- Who asks, and what Slurm's rules let that person see. 0001-access.sql makes
-- policies of it.
--
-- A function here that runs with its owner's rights takes no name: it answers
-- for the person that asks, so that nobody can ask it about another.

-- What slurm.conf's PrivateData hides from plain users. slurmctld writes it
-- where it writes to the database itself, at its start and at each scontrol
-- reconfigure. A cluster without a row hides everything.
CREATE TABLE slurm_data.privacy (
	cluster_id integer PRIMARY KEY REFERENCES slurm_data.cluster,
	hidden text[] COLLATE "C" NOT NULL, -- jobs, usage, users, ...: words of PrivateData
	written_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE slurm_data.privacy IS 'What PrivateData hides, by cluster; a cluster that is not here hides everything';

-- The role that the session has taken, or logged in as: unlike current_user
-- the same in a function that runs with its owner's rights. A site whose
-- logins have other names (a prefix, say) replaces this function.
CREATE FUNCTION slurm_data.person() RETURNS text
LANGUAGE sql STABLE
RETURN (CASE current_setting('role') WHEN 'none' THEN session_user::text
	ELSE current_setting('role') END) COLLATE "C";
COMMENT ON FUNCTION slurm_data.person() IS 'Name of the Slurm user that asks: the role''s name; replace it where logins have other names';

CREATE FUNCTION slurm_data.is_administrator() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
RETURN EXISTS (
	SELECT FROM slurm_data.slurm_user u
	WHERE u.name = slurm_data.person() AND NOT u.deleted
		AND u.admin_level IN ('Operator', 'Administrator')
);
COMMENT ON FUNCTION slurm_data.is_administrator() IS 'Whether the Slurm user that asks is an Operator or Administrator';

CREATE FUNCTION slurm_data.sees_all() RETURNS boolean
LANGUAGE sql STABLE
RETURN EXISTS (
	SELECT FROM pg_roles
	WHERE rolname IN ('slurm_operator', 'slurm_reader', 'slurm_writer', 'slurm_owner')
		AND pg_has_role(current_user, oid, 'USAGE')
) OR slurm_data.is_administrator();
COMMENT ON FUNCTION slurm_data.sees_all() IS 'Whether who asks may see everybody''s rows';

CREATE FUNCTION slurm_data.public_clusters(what text) RETURNS SETOF integer
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT p.cluster_id FROM slurm_data.privacy p
	WHERE what COLLATE "C" <> ALL (p.hidden);
END;
COMMENT ON FUNCTION slurm_data.public_clusters(text) IS 'Clusters whose PrivateData does not have this word';

CREATE FUNCTION slurm_data.is_public(what text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
RETURN coalesce((
	SELECT bool_and(coalesce(what COLLATE "C" <> ALL (p.hidden), false))
	FROM slurm_data.cluster c
	LEFT JOIN slurm_data.privacy p USING (cluster_id)
	WHERE NOT c.deleted
), false);
COMMENT ON FUNCTION slurm_data.is_public(text) IS 'Whether no cluster''s PrivateData has this word: of what belongs to no cluster';

-- Coordinators of an account are so for all accounts below it (man sacctmgr).
CREATE FUNCTION slurm_data.coordinated_accounts() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH RECURSIVE below (assoc_id, account) AS (
		SELECT a.assoc_id, a.account
		FROM slurm_data.coordinator k
		JOIN slurm_data.assoc a ON a.account = k.account AND a.user_name = ''
		WHERE k.user_name = slurm_data.person()
		UNION
		SELECT a.assoc_id, a.account
		FROM below b
		JOIN slurm_data.assoc a ON a.parent_id = b.assoc_id AND a.user_name = ''
	)
	SELECT account FROM below
	UNION
	SELECT k.account FROM slurm_data.coordinator k WHERE k.user_name = slurm_data.person();
END;
COMMENT ON FUNCTION slurm_data.coordinated_accounts() IS 'Accounts of which who asks is a coordinator, with those below them';

-- What a person's jobs are charged to: own associations and, with parents,
-- the accounts above them up to root, whose limits count for the person too.
CREATE FUNCTION slurm_data.person_assocs(with_parents boolean) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH RECURSIVE chain (assoc_id, parent_id) AS (
		SELECT a.assoc_id, a.parent_id
		FROM slurm_data.assoc a
		WHERE a.user_name = slurm_data.person()
			OR a.account IN (SELECT slurm_data.coordinated_accounts())
		UNION
		SELECT a.assoc_id, a.parent_id
		FROM chain c
		JOIN slurm_data.assoc a ON a.assoc_id = c.parent_id
		WHERE with_parents
	)
	SELECT assoc_id FROM chain;
END;
COMMENT ON FUNCTION slurm_data.person_assocs(boolean) IS 'Associations of who asks and of the accounts that it coordinates; with those above them up to root';

CREATE FUNCTION slurm_data.person_accounts() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT DISTINCT a.account FROM slurm_data.assoc a
	WHERE a.assoc_id IN (SELECT slurm_data.person_assocs(true));
END;
COMMENT ON FUNCTION slurm_data.person_accounts() IS 'Accounts that who asks may see: its own, those above them, those it coordinates';

CREATE FUNCTION slurm_data.person_users() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT slurm_data.person()
	UNION
	SELECT a.user_name FROM slurm_data.assoc a
	WHERE a.account IN (SELECT slurm_data.coordinated_accounts()) AND a.user_name <> '';
END;
COMMENT ON FUNCTION slurm_data.person_users() IS 'Users that who asks may see: itself and those of the accounts that it coordinates';

-- Steps name their owner by the association alone. In direct mode a user
-- without one runs jobs too: those job records.
CREATE FUNCTION slurm_data.person_stray_jobs(OUT cluster_id integer, OUT db_index bigint) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT j.cluster_id, j.db_index FROM slurm_data.job j
	WHERE j.user_name = slurm_data.person() AND j.assoc_id IS NULL;
END;
COMMENT ON FUNCTION slurm_data.person_stray_jobs() IS 'Job records without an association of who asks';

CREATE FUNCTION slurm_data.person_scripts(OUT cluster_id integer, OUT hash text) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT DISTINCT j.cluster_id, h.hash
	FROM slurm_data.job j
	CROSS JOIN LATERAL (VALUES (j.script_hash), (j.env_hash)) h (hash)
	WHERE h.hash IS NOT NULL
		AND (j.user_name = slurm_data.person()
			OR j.account IN (SELECT slurm_data.coordinated_accounts()));
END;
COMMENT ON FUNCTION slurm_data.person_scripts() IS 'Hashes of scripts and environments of the jobs of who asks and of the accounts that it coordinates; PrivateData does not matter';

-- With the rights of who asks: the policy of job decides.
CREATE FUNCTION slurm_data.sees_job(cluster_id integer, db_index bigint, since timestamptz) RETURNS boolean
LANGUAGE sql STABLE
RETURN EXISTS (
	SELECT FROM slurm_data.job j
	WHERE j.cluster_id = sees_job.cluster_id AND j.db_index = sees_job.db_index
		AND j.end_time >= coalesce(since, '-infinity')
);
COMMENT ON FUNCTION slurm_data.sees_job(integer, bigint, timestamptz) IS 'Whether who asks may see a job record that had not ended before a time';
