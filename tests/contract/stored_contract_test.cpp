// The version table and its events after a downgrade by stored scripts, and after a redo.
#include "commands/stored.hpp"
#include "contract/contract.hpp"

#include <fmt/core.h>

namespace sqlmig::test {
namespace {

class StoredContract : public ContractTest {
 protected:
  // users and, built on it, bills; both applied.
  StoredContract() { EXPECT_EQ(upgrade(all_).done.size(), 2U); }

  [[nodiscard]] AppliedRevisions applied() { return engine::read_applied(port()); }
  [[nodiscard]] std::vector<std::string> events() {
    return database().list(
        fmt::format("SELECT id || ' ' || event || ' ' || revision FROM {} ORDER BY id",
                    port().dialect().events));
  }
  // The column of the row or event that `where` names.
  [[nodiscard]] std::string ask(const std::string& column, const std::string& table,
                                const std::string& where) {
    return database().ask(fmt::format("SELECT {} FROM {} WHERE {}", column, table, where));
  }

  History files_ =
      history_of({{"users", {}, "CREATE TABLE users (i int);\n", "DROP TABLE users;\n"}});
  History all_ =
      history_of({{"users", {}, "CREATE TABLE users (i int);\n", "DROP TABLE users;\n"},
                  {"bills", {"users"}, "CREATE TABLE bills (i int);\n", "DROP TABLE bills;\n"}});
};

INSTANTIATE_TEST_SUITE_P(Databases, StoredContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(StoredContract, ADowngradeByStoredScriptsTakesTheRowAndKeepsTheEvents) {
  const AppliedRevisions before = applied();
  const History history = commands::with_stored_revisions({files_, {}, {}}, before, port()).history;
  const RevisionTarget target{{history.graph.find("users").value()}, std::nullopt};
  const Plan plan = plan_downgrade(history, before, GetParam(), target);
  const Report report = execute(plan, history, before, port(), who_, observer_);
  ASSERT_EQ(report.done.size(), 1U);
  EXPECT_FALSE(has_table("bills"));
  EXPECT_TRUE(has_table("users"));
  const AppliedRevisions after = applied();
  ASSERT_EQ(after.rows.size(), 1U);
  EXPECT_EQ(after.rows.front().id.text(), "users");
  EXPECT_EQ(after.rows.front().sequence, 1);
  EXPECT_EQ(after.last_event, 3);
  EXPECT_EQ(events(),
            (std::vector<std::string>{"1 upgrade users", "2 upgrade bills", "3 downgrade bills"}));
  EXPECT_EQ(ask("os_user || '@' || host || ': ' || reason", port().dialect().events, "id = 3"),
            "dana@workstation: because");
  EXPECT_NE(ask("duration_ms", port().dialect().events, "id = 3"), "(null)");
}

TEST_P(StoredContract, ARevisionFromStoredScriptsIsTheOneThatWasApplied) {
  const History history =
      commands::with_stored_revisions({files_, {}, {}}, applied(), port()).history;
  const Revision& stored = *history.find("bills");
  const Revision& original = *all_.find("bills");
  EXPECT_EQ(stored.digest, original.digest);
  EXPECT_EQ(stored.up.text, original.up.text);
  EXPECT_EQ(stored.down->text, original.down->text);
  EXPECT_EQ(stored.manifest.message, original.manifest.message);
}

TEST_P(StoredContract, ARedoLeavesANewRowAndBothEvents) {
  const AppliedRevisions before = applied();
  const Graph::Index bills = all_.graph.find("bills").value();
  const Plan plan = plan_redo(all_, before, GetParam(), std::span(&bills, 1));
  const Report report = execute(plan, all_, before, port(), who_, observer_);
  ASSERT_EQ(report.done.size(), 2U);
  EXPECT_TRUE(has_table("bills"));
  const AppliedRevisions after = applied();
  ASSERT_EQ(after.rows.size(), 2U);
  const AppliedRevision& row = after.rows.back();
  EXPECT_EQ(row.id.text(), "bills");
  EXPECT_EQ(row.sequence, 4);
  EXPECT_EQ(row.state, RevisionState::applied);
  EXPECT_EQ(row.origin, Origin::upgrade);
  EXPECT_EQ(row.digest, all_.find("bills")->digest);
  EXPECT_EQ(after.rows.front().sequence, 1);
  EXPECT_EQ(events(), (std::vector<std::string>{"1 upgrade users", "2 upgrade bills",
                                                "3 downgrade bills", "4 upgrade bills"}));
  const auto stored = engine::read_stored_scripts(port(), row.id);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->up, all_.find("bills")->up.text);
}

}  // namespace
}  // namespace sqlmig::test
