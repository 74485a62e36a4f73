-- Ends of an old archive's jobs ($1), one of each month.
SELECT min(to_timestamp((r ->> 'end_time')::bigint))
FROM jsonb_array_elements($1) r
WHERE (r ->> 'end_time')::bigint > 0
GROUP BY slurm_data.month_of(to_timestamp((r ->> 'end_time')::bigint))
