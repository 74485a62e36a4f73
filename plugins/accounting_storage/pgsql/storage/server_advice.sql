-- Settings of the server that are not as they should be: name, value, what is
-- recommended, and why. README, "PostgreSQL's settings".
SELECT s.name, current_setting(s.name), w.wanted, w.why
FROM (VALUES
	('max_locks_per_transaction', 256, '256 or more', 'a question over many months locks each month and its indexes'),
	('max_connections', 150, '150 or more', 'slurmdbd serves up to 100 clients at once, each with a connection'),
	('shared_buffers', 512 * 128, '512MB or more', 'the records of some weeks and their indexes stay in memory'),
	('max_wal_size', 4096, '4GB or more', 'checkpoints come less often while many records arrive')
) AS w (name, least, wanted, why)
JOIN pg_settings s ON s.name = w.name
WHERE s.setting::bigint < w.least
UNION ALL
SELECT s.name, s.setting, 'on', w.why
FROM (VALUES
	('fsync', 'what is stored may be lost when the machine stops'),
	('full_page_writes', 'what is stored may be damaged when the machine stops'),
	('synchronous_commit', 'what slurmdbd has answered for may be lost when the machine stops'),
	('autovacuum', 'tables grow, and plans are made with old statistics')
) AS w (name, why)
JOIN pg_settings s ON s.name = w.name
WHERE s.setting = 'off'
ORDER BY 1
