-- Checks what a COMMIT would check at this place, and lets the next script begin as if there had
-- been one. SET CONSTRAINTS ALL would last to the end of the transaction, for constraints that are
-- made later too, so they are named. A name that one schema has for several constraints, of which
-- some are not deferred, is checked at once from then on.
DO $sqlmig$
DECLARE
  deferrable_ones text;
  deferred_ones   text;
BEGIN
  SELECT pg_catalog.string_agg(name, ', ') FILTER (WHERE is_deferrable),
         pg_catalog.string_agg(name, ', ') FILTER (WHERE is_deferred)
    INTO deferrable_ones, deferred_ones
    FROM (SELECT pg_catalog.format('%I.%I', n.nspname, c.conname),
                 pg_catalog.bool_or(c.condeferrable),
                 pg_catalog.bool_and(c.condeferred)
            FROM pg_catalog.pg_constraint c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
           WHERE pg_catalog.has_schema_privilege(n.oid, 'USAGE')
             AND NOT pg_catalog.pg_is_other_temp_schema(n.oid)
           GROUP BY n.nspname, c.conname
         ) AS constraints (name, is_deferrable, is_deferred);
  IF deferrable_ones IS NOT NULL THEN
    EXECUTE 'SET CONSTRAINTS ' || deferrable_ones || ' IMMEDIATE';
  END IF;
  IF deferred_ones IS NOT NULL THEN
    EXECUTE 'SET CONSTRAINTS ' || deferred_ones || ' DEFERRED';
  END IF;
END
$sqlmig$
