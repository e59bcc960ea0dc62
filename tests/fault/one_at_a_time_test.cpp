// Scripts that change their session: the result does not depend on which of them run together.
#include "support/databases.hpp"
#include "support/postgres_role.hpp"
#include "support/process.hpp"
#include "support/server.hpp"
#include "support/temporary.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

// Between any two of these there is a script that says where it is run.
const Strings kPostgresSettings{
    "CREATE SCHEMA hidden;\nSET search_path = hidden;",
    "SET search_path = hidden;\nCREATE TABLE hidden_one (i int);",
    "SELECT set_config('search_path', '', false);",
    "SET ROLE {role};",
    "SET SESSION AUTHORIZATION {role};",
    "SET lock_timeout = '7s';\nSET statement_timeout = '7min';\nSET work_mem = '7MB';",
    "SET default_transaction_read_only = on;",
    "SET standard_conforming_strings = off;",
    "SET client_encoding = 'LATIN1';",
    "SET check_function_bodies = off;\nSET default_tablespace = '';\nSET timezone = 'Asia/Tokyo';",
    "CREATE TEMP TABLE passing (i int);\nINSERT INTO passing VALUES (1);",
    "CREATE TEMP TABLE marks (i int);",  // would hide the table of the next script
    "PREPARE again AS SELECT 1;",
    "LISTEN changes;",
    "SELECT pg_advisory_lock(77);",
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE;",
};
const Strings kPostgresLeftovers{
    "DECLARE everything CURSOR WITH HOLD FOR SELECT 1;",
    "CREATE SEQUENCE numbers;\nSELECT nextval('numbers');",
};
const std::string kPostgresMark =
    "CREATE TABLE mark_{0} AS SELECT current_user::text AS who,"
    " current_setting('search_path') AS path, current_setting('work_mem') AS memory,"
    " current_setting('lock_timeout') AS patience, current_setting('timezone') AS zone,"
    " current_setting('transaction_isolation') AS isolation,"
    " (SELECT count(*) FROM pg_prepared_statements) AS prepared,"
    " (SELECT count(*) FROM pg_cursors WHERE is_holdable) AS cursors,"
    " (SELECT count(*) FROM pg_class WHERE relpersistence = 't') AS temporary,"
    " 'a\\b' AS backslash, 'é' AS letter;\n"
    "CREATE TABLE IF NOT EXISTS marks (i int);\nINSERT INTO marks VALUES ({0});\n"
    "DO $$ BEGIN\n"
    "  INSERT INTO marks VALUES (lastval());\n"
    "EXCEPTION WHEN object_not_in_prerequisite_state THEN NULL;\n"  // no number was taken
    "END $$;\n"
    "CREATE VIEW view_{0} AS SELECT count(*) AS n FROM marks;\n";

const Strings kSqliteSettings{
    "PRAGMA recursive_triggers = on;",
    "PRAGMA case_sensitive_like = on;",
    "PRAGMA cache_size = 77;",
    "PRAGMA defer_foreign_keys = on;",
    "PRAGMA legacy_alter_table = on;",
    "CREATE TEMP TABLE passing (i int);\nINSERT INTO passing VALUES (1);",
    "CREATE TEMP TABLE marks (i int);",
    "CREATE TEMP VIEW seen AS SELECT 1;",
};
const std::string kSqliteMark =
    "CREATE TABLE mark_{0} AS SELECT 'A' LIKE 'a' AS likes,"
    " (SELECT recursive_triggers FROM pragma_recursive_triggers) AS recursive,"
    " (SELECT foreign_keys FROM pragma_foreign_keys) AS keys,"
    " (SELECT legacy_alter_table FROM pragma_legacy_alter_table) AS legacy,"
    " (SELECT count(*) FROM sqlite_temp_schema) AS temporary;\n"
    "CREATE TABLE IF NOT EXISTS marks (i int);\nINSERT INTO marks VALUES ({0});\n"
    "CREATE VIEW view_{0} AS SELECT count(*) AS n FROM marks;\n";

class OneAtATime : public testing::TestWithParam<DatabaseKind> {
 protected:
  [[nodiscard]] static bool is_postgres() { return GetParam() == DatabaseKind::postgres; }

