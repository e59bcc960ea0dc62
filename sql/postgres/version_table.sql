-- The version table of sqlmig in a PostgreSQL database, format 2. See docs/version-table.md.
-- "sqlmig" is the default of `version_schema`.

-- CREATE SCHEMA IF NOT EXISTS wants the CREATE right on the database even where the schema is there
-- already, and a DBA may have made it for a role without that right.
DO $$
BEGIN
  IF to_regnamespace('"sqlmig"') IS NULL THEN
    CREATE SCHEMA "sqlmig";
    COMMENT ON SCHEMA "sqlmig" IS 'What sqlmig knows about this database';
  END IF;
END
$$;

CREATE TABLE IF NOT EXISTS "sqlmig".format (
  only_row boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
  version  integer NOT NULL CHECK (version >= 1)
);
COMMENT ON TABLE "sqlmig".format IS
  'Which format the tables of sqlmig have. A newer sqlmig brings them up to date; an older one that meets a newer format stops';
INSERT INTO "sqlmig".format (version) VALUES (2) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS "sqlmig".events (
  id             bigint NOT NULL PRIMARY KEY CHECK (id >= 1),
  event          text NOT NULL
                 CHECK (event IN ('upgrade', 'downgrade', 'stamp', 'unstamp', 'repair', 'failure')),
  revision       text NOT NULL,
  at             timestamptz NOT NULL DEFAULT clock_timestamp(),
  duration_ms    bigint CHECK (duration_ms >= 0),
  database_role  text NOT NULL,
  os_user        text NOT NULL,
  host           text NOT NULL,
  sqlmig_version text NOT NULL,
  reason         text NOT NULL DEFAULT '',
  error          text NOT NULL DEFAULT '',
  detail         text NOT NULL DEFAULT '',
  CHECK ((event = 'failure') = (error <> ''))
);
COMMENT ON TABLE "sqlmig".events IS
  'What ever happened, in order; rows are only added';
COMMENT ON COLUMN "sqlmig".events.id IS
  'Without gaps, given by the runner that adds the row: a second runner that acts on an older state is refused by the key';
COMMENT ON COLUMN "sqlmig".events.reason IS 'What the operator gave as --reason';
COMMENT ON COLUMN "sqlmig".events.error IS 'For a failure: what the database said';
COMMENT ON COLUMN "sqlmig".events.detail IS
  'For a repair: what it changed, old -> new, one thing on a line. For an upgrade or a downgrade: which run it was';

CREATE TABLE IF NOT EXISTS "sqlmig".revisions (
  id               text NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 128),
  parents          text NOT NULL,
  depends_on       text NOT NULL,
  message          text NOT NULL,
  up_checksum      text NOT NULL CHECK (up_checksum ~ '^sha256:[0-9a-f]{64}$'),
  down_checksum    text CHECK (down_checksum ~ '^sha256:[0-9a-f]{64}$'),
  digest           text NOT NULL CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
  up_text          text NOT NULL,
  down_text        text,
  state            text NOT NULL CHECK (state IN ('applied', 'applying', 'reverting')),
  statements_done  bigint NOT NULL CHECK (statements_done BETWEEN 0 AND statements_total),
  statements_total bigint NOT NULL,
  sequence         bigint NOT NULL UNIQUE,
  applied_at       timestamptz NOT NULL,
  database_role    text NOT NULL,
  os_user          text NOT NULL,
  host             text NOT NULL,
  duration_ms      bigint NOT NULL CHECK (duration_ms >= 0),
  sqlmig_version   text NOT NULL,
  origin           text NOT NULL CHECK (origin IN ('upgrade', 'stamp', 'squash')),
  CHECK ((down_checksum IS NULL) = (down_text IS NULL))
);
COMMENT ON TABLE "sqlmig".revisions IS
  'One row for each revision that is applied, never only the heads';
COMMENT ON COLUMN "sqlmig".revisions.parents IS
  'Ids, sorted, one blank between; empty for a base';
COMMENT ON COLUMN "sqlmig".revisions.up_text IS
  'As it was run, to show what was edited since';
COMMENT ON COLUMN "sqlmig".revisions.down_text IS
  'NULL: declared irreversible';
COMMENT ON COLUMN "sqlmig".revisions.sequence IS
  'Order of application: the number of its event';
COMMENT ON COLUMN "sqlmig".revisions.applied_at IS
  'By the clock of the server';
