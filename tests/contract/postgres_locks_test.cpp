// What is said of the locks of a statement, against those that PostgreSQL takes for it. What cannot
// run in a transaction, such as CREATE INDEX CONCURRENTLY, is said by the manual alone.
#include "contract/contract.hpp"
#include "sqltext/locks.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

namespace sqlmig::test {
namespace {

using Modes = std::map<std::string, std::string>;

struct Case {
  const char* statement;
  const char* unseen = "";  // what it locks besides, which its text does not say; one blank between
};

const char* const kSetup = R"(
CREATE SCHEMA app;
CREATE TABLE users (id int PRIMARY KEY, name text, email text, v int);
ALTER TABLE users ADD CONSTRAINT v_ck CHECK (v > 0) NOT VALID;
CREATE TABLE orders (id int PRIMARY KEY, user_id int, total int);
CREATE TABLE items (id int PRIMARY KEY, order_id int, CONSTRAINT items_ck CHECK (id > 0));
ALTER TABLE items ADD CONSTRAINT items_fk FOREIGN KEY (order_id) REFERENCES orders NOT VALID;
CREATE TABLE app.things (id int);
CREATE TABLE "Odd ""one" (id int);
CREATE INDEX orders_user ON orders (user_id);
CREATE UNIQUE INDEX orders_total ON orders (total);
CREATE VIEW people AS SELECT id FROM users;
CREATE MATERIALIZED VIEW mv AS SELECT id FROM users;
CREATE UNIQUE INDEX mv_id ON mv (id);
CREATE SEQUENCE seq;
CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE TRIGGER tr BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION trg();
CREATE POLICY pol ON users;
CREATE RULE ru AS ON DELETE TO app.things DO INSTEAD NOTHING;
CREATE TABLE parted (id int, d date) PARTITION BY RANGE (id);
CREATE TABLE part1 PARTITION OF parted FOR VALUES FROM (0) TO (10);
CREATE TABLE part2 (id int, d date);
CREATE TABLE parent (id int);
CREATE TABLE child (id int) INHERITS (parent);
CREATE TABLE names_before AS SELECT oid AS id, oid::regclass::text AS name FROM pg_class
  WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND relnamespace IN ('app'::regnamespace,
                                                                  'public'::regnamespace);
)";

const std::vector<Case> kAltering{
    {"ALTER TABLE users ADD COLUMN a int"},
    {"alter table if exists only users add a int references orders (id), ADD b int"},
    {"ALTER TABLE users ADD CONSTRAINT c FOREIGN KEY (id) REFERENCES orders"},
    {"ALTER TABLE users ADD FOREIGN KEY (id) REFERENCES public.orders (id) NOT VALID"},
    {"ALTER TABLE users ADD CHECK (id > 0) NOT VALID"},
    {"ALTER TABLE users ADD UNIQUE (name, email)"},
    {"ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX orders_total"},
    {"ALTER TABLE users VALIDATE CONSTRAINT v_ck"},
    {"ALTER TABLE items VALIDATE CONSTRAINT items_fk", "orders"},
    {"ALTER TABLE items DROP CONSTRAINT items_fk", "orders"},
    {"ALTER TABLE items ALTER CONSTRAINT items_fk DEFERRABLE"},
    {"ALTER TABLE items RENAME CONSTRAINT items_fk TO x"},
    {"ALTER TABLE users ALTER COLUMN name SET STATISTICS 100"},
    {"ALTER TABLE users ALTER \"name\" SET (n_distinct = 5)"},
    {"ALTER TABLE users ALTER name RESET (n_distinct), VALIDATE CONSTRAINT v_ck"},
    {"ALTER TABLE users ALTER name SET STATISTICS 5, ALTER email SET NOT NULL"},
    {"ALTER TABLE users ALTER name SET DEFAULT 'ADD TABLE, x'"},
    {"ALTER TABLE users ALTER name TYPE varchar(5), ALTER email DROP NOT NULL"},
    {"ALTER TABLE users ALTER name SET STORAGE external"},
    {"ALTER TABLE users SET (fillfactor = 70, autovacuum_enabled = false)"},
    {"ALTER TABLE users SET (user_catalog_table = true)"},
    {"ALTER TABLE users RESET (fillfactor)"},
    {"ALTER TABLE users CLUSTER ON users_pkey"},
    {"ALTER TABLE users SET WITHOUT CLUSTER"},
    {"ALTER TABLE users SET LOGGED"},
    {"ALTER TABLE users ENABLE TRIGGER tr"},
    {"ALTER TABLE users DISABLE TRIGGER ALL"},
    {"ALTER TABLE users ENABLE ALWAYS TRIGGER tr"},
    {"ALTER TABLE users ENABLE ROW LEVEL SECURITY"},
    {"ALTER TABLE app.things DISABLE RULE ru"},
    {"ALTER TABLE users REPLICA IDENTITY FULL"},
    {"ALTER TABLE users OWNER TO CURRENT_USER"},
    {"ALTER TABLE users RENAME TO u2"},
    {"ALTER TABLE users RENAME name TO n"},
    {"ALTER TABLE users SET SCHEMA app"},
    {"ALTER TABLE users DROP COLUMN name"},
    {"ALTER TABLE \"Odd \"\"one\" ADD COLUMN a int"},
    {"ALTER TABLE child NO INHERIT parent"},
    {"ALTER TABLE orders INHERIT parent"},
    {"ALTER TABLE parent ADD COLUMN z int", "child"},
    {"ALTER TABLE parted ATTACH PARTITION part2 FOR VALUES FROM (20) TO (30)"},
    {"ALTER TABLE parted DETACH PARTITION part1"},
    {"ALTER VIEW people RENAME TO p"},
    {"ALTER VIEW people SET (security_barrier)"},
    {"ALTER MATERIALIZED VIEW mv RENAME TO m"},
    {"ALTER MATERIALIZED VIEW mv ALTER id SET STATISTICS 5"},
    {"ALTER SEQUENCE seq RESTART"},
    {"ALTER SEQUENCE IF EXISTS seq OWNED BY NONE"},
    {"ALTER SEQUENCE seq RENAME TO s2"},
    {"ALTER INDEX orders_user RENAME TO ou"},
    {"ALTER TRIGGER tr ON users RENAME TO t2"},
    {"ALTER POLICY pol ON users USING (true)"},
    {"ALTER RULE ru ON app.things RENAME TO r2"},
};

const std::vector<Case> kMakingAndDropping{
    {"CREATE INDEX ON users (name)"},
    {"CREATE UNIQUE INDEX IF NOT EXISTS foo ON ONLY users USING btree (name)"},
    {"CREATE TABLE n (id int)"},
    {"CREATE TABLE n (id int REFERENCES users, b int, FOREIGN KEY (b) REFERENCES orders (id))"},
    {"CREATE TABLE n (x int) INHERITS (parent, app.things)"},
    {"CREATE TABLE n PARTITION OF parted FOR VALUES FROM (40) TO (50)"},
    {"CREATE TEMP TABLE n AS SELECT * FROM users"},
    {"CREATE VIEW n AS SELECT * FROM users"},
    {"CREATE OR REPLACE VIEW people AS SELECT id FROM users"},
    {"CREATE TRIGGER n AFTER UPDATE OF name ON users FOR EACH ROW EXECUTE FUNCTION trg()"},
    {"CREATE CONSTRAINT TRIGGER n AFTER INSERT ON users FROM orders FOR EACH ROW EXECUTE FUNCTION"
     " trg()"},
    {"CREATE POLICY n ON users"},
    {"CREATE OR REPLACE RULE n AS ON DELETE TO users DO INSTEAD NOTHING"},
    {"CREATE STATISTICS n ON id, name FROM users"},
    {"DROP TABLE app.things, child"},
    {"DROP TABLE IF EXISTS items", "orders"},
    {"DROP TABLE part1", "parted"},
    {"DROP TABLE users CASCADE", "people mv"},
    {"DROP INDEX orders_user"},
    {"DROP VIEW people"},
    {"DROP MATERIALIZED VIEW mv"},
    {"DROP SEQUENCE seq"},
    {"DROP TRIGGER tr ON users"},
    {"DROP POLICY pol ON users"},
    {"DROP RULE IF EXISTS ru ON app.things"},
    {"TRUNCATE app.things"},
    {"TRUNCATE TABLE app.things, ONLY child RESTART IDENTITY"},
    {"TRUNCATE orders CASCADE", "items"},
    {"REINDEX TABLE users"},
    {"REINDEX (VERBOSE) INDEX orders_user"},
    {"CLUSTER users USING users_pkey"},
    {"ANALYZE users (name, email), orders"},
    {"ANALYZE (VERBOSE) users"},
    {"REFRESH MATERIALIZED VIEW mv"},
    {"REFRESH MATERIALIZED VIEW CONCURRENTLY mv"},
    {"COMMENT ON TABLE users IS 'x'"},
    {"COMMENT ON COLUMN public.users.name IS 'x'"},
    {"COMMENT ON MATERIALIZED VIEW mv IS 'x'"},
    {"COMMENT ON CONSTRAINT items_ck ON items IS 'x'"},
    {"GRANT SELECT ON users TO PUBLIC"},
};

const std::vector<Case> kRows{
    {"INSERT INTO users (id, v) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET v = 2"},
    {"INSERT INTO users (id, v) SELECT id, 1 FROM orders"},
    {"UPDATE users SET name = 'x'"},
    {"UPDATE ONLY users u SET name = 'x' FROM orders o WHERE o.id = u.id"},
    {"DELETE FROM users USING orders WHERE orders.id = users.id"},
    {"WITH x AS (SELECT 1) UPDATE users SET name = 'x'"},
    {"WITH x AS (DELETE FROM orders RETURNING *), y AS (UPDATE items SET id = id) INSERT INTO users"
     " (id, v) SELECT id, 1 FROM x"},
    {"MERGE INTO users USING orders ON users.id = orders.id WHEN MATCHED THEN UPDATE SET v = 1"},
    {"SELECT * FROM users"},
    {"SELECT * FROM users WHERE id = 1 FOR UPDATE"},
    {"SELECT * FROM users AS u, orders o WHERE u.id = o.id FOR NO KEY UPDATE OF o"},
    {"SELECT * FROM users JOIN orders ON users.id = orders.id FOR SHARE NOWAIT"},
    {"LOCK TABLE users"},
    {"LOCK users, ONLY orders IN SHARE MODE"},
    {"LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE NOWAIT"},
    {"LOCK TABLE users IN ROW SHARE MODE"},
    {"COPY users TO '/dev/null'"},
    {"COPY users (id, name) FROM '/dev/null' WITH (FORMAT csv)"},
};

class PostgresLocks : public ContractTest {
 protected:
  PostgresLocks() { run_script(kSetup); }

