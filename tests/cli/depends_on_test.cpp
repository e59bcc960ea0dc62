// Dependencies: they order and bring along, and join nothing.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

// 0001_logs is a base of its own that depends on 0003_mails:
//
//     0002_users -- 0003_mails -- 0004_marks
//     0001_logs (label log)
class DependsOn : public DatabaseProjectTest {
 protected:
  DependsOn() {
    write_table(folder_, "0001_logs", {}, "labels = [\"log\"]\ndepends_on = [\"0003_mails\"]\n");
    write_table(folder_, "0002_users");
    write_table(folder_, "0003_mails", {"0002_users"});
    write_table(folder_, "0004_marks", {"0003_mails"});
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, DependsOn,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(DependsOn, BringsAlongWhatMustBeThere) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "log@head"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0002_users", "0003_mails", "0001_logs"}));
  EXPECT_EQ(tables(), (Strings{"logs", "mails", "users"}));
}

TEST_P(DependsOn, OrdersAnUpgrade) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0002_users", "0003_mails", "0001_logs", "0004_marks"}));
}

TEST_P(DependsOn, IsRecorded) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "log@head"}), 0));
  EXPECT_EQ(database().ask("SELECT depends_on FROM " + version_table("revisions") +
                           " WHERE id = '0001_logs'"),
            "0003_mails");
}

TEST_P(DependsOn, MakesNoParent) {
  EXPECT_EQ(ids(json({"heads"})["heads"]), (Strings{"0001_logs", "0004_marks"}));
  EXPECT_TRUE(contains(sqlmig({"verify"}).out, "several-heads"));
  EXPECT_EQ(json({"branches"})["branch_points"], nlohmann::json::array());
}

TEST_P(DependsOn, CountsForHeadsWhenAsked) {
  std::filesystem::remove_all(folder_ / "migrations/0004_marks");
  EXPECT_EQ(ids(json({"heads"})["heads"]), (Strings{"0003_mails", "0001_logs"}));
  EXPECT_EQ(ids(json({"heads", "--resolve-dependencies"})["heads"]), Strings{"0001_logs"});
}

TEST_P(DependsOn, RevertsWhatDependsOnWhatGoes) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0002_users"}), 0));
  EXPECT_EQ(recorded(), Strings{"0002_users"});
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(DependsOn, RevertsNothingBelowABranch) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "log@base", "--yes"}), 0));
  EXPECT_EQ(tables(), (Strings{"mails", "marks", "users"}));
}

TEST_P(DependsOn, LeavesItsParentAloneWhereOnlyAChildGoes) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0003_mails"}), 0));
  EXPECT_EQ(tables(), (Strings{"logs", "mails", "users"}));
}

// A dependency joins nothing, so there are two applied heads.
TEST_P(DependsOn, DoesNotTellWhereAStepBackStarts) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "log@head"}), 0));
  EXPECT_TRUE(refuses({"downgrade", "-1"}, 2, {"0003_mails", "0001_logs", "log@-1", "--last 1"}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "log@-1"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0002_users", "0003_mails"}));
}

TEST_P(DependsOn, IsFollowedByAStamp) {
  ASSERT_TRUE(exits(sqlmig({"stamp", "log"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0002_users", "0003_mails", "0001_logs"}));
  ASSERT_TRUE(exits(sqlmig({"stamp", "0002_users"}), 0));
  EXPECT_EQ(recorded(), Strings{"0002_users"});
}

TEST_P(DependsOn, IsShown) {
  const nlohmann::json logs = json({"show", "log"})["revision"];
  EXPECT_EQ(ids(logs["depends_on"]), Strings{"0003_mails"});
  EXPECT_EQ(ids(json({"show", "0003_mails"})["revision"]["needed_by"]), Strings{"0001_logs"});
  EXPECT_TRUE(contains(sqlmig({"show", "log"}).out, "depends on  0003_mails"));
  EXPECT_TRUE(contains(sqlmig({"history", "-v"}).out, "needed by   0001_logs"));
}

TEST_P(DependsOn, IsInARangeThatIsOpenBelow) {
  EXPECT_EQ(ids(json({"history", "-r", ":log"})["revisions"]),
            (Strings{"0001_logs", "0003_mails", "0002_users"}));
}

TEST_P(DependsOn, ExplainsAnOrder) {
  const ProcessResult result = sqlmig({"why", "0002_users", "log"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_EQ(result.out,
            "0002_users runs before 0001_logs\n"
            "  0002_users  0002_users\n"
            "  0003_mails  is built on 0002_users  0003_mails\n"
            "  0001_logs  depends on 0003_mails  0001_logs\n");
}

TEST_P(DependsOn, DoesNotTellWhereAStepUpStarts) {
  write_table(folder_, "0002_users", {}, "labels = [\"core\"]\n");
  write_table(folder_, "0005_lines", {"0001_logs"});
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0001_logs"}), 0));
  EXPECT_TRUE(refuses({"upgrade", "+1"}, 2, {"0003_mails", "0001_logs", "core@+1", "log@+1"}));
  EXPECT_TRUE(refuses({"downgrade", "-1"}, 2, {"core@-1 or log@-1", "--last 1"}));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "core@+1"}), 0));
  EXPECT_EQ(recorded().back(), "0004_marks");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "log@+1"}), 0));
  EXPECT_EQ(recorded().back(), "0005_lines");
  ASSERT_TRUE(exits(sqlmig({"downgrade", "core@-1"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0002_users", "0003_mails", "0001_logs", "0005_lines"}));
}

}  // namespace
}  // namespace sqlmig::test
