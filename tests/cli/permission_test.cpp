// Folders, files and databases that the user may read and not write.
#include "cli/project.hpp"
#include "support/postgres_role.hpp"

#include <unistd.h>

namespace sqlmig::test {
namespace {

using std::filesystem::perms;

constexpr perms kReadOnlyFolder = perms::owner_read | perms::owner_exec | perms::group_read |
                                  perms::group_exec | perms::others_read | perms::others_exec;
constexpr perms kReadOnlyFile = perms::owner_read | perms::group_read | perms::others_read;

class ReadOnlyProject : public ProjectTest {
 protected:
  ReadOnlyProject() {
    write_revision(folder_, {"0001_a", {}, "CREATE TABLE a (i int);\n", "DROP TABLE a;\n"});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
    std::filesystem::copy_file(SQLMIG_TEST_BINARY, programs_ / "sqlmig");
    std::filesystem::permissions(programs_.path(), kReadOnlyFolder);
    std::filesystem::permissions(programs_ / "sqlmig", kReadOnlyFolder);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
      std::filesystem::permissions(entry.path(),
                                   entry.is_directory() ? kReadOnlyFolder : kReadOnlyFile);
    }
    std::filesystem::permissions(folder_.path(), kReadOnlyFolder);
  }
  ~ReadOnlyProject() override {
    std::filesystem::permissions(programs_.path(), perms::owner_all);
    std::filesystem::permissions(folder_.path(), perms::owner_all);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path()))
      std::filesystem::permissions(entry.path(), perms::owner_all);
  }
  ReadOnlyProject(const ReadOnlyProject&) = delete;
  ReadOnlyProject& operator=(const ReadOnlyProject&) = delete;

  // Permissions mean nothing to root, so root runs it as somebody else.
  [[nodiscard]] ProcessResult as_reader(const Arguments& arguments) const {
    Arguments command;
    if (::geteuid() == 0) command = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    command.push_back((programs_ / "sqlmig").string());
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run_process(command, {folder_.path(), {}, {}});
  }

 private:
  TemporaryFolder programs_;
};

TEST_F(ReadOnlyProject, CanBeLookedAt) {
  for (const Arguments& look : looks_at("0001_a")) EXPECT_TRUE(exits(as_reader(look), 0));
}

TEST_F(ReadOnlyProject, TakesNoRevision) {
  const auto before = files();
  const ProcessResult result = as_reader({"revision", "-m", "more"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "cannot create"));
  EXPECT_TRUE(contains(result.err, "next: give this user the permission"));
  EXPECT_EQ(files(), before);
}

TEST_F(ReadOnlyProject, IsNotDowngraded) {
  const auto before = files();
  const ProcessResult result = as_reader({"downgrade", "base", "--yes"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "written"));
  EXPECT_EQ(files(), before);
}

TEST_F(ReadOnlyProject, NeedsNoRightToDoNothing) { EXPECT_TRUE(exits(as_reader({"upgrade"}), 0)); }

class LookingCommands : public DatabaseProjectTest {
 protected:
  LookingCommands() { write_table(folder_, "0001_users"); }
};

INSTANTIATE_TEST_SUITE_P(Databases, LookingCommands,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(LookingCommands, ChangeNothing) {
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  for (const Arguments& look : looks_at("0001_users")) EXPECT_TRUE(changes_nothing(look, 0));
}

TEST_P(LookingCommands, CreateNothingInAnEmptyDatabase) {
  for (const auto& [look, code] :
       std::vector<std::pair<Arguments, int>>{{{"status", "--exit-code"}, 4},
                                              {{"current"}, 0},
                                              {{"history", "-i"}, 0},
                                              {{"show", "--database", "0001_users"}, 0},
                                              {{"plan"}, 0},
                                              {{"verify", "--database"}, 0},
                                              {{"verify", "--require-applied"}, 4},
                                              {{"verify", "--require-heads", "0001_users"}, 4}}) {
    EXPECT_TRUE(changes_nothing(look, code));
  }
}

class LookingAtPostgres : public DatabaseProjectTest {};

INSTANTIATE_TEST_SUITE_P(Databases, LookingAtPostgres, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(LookingAtPostgres, NeedsNothingButSelect) {
  write_table(folder_, "0001_users");
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  const PostgresRole role(database());
  database().run("GRANT USAGE ON SCHEMA sqlmig TO " + role.name());
  database().run("GRANT SELECT ON ALL TABLES IN SCHEMA sqlmig TO " + role.name());
  for (Arguments look : looks_at("0001_users")) {
    look.insert(look.end(), {"--url", role.url()});
    EXPECT_TRUE(exits(sqlmig(look), 0));
  }
}

TEST_P(LookingAtPostgres, TakesNoLock) {
  write_table(folder_, "0001_users");
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  const auto runner = database().open();
  ASSERT_EQ(runner->try_lock(), std::nullopt);
  for (Arguments look : looks_at("0001_users")) {
    look.insert(look.end(), {"--lock-wait", "0"});
    EXPECT_TRUE(exits(sqlmig(look), 0));
  }
}

}  // namespace
}  // namespace sqlmig::test
