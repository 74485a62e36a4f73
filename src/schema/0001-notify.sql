-- Wake who keeps a cache of the associations (slurmctld in direct mode): one
-- notification on channel slurm_assoc for each transaction that changes what
-- the cache holds. PostgreSQL folds equal ones of a transaction into one.

CREATE FUNCTION slurm_data.notify_assoc() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM pg_notify('slurm_assoc', '');
	RETURN NULL;
END $$;
COMMENT ON FUNCTION slurm_data.notify_assoc() IS 'Trigger: notify slurm_assoc';

CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE ON slurm_data.account
	FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.notify_assoc();
CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE ON slurm_data.coordinator
	FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.notify_assoc();
CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE ON slurm_data.qos
	FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.notify_assoc();
CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE ON slurm_data.slurm_user
	FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.notify_assoc();
CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE ON slurm_data.tres
	FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.notify_assoc();
CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE ON slurm_data.wckey
	FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.notify_assoc();
CREATE TRIGGER notify AFTER INSERT OR DELETE ON slurm_data.assoc
	FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.notify_assoc();
-- The writers' "has had a job" is no change to anybody's cache.
CREATE TRIGGER notify_change AFTER UPDATE ON slurm_data.assoc
	FOR EACH ROW WHEN (OLD.had_jobs = NEW.had_jobs)
	EXECUTE FUNCTION slurm_data.notify_assoc();