  // Writes the revisions, each setting followed by a mark; how many they are.
  static int write_project(const TemporaryFolder& folder, const Strings& settings,
                           const std::string& role) {
    folder.write("sqlmig.toml", "");
    int number = 0;
    const auto add = [&](const std::string& up) {
      ++number;
      RevisionFiles files{fmt::format("{:04}_r", number)};
      if (number > 1) files.parents.push_back(fmt::format("{:04}_r", number - 1));
      files.up = up + "\n";
      write_revision(folder, files);
    };
    for (std::string setting : settings) {
      if (const std::size_t at = setting.find("{role}"); at != std::string::npos)
        setting.replace(at, std::string("{role}").size(), role);
      add(setting);
      add(fmt::format(fmt::runtime(is_postgres() ? kPostgresMark : kSqliteMark), number + 1));
    }
    return number;
  }

  // Runs the revisions together on one database, and one at a time on another.
  static void expect_the_same(const Strings& settings) {
    const std::unique_ptr<TestDatabase> together = make_database(GetParam());
    const std::unique_ptr<TestDatabase> apart = make_database(GetParam());
    std::unique_ptr<PostgresRole> role;
    if (is_postgres()) {
      role = std::make_unique<PostgresRole>(*together);
      for (const auto* database : {together.get(), apart.get()})
        database->run("GRANT ALL ON SCHEMA public TO " + role->name());
    }
    const TemporaryFolder folder;
    const int revisions = write_project(folder, settings, role ? role->name() : "");
    ASSERT_NO_FATAL_FAILURE(upgrade(folder, *together, "head"));
    for (int i = 1; i <= revisions; ++i)
      ASSERT_NO_FATAL_FAILURE(upgrade(folder, *apart, fmt::format("{:04}_r", i)));
    const std::string expected = contents(*apart);
    EXPECT_NE(expected.find("mark_2"), std::string::npos);
    EXPECT_EQ(contents(*together), expected);
  }

 private:
  static void upgrade(const TemporaryFolder& folder, const TestDatabase& database,
                      const std::string& target) {
    const ProcessResult result =
        run_sqlmig({"upgrade", target, "--url", database.url()}, {folder.path(), {}, {}});
    ASSERT_EQ(result.exit_code, 0) << result.err;
  }

  // Schema and contents, as the database's own tools write them, without sqlmig's tables.
  static std::string contents(const TestDatabase& database) {
    if (is_postgres()) {
      const Server server = server_of(database);
      const ProcessResult dump =
          run_process({server.programs + "/pg_dump", "--exclude-schema=sqlmig", "--inserts",
                       "--dbname", database.url()},
                      {});
      EXPECT_EQ(dump.exit_code, 0) << dump.err;
      return without_key(dump.out);
    }
    std::string text;
    for (const std::string& line : database.list(
             "SELECT type || ' ' || name || ' ' || sql FROM sqlite_schema "
             "WHERE name NOT LIKE 'sqlmig_%' AND name NOT LIKE 'sqlite_%' ORDER BY type, name"))
      text += line + "\n";
    for (const std::string& table :
         database.list("SELECT name FROM sqlite_schema WHERE name LIKE 'mark_%' ORDER BY name"))
      text += fmt::format("{}\n", database.ask(rows_of(database, table)));
    return text;
  }

  // A query for the first row of a table, with all its columns in one.
  static std::string rows_of(const TestDatabase& database, const std::string& table) {
    std::string columns;
    for (const std::string& column :
         database.list("SELECT name FROM pragma_table_info('" + table + "')"))
      columns += " || ' ' || " + column;
    return fmt::format("SELECT '{0}' || ' ' || (SELECT count(*) FROM {0}){1} FROM {0}", table,
                       columns);
  }
  // The key of \restrict is made by chance.
  static std::string without_key(std::string dump) {
    for (const std::string word : {"\\restrict ", "\\unrestrict "}) {
      const std::size_t at = dump.find(word);
      if (at != std::string::npos) dump.erase(at, dump.find('\n', at) - at);
    }
    return dump;
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, OneAtATime,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(OneAtATime, RevisionsComeToTheSameAsTogether) {
  expect_the_same(is_postgres() ? kPostgresSettings : kSqliteSettings);
}

class CursorsAndSequences : public OneAtATime {};

INSTANTIATE_TEST_SUITE_P(Databases, CursorsAndSequences, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(CursorsAndSequences, AreNotHandedOn) { expect_the_same(kPostgresLeftovers); }

}  // namespace
}  // namespace sqlmig::test
