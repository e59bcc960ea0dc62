// Settling what stopped half-way.
#include "cli/project.hpp"
#include "support/child.hpp"

#include <chrono>
#include <thread>

namespace sqlmig::test {
namespace {

const std::string kBroken =
    "-- sqlmig: no-transaction\nCREATE TABLE half (i int);\nINSERT INTO nowhere VALUES (1);\n";
const std::string kMended = "-- sqlmig: no-transaction\nCREATE TABLE half (i int);\n";

Arguments marking(const std::string& how, const std::string& name) {
  return {"repair", "--mark-" + how, name, "--reason", "looked at it"};
}

// A second revision that stopped after its first statement, and a third that waits for it.
class Unfinished : public DatabaseProjectTest {
 protected:
  Unfinished() {
    write_table(folder_, "0001_users");
    write_revision(folder_, {"0002_half", {"0001_users"}, kBroken, "DROP TABLE half;\n"});
    write_table(folder_, "0003_bills", {"0002_half"});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 1));
    EXPECT_EQ(progress(), "applying 1/2");
  }
  [[nodiscard]] std::string progress() const {
    return database().ask(
        "SELECT state || ' ' || statements_done || '/' || statements_total FROM " +
        version_table("revisions") + " WHERE id = '0002_half'");
  }
  [[nodiscard]] std::string last_event(const std::string& column) const {
    return database().ask("SELECT " + column + " FROM " + version_table("events") +
                          " ORDER BY id DESC LIMIT 1");
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Unfinished,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Unfinished, IsAppliedOnceItWasFinishedByHand) {
  database().run("CREATE TABLE nowhere (i int); INSERT INTO nowhere VALUES (1)");
  EXPECT_TRUE(exits(sqlmig(marking("applied", "0002_half")), 0));
  EXPECT_EQ(progress(), "applied 2/2");
  EXPECT_EQ(events().back(), "repair 0002_half");
  EXPECT_EQ(last_event("detail"), "state applying, 1 of 2 statements -> applied");
  EXPECT_EQ(last_event("reason"), "looked at it");
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_half", "0003_bills"}));
  EXPECT_EQ(tables(), (Strings{"bills", "half", "nowhere", "users"}));
}

TEST_P(Unfinished, IsPendingAgainOnceItWasUndoneByHand) {
  database().run("DROP TABLE half");
  folder_.write("migrations/0002_half/up.sql", kMended);
  EXPECT_TRUE(exits(sqlmig(marking("reverted", "0002_half")), 0));
  EXPECT_EQ(recorded(), Strings{"0001_users"});
  EXPECT_EQ(last_event("detail"), "state applying, 1 of 2 statements -> reverted");
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "half", "users"}));
}

TEST_P(Unfinished, IsSettledByTheCommandThatUpgradeAdvises) {
  const ProcessResult result = sqlmig({"upgrade"});
  EXPECT_TRUE(exits(result, 3));
  EXPECT_TRUE(contains(result.err,
                       "finish it by hand and say: sqlmig repair --mark-applied "
                       "0002_half --reason \"...\""));
  EXPECT_TRUE(contains(result.err,
                       "undo it by hand and say: sqlmig repair --mark-reverted "
                       "0002_half --reason \"...\""));
}

TEST_P(Unfinished, IsShownAndNotSettledByADryRun) {
  Arguments dry = marking("applied", "0002_half");
  dry.emplace_back("--dry-run");
  EXPECT_TRUE(contains(sqlmig(dry).out, "was applying, 1 of 2 statements"));
  EXPECT_TRUE(refuses(dry, 0, {}));
  EXPECT_EQ(progress(), "applying 1/2");
}

TEST_P(Unfinished, SaysInJsonWhatWasSettled) {
  const nlohmann::json object = json(marking("reverted", "0002"));
  EXPECT_EQ(object["way"], "mark-reverted");
  EXPECT_EQ(object["dry_run"], false);
  EXPECT_EQ(object["repaired"][0]["revision"], "0002_half");
  EXPECT_EQ(
      object["repaired"][0]["changes"],
      nlohmann::json::array(
          {{{"what", "state"}, {"before", "applying, 1 of 2 statements"}, {"after", "reverted"}}}));
}

