// A version table of an earlier format: read as it is, and brought up to date to be written.
#include "contract/contract.hpp"
#include "support/old_version_table.hpp"
#include "support/postgres_role.hpp"

#include <fmt/core.h>

#include <thread>

namespace sqlmig::test {
namespace {

using Table = AppliedRevisions::Table;

class FormatContract : public ContractTest {
 protected:
  [[nodiscard]] std::string format() {
    return database().ask("SELECT version FROM " + port().dialect().format);
  }
  [[nodiscard]] std::string column_count() const {
    return database().ask(is_postgres()
                              ? "SELECT count(*) FROM information_schema.columns"
                                " WHERE table_schema = 'sqlmig' AND table_name = 'events'"
                              : "SELECT count(*) FROM pragma_table_info('sqlmig_events')");
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, FormatContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(FormatContract, ReadsFormat1AndLeavesItAsItIs) {
  write_format_1(database(), {revision_of({"a"}), revision_of({"b", {"a"}})});
  const std::string columns = column_count();
  const AppliedRevisions applied = engine::read_applied(*database().open(Access::read_only));
  EXPECT_EQ(applied.table, Table::older);
  ASSERT_EQ(applied.rows.size(), 2U);
  EXPECT_EQ(applied.rows[1].parents, std::vector<RevisionId>{RevisionId("a")});
  EXPECT_EQ(applied.last_event, 2);
  EXPECT_EQ(format(), "1");
  EXPECT_EQ(column_count(), columns);
}

TEST_P(FormatContract, BringsFormat1UpToDateAndKeepsWhatItHolds) {
  const Revision revision = revision_of({"a"});
  write_format_1(database(), {revision});
  engine::prepare_version_table(port(), Table::older);
  EXPECT_EQ(format(), "2");
  const AppliedRevisions applied = engine::read_applied(port());
  EXPECT_EQ(applied.table, Table::present);
  EXPECT_EQ(applied.rows.at(0).digest, revision.digest);
  EXPECT_EQ(applied.rows.at(0).os_user, "dana");
  EXPECT_EQ(database().list("SELECT event || ' ' || revision || '<' || detail || '>' FROM " +
                            port().dialect().events),
            std::vector<std::string>{"upgrade a<>"});
}

TEST_P(FormatContract, HasTheColumnsOfANewTableWhenItIsUpToDate) {
  write_format_1(database(), {});
  engine::prepare_version_table(port(), Table::older);
  const std::string columns = column_count();
  const std::unique_ptr<TestDatabase> other = make_database(GetParam());
  create_version_table(*other->open());
  EXPECT_EQ(columns,
            other->ask(is_postgres() ? "SELECT count(*) FROM information_schema.columns"
                                       " WHERE table_schema = 'sqlmig' AND table_name = 'events'"
                                     : "SELECT count(*) FROM pragma_table_info('sqlmig_events')"));
}

TEST_P(FormatContract, StandsASecondRunnerThatBringsItUpToDateToo) {
  write_format_1(database(), {revision_of({"a"})});
  const auto other = database().open();
  engine::prepare_version_table(*other, Table::older);
  engine::prepare_version_table(port(), Table::older);
  EXPECT_EQ(format(), "2");
  EXPECT_EQ(engine::read_applied(port()).rows.size(), 1U);
}

TEST_P(FormatContract, StandsRunnersThatBringItUpToDateAtOnce) {
  write_format_1(database(), {revision_of({"a"})});
  std::vector<std::string> failures(4);
  std::vector<std::thread> runners;
  for (std::string& failure : failures) {
    runners.emplace_back([&] {
      try {
        engine::prepare_version_table(*database().open(), Table::older);
      } catch (const Error& error) {
        failure = error.what();
      }
    });
  }
  for (std::thread& runner : runners) runner.join();
  EXPECT_EQ(failures, std::vector<std::string>(4));
  EXPECT_EQ(format(), "2");
}

TEST_P(FormatContract, IsBroughtUpToDateWhereAnOlderSqlmigWasQuickerToMakeIt) {
  write_format_1(database(), {});
  engine::prepare_version_table(port(), Table::absent);
  EXPECT_EQ(format(), "2");
}

TEST_P(FormatContract, KeepsARunOfTheOldVersionGoing) {
  write_format_1(database(), {});
  engine::prepare_version_table(port(), Table::older);
  database().run(
      fmt::format("INSERT INTO {} (id, event, revision, database_role, os_user, host,"
                  " sqlmig_version) VALUES (1, 'upgrade', 'a', '', '', '', '0.1.0')",
                  port().dialect().events));
  EXPECT_EQ(engine::read_applied(port()).last_event, 1);
}

class PostgresFormat : public FormatContract {};

INSTANTIATE_TEST_SUITE_P(Databases, PostgresFormat, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresFormat, IsLeftToItsOwner) {
  write_format_1(database(), {revision_of({"a"})});
  const PostgresRole role(database());
  database().run(
      fmt::format("GRANT USAGE ON SCHEMA sqlmig TO {0}; GRANT ALL ON ALL TABLES IN"
                  " SCHEMA sqlmig TO {0}",
                  role.name()));
  const auto connection = connect(role.url(), {});
  const Error error = caught([&] { engine::prepare_version_table(*connection, Table::older); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
  EXPECT_NE(error.advice.find("whoever owns it"), std::string::npos) << error.advice;
  EXPECT_EQ(format(), "1");
}

}  // namespace
}  // namespace sqlmig::test
