-- $1 action, $2 actor, $3 clusters, $4 names, $5 infos
INSERT INTO slurm_data.txn (action, actor, cluster, name, info)
SELECT $1::integer, $2::text, coalesce(cluster, ''), coalesce(name, ''), coalesce(info, '')
FROM unnest($3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS t (cluster, name, info, n)
ORDER BY n
