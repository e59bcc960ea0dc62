-- Which sessions the process $1 waits for; no row if it waits for no lock. Where $1 is NULL, behind
-- a pooler, the session is found by what it calls itself, $2.
SELECT string_agg(format('process %s (%s) of role %s, %s',
                         blocking.pid,
                         coalesce(nullif(b.application_name, ''), 'unnamed application'),
                         coalesce(b.usename, '?'),
                         coalesce(b.state, 'state not shown')
                           || coalesce(' since ' || to_char(b.xact_start AT TIME ZONE 'UTC',
                                                            'HH24:MI:SS "UTC"'), '')),
                  '; ' ORDER BY blocking.pid)
FROM pg_catalog.pg_stat_activity AS a
CROSS JOIN LATERAL unnest(pg_catalog.pg_blocking_pids(a.pid)) AS blocking (pid)
LEFT JOIN pg_catalog.pg_stat_activity AS b ON b.pid = blocking.pid
WHERE a.datname = current_database()
  AND (a.pid = $1::integer OR ($1::integer IS NULL AND a.application_name = left($2::text, 63)))
  AND a.pid <> pg_catalog.pg_backend_pid()
HAVING count(*) > 0
