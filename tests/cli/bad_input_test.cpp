// What can be wrong around sqlmig. Nothing is changed by any of it.
#include "cli/project.hpp"

#include <atomic>
#include <cstdlib>
#include <thread>

namespace sqlmig::test {
namespace {

class BadInput : public ProjectTest {
 protected:
  // Expects that a command fails like this and leaves every file as it was.
  void expect_refusal(const Arguments& arguments, int code, const std::string& said,
                      const Variables& variables = {}) const {
    const auto before = files();
    const ProcessResult result = sqlmig(arguments, variables);
    EXPECT_TRUE(exits(result, code));
    EXPECT_TRUE(contains(result.out + result.err, said));
    if (code == 2) {
      EXPECT_TRUE(contains(result.err, "next: "));
    }
    EXPECT_EQ(files(), before);
  }
};

TEST(NoProject, IsSaidWithWhatToDo) {
  const TemporaryFolder folder;
  for (const char* command : {"status", "verify", "upgrade", "heads", "plan"}) {
    const ProcessResult result = run_sqlmig({command}, {folder.path(), {}, {}});
    EXPECT_TRUE(exits(result, 2));
    EXPECT_TRUE(contains(result.err, "sqlmig init"));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(BadInput, ABrokenConfigurationIsNamedWithItsLine) {
  folder_.write("sqlmig.toml", "migrations = \"migrations\"\nurl = sqlite\n");
  expect_refusal({"status"}, 2, "sqlmig.toml:2:");
}

TEST_F(BadInput, AWrongKeyIsNamedWithTheRightOne) {
  folder_.write("sqlmig.toml", "migration = \"db\"\n");
  expect_refusal({"verify"}, 2, "'migrations'");
}

TEST_F(BadInput, AVariableThatIsNotSetIsNamed) {
  folder_.write("sqlmig.toml", "url = \"sqlite:${APP_DB}\"\n");
  expect_refusal({"status"}, 2, "APP_DB");
}

TEST_F(BadInput, AMissingDatabaseUrlIsSaid) {
  folder_.write("sqlmig.toml", "");
  expect_refusal({"upgrade"}, 2, "no database is configured");
}

TEST_F(BadInput, AMissingMigrationsFolderIsNamed) {
  std::filesystem::remove(folder_ / "migrations");
  const ProcessResult result = sqlmig({"upgrade"});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_TRUE(contains(result.err, "migrations"));
}

TEST_F(BadInput, AnUnknownRevisionIsSaidWithTheNearest) {
  write_revision(folder_, {"20260101_users", {}});
  expect_refusal({"upgrade", "20260101_usres"}, 2, "20260101_users");
}

TEST_F(BadInput, AnUpgradeThatHasNothingToDoMakesNoDatabase) {
  expect_refusal({"upgrade"}, 0, "nothing to do");
}

TEST_F(BadInput, AnotherPlanThanExpectedMakesNoDatabase) {
  write_revision(folder_, {"0001_a", {}});
  expect_refusal({"upgrade", "--expect", "sha256:" + std::string(64, '0')}, 7, "sha256:0000");
}

TEST_F(BadInput, ADowngradeOfNothingMakesNoDatabase) {
  write_revision(folder_, {"0001_a", {}});
  expect_refusal({"downgrade", "0001_a"}, 2, "0001_a is not applied");
}

TEST_F(BadInput, AScriptThatCannotBeRunMakesNoDatabase) {
  write_revision(folder_, {"0001_a", {}, "SELECT 1;\nCOMMIT;\n"});
  expect_refusal({"upgrade"}, 3, "transaction-control");
}

TEST_F(BadInput, AStepBackFromTwoHeadsIsAmbiguous) {
  write_revision(folder_, {"0001_a", {}});
  write_revision(folder_, {"0002_left", {"0001_a"}});
  write_revision(folder_, {"0002_right", {"0001_a"}});
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  expect_refusal({"downgrade", "-1"}, 2, "0002_left, 0002_right");
}

TEST_F(BadInput, AnAmbiguousPrefixIsSaidWithTheChoices) {
  write_revision(folder_, {"20260101_users", {}});
  write_revision(folder_, {"20260101_views", {"20260101_users"}});
  expect_refusal({"show", "20260101"}, 2, "20260101_users, 20260101_views");
}

TEST_F(BadInput, AUrlOfAnUnknownKindIsNotRepeated) {
  const ProcessResult result = sqlmig({"status", "--url", "mysql://root:hunter2@db/app"});
  EXPECT_TRUE(exits(result, 2));
  EXPECT_EQ((result.out + result.err).find("hunter2"), std::string::npos);
}

TEST_F(BadInput, AUrlThatCannotBeReadIsNotRepeated) {
  const ProcessResult result = sqlmig({"status", "--url", "postgresql://root:hunter%2@db/app"});
  EXPECT_TRUE(exits(result, 2));
  EXPECT_EQ((result.out + result.err).find("hunter"), std::string::npos);
}

TEST_F(BadInput, AServerThatIsNotThereIsSaid) {
  expect_refusal({"upgrade", "--url", "postgresql://127.0.0.1:1/x"}, 6, "cannot connect");
}

TEST_F(BadInput, AFileThatIsNoDatabaseIsSaid) {
  folder_.write("app.db", std::string(8192, '#'));
  write_revision(folder_, {"0001_a", {}});
  for (const char* command : {"status", "upgrade", "current"})
    expect_refusal({command}, 6, "app.db");
}

TEST_F(BadInput, ADatabaseInAFolderThatIsNotThereIsSaid) {
  write_revision(folder_, {"0001_a", {}});
  expect_refusal({"upgrade", "--url", "sqlite:nowhere/app.db"}, 6, "/nowhere");
}

TEST_F(BadInput, ANewerVersionTableStopsEveryCommand) {
  write_revision(folder_, {"0001_a", {}});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  write_revision(folder_, {"0002_b", {"0001_a"}});
  ConnectOptions options;
  options.folder = folder_.path();
  connect("sqlite:app.db", options)->run_alone("UPDATE sqlmig_format SET version = 99");
  for (const char* command : {"upgrade", "status", "current", "plan"})
    expect_refusal({command}, 1, "format 99");
  expect_refusal({"stamp", "head"}, 1, "format 99");
}

TEST_F(BadInput, ANewerVersionTableIsAFindingOfVerify) {
  write_revision(folder_, {"0001_a", {}});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  ConnectOptions options;
  options.folder = folder_.path();
  connect("sqlite:app.db", options)->run_alone("UPDATE sqlmig_format SET version = 99");
  expect_refusal({"verify", "--database"}, 3, "version-table-newer");
}

TEST_F(BadInput, ADamagedVersionTableIsSaid) {
  write_revision(folder_, {"0001_a", {}});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  ConnectOptions options;
  options.folder = folder_.path();
  connect("sqlite:app.db", options)->run_alone("UPDATE sqlmig_revisions SET parents = '///'");
  expect_refusal({"upgrade"}, 1, "damaged");
  expect_refusal({"verify", "--database"}, 3, "version-table-damaged");
}

TEST_F(BadInput, AMissingScriptIsFound) {
  write_revision(folder_, {"0001_a", {}});
  std::filesystem::remove(folder_ / "migrations/0001_a/up.sql");
  expect_refusal({"upgrade"}, 3, "missing-up");
}

TEST_F(BadInput, AScriptThatIsALinkOutOfTheFolderIsFound) {
  write_revision(folder_, {"0001_a", {}});
  std::filesystem::remove(folder_ / "migrations/0001_a/up.sql");
  std::filesystem::create_symlink("/etc/hostname", folder_ / "migrations/0001_a/up.sql");
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 3));
}

TEST_F(BadInput, AFileThatVanishesEndsWithoutACrash) {
  for (int i = 0; i < 300; ++i) write_revision(folder_, {"a" + std::to_string(i), {}});
  std::atomic<bool> stop{false};
  std::thread vandal([&] {
    std::error_code ignored;
    for (int i = 299; i >= 0 && !stop; --i)
      std::filesystem::remove_all(folder_ / ("migrations/a" + std::to_string(i)), ignored);
  });
  const ProcessResult result = sqlmig({"verify"});
  stop = true;
  vandal.join();
  EXPECT_LE(result.exit_code, 3) << result.err;
}

TEST_F(BadInput, AFullOutputIsNotTakenForSuccess) {
  const ProcessResult result =
      run_process({"sh", "-c", std::string(SQLMIG_TEST_BINARY) + " version > /dev/full"},
                  {folder_.path(), {}, {}});
  EXPECT_NE(result.exit_code, 0);
}

class WrongPassword : public ProjectTest {
 protected:
  WrongPassword() {
    const char* url = std::getenv("SQLMIG_TEST_POSTGRES_TCP_URL");
    if (url == nullptr) throw std::runtime_error("SQLMIG_TEST_POSTGRES_TCP_URL is not set");
    right_ = url;
    wrong_ = right_;
    wrong_.replace(wrong_.find(":secret@"), 8, ":hunter2@");
    write_revision(folder_, {"0001_a", {}});
  }
  std::string right_;
  std::string wrong_;
};

TEST_F(WrongPassword, IsNoConnection) {
  EXPECT_TRUE(exits(sqlmig({"status", "--url", wrong_}), 6));
}

TEST_F(WrongPassword, IsShownNowhere) {
  for (const char* command : {"status", "upgrade", "verify", "plan", "current"}) {
    for (const char* format : {"--quiet", "--json"}) {
      const ProcessResult result = sqlmig({command, "--url", wrong_, format});
      EXPECT_EQ((result.out + result.err).find("hunter2"), std::string::npos)
          << result.out << result.err;
    }
  }
}

TEST_F(WrongPassword, IsShownNowhereFromTheEnvironment) {
  const ProcessResult result = sqlmig({"status", "--json"}, {{"DATABASE_URL", wrong_}});
  EXPECT_TRUE(exits(result, 6));
  EXPECT_EQ((result.out + result.err).find("hunter2"), std::string::npos);
}

TEST_F(WrongPassword, EvenTheRightOneIsShownNowhere) {
  for (const char* command : {"status", "upgrade", "plan", "current"}) {
    for (const char* format : {"--quiet", "--json"}) {
      const ProcessResult result = sqlmig({command, "--url", right_, format});
      EXPECT_EQ((result.out + result.err).find("secret"), std::string::npos)
          << result.out << result.err;
    }
  }
}

}  // namespace
}  // namespace sqlmig::test
