#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class ExitCode : public ProjectTest {};

TEST_F(ExitCode, IsDoneWhereThereIsNothingToDo) { EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0)); }

TEST_F(ExitCode, IsFailedWhereAScriptFails) {
  write_revision(folder_, {"0001_bad", {}, "SELECT * FROM nowhere;\n"});
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 1));
}

TEST_F(ExitCode, IsUsageForAnUnknownRevision) {
  EXPECT_TRUE(exits(sqlmig({"upgrade", "nowhere"}), 2));
}

TEST_F(ExitCode, IsUsageForANameOfSeveral) {
  write_fork(folder_);
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 2));
  EXPECT_TRUE(exits(sqlmig({"upgrade", "0003"}), 2));
}

TEST_F(ExitCode, IsUsageForAQuestionThatNobodyCanAnswer) {
  write_table(folder_, "0001_new");
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(exits(sqlmig({"downgrade", "base"}), 2));
}

TEST_F(ExitCode, IsFailedWhereADowngradeIsRefused) {
  write_revision(folder_, {"0001_new", {}, "CREATE TABLE a (i int);\n", "-- nothing\n"});
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(exits(sqlmig({"downgrade", "base", "--yes"}), 1));
}

TEST_F(ExitCode, IsFailedWhereARebaseIsRefused) {
  write_fork(folder_);
  EXPECT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  EXPECT_TRUE(exits(sqlmig({"rebase", "search", "--onto", "0003_taxes"}), 1));
}

TEST_F(ExitCode, IsFailedWhereAnEditorFails) {
  EXPECT_TRUE(exits(sqlmig({"revision", "-m", "x", "--edit"}, {{"EDITOR", "false"}}), 1));
}

TEST_F(ExitCode, IsFindingsForABranchThatIsNot) {
  folder_.write("sqlmig.toml", "url = \"sqlite:app.db\"\nbranches = [\"billing\"]\n");
  write_table(folder_, "0001_new");
  EXPECT_TRUE(exits(sqlmig({"verify"}), 3));
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 3));
}

TEST_F(ExitCode, IsUsageForAnUnknownEnvironment) {
  EXPECT_TRUE(exits(sqlmig({"status", "--env", "prod"}), 2));
}

TEST_F(ExitCode, IsFindingsWhereVerificationFails) {
  write_revision(folder_, {"0001_child", {"0000_parent"}});
  EXPECT_TRUE(exits(sqlmig({"verify"}), 3));
}

TEST_F(ExitCode, IsPendingWhenAsked) {
  write_revision(folder_, {"0001_new", {}});
  EXPECT_TRUE(exits(sqlmig({"status", "--exit-code"}), 4));
}

TEST_F(ExitCode, IsDoneWithPendingRevisionsWhenNotAsked) {
  write_revision(folder_, {"0001_new", {}});
  EXPECT_TRUE(exits(sqlmig({"status"}), 0));
}

TEST_F(ExitCode, IsDoneWithoutPendingRevisionsWhenAsked) {
  write_revision(folder_, {"0001_new", {}});
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(exits(sqlmig({"status", "--exit-code"}), 0));
}

TEST_F(ExitCode, IsLockedWhileAnotherProgramWritesToSqlite) {
  write_revision(folder_, {"0001_new", {}});
  ConnectOptions options;
  options.folder = folder_.path();
  const auto other = connect("sqlite:app.db", options);
  other->run_alone("CREATE TABLE t (i int)");
  other->query({"BEGIN IMMEDIATE", {}}, [](Row) {});
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--lock-wait", "0"}), 5));
}

TEST_F(ExitCode, IsLockedWhileAnotherRunnerHoldsTheLockOnPostgres) {
  write_revision(folder_, {"0001_new", {}});
  const auto database = make_database(DatabaseKind::postgres);
  const auto other = database->open();
  ASSERT_EQ(other->try_lock(), std::nullopt);
  const ProcessResult result =
      sqlmig({"upgrade", "--lock-wait", "0"}, {{"SQLMIG_URL", database->url()}});
  EXPECT_TRUE(exits(result, 5));
  EXPECT_TRUE(contains(result.err, "process "));
}

TEST_F(ExitCode, IsNoConnectionWithoutAServer) {
  EXPECT_TRUE(exits(sqlmig({"status", "--url", "postgresql://127.0.0.1:1/x"}), 6));
}

TEST_F(ExitCode, IsOtherPlanWhereAnotherIsExpected) {
  write_revision(folder_, {"0001_new", {}});
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--expect", "sha256:" + std::string(64, '0')}), 7));
}

}  // namespace
}  // namespace sqlmig::test
