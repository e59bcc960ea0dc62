#include "project/git.hpp"

#include "support/caught.hpp"
#include "support/repository.hpp"
#include "support/variable.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig::project {
namespace {

using test::caught;
using test::TemporaryFolder;
using test::Variable;

using Ids = std::vector<std::string>;

// Folders for repositories; git looks for none around them.
class Git : public testing::Test {
 protected:
  void git(const std::string& where, std::vector<std::string> arguments) const {
    repositories_.git(where, std::move(arguments));
  }
  // A repository with one empty commit.
  void make_repository(const std::string& name) const {
    repositories_.init(name);
    repositories_.commit_all(name, "start");
  }
  void commit_all(const std::string& name) const { repositories_.commit_all(name); }

 private:
  test::Repositories repositories_;
  Variable ceiling_{"GIT_CEILING_DIRECTORIES", repositories_.folder().path().string()};

 protected:
  const TemporaryFolder& folder_ = repositories_.folder();
};

TEST_F(Git, NamesTheRevisionsOfACommit) {
  make_repository("r");
  folder_.write("r/migrations/b/manifest.toml", "");
  folder_.write("r/migrations/a/manifest.toml", "");
  folder_.write("r/migrations/a/up.sql", "");
  commit_all("r");
  EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "HEAD"), (Ids{"a", "b"}));
}

TEST_F(Git, NamesThoseOfThatCommitAndNotOfTheFolder) {
  make_repository("r");
  folder_.write("r/migrations/old/manifest.toml", "");
  commit_all("r");
  git("r", {"tag", "first"});
  folder_.write("r/migrations/later/manifest.toml", "");
  commit_all("r");
  folder_.write("r/migrations/staged/manifest.toml", "");
  git("r", {"add", "--all"});
  folder_.write("r/migrations/written/manifest.toml", "");
  std::filesystem::remove_all(folder_ / "r/migrations/old");
  EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "first"), Ids{"old"});
  EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "main"), (Ids{"later", "old"}));
  EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "main~1"), Ids{"old"});
}

TEST_F(Git, LooksBelowTheFolderOnly) {
  make_repository("r");
  folder_.write("r/app/migrations/a/manifest.toml", "");
  folder_.write("r/app/migrations_too/b/manifest.toml", "");
  folder_.write("r/c/manifest.toml", "");
  commit_all("r");
  EXPECT_EQ(revision_ids_at(folder_ / "r/app/migrations", "HEAD"), Ids{"a"});
  EXPECT_EQ(revision_ids_at(folder_ / "r", "HEAD"), (Ids{"a", "b", "c"}));
}

TEST_F(Git, FindsRevisionsInFoldersOfFolders) {
  make_repository("r");
  folder_.write("r/migrations/billing/eu/a/manifest.toml", "");
  folder_.write("r/migrations/b/manifest.toml", "");
  folder_.write("r/migrations/b/c/manifest.toml", "");
  commit_all("r");
  EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "HEAD"), (Ids{"a", "b", "c"}));
}

TEST_F(Git, NamesARevisionOnceThatIsThereTwice) {
  make_repository("r");
  folder_.write("r/migrations/x/a/manifest.toml", "");
  folder_.write("r/migrations/y/a/manifest.toml", "");
  commit_all("r");
  EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "HEAD"), Ids{"a"});
}

TEST_F(Git, PassesOverWhatIsNoRevision) {
  make_repository("r");
  for (const char* file :
       {"manifest.toml", "a/up.sql", "b/manifest.toml.orig", "c/my_manifest.toml",
        ".d/manifest.toml", ".e/f/manifest.toml", "g/.h/i/manifest.toml", "head/manifest.toml",
        "j/manifest.toml/README.md"}) {
    folder_.write(std::string("r/migrations/") + file, "");
  }
  commit_all("r");
  EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "HEAD"), Ids{});
}

TEST_F(Git, IsNotBrokenByUnusualNames) {
  make_repository("r");
  for (const char* group :
       {"with\nline end", "tab\t\"quote\"", "\xC3\xA9", "\xFF\xFE", "*", "a b"}) {
    folder_.write(std::string("r/migrations/") + group + "/id_" + std::to_string(*group & 0x7F) +
                      "/manifest.toml",
                  "");
    folder_.write(std::string("r/migrations/sub/") + group + "/manifest.toml", "");
  }
  commit_all("r");
  EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "HEAD"),
            (Ids{"id_116", "id_119", "id_127", "id_42", "id_67", "id_97"}));
}

TEST_F(Git, TakesAFolderWithAnyName) {
  for (const char* name : {"with spaces in it", "-C", "*", ":(glob)**", "\xC3\xA9\n"}) {
    const std::string repository = std::string(name) + "/r";
    make_repository(repository);
    const std::string migrations = repository + "/" + name;
    folder_.write(migrations + "/a/manifest.toml", "");
    folder_.write(repository + "/other/b/manifest.toml", "");
    commit_all(repository);
    EXPECT_EQ(revision_ids_at(folder_ / migrations, "HEAD"), Ids{"a"}) << name;
  }
}

TEST_F(Git, KnowsNoRevisionsFromBeforeThereWasAFolder) {
  make_repository("r");
  folder_.write("r/migrations/a/manifest.toml", "");
  EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "HEAD"), Ids{});
  commit_all("r");
  EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "HEAD~1"), Ids{});
}

