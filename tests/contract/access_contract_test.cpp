// Looking at a database creates nothing and needs no right but to read.
#include "contract/contract.hpp"
#include "support/postgres_role.hpp"
#include "support/temporary.hpp"

#include <fmt/core.h>

namespace sqlmig::test {
namespace {

using Table = AppliedRevisions::Table;

class AccessContract : public ContractTest {};

INSTANTIATE_TEST_SUITE_P(Databases, AccessContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(AccessContract, ReadsAnEmptyDatabaseAsWithoutAVersionTable) {
  EXPECT_EQ(engine::read_applied(*database().open(Access::read_only)).table, Table::absent);
}

TEST_P(AccessContract, CreatesNothingByReading) {
  static_cast<void>(engine::read_applied(*database().open(Access::read_only)));
  EXPECT_EQ(
      database().ask(is_postgres() ? "SELECT count(*) FROM pg_namespace WHERE nspname = 'sqlmig'"
                                   : "SELECT count(*) FROM sqlite_schema"),
      "0");
}

TEST_P(AccessContract, ReadsWhatWasApplied) {
  const Report report = upgrade(history_of({{"a", {}}}));
  ASSERT_FALSE(report.failed);
  EXPECT_EQ(engine::read_applied(*database().open(Access::read_only)).rows.size(), 1U);
}

TEST(SqliteAccess, ReadsAFileThatIsNotThereAsEmpty) {
  const TemporaryFolder folder;
  ConnectOptions options;
  options.access = Access::read_only;
  options.folder = folder.path();
  EXPECT_EQ(engine::read_applied(*connect("sqlite:app.db", options)).table, Table::absent);
}

TEST(SqliteAccess, LeavesAFileThatIsNotThereAbsent) {
  const TemporaryFolder folder;
  ConnectOptions options;
  options.access = Access::read_only;
  options.folder = folder.path();
  static_cast<void>(engine::read_applied(*connect("sqlite:app.db", options)));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SqliteAccess, LeavesTheBytesOfTheFileAlone) {
  const TemporaryFolder folder;
  ConnectOptions options;
  options.folder = folder.path();
  create_version_table(*connect("sqlite:app.db", options));
  const std::string before = folder.read("app.db");
  options.access = Access::read_only;
  static_cast<void>(engine::read_applied(*connect("sqlite:app.db", options)));
  EXPECT_EQ(folder.read("app.db"), before);
}

TEST(SqliteAccess, RefusesToWrite) {
  const TemporaryFolder folder;
  ConnectOptions options;
  options.folder = folder.path();
  create_version_table(*connect("sqlite:app.db", options));
  options.access = Access::read_only;
  const auto reader = connect("sqlite:app.db", options);
  EXPECT_EQ(caught([&] { reader->run_alone("CREATE TABLE t (i int)"); }).code(), ErrorCode::io);
}

TEST(SqliteAccess, CreatesNoFileByWritingWhereOnlyReadingWasAskedFor) {
  const TemporaryFolder folder;
  ConnectOptions options;
  options.access = Access::read_only;
  options.folder = folder.path();
  const auto reader = connect("sqlite:app.db", options);
  caught([&] { reader->run_alone("CREATE TABLE t (i int)"); });
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SqliteAccess, MakesTheFileWhenSomethingIsWritten) {
  const TemporaryFolder folder;
  ConnectOptions options;
  options.folder = folder.path();
  const auto database = connect("sqlite:app.db", options);
  EXPECT_EQ(engine::read_applied(*database).table, Table::absent);
  create_version_table(*database);
  EXPECT_EQ(engine::read_applied(*connect("sqlite:app.db", options)).table, Table::present);
}

TEST(SqliteAccess, EnforcesForeignKeysInAFileThatItMade) {
  const TemporaryFolder folder;
  ConnectOptions options;
  options.folder = folder.path();
  const auto database = connect("sqlite:app.db", options);
  database->run_alone("CREATE TABLE p (id int PRIMARY KEY)");
  database->run_alone("CREATE TABLE c (id int REFERENCES p (id))");
  EXPECT_EQ(caught([&] { database->run_alone("INSERT INTO c VALUES (7)"); }).code(),
            ErrorCode::sql);
}

TEST(SqliteAccess, KeepsADatabaseInMemoryForTheConnection) {
  const auto database = connect("sqlite::memory:", {});
  create_version_table(*database);
  EXPECT_EQ(engine::read_applied(*database).table, Table::present);
}

TEST(SqliteAccess, ReadsAFileInWalMode) {
  const auto database = make_database(DatabaseKind::sqlite);
  database->run("PRAGMA journal_mode = WAL");
  create_version_table(*database->open());
  EXPECT_EQ(engine::read_applied(*database->open(Access::read_only)).table, Table::present);
}

TEST(SqliteAccess, RefusesAFileThatIsNoDatabase) {
  const TemporaryFolder folder;
  folder.write("app.db", std::string(4096, 'x'));
  ConnectOptions options;
  options.folder = folder.path();
  EXPECT_EQ(caught([&] { static_cast<void>(connect("sqlite:app.db", options)); }).code(),
            ErrorCode::connection);
}

TEST(SqliteAccess, RefusesToMakeAFileInAFolderThatIsNotThere) {
  const TemporaryFolder folder;
  ConnectOptions options;
  options.folder = folder.path();
  const Error error =
      caught([&] { create_version_table(*connect("sqlite:nowhere/app.db", options)); });
  EXPECT_EQ(error.code(), ErrorCode::connection);
}

class PostgresAccess : public ContractTest {
 protected:
  [[nodiscard]] AppliedRevisions read_as(const PostgresRole& role) const {
    ConnectOptions options;
    options.access = Access::read_only;
    return engine::read_applied(*connect(role.url(), options));
  }
};

INSTANTIATE_TEST_SUITE_P(OnPostgres, PostgresAccess, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresAccess, NeedsNothingButSelect) {
  ASSERT_FALSE(upgrade(history_of({{"a", {}}})).failed);
  const PostgresRole role(database());
  database().run(fmt::format("GRANT USAGE ON SCHEMA sqlmig TO {}", role.name()));
  database().run(fmt::format("GRANT SELECT ON ALL TABLES IN SCHEMA sqlmig TO {}", role.name()));
  EXPECT_EQ(read_as(role).rows.size(), 1U);
}

TEST_P(PostgresAccess, NeedsNoRightWhereThereIsNoVersionTable) {
  const PostgresRole role(database());
  EXPECT_EQ(read_as(role).table, Table::absent);
}

TEST_P(PostgresAccess, SaysWhichRightIsMissing) {
  ASSERT_FALSE(upgrade(history_of({{"a", {}}})).failed);
  const PostgresRole role(database());
  const Error error = caught([&] { static_cast<void>(read_as(role)); });
  ASSERT_TRUE(error.sql);
  EXPECT_EQ(error.sql->sqlstate, "42501");
  EXPECT_NE(error.advice.find("grant"), std::string::npos) << error.advice;
}

TEST_P(PostgresAccess, WritesNothingWithoutTheRight) {
  const PostgresRole role(database());
  const auto connection = connect(role.url(), {});
  const Error error = caught([&] { create_version_table(*connection); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
  EXPECT_EQ(database().ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'sqlmig'"), "0");
}

TEST_P(PostgresAccess, CreatesTheTablesInASchemaThatADbaMade) {
  const PostgresRole role(database());
  database().run(fmt::format("CREATE SCHEMA sqlmig AUTHORIZATION {}", role.name()));
  create_version_table(*connect(role.url(), {}));
  EXPECT_EQ(read_as(role).table, Table::present);
}

}  // namespace
}  // namespace sqlmig::test
