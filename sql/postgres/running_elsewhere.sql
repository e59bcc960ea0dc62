-- Which other session of this database is at work on the statement $1. The server keeps no more of a
-- long one than track_activity_query_size.
SELECT format('process %s of role %s', a.pid, a.usename)
FROM pg_catalog.pg_stat_activity AS a
WHERE a.datname = current_database()
  AND a.pid <> pg_catalog.pg_backend_pid()
  AND a.state = 'active'
  AND (a.query = $1::text
       OR (starts_with($1::text, a.query)
           AND octet_length(a.query) > pg_size_bytes(current_setting('track_activity_query_size')) - 5))
ORDER BY a.pid
LIMIT 1
