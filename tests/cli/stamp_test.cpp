#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Stamp : public DatabaseProjectTest {
 protected:
  Stamp() {
    write_revision(folder_, {"0001_a", {}, "CREATE TABLE a (i int);\n", "DROP TABLE a;\n"});
    write_revision(folder_, {"0002_b", {"0001_a"}, "CREATE TABLE b (i int);\n", "DROP TABLE b;\n"});
  }
  // A third revision that stops after its first statement.
  void stop_half_way() {
    write_revision(folder_, {"0003_c",
                             {"0002_b"},
                             "-- sqlmig: no-transaction\nCREATE TABLE c (i int);\n"
                             "INSERT INTO nowhere VALUES (1);\n",
                             "DROP TABLE c;\n"});
    ASSERT_TRUE(exits(sqlmig({"upgrade"}), 1));
  }
  [[nodiscard]] std::string state_of(const std::string& id) const {
    return database().ask(std::string("SELECT state FROM ") +
                          (is_postgres() ? "sqlmig.revisions" : "sqlmig_revisions") +
                          " WHERE id = '" + id + "'");
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Stamp,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Stamp, RecordsWithoutRunningAnything) {
  EXPECT_TRUE(exits(sqlmig({"stamp", "head"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_a", "0002_b"}));
  EXPECT_EQ(tables(), Strings{});
}

TEST_P(Stamp, RecordsWhatTheTargetStandsOnToo) {
  EXPECT_TRUE(exits(sqlmig({"stamp", "0002_b"}), 0));
  EXPECT_EQ(events(), (Strings{"stamp 0001_a", "stamp 0002_b"}));
}

TEST_P(Stamp, TakesTheRecordOfWhatStandsOnTheTargetAway) {
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(exits(sqlmig({"stamp", "0001_a"}), 0));
  EXPECT_EQ(recorded(), Strings{"0001_a"});
  EXPECT_EQ(tables(), (Strings{"a", "b"}));
}

TEST_P(Stamp, ToBaseEmptiesTheRecord) {
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(exits(sqlmig({"stamp", "base"}), 0));
  EXPECT_EQ(recorded(), Strings{});
  EXPECT_EQ(events(),
            (Strings{"upgrade 0001_a", "upgrade 0002_b", "unstamp 0002_b", "unstamp 0001_a"}));
}

TEST_P(Stamp, HasNothingToDoASecondTime) {
  ASSERT_TRUE(exits(sqlmig({"stamp", "head"}), 0));
  EXPECT_TRUE(contains(sqlmig({"stamp", "head"}).out, "nothing to do"));
  EXPECT_EQ(events().size(), 2U);
}

TEST_P(Stamp, ToBaseOfAnEmptyDatabaseCreatesNothing) {
  EXPECT_TRUE(exits(sqlmig({"stamp", "base"}), 0));
  EXPECT_EQ(recorded(), Strings{"(absent)"});
}

TEST_P(Stamp, LeavesOtherBranchesAlone) {
  write_revision(folder_, {"0002_other", {"0001_a"}, "CREATE TABLE o (i int);\n"});
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  EXPECT_TRUE(exits(sqlmig({"stamp", "0002_b"}), 0));
  EXPECT_EQ(recorded().size(), 3U);
}

TEST_P(Stamp, RecordsAllAnewWhenPurged) {
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  folder_.write("migrations/0002_b/up.sql", "CREATE TABLE b (i bigint);\n");
  ASSERT_TRUE(exits(sqlmig({"verify", "--database"}), 3));
  EXPECT_TRUE(exits(sqlmig({"stamp", "head", "--purge"}), 0));
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_a", "0002_b"}));
  EXPECT_EQ(tables(), (Strings{"a", "b"}));
}

TEST_P(Stamp, MakesUpgradeGoOnFromThere) {
  ASSERT_TRUE(exits(sqlmig({"stamp", "0001_a"}), 0));
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(tables(), Strings{"b"});
}

TEST_P(Stamp, KeepsTheReason) {
  ASSERT_TRUE(exits(sqlmig({"stamp", "0001_a", "--reason", "it's there already"}), 0));
  EXPECT_EQ(database().ask(std::string("SELECT reason FROM ") +
                           (is_postgres() ? "sqlmig.events" : "sqlmig_events")),
            "it's there already");
}

TEST_P(Stamp, RefusesAnUnknownRevision) {
  EXPECT_TRUE(exits(sqlmig({"stamp", "0009_none"}), 2));
  EXPECT_EQ(recorded(), Strings{"(absent)"});
}

TEST_P(Stamp, MakesARevisionThatStoppedHalfWayApplied) {
  stop_half_way();
  ASSERT_EQ(state_of("0003_c"), "applying");
  EXPECT_TRUE(exits(sqlmig({"stamp", "0003_c"}), 0));
  EXPECT_EQ(state_of("0003_c"), "applied");
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
}

TEST_P(Stamp, OfTheParentTakesARevisionThatStoppedHalfWayAway) {
  stop_half_way();
  EXPECT_TRUE(exits(sqlmig({"stamp", "0002_b"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_a", "0002_b"}));
}

// A base of its own that depends on the target stands beside it, not on it.
TEST_P(Stamp, KeepsWhatOnlyDependsOnTheTarget) {
  write_table(folder_, "0001_a", {}, "labels = [\"core\"]\n");
  write_table(folder_, "0008_x", {}, "depends_on = [\"0001_a\"]\n");
  for (const char* target : {"core@0001", "0001_a", "core"}) {
    ASSERT_TRUE(exits(sqlmig({"stamp", "heads"}), 0));
    ASSERT_EQ(recorded().size(), 3U);
    EXPECT_TRUE(exits(sqlmig({"stamp", target}), 0));
    EXPECT_EQ(recorded(), (Strings{"0001_a", "0008_x"})) << target;
    EXPECT_EQ(json({"status"})["findings"], nlohmann::json::array());
  }
}

TEST_P(Stamp, TakesTheRecordOfWhatDependsOnWhatGoesAway) {
  write_table(folder_, "0008_x", {}, "depends_on = [\"0001_a\"]\n");
  write_table(folder_, "0008_y", {}, "depends_on = [\"0002_b\"]\n");
  write_table(folder_, "0009_z", {"0008_y"});
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  EXPECT_TRUE(exits(sqlmig({"stamp", "0001"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_a", "0008_x"}));
  EXPECT_EQ(tables(), (Strings{"a", "b", "x", "y", "z"}));
}

TEST_P(Stamp, ToBaseForgetsNothingThatNoFileKnows) {
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  std::filesystem::remove_all(folder_ / "migrations/0002_b");
  EXPECT_TRUE(refuses({"stamp", "base"}, 1, {"0002_b", "--purge", "sqlmig export"}));
  ASSERT_TRUE(exits(sqlmig({"stamp", "base", "--purge"}), 0));
  EXPECT_EQ(recorded(), Strings{});
  EXPECT_EQ(tables(), (Strings{"a", "b"}));
}

TEST_P(Stamp, ForgetsNothingThatAnUnknownRevisionDependsOn) {
  write_table(folder_, "0009_logs", {}, "depends_on = [\"0002_b\"]\n");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  std::filesystem::remove_all(folder_ / "migrations/0009_logs");
  EXPECT_TRUE(refuses({"stamp", "0001_a"}, 1, {"0009_logs", "--purge", "sqlmig export"}));
  ASSERT_TRUE(exits(sqlmig({"stamp", "0001_a", "--purge"}), 0));
  EXPECT_EQ(recorded(), Strings{"0001_a"});
}

TEST_P(Stamp, LeavesAnUnknownRevisionThatLosesNothing) {
  write_table(folder_, "0009_logs", {}, "depends_on = [\"0001_a\"]\n");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  std::filesystem::remove_all(folder_ / "migrations/0009_logs");
  EXPECT_TRUE(exits(sqlmig({"stamp", "0001_a"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_a", "0009_logs"}));
}

}  // namespace
}  // namespace sqlmig::test
