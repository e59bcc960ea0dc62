// What the objects hold that programs read of branches and of revisions without files.
#include "cli/project.hpp"

#include <algorithm>

namespace sqlmig::test {
namespace {

// Without those that every object has.
Strings keys(const nlohmann::json& object) {
  Strings names;
  for (const auto& [name, value] : object.items()) {
    if (name != "schema_version" && name != "sqlmig" && name != "command" && name != "exit_code")
      names.push_back(name);
  }
  return names;
}

const Strings kRevision{"author",     "base",    "branch_point", "branches", "children", "created",
                        "depends_on", "file",    "head",         "labels",   "merge",    "message",
                        "needed_by",  "parents", "revision",     "tags"};
const Strings kRow{"applied_at",       "database_role",  "depends_on", "digest",
                   "down_checksum",    "duration_ms",    "host",       "message",
                   "origin",           "os_user",        "parents",    "revision",
                   "sequence",         "sqlmig_version", "state",      "statements_done",
                   "statements_total", "up_checksum"};

Strings with(Strings names, const Strings& more) {
  names.insert(names.end(), more.begin(), more.end());
  std::sort(names.begin(), names.end());
  return names;
}

class JsonKeys : public ProjectTest {
 protected:
  JsonKeys() { write_fork(folder_); }
  // Applies all of it, and takes the files of 0003_ranks away.
  void forget_one() const {
    ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
    std::filesystem::remove_all(folder_ / "migrations/0003_ranks");
  }
};

TEST_F(JsonKeys, OfHeads) {
  const nlohmann::json object = json({"heads"});
  EXPECT_EQ(keys(object), Strings{"heads"});
  EXPECT_EQ(keys(object["heads"][0]), kRevision);
  EXPECT_EQ(object["heads"][1]["revision"], "0003_taxes");
  EXPECT_EQ(object["heads"][1]["branches"], nlohmann::json{"billing"});
  EXPECT_EQ(object["heads"][1]["labels"], nlohmann::json::array());
  EXPECT_EQ(object["heads"][2]["base"], true);
}

TEST_F(JsonKeys, OfBranches) {
  const nlohmann::json object = json({"branches"});
  EXPECT_EQ(keys(object), Strings{"branch_points"});
  const nlohmann::json& point = object["branch_points"][0];
  EXPECT_EQ(keys(point), (Strings{"children", "point"}));
  EXPECT_EQ(keys(point["point"]), kRevision);
  EXPECT_EQ(keys(point["children"][0]), kRevision);
  EXPECT_EQ(point["point"]["branch_point"], true);
  EXPECT_EQ(ids(point["children"]), (Strings{"0002_bills", "0002_terms"}));
}

TEST_F(JsonKeys, OfHistory) {
  const nlohmann::json object = json({"history", "--graph", "-v"});
  EXPECT_EQ(keys(object), (Strings{"database", "revisions"}));
  EXPECT_EQ(object["database"], nullptr);
  EXPECT_EQ(keys(object["revisions"][0]), kRevision);
  EXPECT_EQ(object["revisions"].size(), 6U);
}

TEST_F(JsonKeys, OfHistoryWithADatabase) {
  forget_one();
  const nlohmann::json object = json({"history", "-i"});
  EXPECT_EQ(keys(object), (Strings{"database", "revisions", "unknown"}));
  EXPECT_EQ(keys(object["revisions"][0]), with(kRevision, {"applied", "current"}));
  EXPECT_EQ(keys(object["unknown"][0]), with(kRow, {"built_on"}));
}

TEST_F(JsonKeys, OfWhy) {
  const nlohmann::json object = json({"why", "search@head", "0001_users"});
  EXPECT_EQ(keys(object), (Strings{"chain", "first", "order", "second"}));
  EXPECT_EQ(object["order"], "the-other-way");
  EXPECT_EQ(object["first"], "0001_users");
  EXPECT_EQ(object["second"], "0003_ranks");
  EXPECT_EQ(keys(object["chain"][1]), (Strings{"by", "message", "revision"}));
  EXPECT_EQ(object["chain"][0]["by"], nullptr);
  EXPECT_EQ(object["chain"][1]["by"], "parent");
  EXPECT_EQ(json({"why", "0001", "search"})["order"], "as-asked");
  EXPECT_EQ(json({"why", "net", "search"})["order"], "none");
  EXPECT_EQ(json({"why", "net", "search"})["chain"], nlohmann::json::array());
}

TEST_F(JsonKeys, OfWhyByADependency) {
  write_table(folder_, "0010_logs", {}, "depends_on = [\"0009_nets\"]\n");
  EXPECT_EQ(json({"why", "net", "0010"})["chain"][1]["by"], "dependency");
}

TEST_F(JsonKeys, OfRebase) {
  const nlohmann::json object = json({"rebase", "search", "--onto", "0003_taxes"});
  EXPECT_EQ(keys(object), (Strings{"against", "database", "files", "moved", "onto", "revision"}));
  EXPECT_EQ(object["revision"], "0002_terms");
  EXPECT_EQ(object["onto"], "0003_taxes");
  EXPECT_EQ(ids(object["moved"]), (Strings{"0002_terms", "0003_ranks"}));
  EXPECT_TRUE(object["database"].is_string());
  const nlohmann::json again = json({"rebase", "search", "--onto", "0003_taxes"});
  EXPECT_EQ(again["moved"], nlohmann::json::array());
  EXPECT_EQ(again["files"], nlohmann::json::array());
}

TEST_F(JsonKeys, OfTag) {
  const nlohmann::json object = json({"tag", "search", "v1"});
  EXPECT_EQ(keys(object), (Strings{"file", "revision", "tag"}));
  EXPECT_EQ(object["revision"], "0002_terms");
  EXPECT_EQ(object["tag"], "v1");
  EXPECT_EQ(object["file"], "migrations/0002_terms/manifest.toml");
}

TEST_F(JsonKeys, OfExport) {
  forget_one();
  const nlohmann::json object = json({"export", "0003_ranks"});
  EXPECT_EQ(keys(object), (Strings{"database", "exported"}));
  EXPECT_EQ(keys(object["exported"][0]), (Strings{"files", "revision"}));
  EXPECT_EQ(object["exported"][0]["files"],
            (nlohmann::json{"migrations/0003_ranks/manifest.toml", "migrations/0003_ranks/up.sql",
                            "migrations/0003_ranks/down.sql"}));
}

TEST_F(JsonKeys, OfRedo) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "net"}), 0));
  const nlohmann::json object = json({"redo"});
  EXPECT_EQ(keys(object),
            (Strings{"database", "done", "dry_run", "failed", "not_run", "plan_checksum"}));
  EXPECT_EQ(ids(object["done"]), (Strings{"0009_nets", "0009_nets"}));
  EXPECT_EQ(object["done"][0]["direction"], "down");
  EXPECT_EQ(object["done"][1]["direction"], "up");
}