TEST_F(Git, KnowsBranchesTagsAndCommits) {
  make_repository("r");
  folder_.write("r/migrations/a/manifest.toml", "");
  commit_all("r");
  git("r", {"branch", "feature/x"});
  git("r", {"tag", "--annotate", "--message", "t", "v1.0"});
  for (const char* ref : {"main", "feature/x", "v1.0", "refs/heads/main", "HEAD", "@", "v1.0^0"}) {
    EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", ref), Ids{"a"}) << ref;
  }
}

TEST_F(Git, RefusesWhatNamesNoCommit) {
  make_repository("r");
  folder_.write("r/migrations/a/manifest.toml", "");
  commit_all("r");
  git("r", {"branch", "other"});
  for (const char* ref : {"none", "", " ", "HEAD^{tree}", "HEAD:migrations", "^main", "main..other",
                          "main other", "0000000000000000000000000000000000000000"}) {
    const Error error = caught([&] { (void)revision_ids_at(folder_ / "r/migrations", ref); });
    EXPECT_EQ(error.code(), ErrorCode::config) << ref;
    EXPECT_NE(std::string(error.what()).find("'" + std::string(ref) + "' names no commit"),
              std::string::npos)
        << error.what();
    EXPECT_FALSE(error.advice.empty());
  }
}

TEST_F(Git, TakesNoRefForAnOption) {
  make_repository("r");
  folder_.write("r/migrations/a/manifest.toml", "");
  commit_all("r");
  for (const char* ref : {"--all", "-h", "--git-dir", "--", "--output=/dev/null", "-", "-main"}) {
    EXPECT_EQ(caught([&] { (void)revision_ids_at(folder_ / "r/migrations", ref); }).code(),
              ErrorCode::config)
        << ref;
  }
}

TEST_F(Git, KnowsABranchThatLooksLikeAnOption) {
  make_repository("r");
  folder_.write("r/migrations/a/manifest.toml", "");
  commit_all("r");
  // git branch would refuse the name.
  git("r", {"update-ref", "refs/heads/--all", "HEAD"});
  EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "--all"), Ids{"a"});
}

TEST_F(Git, SaysThatThereIsNoCommitYet) {
  std::filesystem::create_directories(folder_ / "r/migrations");
  git("r", {"init"});
  const Error error = caught([&] { (void)revision_ids_at(folder_ / "r/migrations", "HEAD"); });
  EXPECT_EQ(error.code(), ErrorCode::config);
}

TEST_F(Git, SaysThatThereIsNoRepository) {
  std::filesystem::create_directories(folder_ / "plain");
  for (const char* name : {"plain", "not there"}) {
    const Error error = caught([&] { (void)revision_ids_at(folder_ / name, "HEAD"); });
    EXPECT_EQ(error.code(), ErrorCode::config);
    EXPECT_NE(std::string(error.what()).find((folder_ / name).string()), std::string::npos)
        << error.what();
    EXPECT_FALSE(error.advice.empty());
    EXPECT_EQ(default_base(folder_ / name), std::nullopt);
  }
  // What git does not take for a repository may be a broken one.
  std::filesystem::create_directories(folder_ / "plain/.git");
  EXPECT_EQ(caught([&] { (void)default_base(folder_ / "plain"); }).code(), ErrorCode::config);
}

TEST_F(Git, SaysThatThereIsNoGit) {
  make_repository("r");
  const Variable path("PATH", (folder_ / "r").string());
  const Error error = caught([&] { (void)revision_ids_at(folder_ / "r", "HEAD"); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  EXPECT_STREQ(error.what(), "there is no git to ask");
  EXPECT_FALSE(error.advice.empty());
  EXPECT_EQ(default_base(folder_ / "r"), std::nullopt);
}

TEST_F(Git, GoesByTheFolderInAHookOfAnotherRepository) {
  make_repository("other");
  make_repository("r");
  folder_.write("r/migrations/a/manifest.toml", "");
  commit_all("r");
  for (const std::string& variable : {(folder_ / "other/.git").string(), std::string(".git")}) {
    const Variable git_dir("GIT_DIR", variable);
    const Variable index("GIT_INDEX_FILE", variable + "/index");
    EXPECT_EQ(revision_ids_at(folder_ / "r/migrations", "HEAD"), Ids{"a"}) << variable;
  }
}

TEST_F(Git, KnowsTheMainBranchOfAClone) {
  make_repository("r");
  git("r", {"branch", "--move", "trunk/1"});
  folder_.write("r/migrations/a/manifest.toml", "");
  commit_all("r");
  git("", {"clone", "r", "clone"});
  EXPECT_EQ(default_base(folder_ / "clone/migrations"), "origin/trunk/1");
  EXPECT_EQ(revision_ids_at(folder_ / "clone/migrations", "origin/trunk/1"), Ids{"a"});
}

TEST_F(Git, KnowsNoMainBranchWithoutAnOrigin) {
  make_repository("r");
  EXPECT_EQ(default_base(folder_ / "r"), std::nullopt);
}

TEST_F(Git, TakesTheUsualMainBranchIfNobodySaidWhichItIs) {
  make_repository("r");
  EXPECT_EQ(default_base(folder_ / "r"), std::nullopt);
  git("", {"clone", "r", "clone"});
  git("clone", {"remote", "set-head", "origin", "--delete"});
  EXPECT_EQ(default_base(folder_ / "clone"), "origin/main");
}

}  // namespace
}  // namespace sqlmig::project