  // What the server locks, but for reading, of what was there before.
  [[nodiscard]] Modes taken(const std::string& statement) {
    Modes modes;
    run("BEGIN");
    run(statement);
    port().query({"SELECT name, mode FROM pg_locks JOIN names_before ON id = relation"
                  " WHERE pid = pg_backend_pid() AND mode <> 'AccessShareLock'"
                  " AND name <> 'names_before'",
                  {}},
                 [&](Row row) { keep_strongest(modes, row[0].value(), row[1].value()); });
    run("ROLLBACK");
    return modes;
  }
  // What is said, in the server's words, of what was there before.
  [[nodiscard]] Modes said(const std::string& statement) {
    Modes modes;
    const Script script = script_of("up.sql", statement + ";\n");
    for (const auto& lock : sqltext::locks_of(script, sqltext::SqlDialect::postgres).locks) {
      const std::string name = relation(lock.object);
      if (!name.empty()) keep_strongest(modes, name, server_name(lock.mode));
    }
    return modes;
  }
  void expect_the_same(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
      Modes expected = taken(one.statement);
      std::istringstream unseen(one.unseen);
      for (std::string name; unseen >> name;)
        EXPECT_EQ(expected.erase(name), 1U) << name << " by " << one.statement;
      EXPECT_EQ(said(one.statement), expected) << one.statement;
    }
  }

