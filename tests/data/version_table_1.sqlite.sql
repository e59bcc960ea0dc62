-- The version table of sqlmig in an SQLite database, format 1. See docs/version-table.md.
-- "sqlmig" is the default of `version_schema`, which is the prefix of these names. No STRICT, no
-- WITHOUT ROWID: an application with an older SQLite must still be able to open the database.

-- Which format the tables below have. One row. A newer sqlmig brings them up to date; an older one
-- that meets a newer format stops.
CREATE TABLE IF NOT EXISTS main."sqlmig_format" (
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  version  INTEGER NOT NULL CHECK (version >= 1)
);
INSERT OR IGNORE INTO main."sqlmig_format" (only_row, version) VALUES (1, 1);

-- What ever happened, in order; rows are only added. The numbers have no gaps and are given by the
-- runner that adds the row, so a second runner that acts on an older state is refused by the key.
CREATE TABLE IF NOT EXISTS main."sqlmig_events" (
  id             INTEGER NOT NULL PRIMARY KEY CHECK (id >= 1),
  event          TEXT NOT NULL
                 CHECK (event IN ('upgrade', 'downgrade', 'stamp', 'unstamp', 'repair', 'failure')),
  revision       TEXT NOT NULL,
  at             TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  duration_ms    INTEGER CHECK (duration_ms >= 0),
  database_role  TEXT NOT NULL,               -- always empty: SQLite has no roles
  os_user        TEXT NOT NULL,
  host           TEXT NOT NULL,
  sqlmig_version TEXT NOT NULL,
  reason         TEXT NOT NULL DEFAULT '',    -- what the operator gave as --reason
  error          TEXT NOT NULL DEFAULT '',    -- for a failure: what the database said
  CHECK ((event = 'failure') = (error <> ''))
);

-- One row for each revision that is applied, never only the heads.
CREATE TABLE IF NOT EXISTS main."sqlmig_revisions" (
  id               TEXT NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 128),
  parents          TEXT NOT NULL,             -- ids, sorted, one blank between; empty for a base
  depends_on       TEXT NOT NULL,             -- likewise
  message          TEXT NOT NULL,
  up_checksum      TEXT NOT NULL CHECK (up_checksum LIKE 'sha256:%' AND length(up_checksum) = 71),
  down_checksum    TEXT CHECK (down_checksum LIKE 'sha256:%' AND length(down_checksum) = 71),
  digest           TEXT NOT NULL CHECK (digest LIKE 'sha256:%' AND length(digest) = 71),
  state            TEXT NOT NULL CHECK (state IN ('applied', 'applying', 'reverting')),
  statements_done  INTEGER NOT NULL CHECK (statements_done BETWEEN 0 AND statements_total),
  statements_total INTEGER NOT NULL,
  sequence         INTEGER NOT NULL UNIQUE,   -- order of application: the number of its event
  applied_at       TEXT NOT NULL,             -- UTC, ISO 8601, by this machine's clock
  database_role    TEXT NOT NULL,
  os_user          TEXT NOT NULL,
  host             TEXT NOT NULL,
  duration_ms      INTEGER NOT NULL CHECK (duration_ms >= 0),
  sqlmig_version   TEXT NOT NULL,
  origin           TEXT NOT NULL CHECK (origin IN ('upgrade', 'stamp', 'squash')),
  -- The long columns stand last, so that reading the others does not walk through them.
  up_text          TEXT NOT NULL,             -- as it was run, to show what was edited since
  down_text        TEXT,                      -- NULL: declared irreversible
  CHECK ((down_checksum IS NULL) = (down_text IS NULL))
);
