-- What slurmdbd -R asks for: the hierarchy made whole again, after hands that
-- changed the tables themselves. There are no stored numbers to be computed
-- anew (slurm_data.assoc_number has them when they are read), but parents can
-- be wrong: none, one on another cluster, one that was removed, or a circle,
-- which no walk through the tree would come out of.

-- Accounts that are not below their cluster's root, by steps from a living
-- account to a living one of the same cluster.
CREATE FUNCTION slurm_data.stray_accounts(clusters integer[]) RETURNS TABLE (assoc_id bigint, cluster_id integer, parent_id bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH RECURSIVE below (assoc_id, cluster_id, deleted) AS (
		SELECT a.assoc_id, a.cluster_id, a.deleted
		FROM slurm_data.assoc a
		WHERE a.cluster_id = ANY (clusters) AND a.account = 'root' AND a.user_name = '' AND a.parent_id IS NULL
		UNION
		SELECT a.assoc_id, a.cluster_id, a.deleted
		FROM below b
		JOIN slurm_data.assoc a ON a.parent_id = b.assoc_id AND a.cluster_id = b.cluster_id
			AND a.user_name = '' AND (a.deleted OR NOT b.deleted)
	)
	SELECT a.assoc_id, a.cluster_id, a.parent_id
	FROM slurm_data.assoc a
	WHERE a.cluster_id = ANY (clusters) AND a.user_name = ''
		AND NOT EXISTS (SELECT FROM below b WHERE b.assoc_id = a.assoc_id);
END;
COMMENT ON FUNCTION slurm_data.stray_accounts(integer[]) IS 'Associations of accounts that are not below the root of their cluster';

-- The top of what is astray goes below root, with all that is below it; of a
-- circle, the oldest. Returns what was changed.
CREATE FUNCTION slurm_data.repair_hierarchy(clusters integer[]) RETURNS TABLE (cluster text, account text, user_name text, parent text)
LANGUAGE plpgsql
AS $$
#variable_conflict use_column
DECLARE
	moved bigint[];
BEGIN
	UPDATE slurm_data.assoc SET parent_id = NULL, modified_at = now()
	WHERE cluster_id = ANY (clusters) AND account = 'root' AND user_name = '' AND parent_id IS NOT NULL;
	LOOP
		SELECT coalesce(array_agg(s.assoc_id), '{}') INTO moved
		FROM slurm_data.stray_accounts(clusters) s
		WHERE NOT EXISTS (SELECT FROM slurm_data.stray_accounts(clusters) p
			WHERE p.assoc_id = s.parent_id AND p.cluster_id = s.cluster_id);
		IF moved = '{}' THEN
			SELECT coalesce(array_agg(s.assoc_id), '{}') INTO moved
			FROM (SELECT min(assoc_id) AS assoc_id FROM slurm_data.stray_accounts(clusters) GROUP BY cluster_id) s;
		END IF;
		RETURN QUERY
		UPDATE slurm_data.assoc a SET parent_id = r.assoc_id, modified_at = now()
		FROM slurm_data.assoc r
		JOIN slurm_data.cluster c ON c.cluster_id = r.cluster_id
		WHERE a.assoc_id = ANY (moved) AND r.cluster_id = a.cluster_id
			AND r.account = 'root' AND r.user_name = ''
		RETURNING c.name, a.account, a.user_name, r.account;
		EXIT WHEN NOT FOUND;
	END LOOP;
	RETURN QUERY
	UPDATE slurm_data.assoc u SET parent_id = a.assoc_id, modified_at = now()
	FROM slurm_data.assoc a
	JOIN slurm_data.cluster c ON c.cluster_id = a.cluster_id
	WHERE u.cluster_id = ANY (clusters) AND u.user_name <> ''
		AND a.cluster_id = u.cluster_id AND a.account = u.account AND a.user_name = '' AND a.partition = ''
		AND u.parent_id IS DISTINCT FROM a.assoc_id
	RETURNING c.name, u.account, u.user_name, a.account;
END $$;
COMMENT ON FUNCTION slurm_data.repair_hierarchy(integer[]) IS 'Puts associations whose parent is none, on another cluster, removed or below themselves where they belong; returns them with their new parent';
