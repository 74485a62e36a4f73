-- What has changed since a time, for whoever copies jobs elsewhere or draws
-- them as they come. It runs with the rights of who asks: a person gets its
-- own changes, as in slurm.jobs.
--
-- modified_at is the time at which a transaction began, so a record can
-- become visible some seconds after it: a consumer asks again from a minute
-- before its last question, and takes a record by (cluster, db_index).

CREATE FUNCTION slurm.jobs_changed(since timestamptz, most integer DEFAULT NULL) RETURNS SETOF slurm.jobs
LANGUAGE sql STABLE
AS $$ -- as text, so that * is what the view has when it is asked
	SELECT j.*
	FROM slurm.jobs j
	WHERE j.modified_at >= since
	ORDER BY j.modified_at, j.cluster, j.db_index
	LIMIT most
$$;
COMMENT ON FUNCTION slurm.jobs_changed(timestamptz, integer) IS 'Job records that were added or changed since a time, in that order, at most so many (default: all); ask again from a minute before the last modified_at, and tell records apart by cluster and db_index';
