// sqlmig init --ci: which files are written, and where.
#include "cli/project.hpp"
#include "support/repository.hpp"

#include <gmock/gmock.h>

namespace sqlmig::test {
namespace {

using std::filesystem::perms;

// A git repository without a commit.
class InitCi : public testing::Test {
 protected:
  InitCi() { run_git(folder_.path(), {"init", "--quiet"}); }

  [[nodiscard]] ProcessResult sqlmig(const Arguments& arguments,
                                     const std::string& where = ".") const {
    return run_sqlmig(arguments, {folder_ / where, git_variables(), {}});
  }
  // Without what git keeps for itself.
  [[nodiscard]] Strings names() const {
    Strings names;
    for (const auto& [name, bytes] : files_of(folder_.path())) {
      const bool file = std::filesystem::is_regular_file(folder_ / name);
      if (file && !name.starts_with(".git/")) names.push_back(name);
    }
    return names;
  }
  [[nodiscard]] bool is_executable(const std::string& name) const {
    return (std::filesystem::status(folder_ / name).permissions() & perms::owner_exec) !=
           perms::none;
  }

  TemporaryFolder folder_;
};

TEST_F(InitCi, MakesAProjectWithTheFile) {
  const ProcessResult result = sqlmig({"init", "--ci", "github"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_EQ(names(), (Strings{".gitattributes", ".github/workflows/sqlmig.yml",
                              "migrations/.gitkeep", "sqlmig.toml"}));
  EXPECT_TRUE(contains(result.out, "created .github/workflows/sqlmig.yml\n"));
  EXPECT_TRUE(contains(result.out, "By hand: "));
  EXPECT_TRUE(contains(result.out, "SQLMIG_REPOSITORY"));
  EXPECT_TRUE(contains(result.out, "First steps:"));
}

TEST_F(InitCi, AddsOnlyTheFileToAProject) {
  folder_.write("sqlmig.toml", "# mine\n");
  const ProcessResult result = sqlmig({"init", "--ci", "github"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_EQ(names(), (Strings{".github/workflows/sqlmig.yml", "sqlmig.toml"}));
  EXPECT_EQ(folder_.read("sqlmig.toml"), "# mine\n");
  EXPECT_EQ(result.out.find("First steps:"), std::string::npos);
}

TEST_F(InitCi, FindsTheProjectAboveAsEveryCommandDoes) {
  folder_.write("sqlmig.toml", "");
  folder_.write("migrations/0001_a/manifest.toml", "");
  EXPECT_TRUE(exits(sqlmig({"init", "--ci", "github"}, "migrations/0001_a"), 0));
  EXPECT_EQ(names(), (Strings{".github/workflows/sqlmig.yml", "migrations/0001_a/manifest.toml",
                              "sqlmig.toml"}));
}

TEST_F(InitCi, MakesAProjectBelowAnotherOneWhereOneIsNamed) {
  folder_.write("sqlmig.toml", "");
  EXPECT_TRUE(exits(sqlmig({"init", "other", "--ci", "github"}), 0));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "other/sqlmig.toml"));
  EXPECT_TRUE(contains(folder_.read(".github/workflows/sqlmig.yml"), "sqlmig -C other verify"));
}

TEST_F(InitCi, TakesTheProjectOfTheOption) {
  folder_.write("db/sqlmig.toml", "");
  EXPECT_TRUE(exits(sqlmig({"-C", "db", "init", "--ci", "github"}), 0));
  EXPECT_EQ(names(), (Strings{".github/workflows/sqlmig.yml", "db/sqlmig.toml"}));
}

TEST_F(InitCi, WritesToTheRootOfTheRepositoryAndPutsTheFolderIn) {
  for (const char* name : {"github", "gitlab", "pre-commit"})
    EXPECT_TRUE(exits(sqlmig({"init", "apps/shop", "--ci", name}), 0));
  EXPECT_EQ(names(),
            (Strings{".githooks/pre-commit", ".github/workflows/sqlmig.yml", ".gitlab-ci.yml",
                     ".gitlab/sqlmig.gitlab-ci.yml", "apps/shop/.gitattributes",
                     "apps/shop/migrations/.gitkeep", "apps/shop/sqlmig.toml"}));
  for (const char* name : {".github/workflows/sqlmig.yml", ".gitlab/sqlmig.gitlab-ci.yml"})
    EXPECT_TRUE(contains(folder_.read(name), "sqlmig -C apps/shop verify"));
  EXPECT_TRUE(contains(folder_.read(".githooks/pre-commit"),
                       "git ls-files -z -- apps/shop/sqlmig.toml apps/shop/migrations |"));
  EXPECT_TRUE(contains(folder_.read(".githooks/pre-commit"), "\"$copy\"/apps/shop verify"));
}

TEST_F(InitCi, NamesTheFilesFromTheProject) {
  const ProcessResult result = sqlmig({"init", "db", "--ci", "github"});
  EXPECT_TRUE(contains(result.out, "created ../.github/workflows/sqlmig.yml\n"));
}

TEST_F(InitCi, QuotesAFolderForTheShell) {
  EXPECT_TRUE(exits(sqlmig({"init", "Dana's db", "--ci", "gitlab"}), 0));
  EXPECT_TRUE(
      contains(folder_.read(".gitlab/sqlmig.gitlab-ci.yml"), R"(sqlmig -C 'Dana'\''s db' verify)"));
}

TEST_F(InitCi, RefusesAFolderThatWouldBeReadAsSomethingElse) {
  for (const char* name : {"two\nlines", "${{ secrets.X }}", "./-x"}) {
    const ProcessResult result = sqlmig({"init", name, "--ci", "github"});
    EXPECT_TRUE(exits(result, 2));
    EXPECT_TRUE(contains(result.err, "plainer name"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / ".github"));
}

TEST_F(InitCi, TakesTheMigrationsFolderFromTheProject) {
  folder_.write("sqlmig.toml", "migrations = \"db/changes\"\n");
  ASSERT_TRUE(exits(sqlmig({"init", "--ci", "pre-commit"}), 0));
  EXPECT_TRUE(contains(folder_.read(".githooks/pre-commit"),
                       "git ls-files -z -- sqlmig.toml db/changes |"));
}

TEST_F(InitCi, KeepsAFileThatIsThere) {
  folder_.write(".github/workflows/sqlmig.yml", "# mine\n");
  const ProcessResult result = sqlmig({"init", "--ci", "github"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "kept    .github/workflows/sqlmig.yml\n"));
  EXPECT_EQ(folder_.read(".github/workflows/sqlmig.yml"), "# mine\n");
}

TEST_F(InitCi, NeverWritesThroughALink) {
  std::filesystem::create_directory(folder_ / ".githooks");
  std::filesystem::create_symlink("elsewhere", folder_ / ".githooks/pre-commit");
  const ProcessResult result = sqlmig({"init", "--ci", "pre-commit"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "kept    .githooks/pre-commit\n"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / ".githooks/elsewhere"));
}

TEST_F(InitCi, WritesAHookThatCanBeRunAndSaysHowToSwitchItOn) {
  const ProcessResult result = sqlmig({"init", "--ci", "pre-commit"});
  EXPECT_TRUE(is_executable(".githooks/pre-commit"));
  EXPECT_TRUE(contains(result.out, "  git config core.hooksPath .githooks\n"));
}

TEST_F(InitCi, WritesNoOtherExecutable) {
  EXPECT_TRUE(exits(sqlmig({"init", "--ci", "gitlab"}), 0));
  EXPECT_FALSE(is_executable(".gitlab-ci.yml"));
}

TEST_F(InitCi, IncludesTheJobOfGitlabWhereThereIsNoOtherPipeline) {
  const ProcessResult result = sqlmig({"init", "--ci", "gitlab"});
  EXPECT_EQ(folder_.read(".gitlab-ci.yml"), "include:\n  - local: .gitlab/sqlmig.gitlab-ci.yml\n");
  EXPECT_EQ(result.out.find("add to .gitlab-ci.yml"), std::string::npos);
}

TEST_F(InitCi, SaysWhatToAddToAPipelineThatIsThere) {
  folder_.write(".gitlab-ci.yml", "stages: [test]\n");
  const ProcessResult result = sqlmig({"init", "--ci", "gitlab"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out,
                       "By hand: add to .gitlab-ci.yml\n"
                       "  include:\n    - local: .gitlab/sqlmig.gitlab-ci.yml\n"));
  EXPECT_EQ(folder_.read(".gitlab-ci.yml"), "stages: [test]\n");
}

TEST_F(InitCi, TakesAFolderWithoutARepositoryForTheRoot) {
  const TemporaryFolder plain;
  EXPECT_TRUE(exits(run_sqlmig({"init", "db", "--ci", "pre-commit"}, {plain.path(), {}, {}}), 0));
  EXPECT_TRUE(std::filesystem::exists(plain / "db/.githooks/pre-commit"));
}

TEST_F(InitCi, TakesALinkedWorkTreeForARepository) {
  run_git(folder_.path(), {"commit", "--quiet", "--allow-empty", "--message", "start"});
  run_git(folder_.path(), {"worktree", "add", "--quiet", "tree"});
  EXPECT_TRUE(exits(sqlmig({"init", "db", "--ci", "pre-commit"}, "tree"), 0));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "tree/.githooks/pre-commit"));
}

TEST_F(InitCi, KnowsTheSystemsByName) {
  const ProcessResult result = sqlmig({"init", "--ci", "jenkins"});
  EXPECT_TRUE(exits(result, 2));
  EXPECT_TRUE(contains(result.err, "--ci takes github, gitlab or pre-commit, not 'jenkins'"));
  EXPECT_EQ(names(), Strings{});
}

TEST_F(InitCi, SaysTheSameInJson) {
  folder_.write("sqlmig.toml", "");
  folder_.write(".gitlab-ci.yml", "");
  const auto object = nlohmann::json::parse(sqlmig({"init", "--ci", "gitlab", "--json"}).out);
  EXPECT_EQ(object["created"], nlohmann::json{".gitlab/sqlmig.gitlab-ci.yml"});
  EXPECT_EQ(object["kept"], nlohmann::json{".gitlab-ci.yml"});
  EXPECT_EQ(object["by_hand"][0]["what"], "add to .gitlab-ci.yml");
  EXPECT_EQ(object["by_hand"][0]["lines"][0], "include:");
}

// The page shows the files as they are written for a project at the root.
TEST_F(InitCi, WritesWhatTheDocumentationShows) {
  for (const char* name : {"github", "gitlab", "pre-commit"})
    ASSERT_TRUE(exits(sqlmig({"init", "--ci", name}), 0));
  const std::string page = files_of(SQLMIG_TEST_SOURCE_DIR "/docs")["ci.md"];
  for (const auto& [name, language] :
       std::vector<std::pair<std::string, std::string>>{{".github/workflows/sqlmig.yml", "yaml"},
                                                        {".gitlab/sqlmig.gitlab-ci.yml", "yaml"},
                                                        {".gitlab-ci.yml", "yaml"},
                                                        {".githooks/pre-commit", "sh"}}) {
    EXPECT_THAT(page, testing::HasSubstr("\n```" + language + "\n" + folder_.read(name) + "```\n"))
        << name;
  }
}

}  // namespace
}  // namespace sqlmig::test
