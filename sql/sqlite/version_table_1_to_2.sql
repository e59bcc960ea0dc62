-- Brings the version table of sqlmig in an SQLite database from format 1 to format 2. Run in one
-- transaction. See docs/version-table.md.

-- Fails where somebody else was quicker, and changes nothing then.
ALTER TABLE main."sqlmig_events"
  ADD COLUMN detail TEXT NOT NULL DEFAULT '';  -- for a repair: what it changed, old -> new, by lines

UPDATE main."sqlmig_format" SET version = 2 WHERE version = 1;
