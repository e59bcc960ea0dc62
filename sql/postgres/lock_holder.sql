-- Who holds the advisory lock $1 of this database. A bigint key is kept in two halves.
-- A role without pg_read_all_stats sees no more of another role's session than its process.
SELECT format('process %s (%s) of role %s%s',
              a.pid,
              coalesce(nullif(a.application_name, ''), 'unnamed application'),
              a.usename,
              to_char(a.backend_start AT TIME ZONE 'UTC', '", connected since" YYYY-MM-DD HH24:MI:SS "UTC"'))
FROM pg_catalog.pg_locks AS l
JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory'
  AND l.granted
  AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  AND (l.classid::bigint << 32 | l.objid::bigint) = $1::bigint
LIMIT 1
