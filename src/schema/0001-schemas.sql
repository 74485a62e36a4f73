-- Step 1 begins: everything that cannot be changed cheaply later. The two
-- schemas, and the list of steps that have been applied.
--
-- Rules for all tables: times are timestamptz, never epoch 0; NULL is "not
-- known", and 'infinity' stands only in the open partitions. Text is COLLATE
-- "C". Slurm's sentinels (NO_VAL, INFINITE) never reach a table.

DO $$
BEGIN
	IF current_setting('server_encoding') <> 'UTF8' THEN
		RAISE EXCEPTION 'database "%" has the encoding %, but Slurm''s accounting needs UTF8',
			current_database(), current_setting('server_encoding')
		USING ERRCODE = 'feature_not_supported',
			HINT = 'Make another one: createdb --encoding=UTF8 --template=template0 NAME';
	END IF;
END $$;

CREATE SCHEMA slurm_data;
CREATE SCHEMA slurm;
COMMENT ON SCHEMA slurm_data IS 'Tables of the accounting storage: private, may change with any release; query schema slurm instead';
COMMENT ON SCHEMA slurm IS 'Views and functions for people and tools: additive between releases';

CREATE TABLE slurm_data.schema_step (
	step integer PRIMARY KEY,
	sha256 text COLLATE "C" NOT NULL, -- of the step's text, hexadecimal
	applied_at timestamptz NOT NULL DEFAULT now(),
	applied_by text COLLATE "C" NOT NULL DEFAULT session_user
);
COMMENT ON TABLE slurm_data.schema_step IS 'Steps of the schema that have been applied; an edited or unknown one is refused at start';

-- What the database expects of a plugin, for people: the last step.
CREATE FUNCTION slurm.version() RETURNS integer
LANGUAGE sql STABLE
RETURN (SELECT max(step) FROM slurm_data.schema_step);
COMMENT ON FUNCTION slurm.version() IS 'Number of the last schema step that has been applied';
