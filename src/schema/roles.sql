-- roles.sql: split the accounting storage's rights among roles. Run once by an
-- administrator of PostgreSQL, before the first start or at any time after:
--
--   psql -d slurm_acct_db -v login=slurm -f roles.sql
--
-- login (may be left out) is the StorageUser of slurmdbd or slurmctld: it is
-- made a member of slurm_writer and of slurm_owner. A site that wants its
-- daemon unable to change the schema takes slurm_owner from it again, and
-- gives it back for the first start after an upgrade.
--
-- People: people.sql, which runs this file too. Dashboards: CREATE ROLE board
-- LOGIN IN ROLE slurm_reader; administrators: IN ROLE slurm_operator. What each
-- may do is in 0001-access.sql. Nobody else may connect.

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

DO $$
DECLARE
	name text;
BEGIN
	EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
	REVOKE CREATE ON SCHEMA public FROM PUBLIC; -- PostgreSQL 14
	FOREACH name IN ARRAY ARRAY['slurm_owner', 'slurm_views', 'slurm_writer',
			'slurm_reader', 'slurm_operator', 'slurm_person'] LOOP
		IF to_regrole(name) IS NULL THEN
			EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', name);
		END IF;
		EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), name);
	END LOOP;
	EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO slurm_owner', current_database());
	EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO slurm_writer, slurm_reader, slurm_operator', current_database());
END $$;
-- so that a later step, applied as slurm_owner, may replace a view
GRANT slurm_views TO slurm_owner;

\if :{?login}
GRANT slurm_writer, slurm_owner TO :"login";
\endif

-- What a single owner has made so far goes to slurm_owner.
DO $$
DECLARE
	thing record;
BEGIN
	FOR thing IN
		SELECT format('SCHEMA %I', n.nspname) AS name
		FROM pg_namespace n WHERE n.nspname IN ('slurm', 'slurm_data')
		UNION ALL
		SELECT format('TABLE %s', c.oid::regclass)
		FROM pg_class c
		WHERE c.relnamespace = to_regnamespace('slurm_data') AND c.relkind IN ('r', 'p')
		UNION ALL
		SELECT format('VIEW %s', c.oid::regclass)
		FROM pg_class c
		WHERE c.relnamespace = to_regnamespace('slurm') AND c.relkind = 'v'
		UNION ALL
		SELECT format('FUNCTION %s', p.oid::regprocedure)
		FROM pg_proc p
		WHERE p.pronamespace IN (to_regnamespace('slurm_data'), to_regnamespace('slurm'))
	LOOP
		EXECUTE format('ALTER %s OWNER TO slurm_owner', thing.name);
	END LOOP;
	IF to_regproc('slurm_data.grant_to_roles') IS NOT NULL THEN
		SET LOCAL ROLE slurm_owner;
		PERFORM slurm_data.grant_to_roles();
	END IF;
END $$;

COMMIT;
