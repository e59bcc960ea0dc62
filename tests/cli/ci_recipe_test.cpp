// The files of `init --ci` and the recipes of docs/ci.md, run as a CI system or git runs them.
#include "cli/project.hpp"
#include "support/repository.hpp"

#include <stdexcept>

namespace sqlmig::test {
namespace {

// `origin` is a bare repository, `work` a clone of it. Its branch `main` holds a project in the
// folder `db` with 0001_users and, on that, 0002_bills.
class CiTest : public testing::Test {
 protected:
  CiTest() {
    run_git(folder_.path(), {"init", "--quiet", "--bare", "origin"});
    run_git(folder_.path(), {"clone", "--quiet", "origin", "work"});
    ok(sqlmig({"init", "db"}));
    for (const char* name : {"github", "gitlab", "pre-commit"})
      ok(sqlmig({"init", "db", "--ci", name}));
    add_revision("0001_users");
    add_revision("0002_bills");
    publish("main");
  }

  static void ok(const ProcessResult& result) {
    if (result.exit_code != 0) throw std::runtime_error(result.out + result.err);
  }
  [[nodiscard]] ProcessResult sqlmig(const Arguments& arguments) const {
    return run_sqlmig(arguments, {folder_ / "work", git_variables(), {}});
  }
  void git(const Arguments& arguments) const { run_git(folder_ / "work", arguments); }

  // On the head, as sqlmig writes it.
  void add_revision(const std::string& id) const {
    ok(sqlmig({"-C", "db", "revision", "-m", id, "--id", id}));
    write(id, "up.sql", "CREATE TABLE t" + id + " (i int);\n");
    write(id, "down.sql", "DROP TABLE t" + id + ";\n");
  }
  void write(const std::string& id, const std::string& file, const std::string& text) const {
    folder_.write("work/db/migrations/" + id + "/" + file, text);
  }
  // Commits all of `work`, past the hook, and makes it the branch `name` of `origin`.
  void publish(const std::string& name) const {
    git({"add", "--all"});
    git({"commit", "--quiet", "--no-verify", "--message", name});
    git({"push", "--quiet", "origin", "HEAD:refs/heads/" + name});
  }
  // Goes back to what main is.
  void start() const {
    git({"fetch", "--quiet", "origin"});
    git({"checkout", "--quiet", "--detach", "origin/main"});
  }

  // Three branches. What `terms` adds was written before what main got since.
  void publish_a_change_that_fits() const {
    start();
    add_revision("0003_taxes");
    publish("taxes");
  }
  void publish_a_change_that_would_make_two_heads() const {
    start();
    add_revision("0003_terms");
    publish("terms");
    start();
    add_revision("0003_ranks");
    publish("main");
  }
  void publish_an_edit() const {
    start();
    write("0002_bills", "up.sql", "CREATE TABLE bills (i int, j int);\n");
    publish("edit");
  }

  // Runs a script of the shell in a folder, with the tool in PATH.
  [[nodiscard]] ProcessResult run(const std::string& script, const std::string& where,
                                  const Variables& more = {}) const {
    Variables variables = git_variables();
    variables.insert(more.begin(), more.end());
    const std::string binaries = std::filesystem::path(SQLMIG_TEST_BINARY).parent_path().string();
    return run_process({"bash", "-c", "PATH=\"$0:$PATH\"\n" + script, binaries},
                       {folder_ / where, variables, {}});
  }
  // What the job of a YAML file runs, but for what installs software.
  [[nodiscard]] static std::string steps_of(const std::filesystem::path& file,
                                            const std::string& job) {
    const ProcessResult result = run_process(
        {"python3", SQLMIG_TEST_SOURCE_DIR "/tests/cli/recipe_steps.py", file.string(), job}, {});
    ok(result);
    return result.out;
  }
  // The first block of this language below a heading of docs/ci.md.
  [[nodiscard]] static std::string block_below(const std::string& heading,
                                               const std::string& language) {
    const std::string page = files_of(SQLMIG_TEST_SOURCE_DIR "/docs")["ci.md"];
    const std::string fence = "\n```" + language + "\n";
    const std::size_t start = page.find(fence, page.find("\n## " + heading + "\n"));
    const std::size_t end = page.find("```\n", start + fence.size());
    if (start == std::string::npos || end == std::string::npos)
      throw std::runtime_error("there is no such block: " + heading);
    return page.substr(start + fence.size(), end - start - fence.size());
  }

