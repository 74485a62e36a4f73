-- people.sql: a login for each user that accounting knows, so that sacct in
-- direct mode and psql show each what Slurm lets that user see. Run by an
-- administrator of PostgreSQL, once, and again when users have come:
--
--   psql -d slurm_acct_db -v login=slurm -f people.sql
--
-- login is as in roles.sql, which is run first; -v names='bob carol' makes
-- logins for these instead, whether accounting knows them or not.
--
-- The roles have no password. How each proves who it is stands in pg_hba.conf:
--
--   local    slurm_acct_db  all             peer           on the same host
--   hostssl  slurm_acct_db  +slurm_person   10.0.0.0/8     cert
--   hostgssenc slurm_acct_db +slurm_person  10.0.0.0/8     gss include_realm=0
--   hostssl  slurm_acct_db  +slurm_person   10.0.0.0/8     scram-sha-256
--
-- cert wants a certificate whose common name is the user's; gss a Kerberos
-- ticket; scram-sha-256 a password, set with \password alice in psql.
--
-- A role that is there already is left as it is, and named where it is not in
-- slurm_person: it may belong to somebody else.

\set ON_ERROR_STOP on
\ir roles.sql
\if :{?names}
\else
\set names ''
\endif
BEGIN;
SELECT set_config('slurm.names', :'names', true) AS names \gset slurm_
DO $$
DECLARE
	names text[] := regexp_split_to_array(btrim(current_setting('slurm.names')), '[ ,]+');
	name text;
	made integer := 0;
BEGIN
	IF names = '{""}' THEN
		IF to_regclass('slurm_data.slurm_user') IS NULL THEN
			RAISE EXCEPTION 'the database has no schema of Slurm''s accounting yet'
			USING HINT = 'Start slurmctld (or slurmdbd) first, which makes it; or name people with -v names=...';
		END IF;
		-- not with an administrator's rights what others can replace
		SET LOCAL ROLE slurm_owner;
		names := ARRAY(SELECT u.name FROM slurm_data.slurm_user u WHERE NOT u.deleted ORDER BY 1);
		RESET ROLE;
	END IF;
	FOREACH name IN ARRAY names LOOP
		IF name ~ '^pg_' OR name IN ('none', 'public', '') THEN
			RAISE NOTICE 'no login for "%": PostgreSQL keeps that name for itself', name;
		ELSIF to_regrole(quote_ident(name)) IS NULL THEN
			EXECUTE format('CREATE ROLE %I LOGIN IN ROLE slurm_person', name);
			EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', name, '5min');
			made := made + 1;
		ELSIF NOT pg_has_role(name, 'slurm_person', 'MEMBER') THEN
			RAISE NOTICE 'there is a role "%" already; if it is that user''s: GRANT slurm_person TO %', name, quote_ident(name);
		END IF;
	END LOOP;
	RAISE NOTICE '% logins made', made;
END $$;
COMMIT;