TEST_F(JsonKeys, OfRedoThatFails) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "net"}), 0));
  folder_.write("migrations/0009_nets/up.sql", "SELECT nope;\n");
  const nlohmann::json object = json({"redo", "--allow-modified"});
  EXPECT_EQ(object["exit_code"], 1);
  EXPECT_EQ(object["done"].size(), 1U);
  EXPECT_EQ(object["failed"]["direction"], "up");
  EXPECT_EQ(object["error"]["file"], "migrations/0009_nets/up.sql");
}

TEST_F(JsonKeys, OfStatusWithAnUnknownRevision) {
  forget_one();
  const nlohmann::json object = json({"status"});
  EXPECT_EQ(keys(object), (Strings{"applied", "database", "encryption", "findings", "heads",
                                   "pending", "unknown", "url_source"}));
  EXPECT_EQ(keys(object["unknown"][0]), with(kRow, {"built_on"}));
  EXPECT_EQ(object["unknown"][0]["built_on"], nlohmann::json{"0002_terms"});
  EXPECT_EQ(object["applied"].size(), 6U);
}

TEST_F(JsonKeys, OfCurrent) {
  forget_one();
  const nlohmann::json heads = json({"current"})["heads"];
  EXPECT_EQ(ids(heads), (Strings{"0003_ranks", "0003_taxes", "0009_nets"}));
  EXPECT_EQ(keys(heads[0]), with(kRow, {"built_on", "head", "known"}));
  EXPECT_EQ(heads[0]["known"], false);
  EXPECT_EQ(heads[1]["known"], true);
  EXPECT_EQ(heads[1]["head"], true);
}

TEST_F(JsonKeys, OfCurrentWhereNoFileCanBeRead) {
  forget_one();
  std::filesystem::remove_all(folder_ / "migrations/0001_users");  // which the others name
  const nlohmann::json head = json({"current"})["heads"][0];
  EXPECT_EQ(head["known"], nullptr);
  EXPECT_EQ(head["head"], nullptr);
}

TEST_F(JsonKeys, OfARefusal) {
  const nlohmann::json object = json({"upgrade"});
  EXPECT_EQ(keys(object), Strings{"error"});
  EXPECT_EQ(object["exit_code"], 2);
  EXPECT_EQ(object["error"]["code"], "ambiguous-revision");
  EXPECT_TRUE(contains(object["error"]["message"], "0003_ranks, 0003_taxes, 0009_nets"));
  EXPECT_TRUE(contains(object["error"]["next"], "sqlmig merge"));
}

TEST_F(JsonKeys, OfAQuestionThatNobodyCanAnswer) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  const nlohmann::json object = json({"downgrade", "base"});
  EXPECT_EQ(object["exit_code"], 2);
  EXPECT_TRUE(contains(object["error"]["next"], "--yes"));
}

}  // namespace
}  // namespace sqlmig::test
