// sqlmig rebase before what a git repository says is published.
#include "cli/project.hpp"
#include "support/repository.hpp"

#include <utility>

namespace sqlmig::test {
namespace {

// `origin` holds 0001_users with 0002_bills and 0002_terms on it; `clone` is a clone of it, in
// which 0003_mine stands on 0002_terms and is committed on the branch `work`. The project is in a
// folder of the repository.
class RebaseInGit : public testing::Test {
 protected:
  RebaseInGit() {
    std::filesystem::create_directory(folder_ / "origin");
    git("origin", {"init"});
    folder_.write("origin/app/sqlmig.toml", "migrations = \"migrations\"\n");
    write("origin", "0001_users", "");
    write("origin", "0002_bills", "0001_users");
    write("origin", "0002_terms", "0001_users");
    commit("origin");
    git(".", {"clone", "origin", "clone"});
    git("clone", {"checkout", "-b", "work"});
    write("clone", "0003_mine", "0002_terms");
    commit("clone");
  }

  void git(const std::string& where, std::vector<std::string> arguments) const {
    run_git(folder_ / where, std::move(arguments));
  }
  void commit(const std::string& where) const {
    git(where, {"add", "--all"});
    git(where, {"commit", "--message", "x"});
  }
  void write(const std::string& where, const std::string& id, const std::string& parent) const {
    const std::string file = where + "/app/migrations/" + id + "/";
    folder_.write(file + "manifest.toml",
                  parent.empty() ? "parents = []\n" : "parents = [\"" + parent + "\"]\n");
    folder_.write(file + "up.sql", "SELECT 1;\n");
    folder_.write(file + "down.sql", "SELECT 1;\n");
  }
  [[nodiscard]] ProcessResult rebase(const std::string& where, const Arguments& more) const {
    Arguments arguments{"rebase"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_sqlmig(arguments, {folder_ / (where + "/app"), variables(), {}});
  }
  [[nodiscard]] testing::AssertionResult refuses(const Arguments& more, int code,
                                                 const Strings& said) const {
    const auto before = files_of(folder_ / "clone/app");
    const ProcessResult result = rebase("clone", more);
    if (const auto ended = exits(result, code); !ended) return ended;
    for (const std::string& part : said) {
      if (const auto found = contains(result.err, part); !found) return found;
    }
    if (files_of(folder_ / "clone/app") == before) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "it changed files";
  }

  TemporaryFolder folder_;

 private:
  [[nodiscard]] Variables variables() const {
    return {{"GIT_CONFIG_GLOBAL", "/dev/null"},
            {"GIT_CONFIG_SYSTEM", "/dev/null"},
            {"GIT_CEILING_DIRECTORIES", folder_.path().string()}};
  }
};

TEST_F(RebaseInGit, RefusesWhatTheMainBranchOfOriginHas) {
  EXPECT_TRUE(refuses({"0002_terms", "--onto", "0002_bills"}, 1,
                      {"part of origin/main: 0002_terms\n", "sqlmig merge"}));
}

TEST_F(RebaseInGit, MovesWhatTheMainBranchOfOriginHasNot) {
  const ProcessResult result = rebase("clone", {"0003_mine", "--onto", "0002_bills"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_EQ(result.out.find("no main branch"), std::string::npos) << result.out;
  EXPECT_TRUE(contains(folder_.read("clone/app/migrations/0003_mine/manifest.toml"),
                       "parents = [\"0002_bills\"]"));
}

TEST_F(RebaseInGit, TellsInJsonWhatWasAsked) {
  const ProcessResult result = rebase("clone", {"0003_mine", "--onto", "0002_bills", "--json"});
  const auto object = nlohmann::json::parse(result.out);
  EXPECT_EQ(object["against"], "origin/main");
  EXPECT_EQ(object["database"], nullptr);
  EXPECT_EQ(ids(object["moved"]), Strings{"0003_mine"});
}

TEST_F(RebaseInGit, RefusesWhatTheRefThatIsGivenHas) {
  EXPECT_TRUE(refuses({"0003_mine", "--onto", "0002_bills", "--against", "work"}, 1,
                      {"part of work: 0003_mine"}));
  EXPECT_TRUE(refuses({"0003_mine", "--onto", "0002_bills", "--against", "HEAD"}, 1,
                      {"part of HEAD: 0003_mine"}));
}

TEST_F(RebaseInGit, AsksOnlyTheRefThatIsGiven) {
  git("clone", {"checkout", "--orphan", "empty"});
  git("clone", {"commit", "--message", "x", "--allow-empty"});
  write("clone", "0004_later", "0003_mine");
  EXPECT_TRUE(
      exits(rebase("clone", {"0004_later", "--onto", "0002_bills", "--against", "main"}), 0));
}

TEST_F(RebaseInGit, RefusesWhatWasFetchedMeanwhile) {
  write("origin", "0003_mine", "0002_terms");
  commit("origin");
  git("clone", {"fetch"});
  EXPECT_TRUE(refuses({"0003_mine", "--onto", "0002_bills"}, 1, {"origin/main: 0003_mine"}));
}

TEST_F(RebaseInGit, RefusesARefThatIsNone) {
  for (const char* ref : {"nowhere", "origin/nowhere", "-x", "main..work"}) {
    const std::string against = std::string("--against=") + ref;
    EXPECT_TRUE(refuses({"0003_mine", "--onto", "0002_bills", against}, 2, {ref})) << ref;
  }
}

TEST_F(RebaseInGit, SaysThatThereIsNoMainBranchToAsk) {
  const ProcessResult result = rebase("origin", {"0002_terms", "--onto", "0002_bills"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "no main branch is known here"));
}

TEST_F(RebaseInGit, KnowsTheMainBranchByWhateverName) {
  git("origin", {"checkout", "-b", "trunk"});
  git(".", {"clone", "origin", "second"});
  const ProcessResult result = rebase("second", {"0002_terms", "--onto", "0002_bills"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "part of origin/trunk: 0002_terms"));
}

TEST_F(RebaseInGit, NeedsARepositoryOnlyForARef) {
  std::filesystem::remove_all(folder_ / "clone/.git");
  EXPECT_TRUE(
      refuses({"0003_mine", "--onto", "0002_bills", "--against", "main"}, 2, {"no repository"}));
  EXPECT_TRUE(exits(rebase("clone", {"0003_mine", "--onto", "0002_bills"}), 0));
}

TEST_F(RebaseInGit, AsksTheDatabaseTooWhereOneIsConfigured) {
  folder_.write("clone/app/sqlmig.toml", "url = \"sqlite:app.db\"\n");
  ASSERT_TRUE(exits(run_sqlmig({"stamp", "0003_mine"}, {folder_ / "clone/app", {}, {}}), 0));
  EXPECT_TRUE(refuses({"0003_mine", "--onto", "0002_bills"}, 1, {"applied on", "0003_mine"}));
}

}  // namespace
}  // namespace sqlmig::test
