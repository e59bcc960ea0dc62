#include "project/git_base.hpp"

#include "support/caught.hpp"
#include "support/repository.hpp"
#include "support/variable.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig::project {
namespace {

using test::caught;
using test::Variable;

using Texts = std::vector<std::string>;

std::string state_of(const std::optional<Revision>& revision) {
  if (!revision) return "-";
  return revision->up.text.empty() ? "(empty)" : revision->up.text.substr(0, 1);
}

// Repositories with projects in them. A script holds one letter, and the trunk begins with
// `0001_a` whose script is `x`.
class GitBase : public testing::Test {
 protected:
  void git(const std::string& where, Texts arguments) const {
    repositories_.git(where, std::move(arguments));
  }
  void commit_all(const std::string& where) const { repositories_.commit_all(where); }
  void write(const std::string& name, const std::string& bytes) const {
    repositories_.folder().write(name, bytes);
  }
  // Writes a revision; `folder` is that of the revision.
  void add(const std::string& folder, const std::string& script = "x") const {
    write(folder + "/manifest.toml", "parents = []\n");
    write(folder + "/up.sql", script + "\n");
    write(folder + "/down.sql", "d\n");
  }
  void remove(const std::string& name) const { std::filesystem::remove_all(path(name)); }
  [[nodiscard]] std::filesystem::path path(const std::string& name) const {
    return repositories_.folder() / name;
  }
  // A repository with the first revision on `main`, and the branch `work` checked out.
  void make_trunk(const std::string& migrations = "r/migrations") const {
    repositories_.init("r");
    add(migrations + "/0001_a");
    commit_all("r");
    git("r", {"checkout", "--quiet", "-b", "work"});
  }
  // Commits on `main` what `change` does, and comes back to `work`.
  template <typename Change>
  void on_main(Change change) const {
    git("r", {"checkout", "--quiet", "main"});
    change();
    commit_all("r");
    git("r", {"checkout", "--quiet", "work"});
  }

  [[nodiscard]] Base read(const std::string& project, const std::string& ref = "main",
                          const std::string& migrations = "migrations") const {
    Config config;
    config.folder = path(project);
    config.migrations_name = migrations;
    config.migrations = (config.folder / migrations).lexically_normal();
    LoadedHistory loaded = load_history(config);
    ours_ = loaded.history ? loaded.history->revisions : loaded.unlinked;
    return read_git_base(config, ours_, ref);
  }
  // What is not the same everywhere, each as "ID fork tip ours".
  [[nodiscard]] Texts changed(const std::string& project = "r", const std::string& ref = "main",
                              const std::string& migrations = "migrations") const {
    Texts texts;
    const Base base = read(project, ref, migrations);
    for (const ChangedRevision& revision : base.changed) {
      std::string line = fmt::format("{} {} {} {}", revision.id.text(), state_of(revision.fork),
                                     state_of(revision.tip), state_of(mine(revision.id)));
      // What git lists and is the same all the same: such as a file that was only touched.
      const std::string state = line.substr(line.size() - 1);
      if (!line.ends_with(fmt::format(" {0} {0} {0}", state))) texts.push_back(std::move(line));
    }
    return texts;
  }

 private:
  [[nodiscard]] std::optional<Revision> mine(const RevisionId& id) const {
    for (const Revision& revision : ours_) {
      if (revision.id == id) return revision;
    }
    return std::nullopt;
  }

  test::Repositories repositories_;
  Variable global_{"GIT_CONFIG_GLOBAL", "/dev/null"};
  Variable system_{"GIT_CONFIG_SYSTEM", "/dev/null"};
  Variable ceiling_{"GIT_CEILING_DIRECTORIES", repositories_.folder().path().string()};
  mutable std::vector<Revision> ours_;

