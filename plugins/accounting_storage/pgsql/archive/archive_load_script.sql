-- Where the rows of a file come first: the columns that it may have.
CREATE TEMP TABLE load_event (LIKE slurm_data.event INCLUDING DEFAULTS, record text, cluster text);
CREATE TEMP TABLE load_suspension (LIKE slurm_data.suspension INCLUDING DEFAULTS, record text, cluster text);
CREATE TEMP TABLE load_step (LIKE slurm_data.step INCLUDING DEFAULTS, record text, cluster text);
CREATE TEMP TABLE load_job (LIKE slurm_data.job INCLUDING DEFAULTS, record text, cluster text);
CREATE TEMP TABLE load_reservation (LIKE slurm_data.reservation INCLUDING DEFAULTS, record text, cluster text);
CREATE TEMP TABLE load_txn (LIKE slurm_data.txn INCLUDING DEFAULTS, record text);
CREATE TEMP TABLE load_assoc_usage (LIKE slurm_data.assoc_usage INCLUDING DEFAULTS, record text, cluster text,
	tres text, account text, user_name text, partition text);
CREATE TEMP TABLE load_wckey_usage (LIKE slurm_data.wckey_usage INCLUDING DEFAULTS, record text, cluster text,
	tres text, wckey text, user_name text);
CREATE TEMP TABLE load_cluster_usage (LIKE slurm_data.cluster_usage INCLUDING DEFAULTS, record text, cluster text,
	tres text);
CREATE TEMP TABLE load_job_script (LIKE slurm_data.job_script INCLUDING DEFAULTS, record text, cluster text);
CREATE TEMP TABLE load_job_env (LIKE slurm_data.job_env INCLUDING DEFAULTS, record text, cluster text);