  TemporaryFolder folder_;
};

// What a system sets for a change that is to be merged into main.
struct System {
  std::string name, file, job;
  Variables variables;
  Strings reports;
};

const std::vector<System> kSystems = {
    {"github",
     ".github/workflows/sqlmig.yml",
     "verify",
     {{"AGAINST", "origin/main"}, {"GITHUB_WORKSPACE", "."}},
     {"sqlmig.sarif"}},
    {"gitlab",
     ".gitlab/sqlmig.gitlab-ci.yml",
     "sqlmig",
     {{"TARGET", "main"}},
     {"sqlmig-junit.xml", "sqlmig-code-quality.json"}},
};

class CiJob : public CiTest, public testing::WithParamInterface<System> {
 protected:
  // Runs the job for a branch, in a clone of its own.
  [[nodiscard]] ProcessResult run_job(const std::string& branch) const {
    run_git(folder_.path(), {"clone", "--quiet", "--branch", branch, "origin", "job"});
    return run_steps();
  }
  [[nodiscard]] ProcessResult run_steps() const {
    return run(steps_of(folder_ / ("job/" + GetParam().file), GetParam().job), "job",
               GetParam().variables);
  }
};

INSTANTIATE_TEST_SUITE_P(Systems, CiJob, testing::ValuesIn(kSystems),
                         [](const auto& each) { return each.param.name; });

TEST_P(CiJob, IsGreenForAChangeThatFits) {
  publish_a_change_that_fits();
  EXPECT_TRUE(exits(run_job("taxes"), 0));
}

TEST_P(CiJob, IsRedForAChangeThatWouldMakeTwoHeads) {
  publish_a_change_that_would_make_two_heads();
  EXPECT_TRUE(exits(run_job("terms"), 3));
}

TEST_P(CiJob, IsRedForAnEditOfWhatIsMerged) {
  publish_an_edit();
  EXPECT_TRUE(exits(run_job("edit"), 3));
}

TEST_P(CiJob, LeavesItsReportsBothTimes) {
  publish_a_change_that_fits();
  publish_an_edit();
  for (const char* branch : {"taxes", "edit"}) {
    static_cast<void>(run_job(branch));
    for (const std::string& report : GetParam().reports)
      EXPECT_TRUE(std::filesystem::exists(folder_ / "job" / report)) << branch << " " << report;
    std::filesystem::remove_all(folder_ / "job");
  }
}

TEST_P(CiJob, SaysThatACloneIsTooShallow) {
  publish_a_change_that_fits();
  publish_a_change_that_would_make_two_heads();
  const std::string origin = "file://" + (folder_ / "origin").string();
  run_git(folder_.path(), {"clone", "--quiet", "--depth", "1", "--no-single-branch", "--branch",
                           "taxes", origin, "job"});
  const ProcessResult result = run_steps();
  EXPECT_TRUE(exits(result, 2));
  EXPECT_TRUE(contains(result.out + result.err, "git fetch"));
}

class MergeQueue : public CiTest {
 protected:
  // What is ahead in the queue of GitHub, and on it a merge of the branch.
  [[nodiscard]] ProcessResult run_in_queue(const std::string& ahead, const std::string& branch) {
    run_git(folder_.path(), {"clone", "--quiet", "--branch", ahead, "origin", "job"});
    const ProcessResult base = run("git rev-parse HEAD", "job");
    run_git(folder_ / "job", {"merge", "--quiet", "--no-edit", "origin/" + branch});
    return run(steps_of(folder_ / "job/.github/workflows/sqlmig.yml", "verify"), "job",
               {{"AGAINST", base.out.substr(0, base.out.find('\n'))}, {"GITHUB_WORKSPACE", "."}});
  }
  [[nodiscard]] ProcessResult merge_by_hand(const std::string& branch) const {
    return run(block_below("Merge queues", "sh"), "work/db", {{"CHANGE", branch}});
  }
  [[nodiscard]] std::string main_of_origin() const {
    return run("git -C ../origin rev-parse main", "work").out;
  }
};

TEST_F(MergeQueue, TakesAChangeThatFits) {
  publish_a_change_that_fits();
  EXPECT_TRUE(exits(run_in_queue("main", "taxes"), 0));
}

TEST_F(MergeQueue, StopsAChangeThatMakesTwoHeadsWithOneThatIsAhead) {
  publish_a_change_that_fits();
  start();
  add_revision("0003_terms");
  publish("terms");
  EXPECT_TRUE(exits(run_in_queue("taxes", "terms"), 3));
}

TEST_F(MergeQueue, MadeByHandPushesAMergeThatIsGreen) {
  publish_a_change_that_fits();
  EXPECT_TRUE(exits(merge_by_hand("taxes"), 0));
  EXPECT_EQ(main_of_origin(), run("git rev-parse origin/taxes", "work").out);
}

TEST_F(MergeQueue, MadeByHandPushesNothingThatIsRed) {
  publish_a_change_that_would_make_two_heads();
  const std::string before = main_of_origin();
  EXPECT_TRUE(exits(merge_by_hand("terms"), 3));
  EXPECT_EQ(main_of_origin(), before);
}

class Deployment : public CiTest {
 protected:
  Deployment() { folder_.write("deploy.yml", block_below("Deploying", "yaml")); }
  [[nodiscard]] ProcessResult deploy() const {
    return run(steps_of(folder_ / "deploy.yml", "deploy"), "work/db",
               {{"SQLMIG_URL", "sqlite:app.db"}});
  }
};

TEST_F(Deployment, UpgradesAndProvesIt) {
  const ProcessResult first = deploy();
  EXPECT_TRUE(exits(first, 0));
  EXPECT_TRUE(contains(first.out, "applied 2 revisions"));
  EXPECT_TRUE(exits(deploy(), 0));
}

TEST_F(Deployment, EndsWithAScriptThatFails) {
  write("0002_bills", "up.sql", "SELECT nonsense;\n");
  EXPECT_TRUE(exits(deploy(), 1));
}

class PreCommitHook : public CiTest {
 protected:
  PreCommitHook() { git({"config", "core.hooksPath", ".githooks"}); }

