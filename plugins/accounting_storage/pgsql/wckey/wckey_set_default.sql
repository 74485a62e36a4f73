-- $1 ids: become their users' default
UPDATE slurm_data.wckey SET is_default = true, modified_at = now()
WHERE wckey_id = ANY ($1::bigint[]) AND NOT deleted
