// Every command speaks JSON, when it works and when it does not.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

struct Call {
  std::string name;
  Arguments arguments;
  std::string key;  // that the object must have beside the common ones
};

class JsonOutput : public ProjectTest, public testing::WithParamInterface<Call> {
 protected:
  JsonOutput() {
    write_revision(folder_, {"0001_first", {}, "CREATE TABLE a (i int);\n", "DROP TABLE a;\n"});
    write_revision(folder_, {"0002_left", {"0001_first"}});
    write_revision(folder_, {"0002_right", {"0001_first"}});
    EXPECT_TRUE(exits(sqlmig({"upgrade", "0001_first"}), 0));
  }
};

const Call kCalls[] = {
    {"init", {"init", "other"}, "created"},
    {"revision", {"revision", "-m", "more", "--head", "0002_left"}, "files"},
    {"merge", {"merge"}, "parents"},
    {"rebase", {"rebase", "0002_right", "--onto", "0002_left"}, "moved"},
    {"repin", {"repin", "0001_first"}, "changed"},
    {"tag", {"tag", "0001_first", "v1"}, "tag"},
    {"upgrade", {"upgrade", "heads"}, "done"},
    {"downgrade", {"downgrade", "base", "--yes"}, "done"},
    {"redo", {"redo"}, "done"},
    {"stamp", {"stamp", "0002_left"}, "added"},
    {"repair", {"repair", "--accept", "0001_first", "--reason", "x"}, "repaired"},
    {"plan", {"plan", "heads"}, "plan"},
    {"status", {"status"}, "pending"},
    {"current", {"current"}, "heads"},
    {"heads", {"heads"}, "heads"},
    {"branches", {"branches"}, "branch_points"},
    {"history", {"history", "-i"}, "revisions"},
    {"show", {"show", "0001_first", "--database"}, "revision"},
    {"why", {"why", "0001_first", "0002_left"}, "chain"},
    {"version", {"version"}, "version"},
};

INSTANTIATE_TEST_SUITE_P(Command, JsonOutput, testing::ValuesIn(kCalls),
                         [](const auto& each) { return each.param.name; });

TEST_P(JsonOutput, SaysWhatWasAskedAndHowItEnded) {
  const nlohmann::json object = json(GetParam().arguments);
  EXPECT_EQ(object.value("schema_version", 0), 1);
  EXPECT_EQ(object.value("command", ""), GetParam().name);
  EXPECT_EQ(object.value("exit_code", -1), 0) << object.dump(2);
  EXPECT_TRUE(object.contains(GetParam().key)) << object.dump(2);
}

TEST_P(JsonOutput, TellsTheExitCodeOfTheProcess) {
  Arguments arguments = GetParam().arguments;
  arguments.emplace_back("--json");
  EXPECT_TRUE(exits(sqlmig(arguments), 0));
}

TEST_P(JsonOutput, IsTheOnlyThingOnStandardOutput) {
  Arguments arguments = GetParam().arguments;
  arguments.emplace_back("--json");
  const std::string out = sqlmig(arguments).out;
  EXPECT_EQ(out.front(), '{');
  EXPECT_EQ(out.substr(out.size() - 2), "}\n");
}

class JsonFailure : public ProjectTest {};

TEST_F(JsonFailure, OfVerifyListsFindings) {
  write_revision(folder_, {"0001_left", {}});
  write_revision(folder_, {"0001_right", {}});
  const nlohmann::json object = json({"verify"});
  EXPECT_EQ(object["exit_code"], 3);
  EXPECT_EQ(object["findings"][0]["code"], "several-heads");
}

TEST_F(JsonFailure, OfAScriptNamesThePlace) {
  write_revision(folder_, {"0001_bad", {}, "SELECT 1;\nSELECT nope;\n"});
  const nlohmann::json object = json({"upgrade"});
  EXPECT_EQ(object["exit_code"], 1);
  EXPECT_EQ(object["error"]["file"], "migrations/0001_bad/up.sql");
  EXPECT_EQ(object["error"]["line"], 2);
  EXPECT_EQ(object["failed"]["revision"], "0001_bad");
}

TEST_F(JsonFailure, OfAConnectionHasItsCode) {
  const nlohmann::json object = json({"status", "--url", "postgresql://127.0.0.1:1/x"});
  EXPECT_EQ(object["exit_code"], 6);
  EXPECT_EQ(object["error"]["code"], "connection");
}

TEST_F(JsonFailure, OfOptionsNamesTheCommand) {
  const nlohmann::json object = json({"upgrade", "--nonsense"});
  EXPECT_EQ(object["exit_code"], 2);
  EXPECT_EQ(object["error"]["code"], "usage");
}

TEST_F(JsonFailure, KeepsUtf8) {
  write_revision(folder_, {"0001_bad", {}, "SELECT 'größe', \"表\" FROM nowhere;\n"});
  EXPECT_TRUE(json({"upgrade"}).contains("error"));
}

}  // namespace
}  // namespace sqlmig::test
