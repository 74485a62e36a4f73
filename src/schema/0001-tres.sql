-- TRES lists: Slurm writes '1=6000,1001=4', the tables {"cpu": 6000,
-- "gres/gpu": 4}. Slurm's words for "no limit" (-1, 2^64-1) and "not known"
-- (2^64-2) never reach a table.

CREATE FUNCTION slurm_data.tres_entries(list text)
RETURNS TABLE (tres text, amount numeric)
LANGUAGE sql STABLE STRICT AS $$
	SELECT DISTINCT ON (t.tres_id) t.full_name,
		CASE WHEN e.amount IN ('-1', '18446744073709551615', '18446744073709551614')
			THEN NULL ELSE e.amount::numeric END
	FROM (
		SELECT split_part(entry, '=', 1)::integer AS tres_id,
			split_part(entry, '=', 2) AS amount, n
		FROM string_to_table(list, ',') WITH ORDINALITY AS s (entry, n)
		WHERE entry ~ '^[0-9]{1,9}=-?[0-9]{1,20}$'
	) e
	JOIN slurm_data.tres t USING (tres_id)
	ORDER BY t.tres_id, e.n
$$;
COMMENT ON FUNCTION slurm_data.tres_entries(text) IS 'Entries of Slurm''s list of TRES by name, the first of each; amount is NULL for unlimited and unknown';

CREATE FUNCTION slurm_data.tres_from_slurm(list text) RETURNS jsonb
LANGUAGE sql STABLE STRICT AS $$
	SELECT jsonb_object_agg(tres, amount) FROM slurm_data.tres_entries(list) WHERE amount IS NOT NULL
$$;
COMMENT ON FUNCTION slurm_data.tres_from_slurm(text) IS 'TRES by name of Slurm''s list by id; NULL if none';

CREATE FUNCTION slurm_data.tres_to_slurm(amounts jsonb) RETURNS text
LANGUAGE sql STABLE STRICT AS $$
	SELECT string_agg(t.tres_id || '=' || a.value, ','
		ORDER BY least(t.tres_id, 1000), t.type, t.name)
	FROM jsonb_each_text(amounts) a JOIN slurm_data.tres t ON t.full_name = a.key
$$;
COMMENT ON FUNCTION slurm_data.tres_to_slurm(jsonb) IS 'Slurm''s list by id of TRES by name, in Slurm''s order; NULL if none';

CREATE FUNCTION slurm_data.tres_change(amounts jsonb, change text) RETURNS jsonb
LANGUAGE sql STABLE AS $$
	SELECT nullif(coalesce(amounts, '{}') - coalesce(c.removed, '{}') || coalesce(c.given, '{}'), '{}')
	FROM (
		SELECT jsonb_object_agg(tres, amount) FILTER (WHERE amount IS NOT NULL) AS given,
			array_agg(tres) FILTER (WHERE amount IS NULL) AS removed
		FROM slurm_data.tres_entries(change)
	) c
$$;
COMMENT ON FUNCTION slurm_data.tres_change(jsonb, text) IS 'Limits after a change: entries of Slurm''s list replace those there, -1 removes one; NULL if none is left';

CREATE FUNCTION slurm_data.tres_amounts(cpus bigint, mem_mb bigint, nodes bigint, billing bigint, other jsonb)
RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
	SELECT jsonb_strip_nulls(jsonb_build_object('cpu', cpus, 'mem', mem_mb, 'node', nodes, 'billing', billing))
		|| coalesce(other, '{}')
$$;
COMMENT ON FUNCTION slurm_data.tres_amounts(bigint, bigint, bigint, bigint, jsonb) IS 'The columns that hold TRES as one object by name';
