// upgrade and downgrade with --dry-run.
#include "cli/project.hpp"
#include "support/child.hpp"

#include <chrono>

namespace sqlmig::test {
namespace {

class DryRunning : public DatabaseProjectTest {
 protected:
  // Whether a run with --dry-run ends so, says this on standard output, and changes nothing.
  [[nodiscard]] testing::AssertionResult tells(Arguments arguments, const std::string& said) const {
    arguments.emplace_back("--dry-run");
    if (auto changed = changes_nothing(arguments, 0); !changed) return changed;
    return contains(sqlmig(arguments).out, said);
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, DryRunning,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(DryRunning, SaysWhatWasTriedAndLeavesNothing) {
  write_table(folder_, "0001_users");
  write_table(folder_, "0002_bills", {"0001_users"});
  EXPECT_TRUE(tells({"upgrade"},
                    "tried and rolled back: 2 revisions (0001_users, 0002_bills)\n"
                    "dry run: nothing was changed on "));
  EXPECT_EQ(recorded(), Strings{"(absent)"});
}

TEST_P(DryRunning, IsSilentAboutStepsAsIfTheyWereDone) {
  write_table(folder_, "0001_users");
  EXPECT_EQ(sqlmig({"upgrade", "--dry-run"}).err, "");
}

TEST_P(DryRunning, SaysWhereItEndsAndWhy) {
  write_table(folder_, "0001_users");
  write_revision(folder_, {"0002_alone", {"0001_users"}, "-- sqlmig: no-transaction\nSELECT 1;\n"});
  write_table(folder_, "0003_bills", {"0002_alone"});
  EXPECT_TRUE(tells({"upgrade"},
                    "tried and rolled back: 1 revision (0001_users)\n"
                    "not tried: 2 revisions (0002_alone, 0003_bills)\n"
                    "  0002_alone cannot be tried in one transaction with the revision before it:"
                    " no-transaction\n"
                    "  at migrations/0002_alone/up.sql\n"
                    "dry run: nothing was changed on "));
}

TEST_P(DryRunning, FailsWhereAScriptDoes) {
  write_table(folder_, "0001_users");
  write_revision(folder_, {"0002_bad", {"0001_users"}, "SELECT 1;\nSELECT * FROM nowhere;\n"});
  write_table(folder_, "0003_bills", {"0002_bad"});
  EXPECT_TRUE(refuses({"upgrade", "--dry-run"}, 1,
                      {"migrations/0002_bad/up.sql:2:", "0002_bad failed when it was tried",
                       "tried and rolled back before it: 1 revision (0001_users);"
                       " not tried after it: 1 revision (0003_bills)",
                       "dry run: nothing was changed on "}));
}

TEST_P(DryRunning, TriesADowngradeWithoutAsking) {
  write_table(folder_, "0001_users");
  write_table(folder_, "0002_bills", {"0001_users"});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(tells({"downgrade", "base"},
                    "tried and rolled back: 2 revisions (0002_bills, 0001_users)\n"));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_bills"}));
}

TEST_P(DryRunning, SaysWhenThereIsNothingToDo) {
  write_table(folder_, "0001_users");
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(tells({"upgrade"}, "nothing to do on "));
  EXPECT_EQ(json({"upgrade", "--dry-run"})["dry_run"], true);
}

TEST_P(DryRunning, HasJsonOfItsOwn) {
  write_table(folder_, "0001_users");
  write_revision(folder_, {"0002_alone", {"0001_users"}, "-- sqlmig: no-transaction\nSELECT 1;\n"});
  const nlohmann::json object = json({"upgrade", "--dry-run"});
  EXPECT_EQ(object["exit_code"], 0);
  EXPECT_EQ(object["dry_run"], true);
  EXPECT_EQ(ids(object["tried"]), Strings{"0001_users"});
  EXPECT_EQ(object["failed"], nullptr);
  EXPECT_EQ(ids(object["not_tried"]), Strings{"0002_alone"});
  EXPECT_EQ(object["untried_because"], "no-transaction");
  EXPECT_FALSE(object.contains("done"));
  EXPECT_EQ(json({"upgrade"})["dry_run"], false);
}

TEST_P(DryRunning, HasAFailureInItsJson) {
  write_revision(folder_, {"0001_bad", {}, "SELECT * FROM nowhere;\n"});
  const nlohmann::json object = json({"upgrade", "--dry-run"});
  EXPECT_EQ(object["exit_code"], 1);
  EXPECT_EQ(object["failed"]["revision"], "0001_bad");
  EXPECT_EQ(object["error"]["file"], "migrations/0001_bad/up.sql");
  EXPECT_EQ(object["tried"], nlohmann::json::array());
}

TEST_P(DryRunning, RefusesWhatIsOnlyForARunThatIsKept) {
  write_table(folder_, "0001_users");
  for (const Strings& other :
       {Strings{"--batch"}, {"--single-transaction"}, {"--backup", "copy.db"}, {"--resume"}}) {
    Strings arguments{"upgrade", "--dry-run"};
    arguments.insert(arguments.end(), other.begin(), other.end());
    EXPECT_TRUE(refuses(arguments, 2, {"--dry-run and " + other[0] + " exclude each other"}));
  }
}

TEST_P(DryRunning, HoldsToAnExpectedPlan) {
  write_table(folder_, "0001_users");
  EXPECT_TRUE(
      changes_nothing({"upgrade", "--dry-run", "--expect", "sha256:" + std::string(64, '0')}, 7));
  const std::string checksum = json({"plan"})["plan"]["checksum"];
  EXPECT_TRUE(changes_nothing({"upgrade", "--dry-run", "--expect", checksum}, 0));
}

TEST_P(DryRunning, EndsInOrderOnCtrlC) {
  write_table(folder_, "0001_users");
  write_revision(folder_,
                 {"0002_endless",
                  {"0001_users"},
                  is_postgres() ? "SELECT pg_sleep(60);\n"
                                : "CREATE TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
                                  " SELECT i + 1 FROM n) SELECT max(i) FROM n;\n"});
  const auto runner =
      Child::listened_to({"upgrade", "--dry-run", "--heartbeat", "1"}, folder_.path());
  EXPECT_TRUE(contains(runner->next_line().value_or(""), " is running for 1 s"));
  runner->interrupt();
  EXPECT_EQ(runner->wait_for(std::chrono::seconds(20)), 130);
  std::string said;
  while (const auto line = runner->next_line()) said += *line + "\n";
  EXPECT_TRUE(contains(said, "0002_endless was stopped when it was tried"));
  EXPECT_EQ(recorded(), Strings{"(absent)"});
  EXPECT_EQ(tables(), Strings{});
}

// On SQLite whoever writes keeps others out.
class DryRunningOnPostgres : public DryRunning {};
INSTANTIATE_TEST_SUITE_P(OnPostgres, DryRunningOnPostgres, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(DryRunningOnPostgres, RespectsAnotherRunner) {
  write_revision(folder_, {"0001_slow", {}, "SELECT pg_sleep(60);\n"});
  const auto runner = Child::listened_to({"upgrade", "--heartbeat", "1"}, folder_.path());
  ASSERT_TRUE(runner->next_line());
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--dry-run", "--lock-wait", "0"}), 5));
}

// The database is the file app.db.
class DryRunOnAFile : public ProjectTest {};

TEST_F(DryRunOnAFile, DoesNotMakeIt) {
  write_table(folder_, "0001_users");
  const auto before = files();
  const ProcessResult result = sqlmig({"upgrade", "--dry-run"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "tried and rolled back: 1 revision (0001_users)"));
  EXPECT_EQ(files(), before);
}

TEST_F(DryRunOnAFile, LeavesEveryByteOfIt) {
  write_table(folder_, "0001_users");
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  write_revision(folder_, {"0002_more",
                           {"0001_users"},
                           "DROP TABLE users; CREATE TABLE more (i int); PRAGMA user_version = 7;\n"
                           "INSERT INTO more WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT"
                           " i + 1 FROM n LIMIT 300000) SELECT i FROM n;\n"});
  const auto before = files();
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--dry-run"}), 0));
  EXPECT_EQ(files(), before);
}

TEST_F(DryRunOnAFile, LeavesAnEmptyOneEmpty) {
  write_table(folder_, "0001_users");
  folder_.write("app.db", "");
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--dry-run"}), 0));
  EXPECT_EQ(files()["app.db"], "");
}

}  // namespace
}  // namespace sqlmig::test
