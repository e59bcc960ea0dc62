// Whatever is asked for that cannot be, the answer says what to do next.
#include "cli/project.hpp"

#include <utility>

namespace sqlmig::test {
namespace {

// Two branches, `left` and `right`, on one base that is applied.
class Advice : public ProjectTest {
 protected:
  Advice() {
    write_revision(folder_, {"0001_users", {}});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
    write_revision(folder_, {.id = "0002_bills",
                             .parents = {"0001_users"},
                             .more = "labels = [\"left\"]\ntags = [\"v1\"]\n"});
    write_revision(
        folder_, {.id = "0002_terms", .parents = {"0001_users"}, .more = "labels = [\"right\"]\n"});
  }

  // What the answer to a refused command says is to be done next.
  [[nodiscard]] std::string next(const Arguments& arguments, const std::string& code,
                                 const Variables& variables = {}) const {
    SCOPED_TRACE(testing::PrintToString(arguments));
    const nlohmann::json object = json(arguments, variables);
    EXPECT_EQ(object["exit_code"], 2);
    const nlohmann::json error = object["error"];
    EXPECT_EQ(error["code"], code) << error;
    std::string text = error["next"];
    for (const nlohmann::json& finding : error["findings"]) {
      EXPECT_NE(finding["next"], "") << finding;
      text += finding["next"];
    }
    EXPECT_NE(text, "") << error;
    return text;
  }
};

TEST_F(Advice, IsGivenForEveryRequestThatCannotBeMeant) {
  const std::vector<std::pair<Arguments, std::string>> rows{
      {{"downgrade", "--last", "two"}, "--last 2"},
      {{"downgrade", "--last", "0"}, "--last 1"},
      {{"downgrade", "--last", "2"}, "--last 1 is all of them"},
      {{"redo", "--last", "9"}, "--last 1 is all of them"},
      {{"status", "--lock-wait", "long"}, "--lock-wait 2"},
      {{"status", "--color", "pink"}, "terminal"},
      {{"status", "--wait", "long"}, "--wait 2"},
      {{"wait", "--timeout", "5s"}, "--timeout 2"},
      {{"upgrade", "--lock-timeout", "5"}, "5s for seconds"},
      {{"redo", "--statement-timeout", "soon"}, "10min"},
      {{"upgrade", "--retries", "9999"}, "--retries 3"},
      {{"upgrade", "--heartbeat", "often"}, "--heartbeat 2"},
      {{"upgrade", "--batch", "--single-transaction"}, "one transaction already"},
      {{"init", "--ci", "jenkins"}, "docs/ci.md"},
      {{"plan", "--allow-modified"}, "--down"},
      {{"plan", "--last", "1"}, "'+N'"},
      {{"upgrade", "--expect", "abc"}, "'sqlmig plan'"},
      {{"export", "0001_users"}, "'sqlmig status'"},
      {{"why", "left", "0002_bills"}, "'sqlmig history'"},
      {{"merge", "0002_bills"}, "'sqlmig heads'"},
      {{"merge", "base"}, "'sqlmig heads'"},
      {{"merge", "0001_users"}, "'sqlmig heads'"},
      {{"rebase", "0001_users", "--onto", "0002_bills"}, "'sqlmig history --graph'"},
      {{"rebase", "0002_bills", "--onto", "left"}, "does not stand on 0002_bills"},
      {{"revision", "-m", "x", "--head", "0001_users"}, "--splice"},
      {{"revision", "-m", "x", "--head", "left", "--depends-on", "right", "--depends-on", "right"},
       "once"},
      {{"revision", "-m", "x", "--head", "left", "--folder", ".hidden"}, "without a dot"},
      {{"revision", "-m", "x", "--head", "left", "--folder", "0001_users"}, "manifest.toml"},
      {{"revision", "-m", "x", "--head", "left", "--folder", "/tmp"}, "relative path"},
      {{"revision", "-m", "x", "--head", "left", "--id", "a-b"}, "--id"},
      {{"revision", "-m", "x", "--head", "left", "--id", "right"}, "--id"},
      {{"revision", "-m", "x", "--head", "left", "--id", "0001_USERS"}, "--id"},
      {{"revision", "-m", "x", "--head", "left", "--label", "right"}, "another name"},
      {{"revision", "-m", "x", "--head", "left", "--label", "b", "--tag", "b"}, "a name each"},
      {{"revision", "-m", "...", "--head", "left"}, "--id"},
      {{"tag", "left", "right"}, "another name"},
      {{"tag", "left", "a b"}, "another name"},
      {{"stamp", "base", "left"}, "LABEL@base"},
      {{"stamp", "left@base", "left"}, "leave one"},
      {{"show", "base"}, "'sqlmig history'"},
      {{"show", "left@head+1"}, "'sqlmig history -r left@base:'"},
      {{"show", "0001-5"}, "'sqlmig history'"},
      {{"show", "left@0002_terms"}, "'sqlmig history -r left@base:'"},
      {{"show", "a b"}, "'sqlmig history'"},
      {{"show", "head-99999999999"}, "name the revision"},
      {{"show", "head-x"}, "'head-2'"},
      {{"show", "@head"}, "'billing@head'"},
      {{"show", "left@"}, "'billing@head'"},
      {{"show", "a:b"}, "history -r"},
      {{"show", ""}, "variable"},
      {{"history", "-r", "left"}, "FROM:TO"},
      {{"history", "-r", ":"}, "FROM:TO"},
      {{"history", "-r", "a:b:c"}, "FROM:TO"},
      {{"history", "-r", "left:right"}, "'OLD:NEW'"},
      {{"upgrade", "-1"}, "'sqlmig downgrade'"},
      {{"downgrade", "+1"}, "'-1'"},
      {{"downgrade", "left"}, "'sqlmig upgrade'"},
      {{"downgrade"}, "'base'"},
      {{"heads", "--nothing"}, "sqlmig heads --help"},
      {{"hedas"}, "'heads'"},
      {{"revision", "-m", "x", "--head", "current"}, "name the revision"},
  };
  for (const auto& [arguments, part] : rows) {
    EXPECT_TRUE(contains(next(arguments, "usage"), part)) << testing::PrintToString(arguments);
  }
}

TEST_F(Advice, IsGivenForEveryNameThatFitsNoneOrSeveral) {
  EXPECT_TRUE(contains(next({"show", "v2"}, "unknown-revision"), "4 characters"));
  EXPECT_TRUE(contains(next({"show", "something"}, "unknown-revision"), "'sqlmig history'"));
  EXPECT_TRUE(contains(next({"show", "rihgt"}, "unknown-revision"), "'right'"));
  EXPECT_TRUE(contains(next({"show", "0002"}, "ambiguous-revision"), "more of the id"));
  EXPECT_TRUE(contains(next({"show", "heads"}, "ambiguous-revision"), "name one"));
  EXPECT_TRUE(contains(next({"upgrade"}, "ambiguous-revision"), "sqlmig merge"));
  EXPECT_TRUE(contains(next({"upgrade", "+1"}, "ambiguous-revision"), "left@+1 or right@+1"));
  EXPECT_TRUE(contains(next({"revision", "-m", "x"}, "ambiguous-revision"), "--head"));
}

TEST_F(Advice, IsGivenForEveryLineOfTheConfigurationThatCannotBe) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"url = sqlite\n", "toml.io"},
      {"url = 1\n", "url = \"...\""},
      {"url = \"${APP\"\n", "${NAME}"},
      {"url = \"${APP_DB}\"\n", "set it"},
      {"url = \"mysql://x\"\n", "sqlite:"},
      {"url = \"sqlite:\"\n", "sqlite:"},
      {"migration = \"db\"\n", "'migrations'"},
      {"something = \"db\"\n", "known are"},
      {"migrations = \"../db\"\n", "'..'"},
      {"allow_downgrade = \"no\"\n", "= true"},
      {"revision_id = \"x\"\n", "{slug}"},
      {"version_schema = \"a b\"\n", "letters"},
      {"branches = \"billing\"\n", "branches = ["},
      {"branches = [\"a b\"]\n", "branches = ["},
      {"branches = [\"a\", \"a\"]\n", "remove one"},
      {"env = 1\n", "[env]"},
      {"role = 1\n", "role = \"...\""},
      {"lock_timeout = 5\n", "lock_timeout = \"...\""},
      {"statement_timeout = \"5\"\n", "5s for seconds"},
      {"retries = \"3\"\n", "retries = 3"},
      {"retries = -1\n", "retries = 3"},
      {"password_file = \"\"\n", "password_file = \"FILE\""},
      {"", "--url"},
      {"migrations = \"nowhere\"\n", "sqlmig.toml"},
  };
  for (const auto& [text, part] : rows) {
    folder_.write("sqlmig.toml", text);
    EXPECT_TRUE(contains(next({"status"}, "config"), part)) << text;
  }
  folder_.write("sqlmig.toml", "");
  EXPECT_TRUE(contains(next({"status", "--env", "test"}, "config"), "[env.test]"));
  EXPECT_TRUE(contains(next({"create", "--url", "sqlite::memory:"}, "config"), "sqlite:FILE"));
  EXPECT_TRUE(contains(next({"status"}, "config", {{"SQLMIG_LOCK_TIMEOUT", "5"}}), "5s"));
  EXPECT_TRUE(contains(next({"status"}, "config", {{"SQLMIG_RETRIES", "x"}}), "SQLMIG_RETRIES=3"));
  EXPECT_TRUE(contains(next({"rebase", "left", "--onto", "right", "--against", "x"}, "config"),
                       "repository"));
  std::filesystem::remove(folder_ / "sqlmig.toml");
  EXPECT_TRUE(contains(next({"status"}, "config"), "'sqlmig init'"));
}