TEST_P(Unfinished, IsSettledWithoutFilesByItsFullId) {
  std::filesystem::remove_all(folder_ / "migrations/0002_half");  // which 0003_bills names
  EXPECT_TRUE(refuses(marking("applied", "0002_ha"), 3, {"unknown-parent"}));
  EXPECT_TRUE(exits(sqlmig(marking("applied", "0002_half")), 0));
  EXPECT_EQ(progress(), "applied 2/2");
}

TEST_P(Unfinished, IsNotWhatIsAppliedOrPending) {
  EXPECT_TRUE(
      refuses(marking("applied", "0001_users"), 2, {"0001_users is applied", "nothing to settle"}));
  EXPECT_TRUE(refuses(marking("reverted", "0001_users"), 2,
                      {"0001_users is applied", "sqlmig downgrade", "sqlmig stamp"}));
  EXPECT_TRUE(refuses(
      marking("applied", "0003_bills"), 2,
      {"0003_bills is not applied", "sqlmig upgrade 0003_bills", "sqlmig stamp 0003_bills"}));
  EXPECT_TRUE(refuses(marking("reverted", "0003_bills"), 2, {"0003_bills is not applied"}));
  EXPECT_TRUE(refuses(marking("applied", "0009_none"), 2, {"0009_none"}));
}

TEST_P(Unfinished, IsSettledTogetherWithOthersOrNotAtAll) {
  EXPECT_TRUE(
      refuses({"repair", "--mark-applied", "0002_half", "0003_bills", "0009_none", "--reason", "x"},
              2, {"0003_bills is not applied", "'0009_none'", "nothing was changed"}));
  EXPECT_EQ(progress(), "applying 1/2");
}

TEST_P(Unfinished, IsNotTakenAwayBelowAnother) {
  database().run("UPDATE " + version_table("revisions") +
                 " SET depends_on = '0002_half' WHERE id = '0001_users'");
  EXPECT_TRUE(refuses(marking("reverted", "0002_half"), 1, {"0001_users", "stands on"}));
}

// The way down stopped: its statements are other ones than those of the way up.
class HalfReverted : public Unfinished {
 protected:
  HalfReverted() {
    EXPECT_TRUE(exits(sqlmig(marking("applied", "0002_half")), 0));
    folder_.write("migrations/0002_half/down.sql",
                  "-- sqlmig: no-transaction\nDROP TABLE half;\nDROP TABLE gone;\nSELECT 1;\n");
    EXPECT_TRUE(
        exits(sqlmig({"repair", "--accept", "0002_half", "--reason", "no transaction"}), 0));
    EXPECT_TRUE(exits(sqlmig({"downgrade", "0001_users"}), 1));
    EXPECT_EQ(progress(), "reverting 1/3");
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, HalfReverted,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(HalfReverted, IsGoneOnceItWasFinishedByHand) {
  EXPECT_TRUE(exits(sqlmig(marking("reverted", "0002_half")), 0));
  EXPECT_EQ(last_event("detail"), "state reverting, 1 of 3 statements -> reverted");
  EXPECT_EQ(recorded(), Strings{"0001_users"});
  folder_.write("migrations/0002_half/up.sql", kMended);
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "half", "users"}));
}

TEST_P(HalfReverted, IsAppliedOnceItWasUndoneByHand) {
  database().run("CREATE TABLE half (i int)");
  EXPECT_TRUE(exits(sqlmig(marking("applied", "0002_half")), 0));
  EXPECT_EQ(progress(), "applied 3/3");
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "half", "users"}));
}

// A runner beside another one: only PostgreSQL has a lock to be held.
class UnfinishedBesideOthers : public Unfinished {};

INSTANTIATE_TEST_SUITE_P(Databases, UnfinishedBesideOthers, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(UnfinishedBesideOthers, IsLookedAtAgainUnderTheLock) {
  const auto other = database().open();
  ASSERT_FALSE(other->try_lock());
  Child runner(marking("reverted", "0002_half"), folder_.path());
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  other->query({"UPDATE sqlmig.revisions SET state = 'applied'", {}}, [](Row) {});
  other->unlock();
  EXPECT_EQ(runner.wait(), 2);
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_half"}));
}

}  // namespace
}  // namespace sqlmig::test
