// What stands between a branch and main: two teams, one history, from beginning to end.
#include "cli/gate_project.hpp"

#include <gmock/gmock.h>

namespace sqlmig::test {
namespace {

using testing::HasSubstr;

// --- the story, on both databases ---

class GateStory : public testing::TestWithParam<DatabaseKind> {
 protected:
  // Dana writes bills and Erin writes terms, each on users.
  GateStory() {
    for (const char* who : {"dana", "erin"}) project_.clone(who);
    EXPECT_TRUE(exits(upgrade("dana", *dana_), 0));
    EXPECT_TRUE(exits(upgrade("erin", *erin_), 0));
    project_.add("dana", "0002_bills", {"0001_users"});
    project_.add("erin", "0002_terms", {"0001_users"});
    for (const char* who : {"dana", "erin"}) {
      project_.commit(who);
      project_.git(who, {"push", "--quiet", "origin", who});
    }
  }

  [[nodiscard]] ProcessResult upgrade(const std::string& who, const TestDatabase& database) const {
    return project_.sqlmig(who, {"upgrade", "--url", database.url()});
  }
  [[nodiscard]] ProcessResult verify_with(const std::string& who,
                                          const TestDatabase& database) const {
    return project_.verify(who, {"--url", database.url(), "--require-applied", "--strict"});
  }
  [[nodiscard]] std::map<std::string, std::string> revisions_of(const std::string& who) const {
    return files_of(project_.path(who + "/migrations"));
  }