  // As somebody types it, in a folder of the repository.
  [[nodiscard]] ProcessResult commit(const std::string& what, const std::string& where = "work") {
    return run(what + " && git commit --quiet --message x", where,
               {{"TMPDIR", copies_.path().string()}});
  }
  [[nodiscard]] bool is_all_committed() const {
    return run("git status --porcelain", "work").out.empty();
  }

  TemporaryFolder copies_;
};

TEST_F(PreCommitHook, LetsARevisionPass) {
  add_revision("0003_taxes");
  EXPECT_TRUE(exits(commit("git add --all"), 0));
  EXPECT_TRUE(is_all_committed());
  EXPECT_TRUE(std::filesystem::is_empty(copies_.path()));
}

TEST_F(PreCommitHook, RefusesAnEditOfWhatOthersStandOn) {
  write("0001_users", "up.sql", "CREATE TABLE users (i int, j int);\n");
  const ProcessResult result = commit("git add --all");
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.out + result.err, "pin-mismatch"));
  EXPECT_FALSE(is_all_committed());
  EXPECT_TRUE(std::filesystem::is_empty(copies_.path()));
}

TEST_F(PreCommitHook, MissesAFileThatWasNotAdded) {
  add_revision("0003_taxes");
  const ProcessResult result =
      commit("git add db/migrations/0003_taxes/manifest.toml db/migrations/0003_taxes/up.sql");
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.out + result.err, "missing-down"));
}

TEST_F(PreCommitHook, OverlooksWhatIsNotCommitted) {
  add_revision("0003_taxes");
  git({"add", "--all"});
  write("0003_taxes", "manifest.toml", "nonsense");
  folder_.write("work/db/migrations/0004_draft/up.sql", "");
  EXPECT_TRUE(exits(commit("true"), 0));
}

TEST_F(PreCommitHook, RunsInAFolderOfTheRepositoryAndInALinkedWorkTree) {
  add_revision("0003_taxes");
  EXPECT_TRUE(exits(commit("git add --all .", "work/db"), 0));
  git({"worktree", "add", "--quiet", "--detach", "../linked"});
  EXPECT_TRUE(
      exits(commit("echo >> db/migrations/0001_users/up.sql && git add --all", "linked"), 1));
}

TEST_F(PreCommitHook, RefusesTwoHeadsAfterAMergeUntilTheyAreJoined) {
  publish_a_change_that_would_make_two_heads();
  git({"merge", "--quiet", "--no-edit", "origin/terms"});
  const ProcessResult result = commit("echo note > note && git add --all");
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.out + result.err, "sqlmig merge"));
  EXPECT_TRUE(exits(commit("sqlmig -C db merge && git add --all"), 0));
}

}  // namespace
}  // namespace sqlmig::test