TEST_F(Advice, IsGivenForEveryReportThatCannotBeWritten) {
  std::filesystem::create_directory(folder_ / "reports");
  const std::string too_long(300, 'a');
  for (const auto& [file, part] :
       {std::pair("reports", "name a file"), std::pair("none/a.json", "make the folder"),
        std::pair(too_long.c_str(), "shorter name")}) {
    const ProcessResult result = sqlmig({"verify", "--output", std::string("json=") + file});
    EXPECT_TRUE(exits(result, 1));
    EXPECT_TRUE(contains(result.err, "cannot write the report"));
    EXPECT_TRUE(contains(result.err, part)) << file;
  }
}

TEST_F(Advice, IsGivenWhereThereIsNothingYet) {
  const TemporaryFolder folder;
  ASSERT_TRUE(exits(run_sqlmig({"init"}, {folder.path(), {}, {}}), 0));
  for (const Arguments& arguments : std::vector<Arguments>{{"show", "head"}, {"merge"}}) {
    const ProcessResult result = run_sqlmig(arguments, {folder.path(), {}, {}});
    EXPECT_TRUE(exits(result, 2));
    EXPECT_TRUE(contains(result.err, "'sqlmig revision -m MESSAGE' writes the first one"));
  }
  for (const Arguments& arguments :
       std::vector<Arguments>{{"downgrade", "--last", "1"}, {"redo"}}) {
    const ProcessResult result = run_sqlmig(arguments, {folder.path(), {}, {}});
    EXPECT_TRUE(exits(result, 2));
    EXPECT_TRUE(contains(result.err, "nothing is applied"));
    EXPECT_TRUE(contains(result.err, "'sqlmig upgrade'"));
  }
}

}  // namespace
}  // namespace sqlmig::test