  GateProject project_;
  std::unique_ptr<TestDatabase> dana_ = make_database(GetParam());
  std::unique_ptr<TestDatabase> erin_ = make_database(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Databases, GateStory,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(GateStory, TwoBranchesMeetBeforeTheyAreMerged) {
  // Each alone is fine, and each has upgraded a database of its own.
  for (const char* who : {"dana", "erin"}) ASSERT_TRUE(exits(project_.verify(who), 0));
  ASSERT_TRUE(exits(upgrade("dana", *dana_), 0));
  ASSERT_TRUE(exits(upgrade("erin", *erin_), 0));

  project_.merge_into_main("dana");
  project_.fetch("erin");
  const ProcessResult gate = project_.verify("erin");
  ASSERT_TRUE(exits(gate, 3));
  EXPECT_THAT(gate.out, HasSubstr("migrations/0002_terms/manifest.toml: error[several-heads]: "
                                  "merging this into origin/main makes 2 heads\n"));
  EXPECT_THAT(gate.out,
              HasSubstr("    0002_bills  0002_bills by Dana Fuller <dana@example.org>\n"));
  EXPECT_THAT(gate.out, HasSubstr("they part after 0001_users\n"));
  EXPECT_THAT(gate.out, HasSubstr("next: git merge origin/main, then join them with: "
                                  "sqlmig merge 0002_bills 0002_terms\n"));

  // Git has nothing against it, in either direction.
  project_.git("erin", {"merge", "--quiet", "--no-edit", "origin/main"});
  project_.git("dana", {"fetch", "--quiet"});
  project_.git("dana", {"merge", "--quiet", "--no-edit", "origin/erin"});
  for (const char* who : {"dana", "erin"}) {
    EXPECT_EQ(project_.found(who), Strings{"several-heads"});
    ASSERT_TRUE(exits(project_.sqlmig(who, {"merge"}), 0));
    ASSERT_TRUE(exits(project_.verify(who), 0));
  }
  EXPECT_EQ(revisions_of("dana"), revisions_of("erin"));
  project_.merge_into_main("erin");
  project_.commit("dana");
  project_.git("dana", {"fetch", "--quiet"});
  project_.git("dana", {"merge", "--quiet", "--no-edit", "origin/main"});
  ASSERT_TRUE(exits(project_.verify("dana"), 0));

  // Along different ways to the same place.
  ASSERT_TRUE(exits(upgrade("dana", *dana_), 0));
  ASSERT_TRUE(exits(upgrade("erin", *erin_), 0));
  ASSERT_TRUE(exits(verify_with("dana", *dana_), 0));
  ASSERT_TRUE(exits(verify_with("erin", *erin_), 0));
  ASSERT_TRUE(exits(verify_with("erin", *dana_), 0));
  const auto shown = [&](const char* who, const TestDatabase& database) {
    return project_.json(who, {"show", "head", "--url", database.url()});
  };
  const auto of_dana = shown("dana", *dana_);
  const auto of_erin = shown("erin", *erin_);
  EXPECT_EQ(of_dana["revision"]["history"], of_erin["revision"]["history"]);
  EXPECT_EQ(of_dana["applied"]["digest"], of_erin["applied"]["digest"]);
  for (const TestDatabase* database : {dana_.get(), erin_.get()}) {
    const auto status = project_.json("erin", {"status", "--url", database->url()});
    EXPECT_EQ(status["applied"].size(), 4U);
    EXPECT_EQ(status["pending"].size(), 0U);
    EXPECT_EQ(status["heads"], nlohmann::json::array({of_erin["revision"]["revision"]}));
  }
}

TEST_P(GateStory, AFormatterIsCaughtByTheDatabase) {
  ASSERT_TRUE(exits(upgrade("dana", *dana_), 0));
  // Nothing is built on it and main does not have it: only the database knows what it was.
  project_.write("dana/migrations/0002_bills/up.sql",
                 "-- The bills.\nCREATE TABLE  bills (id int);\n\n");
  EXPECT_TRUE(exits(project_.verify("dana"), 0));
  const ProcessResult gate = project_.verify("dana", {"--url", dana_->url()});
  EXPECT_TRUE(exits(gate, 3));
  EXPECT_THAT(gate.out, HasSubstr("migrations/0002_bills/up.sql:1:1: error[edited-up]: "));
  EXPECT_THAT(gate.out, HasSubstr(": only comments and blanks differ\n"));
  EXPECT_THAT(gate.out, HasSubstr("+-- The bills.\n"));
}

TEST_P(GateStory, ACheckoutWithOtherLineEndsIsTheSameHistory) {
  ASSERT_TRUE(exits(upgrade("dana", *dana_), 0));
  project_.git("", {"clone", "--quiet", "--config", "core.autocrlf=true", "--branch", "dana",
                    "origin", "windows"});
  ASSERT_THAT(project_.read("windows/migrations/0002_bills/up.sql"), HasSubstr("\r\n"));
  EXPECT_TRUE(exits(verify_with("windows", *dana_), 0));
  EXPECT_EQ(project_.json("windows", {"show", "head"})["revision"]["history"],
            project_.json("dana", {"show", "head"})["revision"]["history"]);
  project_.merge_into_main("erin");
  project_.fetch("windows");
  EXPECT_EQ(project_.found("windows"), Strings{"several-heads"});
}

TEST_P(GateStory, RequiredIsWhatIsApplied) {
  const auto exit_code = [&](Arguments more) {
    more.insert(more.begin(), {"verify", "--url", dana_->url()});
    return project_.sqlmig("dana", more).exit_code;
  };
  EXPECT_EQ(exit_code({}), 0);
  EXPECT_EQ(exit_code({"--require-applied"}), 4);
  EXPECT_EQ(exit_code({"--require-applied", "--strict"}), 4);
  EXPECT_EQ(exit_code({"--require-heads", "0002_bills"}), 4);
  EXPECT_EQ(exit_code({"--require-heads", "head"}), 4);
  EXPECT_EQ(exit_code({"--require-heads", "0001_users"}), 0);
  EXPECT_EQ(exit_code({"--require-heads", "0001_users", "--require-applied"}), 4);
  EXPECT_EQ(exit_code({"--require-heads", "0009_nowhere"}), 2);
  ASSERT_TRUE(exits(upgrade("dana", *dana_), 0));
  EXPECT_EQ(exit_code({"--require-applied"}), 0);
  EXPECT_EQ(exit_code({"--require-heads", "0002_bills"}), 0);
  EXPECT_EQ(exit_code({"--require-heads", "0001_users"}), 3);
  project_.write("dana/migrations/0001_users/up.sql", "CREATE TABLE users (id bigint);\n");
  EXPECT_EQ(exit_code({"--require-heads", "0002_bills"}), 3);
}

TEST_P(GateStory, AHeadThatThisCheckoutDoesNotKnowIsNotWhatIsRequired) {
  ASSERT_TRUE(exits(upgrade("dana", *dana_), 0));
  const ProcessResult gate =
      project_.sqlmig("erin", {"verify", "--url", dana_->url(), "--require-heads", "0001_users"});
  EXPECT_TRUE(exits(gate, 3));
  EXPECT_THAT(gate.out, HasSubstr("error[other-heads]: the database stands at 0002_bills"));
  EXPECT_THAT(gate.out, HasSubstr("error[missing-revision]"));
}

TEST_P(GateStory, PendingBesideAnErrorIsAnError) {
  project_.write("dana/migrations/0002_bills/down.sql", "-- nothing\n");
  EXPECT_TRUE(
      exits(project_.sqlmig("dana", {"verify", "--url", dana_->url(), "--require-applied"}), 3));
}

// --- one after the other ---

// `work` is a clone on a branch from main, which holds 0001_users and 0002_bills on it.
class Gate : public testing::Test {
 protected:
  Gate() {
    add("seed", "0002_bills", {"0001_users"});
    project_.merge_into_main("seed");
    project_.clone("work");
  }

  void add(const std::string& where, const std::string& id, const Strings& parents) const {
    project_.add(where, id, parents);
  }
  // Merges into main by way of `seed` what it has now, and lets `work` know.
  void move_main() const {
    project_.merge_into_main("seed");
    project_.fetch("work");
  }
  [[nodiscard]] Strings found(const Arguments& more = {}) const {
    return project_.found("work", more);
  }
  [[nodiscard]] testing::AssertionResult refuses(const Arguments& more, const std::string& said,
                                                 const std::string& advice = {}) const {
    Arguments arguments{"verify"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProcessResult result = project_.sqlmig("work", arguments);
    if (const auto ended = exits(result, 2); !ended) return ended;
    if (const auto told = contains(result.err, said); !told) return told;
    return contains(result.err, advice);
  }
  // The advice of the first finding.
  [[nodiscard]] std::string next() const {
    return project_.json("work", {"verify", "--against", "origin/main"})["findings"].at(0)["next"];
  }

  GateProject project_;
};

TEST_F(Gate, IsGreenWhereNothingChanged) {
  const ProcessResult result = project_.verify("work");
  EXPECT_TRUE(exits(result, 0));
  EXPECT_EQ(found(), Strings{});
}

TEST_F(Gate, CatchesAnEditOfAnOldRevisionWithoutADatabase) {
  project_.write("work/migrations/0002_bills/up.sql", "CREATE TABLE bills (id bigint);\n");
  EXPECT_TRUE(exits(project_.sqlmig("work", {"verify"}), 0)) << "nothing is built on it";
  EXPECT_EQ(found(), Strings{"base-edited-up"});
  const ProcessResult result = project_.verify("work");
  EXPECT_TRUE(exits(result, 3));
  EXPECT_THAT(result.out, HasSubstr("-CREATE TABLE bills (id int);\n"));
  EXPECT_THAT(result.out, HasSubstr("+CREATE TABLE bills (id bigint);\n"));
}

TEST_F(Gate, CatchesAnEditThatRepinAccepted) {
  project_.write("work/migrations/0001_users/up.sql", "CREATE TABLE users (id bigint);\n");
  EXPECT_EQ(found(), (Strings{"base-edited-up", "pin-mismatch"}));
  ASSERT_TRUE(exits(project_.sqlmig("work", {"repin", "0001_users"}), 0));
  EXPECT_TRUE(exits(project_.sqlmig("work", {"verify"}), 0));
  EXPECT_EQ(found(), Strings{"base-edited-up"});
}

TEST_F(Gate, WarnsOfAnEditedDownAndIsStrictOnDemand) {
  project_.write("work/migrations/0002_bills/down.sql", "DROP TABLE IF EXISTS bills;\n");
  EXPECT_EQ(found(), Strings{"(base-edited-down)"});
  EXPECT_TRUE(exits(project_.verify("work"), 0));
  EXPECT_TRUE(exits(project_.verify("work", {"--strict"}), 3));
  EXPECT_EQ(found({"--against", "origin/main", "--strict"}), Strings{"base-edited-down"});
}

TEST_F(Gate, CatchesARevisionThatWasMovedInTheGraph) {
  ASSERT_TRUE(exits(
      project_.sqlmig("work", {"revision", "-m", "x", "--id", "0000_x", "--head", "base"}), 0));
  project_.write("work/migrations/0000_x/up.sql", "CREATE TABLE x (i int);\n");
  project_.write("work/migrations/0000_x/down.sql", "DROP TABLE x;\n");
  project_.write("work/migrations/0001_users/manifest.toml", "parents = [\"0000_x\"]\n");
  ASSERT_TRUE(exits(project_.sqlmig("work", {"repin", "0001_users"}), 0));
  EXPECT_EQ(found(), Strings{"base-parents-changed"});
}

// --- the base moves ---

TEST_F(Gate, HasNothingAgainstAStaleBranch) {
  add("seed", "0003_taxes", {"0002_bills"});
  move_main();
  EXPECT_EQ(found(), Strings{});
  project_.write("work/README.md", "more\n");
  project_.commit("work");
  EXPECT_EQ(found(), Strings{});
}

TEST_F(Gate, IsGreenOnceTheBaseHasJoinedItsHeads) {
  add("seed", "0003_taxes", {"0002_bills"});
  add("seed", "0003_terms", {"0002_bills"});
  move_main();
  project_.git("work", {"merge", "--quiet", "--no-edit", "origin/main"});
  EXPECT_EQ(found(), Strings{"(several-heads)"});
  EXPECT_TRUE(exits(project_.verify("work"), 0));
  ASSERT_TRUE(exits(project_.sqlmig("seed", {"merge"}), 0));
  move_main();
  EXPECT_TRUE(exits(project_.sqlmig("work", {"verify"}), 3)) << "the branch alone has two heads";
  EXPECT_EQ(found(), Strings{});
}

TEST_F(Gate, JudgesABaseThatWasPushedByForce) {
  add("seed", "0003_taxes", {"0002_bills"});
  move_main();
  project_.git("work", {"merge", "--quiet", "--ff-only", "origin/main"});
  const auto push_again = [&] {
    project_.git("seed", {"add", "--all"});
    project_.git("seed", {"commit", "--quiet", "--allow-empty", "--amend", "--message", "again"});
    project_.git("seed", {"push", "--quiet", "--force", "origin", "HEAD:main"});
    project_.fetch("work");
  };
  push_again();
  EXPECT_EQ(found(), Strings{}) << "the same under another commit";
  project_.write("seed/migrations/0003_taxes/up.sql", "CREATE TABLE taxes (id bigint);\n");
  push_again();
  EXPECT_EQ(found(), Strings{"duplicate-id"});
  std::filesystem::remove_all(project_.path("seed/migrations/0003_taxes"));
  push_again();
  EXPECT_EQ(found(), Strings{}) << "it is new then";
}

TEST_F(Gate, CatchesAFolderThatWasRenamedAndSaysHowToUndoIt) {
  project_.git("work", {"mv", "migrations/0002_bills", "migrations/0002_invoices"});
  const ProcessResult result = project_.verify("work");
  EXPECT_TRUE(exits(result, 3));
  EXPECT_THAT(result.out, HasSubstr("0002_bills, which origin/main has, was renamed to "
                                    "0002_invoices"));
  EXPECT_EQ(project_.follow("work", next()),
            Strings{"git mv migrations/0002_invoices migrations/0002_bills"});
  EXPECT_EQ(found(), Strings{});
}

TEST_F(Gate, CatchesTheRevertOfAPullRequest) {
  project_.git("work", {"revert", "--no-edit", "HEAD"});
  EXPECT_EQ(found(), Strings{"base-deleted"});
  EXPECT_EQ(project_.follow("work", next()),
            Strings{"git checkout origin/main -- migrations/0002_bills"});
  EXPECT_EQ(found(), Strings{});
}

TEST_F(Gate, LetsABranchFromBeforeARevertBe) {
  project_.git("seed", {"revert", "--no-edit", "HEAD"});
  move_main();
  EXPECT_EQ(found(), Strings{});
}

TEST_F(Gate, CatchesABranchThatBuildsOnWhatWasReverted) {
  add("work", "0003_taxes", {"0002_bills"});
  project_.commit("work");
  project_.git("seed", {"revert", "--no-edit", "HEAD"});
  move_main();
  EXPECT_EQ(found(), Strings{"unknown-parent"});
  const ProcessResult result = project_.verify("work");
  EXPECT_THAT(result.out, HasSubstr("merging this into origin/main: parent '0002_bills'"));
}

TEST_F(Gate, CatchesAPinThatTheBaseBroke) {
  add("work", "0003_taxes", {"0002_bills"});
  project_.commit("work");
  project_.write("seed/migrations/0002_bills/up.sql", "CREATE TABLE bills (id bigint);\n");
  move_main();
  EXPECT_EQ(found(), Strings{"pin-mismatch"});
  EXPECT_EQ(project_.follow("work", next()),
            (Strings{"git merge origin/main", "sqlmig repin 0002_bills"}));
  EXPECT_EQ(found(), Strings{});
}

TEST_F(Gate, CatchesANameThatBothSidesGave) {
  ASSERT_TRUE(exits(project_.sqlmig("seed", {"tag", "0002_bills", "v1"}), 0));
  move_main();
  ASSERT_TRUE(exits(project_.sqlmig("work", {"tag", "0001_users", "v1"}), 0));
  project_.commit("work");
  EXPECT_EQ(found(), Strings{"duplicate-tag"});
}

// --- what is to be done next, word by word ---

TEST_F(Gate, IsGreenAfterTheCommandsForSeveralHeads) {
  add("work", "0003_taxes", {"0002_bills"});
  project_.commit("work");
  add("seed", "0003_terms", {"0002_bills"});
  move_main();
  EXPECT_EQ(found(), Strings{"several-heads"});
  EXPECT_EQ(project_.follow("work", next()),
            (Strings{"git merge origin/main", "sqlmig merge 0003_taxes 0003_terms"}));
  EXPECT_EQ(found(), Strings{});
  project_.commit("work");
  EXPECT_EQ(found(), Strings{});
}

TEST_F(Gate, IsGreenAfterTheCommandForAnEdit) {
  project_.write("work/migrations/0002_bills/up.sql", "CREATE TABLE bills (id bigint);\n");
  project_.commit("work");
  EXPECT_EQ(project_.follow("work", next()),
            Strings{"git checkout origin/main -- migrations/0002_bills/up.sql"});
  EXPECT_EQ(found(), Strings{});
}

TEST_F(Gate, IsGreenAfterTheCommandForAnEditOfWhatWasMoved) {
  std::filesystem::create_directory(project_.path("work/migrations/old ones"));
  project_.git("work", {"mv", "migrations/0001_users", "migrations/old ones/0001_users"});
  EXPECT_EQ(found(), Strings{});
  project_.write("work/migrations/old ones/0001_users/up.sql", "CREATE TABLE u (id int);\n");
  ASSERT_TRUE(exits(project_.sqlmig("work", {"repin", "0001_users"}), 0));
  EXPECT_EQ(found(), Strings{"base-edited-up"});
  EXPECT_EQ(project_.follow("work", next()).size(), 1U);
  ASSERT_TRUE(exits(project_.sqlmig("work", {"repin", "0001_users"}), 0));
  EXPECT_EQ(found(), Strings{});
}

TEST_F(Gate, IsGreenAfterTheCommandForADownThatWent) {
  std::filesystem::remove(project_.path("work/migrations/0002_bills/down.sql"));
  const std::string manifest = "work/migrations/0002_bills/manifest.toml";
  project_.write(manifest, "irreversible = \"why\"\n" + project_.read(manifest));
  EXPECT_EQ(found(), Strings{"(base-edited-down)"});
  EXPECT_EQ(project_.follow("work", next()),
            Strings{"git checkout origin/main -- migrations/0002_bills"});
  EXPECT_EQ(found(), Strings{});
}

// --- where CI runs it ---

TEST_F(Gate, JudgesTheMergeThatGitHubChecksOut) {
  add("work", "0003_taxes", {"0002_bills"});
  project_.commit("work");
  project_.git("work", {"push", "--quiet", "origin", "HEAD:refs/pull/1/head"});
  add("seed", "0003_terms", {"0002_bills"});
  project_.merge_into_main("seed");
  project_.git("seed", {"fetch", "--quiet", "origin", "refs/pull/1/head"});
  project_.git("seed", {"merge", "--quiet", "--no-ff", "--no-edit", "FETCH_HEAD"});
  project_.git("seed", {"push", "--quiet", "origin", "HEAD:refs/pull/1/merge"});
  project_.git("", {"init", "--quiet", "ci"});
  project_.git("ci", {"remote", "add", "origin", project_.repositories().url("origin")});
  project_.git("ci", {"fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*",
                      "+refs/pull/1/merge:refs/remotes/pull/1/merge"});
  project_.git("ci", {"checkout", "--quiet", "refs/remotes/pull/1/merge"});
  const ProcessResult result = project_.verify("ci");
  EXPECT_TRUE(exits(result, 3));
  EXPECT_THAT(result.out, HasSubstr("merging this into origin/main makes 2 heads"));
  EXPECT_THAT(result.out, HasSubstr("sqlmig merge 0003_taxes 0003_terms\n"));
  EXPECT_EQ(project_.found("ci"), Strings{"several-heads"});
  // Without the main branch, the first parent is what it is merged into.
  EXPECT_EQ(project_.found("ci", {"--against", "HEAD^1"}), Strings{"several-heads"});
}

TEST_F(Gate, RefusesACloneThatIsTooShallow) {
  add("seed", "0003_terms", {"0002_bills"});
  move_main();
  add("work", "0003_taxes", {"0002_bills"});
  project_.commit("work");
  project_.git("work", {"push", "--quiet", "origin", "work"});
  const std::string url = project_.repositories().url("origin");
  project_.git(
      "", {"clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=work", url, "shallow"});
  const ProcessResult result = project_.verify("shallow");
  EXPECT_TRUE(exits(result, 2));
  EXPECT_THAT(result.err, HasSubstr("this clone is too shallow"));
  EXPECT_THAT(result.err, HasSubstr("fetch-depth: 0"));
  project_.git(
      "", {"clone", "--quiet", "--depth=2", "--no-single-branch", "--branch=work", url, "deeper"});
  EXPECT_EQ(project_.found("deeper"), Strings{"several-heads"});
}

TEST_F(Gate, RefusesWhatIsNoBase) {
  EXPECT_TRUE(refuses({"--against", "origin/nowhere"}, "'origin/nowhere' names no commit",
                      "git fetch may bring it"));
  EXPECT_TRUE(refuses({"--against", ""}, "an argument is empty", "is a variable empty?"));
  EXPECT_TRUE(refuses({"--against", "main..work"}, "names no commit"));
  EXPECT_TRUE(refuses({"--against=--all"}, "'--all' names no commit"));
  EXPECT_TRUE(refuses({"--against", "main", "--against-dir", "."}, "exclude each other"));
  project_.git("work", {"checkout", "--quiet", "--orphan", "unrelated"});
  project_.commit("work");
  EXPECT_TRUE(refuses({"--against", "origin/main"}, "have no commit in common"));
}

TEST_F(Gate, RefusesAFolderWhoseRevisionsCannotBeRead) {
  project_.write("other/migrations/0009_torn/manifest.toml", "message = \n");
  project_.write("other/migrations/0009_torn/up.sql", "SELECT 1;\n");
  const ProcessResult result =
      project_.sqlmig("work", {"verify", "--against-dir", "../other/migrations"});
  EXPECT_TRUE(exits(result, 3));
  EXPECT_THAT(result.err, HasSubstr("manifest-syntax"));
  EXPECT_THAT(result.err, HasSubstr("../other/migrations has revisions that cannot be read"));
}

TEST_F(Gate, NeedsARepository) {
  std::filesystem::remove_all(project_.path("work/.git"));
  EXPECT_TRUE(refuses({"--against", "origin/main"}, "git finds no repository", "in a clone"));
}

TEST_F(Gate, NeedsGitInThePath) {
  const auto without_git = [&](const Arguments& more) {
    Arguments command{"env", "PATH=" + project_.path("work").string(), SQLMIG_TEST_BINARY,
                      "verify"};
    command.insert(command.end(), more.begin(), more.end());
    return run_process(command, {project_.path("work"), project_.repositories().variables(), {}});
  };
  const ProcessResult result = without_git({"--against", "origin/main"});
  EXPECT_TRUE(exits(result, 2));
  EXPECT_THAT(result.err, HasSubstr("there is no git to ask\n  next: install git"));
  EXPECT_TRUE(exits(without_git({}), 0));
  EXPECT_TRUE(exits(without_git({"--against-dir", "../seed"}), 0));
}

// --- another folder instead of git ---

TEST_F(Gate, ComparesWithAnotherCheckout) {
  add("seed", "0003_terms", {"0002_bills"});
  add("work", "0003_taxes", {"0002_bills"});
  project_.write("work/migrations/0001_users/down.sql", "DROP TABLE IF EXISTS users;\n");
  ASSERT_TRUE(exits(project_.sqlmig("work", {"repin", "0001_users"}), 0));
  for (const char* folder : {"../seed", "../seed/", "../seed/migrations"}) {
    EXPECT_EQ(found({"--against-dir", folder}),
              (Strings{"(base-deleted)", "(base-edited-down)", "several-heads"}))
        << folder;
    EXPECT_EQ(found({"--against-dir", project_.path("work").string() + "/" + folder}),
              (Strings{"(base-deleted)", "(base-edited-down)", "several-heads"}))
        << folder;
  }
  EXPECT_EQ(found({"--against-dir", "."}), Strings{});
  EXPECT_EQ(found({"--against-dir", "migrations"}), Strings{});
  const ProcessResult result = project_.sqlmig("work", {"verify", "--against-dir", "../seed"});
  EXPECT_THAT(result.out, HasSubstr("merging this into ../seed makes 2 heads"));
  EXPECT_THAT(result.out, HasSubstr("next: take over what ../seed has, then join them with: "
                                    "sqlmig merge 0003_taxes 0003_terms\n"));
}

TEST_F(Gate, FindsAFolderByTheConfigurationThatIsThere) {
  project_.write("seed/sqlmig.toml", "migrations = \"db\"\nurl = \"${NOT_SET}\"\n");
  std::filesystem::rename(project_.path("seed/migrations"), project_.path("seed/db"));
  add("work", "0003_taxes", {"0002_bills"});
  EXPECT_EQ(found({"--against-dir", "../seed"}), Strings{});
  project_.write("work/migrations/0002_bills/up.sql", "CREATE TABLE bills (id bigint);\n");
  EXPECT_EQ(found({"--against-dir", "../seed"}), (Strings{"base-edited-up", "pin-mismatch"}));
}

TEST_F(Gate, RefusesAFolderThatIsNoBase) {
  EXPECT_TRUE(
      refuses({"--against-dir", "../nowhere"}, "there is no folder ../nowhere", "name a checkout"));
  EXPECT_TRUE(refuses({"--against-dir", "sqlmig.toml"}, "there is no folder sqlmig.toml"));
  std::filesystem::create_directory(project_.path("empty"));
  EXPECT_TRUE(refuses({"--against-dir", "../empty"}, "../empty holds no revisions"));
  EXPECT_TRUE(refuses({"--against-dir", ""}, "an argument is empty"));
}

// --- exit codes ---

TEST_F(Gate, ExitsWithWhatItFound) {
  const auto exit_code = [&](const Arguments& more) {
    return project_.verify("work", more).exit_code;
  };
  EXPECT_EQ(exit_code({}), 0);
  EXPECT_EQ(exit_code({"--require-applied"}), 4);
  EXPECT_EQ(exit_code({"--url", "postgresql://127.0.0.1:1/none"}), 6);
  EXPECT_EQ(exit_code({"--nonsense"}), 2);
  add("seed", "0003_terms", {"0002_bills"});
  move_main();
  add("work", "0003_taxes", {"0002_bills"});
  EXPECT_EQ(exit_code({}), 3);
  EXPECT_EQ(exit_code({"--require-applied"}), 3);
}

TEST_F(Gate, WritesNothing) {
  add("seed", "0003_terms", {"0002_bills"});
  move_main();
  add("work", "0003_taxes", {"0002_bills"});
  const auto before = files_of(project_.path("work"));
  EXPECT_EQ(found(), Strings{"several-heads"});
  EXPECT_EQ(found({"--against-dir", "../seed"}), (Strings{"(base-deleted)", "several-heads"}));
  EXPECT_EQ(files_of(project_.path("work")), before);
}

}  // namespace
}  // namespace sqlmig::test