 protected:
  const test::Repositories& repositories() const { return repositories_; }
};

// --- what the working tree has ---

TEST_F(GitBase, IsRefusedIfItHasTheRevisionsInAnotherFolder) {
  make_trunk();
  git("r", {"mv", "migrations", "db"});
  const Error error = caught([&] { (void)read("r", "main", "db"); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  EXPECT_STREQ(error.what(),
               "'main' has 0001_a in migrations, and that cannot be compared with db");
}

TEST_F(GitBase, IsRefusedIfItsConfigurationNamesAnotherFolder) {
  make_trunk();
  on_main([&] { write("r/sqlmig.toml", "migrations = \"migrations\"\n"); });
  remove("r/migrations");
  add("r/other/0009_fresh");
  EXPECT_STREQ(caught([&] { (void)read("r", "main", "other"); }).what(),
               "'main' has its revisions in migrations, and that cannot be compared with other");
}

TEST_F(GitBase, MayHaveAnotherProjectWithTheSameIds) {
  make_trunk("r/first");
  add("r/second/0001_a", "y");
  const Base base = read("r", "main", "second");
  ASSERT_EQ(base.changed.size(), 1U);
  EXPECT_FALSE(base.changed[0].tip);
}

TEST_F(GitBase, SaysWhichBranchesAreToStayApart) {
  make_trunk();
  on_main([&] { write("r/sqlmig.toml", "branches = [\"billing\"]\n"); });
  const Base base = read("r");
  EXPECT_TRUE(base.fork_branches.empty());
  ASSERT_EQ(base.tip_branches.size(), 1U);
  EXPECT_EQ(base.tip_branches[0].name, "billing");
}

TEST_F(GitBase, MayHaveNoneOfTheRevisions) {
  make_trunk();
  remove("r/migrations/0001_a");
  add("r/migrations/0002_b");
  on_main([&] { remove("r/migrations/0001_a"); });
  EXPECT_NO_THROW((void)read("r"));
}

TEST_F(GitBase, KnowsNoChangeWhereThereIsNone) {
  make_trunk();
  EXPECT_EQ(changed(), Texts{});
  const Base base = read("r");
  EXPECT_EQ(base.name, "main");
  EXPECT_EQ(base.kind, Base::Kind::git_ref);
  EXPECT_EQ(base.fork, Base::Fork::known);
}

TEST_F(GitBase, SeesWhatIsNewWhateverGitKnowsOfIt) {
  make_trunk();
  add("r/migrations/0002_committed");
  commit_all("r");
  add("r/migrations/0003_staged");
  git("r", {"add", "--all"});
  add("r/migrations/0004_announced");
  git("r", {"add", "--intent-to-add", "."});
  add("r/migrations/0005_manifest_staged");
  git("r", {"add", "migrations/0005_manifest_staged/manifest.toml"});
  add("r/migrations/0006_script_staged");
  git("r", {"add", "migrations/0006_script_staged/up.sql"});
  add("r/migrations/0007_untracked");
  write("r/.gitignore", "*_ignored\n");
  add("r/migrations/0008_ignored");
  EXPECT_EQ(changed(), (Texts{"0002_committed - - x", "0003_staged - - x", "0004_announced - - x",
                              "0005_manifest_staged - - x", "0006_script_staged - - x",
                              "0007_untracked - - x", "0008_ignored - - x"}));
}

TEST_F(GitBase, SeesWhatIsEditedWhateverGitKnowsOfIt) {
  make_trunk();
  add("r/migrations/0001_a", "y");
  EXPECT_EQ(changed(), Texts{"0001_a x x y"});
  git("r", {"add", "--all"});
  EXPECT_EQ(changed(), Texts{"0001_a x x y"});
  commit_all("r");
  EXPECT_EQ(changed(), Texts{"0001_a x x y"});
  add("r/migrations/0001_a", "z");
  EXPECT_EQ(changed(), Texts{"0001_a x x z"});
  add("r/migrations/0001_a", "x");
  EXPECT_EQ(changed(), Texts{});
}

TEST_F(GitBase, SeesWhatIsGoneWhateverGitKnowsOfIt) {
  make_trunk();
  remove("r/migrations/0001_a");
  std::filesystem::create_directories(path("r/migrations"));
  EXPECT_EQ(changed(), Texts{"0001_a x x -"});
  git("r", {"add", "--all"});
  EXPECT_EQ(changed(), Texts{"0001_a x x -"});
  commit_all("r");
  EXPECT_EQ(changed(), Texts{"0001_a x x -"});
}

TEST_F(GitBase, SeesWhatIsGoneAgainThoughItIsCommitted) {
  make_trunk();
  on_main([&] { add("r/migrations/0002_both"); });
  add("r/migrations/0002_both");
  add("r/migrations/0003_mine");
  commit_all("r");
  remove("r/migrations/0003_mine/down.sql");
  EXPECT_EQ(changed(), (Texts{"0002_both - x x", "0003_mine - - x"}));
  remove("r/migrations/0002_both");
  EXPECT_EQ(changed(), (Texts{"0002_both - x -", "0003_mine - - x"}));
}

TEST_F(GitBase, SeesThatAFileGitHasForgottenIsStillThere) {
  make_trunk();
  git("r", {"rm", "--quiet", "--cached", "-r", "migrations"});
  EXPECT_EQ(changed(), Texts{});
  add("r/migrations/0001_a", "y");
  EXPECT_EQ(changed(), Texts{"0001_a x x y"});
}

TEST_F(GitBase, TakesNoTouchedFileForAnEdit) {
  make_trunk();
  add("r/migrations/0001_a");
  std::filesystem::last_write_time(
      path("r/migrations/0001_a/up.sql"),
      std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_EQ(changed(), Texts{});
}

TEST_F(GitBase, LooksAtNoOtherFiles) {
  make_trunk();
  write("r/migrations/README.md", "r\n");
  write("r/migrations/0001_a/notes.txt", "n\n");
  add("r/migrations/.hidden/0009_h");
  add("r/elsewhere/0010_e");
  commit_all("r");
  EXPECT_EQ(read("r").changed.size(), 0U);
}

TEST_F(GitBase, GoesOnWhileGitHasAConflict) {
  make_trunk();
  on_main([&] { add("r/migrations/0001_a", "m"); });
  add("r/migrations/0001_a", "w");
  commit_all("r");
  EXPECT_EQ(repositories().try_git("r", {"merge", "main"}).exit_code, 1);
  EXPECT_EQ(changed(), Texts{"0001_a x m <"});
}

TEST_F(GitBase, GoesOnInTheMiddleOfAMerge) {
  make_trunk();
  on_main([&] { add("r/migrations/0002_m"); });
  add("r/migrations/0002_w");
  commit_all("r");
  git("r", {"merge", "--quiet", "--no-commit", "--no-ff", "main"});
  EXPECT_EQ(changed(), (Texts{"0002_m - x x", "0002_w - - x"}));
}

// --- what the base has ---

TEST_F(GitBase, SeesWhatTheBaseAddedEditedAndRemoved) {
  repositories().init("r");
  for (const char* id : {"0001_a", "0002_b", "0003_c"}) add(std::string("r/migrations/") + id);
  commit_all("r");
  git("r", {"checkout", "--quiet", "-b", "work"});
  on_main([&] {
    add("r/migrations/0001_a", "y");
    remove("r/migrations/0002_b");
    add("r/migrations/0004_d");
  });
  EXPECT_EQ(changed(), (Texts{"0001_a x y x", "0002_b x - x", "0004_d - x -"}));
}

TEST_F(GitBase, SeesOnlyAManifestOrADownThatDiffers) {
  make_trunk();
  on_main([&] { write("r/migrations/0001_a/manifest.toml", "parents = []\ntags = [\"v1\"]\n"); });
  write("r/migrations/0001_a/down.sql", "other\n");
  const Base base = read("r");
  ASSERT_EQ(base.changed.size(), 1U);
  EXPECT_EQ(base.changed[0].fork->manifest.tags.size(), 0U);
  EXPECT_EQ(base.changed[0].tip->manifest.tags.size(), 1U);
  EXPECT_EQ(base.changed[0].fork->down->text, "d\n");
  EXPECT_EQ(base.changed[0].tip->down->text, "d\n");
}

TEST_F(GitBase, SeesAnIrreversibleRevision) {
  make_trunk();
  on_main([&] {
    write("r/migrations/0001_a/manifest.toml", "parents = []\nirreversible = \"why\"\n");
    remove("r/migrations/0001_a/down.sql");
  });
  const Base base = read("r");
  ASSERT_EQ(base.changed.size(), 1U);
  EXPECT_TRUE(base.changed[0].fork->down.has_value());
  EXPECT_FALSE(base.changed[0].tip->down.has_value());
}

TEST_F(GitBase, FollowsARevisionToAnotherSubFolder) {
  make_trunk("r/migrations/old");
  std::filesystem::rename(path("r/migrations/old"), path("r/migrations/new"));
  EXPECT_EQ(changed(), Texts{});
  commit_all("r");
  EXPECT_EQ(changed(), Texts{});
  add("r/migrations/new/0001_a", "y");
  EXPECT_EQ(changed(), Texts{"0001_a x x y"});
  add("r/migrations/new/0001_a");
  on_main([&] { git("r", {"mv", "migrations/old", "migrations/elsewhere"}); });
  EXPECT_EQ(changed(), Texts{});
  EXPECT_EQ(read("r").changed.at(0).tip->manifest.path,
            "migrations/elsewhere/0001_a/manifest.toml");
}

TEST_F(GitBase, TakesALinkForNoFile) {
  make_trunk();
  on_main([&] {
    add("r/migrations/0002_b");
    remove("r/migrations/0002_b/manifest.toml");
    std::filesystem::create_symlink("../0001_a/manifest.toml",
                                    path("r/migrations/0002_b/manifest.toml"));
  });
  const Base base = read("r");
  ASSERT_EQ(base.changed.size(), 1U);
  EXPECT_FALSE(base.changed[0].tip.has_value()) << "the files here may have no links either";
}

TEST_F(GitBase, TakesNoManifestThatCannotBeReadForARevision) {
  make_trunk();
  on_main([&] {
    add("r/migrations/0002_b");
    write("r/migrations/0002_b/manifest.toml", "parents = [\n");
    add("r/migrations/head");
  });
  for (const std::string& line : changed()) EXPECT_EQ(line, "0002_b - - -");
}

// --- where the project stands ---

TEST_F(GitBase, ReadsAProjectInASubFolderOfTheRepository) {
  make_trunk("r/services/shop/migrations");
  add("r/services/other/migrations/0002_other");
  add("r/services/shop/migrations_too/0002_too");
  on_main([&] { add("r/services/shop/migrations/0002_m"); });
  add("r/services/shop/migrations/0002_w");
  EXPECT_EQ(changed("r/services/shop"), (Texts{"0002_m - x -", "0002_w - - x"}));
}

TEST_F(GitBase, ReadsMigrationsInANestedFolder) {
  make_trunk("r/db/pg/migrations");
  on_main([&] { add("r/db/pg/migrations/0002_m"); });
  add("r/db/pg/migrations/0001_a", "y");
  EXPECT_EQ(changed("r", "main", "db/pg/migrations"), (Texts{"0001_a x x y", "0002_m - x -"}));
  EXPECT_EQ(read("r", "main", "db/pg/migrations").changed.at(1).tip->manifest.path,
            "db/pg/migrations/0002_m/manifest.toml");
}

TEST_F(GitBase, ReadsMigrationsThatAreTheRepository) {
  make_trunk("r");
  on_main([&] { add("r/0002_m"); });
  add("r/group/0002_w");
  EXPECT_EQ(changed("r", "main", "."), (Texts{"0002_m - x -", "0002_w - - x"}));
  add("r/0001_a", "y");
  EXPECT_EQ(changed("r", "main", "."), (Texts{"0001_a x x y", "0002_m - x -", "0002_w - - x"}));
}

TEST_F(GitBase, IsNotBrokenByUnusualSubFolders) {
  for (const char* group : {"with space", "\xC3\xA9t\xC3\xA9", "tab\tin", "li\nne", "\"quoted\"",
                            "*", ":(glob)**", "\xFF\xFE"}) {
    SCOPED_TRACE(group);
    remove("r");
    const std::string folder = std::string("r/migrations/") + group;
    make_trunk(folder);
    on_main([&] { add(folder + "/0002_m"); });
    add(folder + "/0002_w");
    EXPECT_EQ(changed(), (Texts{"0002_m - x -", "0002_w - - x"}));
    add(folder + "/0001_a", "y");
    commit_all("r");
    EXPECT_EQ(changed(), (Texts{"0001_a x x y", "0002_m - x -", "0002_w - - x"}));
  }
}

TEST_F(GitBase, ReadsACheckoutWithCrLf) {
  make_trunk();
  add("r/migrations/0002_b");
  commit_all("r");
  on_main([&] { add("r/migrations/0003_m"); });
  git("", {"clone", "--quiet", "--config", "core.autocrlf=true", "r", "clone"});
  EXPECT_NE(repositories().folder().read("clone/migrations/0001_a/up.sql").find("\r\n"),
            std::string::npos);
  EXPECT_EQ(changed("clone", "origin/main"), (Texts{"0002_b - - x", "0003_m - x -"}));
  std::filesystem::last_write_time(
      path("clone/migrations/0001_a/up.sql"),
      std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_EQ(changed("clone", "origin/main"), (Texts{"0002_b - - x", "0003_m - x -"}));
  write("clone/migrations/0001_a/up.sql", "y\r\n");
  EXPECT_EQ(changed("clone", "origin/main"),
            (Texts{"0001_a x x y", "0002_b - - x", "0003_m - x -"}));
}

TEST_F(GitBase, ReadsFromBeforeThereWereMigrations) {
  repositories().init("r");
  write("r/README.md", "r\n");
  commit_all("r");
  git("r", {"checkout", "--quiet", "-b", "work"});
  add("r/migrations/0001_a");
  EXPECT_EQ(changed(), Texts{"0001_a - - x"});
  commit_all("r");
  EXPECT_EQ(changed(), Texts{"0001_a - - x"});
}

// --- where the two parted ---

TEST_F(GitBase, ReadsFromADetachedHead) {
  make_trunk();
  on_main([&] { add("r/migrations/0002_m"); });
  add("r/migrations/0002_w");
  commit_all("r");
  git("r", {"checkout", "--quiet", "--detach"});
  EXPECT_EQ(changed(), (Texts{"0002_m - x -", "0002_w - - x"}));
}

TEST_F(GitBase, ReadsFromAWorktree) {
  make_trunk();
  on_main([&] { add("r/migrations/0002_m"); });
  git("r", {"worktree", "add", "--quiet", "../tree", "-b", "side", "work"});
  add("tree/migrations/0002_side");
  add("r/migrations/0002_w");
  EXPECT_EQ(changed("tree"), (Texts{"0002_m - x -", "0002_side - - x"}));
}

TEST_F(GitBase, ReadsFromARepositoryWithLongObjectNames) {
  repositories().init("r", {"--object-format=sha256"});
  add("r/migrations/0001_a");
  commit_all("r");
  git("r", {"checkout", "--quiet", "-b", "work"});
  on_main([&] { add("r/migrations/0001_a", "y"); });
  EXPECT_EQ(changed(), Texts{"0001_a x y x"});
}

TEST_F(GitBase, IsTheSameWhereTheBaseIsOlder) {
  make_trunk();
  add("r/migrations/0002_w");
  commit_all("r");
  EXPECT_EQ(changed("r", "HEAD"), Texts{});
  EXPECT_EQ(changed("r", "HEAD~1"), Texts{"0002_w - - x"});
}

// main and work have merged each other's first commit: two best common ancestors.
TEST_F(GitBase, ReadsWhereTheTwoCrossed) {
  make_trunk();
  on_main([&] { add("r/migrations/0002_m"); });
  add("r/migrations/0002_w");
  commit_all("r");
  git("r", {"branch", "work_before"});
  git("r", {"merge", "--quiet", "--no-edit", "main"});
  git("r", {"checkout", "--quiet", "main"});
  git("r", {"merge", "--quiet", "--no-edit", "work_before"});
  git("r", {"checkout", "--quiet", "work"});
  EXPECT_EQ(changed(), Texts{});
  // Both have both, whichever ancestor is asked.
  for (const char* id : {"0002_m", "0002_w"}) {
    SCOPED_TRACE(id);
    const std::string folder = std::string("r/migrations/") + id;
    add(folder, "y");
    EXPECT_EQ(changed(), Texts{std::string(id) + " x x y"});
    remove(folder);
    EXPECT_EQ(changed(), Texts{std::string(id) + " x x -"});
    add(folder);
  }
}

TEST_F(GitBase, RefusesHistoriesWithNothingInCommon) {
  make_trunk();
  git("r", {"checkout", "--quiet", "--orphan", "other"});
  repositories().commit_all("r", "unrelated");
  const Error error = caught([&] { (void)read("r"); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  EXPECT_STREQ(error.what(), "HEAD and 'main' have no commit in common");
}

TEST_F(GitBase, RefusesABranchWithoutACommit) {
  make_trunk();
  git("r", {"checkout", "--quiet", "--orphan", "other"});
  const Error error = caught([&] { (void)read("r"); });
  EXPECT_EQ(error.code(), ErrorCode::config);
}

TEST_F(GitBase, RefusesACloneThatIsTooShallow) {
  make_trunk();
  on_main([&] { add("r/migrations/0002_m"); });
  add("r/migrations/0002_w");
  commit_all("r");
  git("", {"clone", "--quiet", "--depth=1", "--no-single-branch", repositories().url("r"), "c"});
  const Error error = caught([&] { (void)read("c", "origin/main"); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  EXPECT_STREQ(error.what(),
               "this clone is too shallow: the commit where HEAD and 'origin/main' parted is not "
               "in it");
  EXPECT_TRUE(error.advice.starts_with("git fetch --unshallow")) << error.advice;
  git("c", {"fetch", "--quiet", "--unshallow"});
  EXPECT_EQ(changed("c", "origin/main"), (Texts{"0002_m - x -", "0002_w - - x"}));
}

TEST_F(GitBase, ReadsAShallowCloneThatHasTheCommitWhereTheyParted) {
  make_trunk();
  on_main([&] { add("r/migrations/0002_m"); });
  add("r/migrations/0002_w");
  commit_all("r");
  git("", {"clone", "--quiet", "--depth=2", "--no-single-branch", repositories().url("r"), "c"});
  EXPECT_EQ(changed("c", "origin/main"), (Texts{"0002_m - x -", "0002_w - - x"}));
}

TEST_F(GitBase, ReadsAPartialClone) {
  make_trunk();
  on_main([&] {
    add("r/migrations/0001_a", "y");
    add("r/migrations/0002_m");
  });
  git("r", {"config", "uploadpack.allowFilter", "true"});
  git("r", {"config", "uploadpack.allowAnySHA1InWant", "true"});
  git("", {"clone", "--quiet", "--filter=blob:none", repositories().url("r"), "c"});
  EXPECT_EQ(changed("c", "origin/main"), (Texts{"0001_a x y x", "0002_m - x -"}));
}

TEST_F(GitBase, SaysThatAnObjectIsNotThere) {
  make_trunk();
  on_main([&] { add("r/migrations/0002_m", "missing"); });
  const std::string object =
      repositories().git("r", {"rev-parse", "main:migrations/0002_m/up.sql"});
  remove("r/.git/objects/" + object.substr(0, 2) + "/" + object.substr(2, object.size() - 3));
  const Error error = caught([&] { (void)read("r"); });
  EXPECT_EQ(error.code(), ErrorCode::io);
  EXPECT_FALSE(error.advice.empty());
}

TEST_F(GitBase, ReadsMoreThanAPipeHolds) {
  constexpr int kRevisions = 300;
  make_trunk();
  on_main([&] {
    for (int i = 0; i < kRevisions; ++i) {
      const std::string folder = fmt::format("r/migrations/{}_r", 1000 + i);
      add(folder, fmt::format("y{}", i));
      write(folder + "/down.sql", fmt::format("{}{}\n", i, std::string(2000, 'd')));
    }
  });
  const Base base = read("r");
  ASSERT_EQ(base.changed.size(), static_cast<std::size_t>(kRevisions));
  for (int i = 0; i < kRevisions; ++i) {
    const Revision& revision = base.changed[static_cast<std::size_t>(i)].tip.value();
    EXPECT_EQ(revision.up.text, fmt::format("y{}\n", i));
    EXPECT_EQ(revision.down->text.size(), fmt::format("{}", i).size() + 2001);
  }
}

// --- what else could get in the way ---

TEST_F(GitBase, GoesByTheFolderWhateverAHookHasInItsEnvironment) {
  make_trunk();
  on_main([&] { add("r/migrations/0002_m"); });
  add("r/migrations/0001_a", "y");
  const Texts expected{"0001_a x x y", "0002_m - x -"};
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"GIT_DIR", "/nowhere"},
                                                        {"GIT_INDEX_FILE", "/nowhere"},
                                                        {"GIT_PREFIX", "migrations/"},
                                                        {"GIT_LITERAL_PATHSPECS", "1"},
                                                        {"GIT_NOGLOB_PATHSPECS", "1"},
                                                        {"GIT_ICASE_PATHSPECS", "1"},
                                                        {"GIT_PAGER", "false"},
                                                        {"GIT_EXTERNAL_DIFF", "false"}}) {
    const Variable variable(name, value);
    EXPECT_EQ(changed(), expected) << name;
  }
}

TEST_F(GitBase, IsNotMisledByTheConfigurationOfTheUser) {
  make_trunk();
  on_main([&] { add("r/migrations/0002_m"); });
  add("r/migrations/0001_a", "y");
  for (const char* setting :
       {"diff.renames=copies", "diff.relative=false", "diff.noprefix=true", "core.abbrev=4",
        "color.ui=always", "core.quotePath=false", "diff.external=false", "core.pager=false",
        "status.relativePaths=false", "diff.ignoreSubmodules=all"}) {
    const std::string text = setting;
    const std::size_t sign = text.find('=');
    git("r", {"config", text.substr(0, sign), text.substr(sign + 1)});
    EXPECT_EQ(changed(), (Texts{"0001_a x x y", "0002_m - x -"})) << setting;
    git("r", {"config", "--unset", text.substr(0, sign)});
  }
}

}  // namespace
}  // namespace sqlmig::project
