-- Brings the version table of sqlmig in a PostgreSQL database from format 1 to format 2. Run in one
-- transaction, by the owner of the tables. See docs/version-table.md.

-- Nothing is lost where somebody else was quicker.
ALTER TABLE "sqlmig".events ADD COLUMN IF NOT EXISTS detail text NOT NULL DEFAULT '';
COMMENT ON COLUMN "sqlmig".events.detail IS
  'For a repair: what it changed, old -> new, one thing on a line. For an upgrade or a downgrade: which run it was';

UPDATE "sqlmig".format SET version = 2 WHERE version = 1;
