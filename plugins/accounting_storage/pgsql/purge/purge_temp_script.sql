-- What a batch takes away, until the transaction ends: for the archive, and
-- for what goes with it.
CREATE TEMP TABLE IF NOT EXISTS gone_event (LIKE slurm_data.event) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS gone_suspension (LIKE slurm_data.suspension) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS gone_step (LIKE slurm_data.step) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS gone_job (LIKE slurm_data.job) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS gone_reservation (LIKE slurm_data.reservation) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS gone_txn (LIKE slurm_data.txn) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS gone_assoc_usage (LIKE slurm_data.assoc_usage) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS gone_wckey_usage (LIKE slurm_data.wckey_usage) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS gone_cluster_usage (LIKE slurm_data.cluster_usage) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS gone_job_script (LIKE slurm_data.job_script) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS gone_job_env (LIKE slurm_data.job_env) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS archived_cluster (cluster_id integer) ON COMMIT DELETE ROWS;
SET lock_timeout = '10s';
