-- Indexes that a failed CREATE INDEX CONCURRENTLY or REINDEX CONCURRENTLY has left behind. The index
-- of a partitioned table may be invalid on purpose, until those of all its parts are attached.
SELECT n.nspname, c.relname
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid
  AND c.relkind = 'i'
  AND n.nspname <> 'pg_toast'
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