 private:
  void run(const std::string& sql) {
    port().query({sql, {}}, [](Row) {});
  }
  // A table, view or sequence as the server spells it; empty for another thing.
  [[nodiscard]] std::string relation(const std::string& object) {
    constexpr std::string_view kTableOf = "the table of ";
    const bool by_index = object.starts_with(kTableOf);
    const std::string sql = by_index
                                ? "SELECT indrelid::regclass::text FROM pg_index WHERE indexrelid ="
                                  " to_regclass($1)"
                                : "SELECT name FROM names_before WHERE id = to_regclass($1)";
    if (object.starts_with("the indexes of ")) return {};
    std::string name;
    port().query({sql, {by_index ? object.substr(kTableOf.size()) : object}},
                 [&](Row row) { name = row[0].value(); });
    return name;
  }
  static std::string server_name(sqltext::LockMode mode) {
    std::string name;
    bool begins = true;
    for (const char c : to_string(mode)) {
      if (c != ' ') name += begins ? c : static_cast<char>(c - 'A' + 'a');
      begins = c == ' ';
    }
    return name + "Lock";
  }
  static void keep_strongest(Modes& modes, std::string_view name, std::string_view mode) {
    constexpr std::array<std::string_view, 7> kOrder{
        "RowShareLock",          "RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock",
        "ShareRowExclusiveLock", "ExclusiveLock",    "AccessExclusiveLock"};
    const auto rank = [&](std::string_view which) {
      return std::find(kOrder.begin(), kOrder.end(), which) - kOrder.begin();
    };
    std::string& known = modes.emplace(name, mode).first->second;
    if (rank(known) < rank(mode)) known = mode;
  }
};

INSTANTIATE_TEST_SUITE_P(OnPostgres, PostgresLocks, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresLocks, OfAlteringAreThoseThatAreTaken) { expect_the_same(kAltering); }
TEST_P(PostgresLocks, OfMakingAndDroppingAreThoseThatAreTaken) {
  expect_the_same(kMakingAndDropping);
}
TEST_P(PostgresLocks, OfRowsAreThoseThatAreTaken) { expect_the_same(kRows); }

}  // namespace
}  // namespace sqlmig::test
