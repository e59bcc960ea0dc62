// sqlmig revision --edit. The editor is a script that signs what it is given.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Editor : public ProjectTest {
 protected:
  Editor() {
    for (const char* name : {"ed1", "ed2"}) {
      const std::string sign = std::string("#!/bin/sh\nfor file; do\n  case $file in\n    --*) ") +
                               "echo \"-- $file\" >>\"$0.options\" ;;\n" + "    *) echo \"-- " +
                               name + "\" >>\"$file\" ;;\n  esac\ndone\n";
      tools_.write(name, sign);
      std::filesystem::permissions(tools_ / name, std::filesystem::perms::owner_all);
    }
  }
  [[nodiscard]] ProcessResult edit(const Variables& variables) const {
    return sqlmig({"revision", "-m", "users", "--id", "0001_users", "--edit"}, variables);
  }
  [[nodiscard]] std::string tool(const std::string& name) const { return (tools_ / name).string(); }

  TemporaryFolder tools_;
};

TEST_F(Editor, OpensBothScripts) {
  ASSERT_TRUE(exits(edit({{"EDITOR", tool("ed1")}}), 0));
  EXPECT_EQ(folder_.read("migrations/0001_users/up.sql"), "-- Does: users\n-- ed1\n");
  EXPECT_EQ(folder_.read("migrations/0001_users/down.sql"), "-- Undoes: users\n-- ed1\n");
  EXPECT_EQ(folder_.read("migrations/0001_users/manifest.toml").find("ed1"), std::string::npos);
}

TEST_F(Editor, IsVisualBeforeEditor) {
  ASSERT_TRUE(exits(edit({{"EDITOR", tool("ed1")}, {"VISUAL", tool("ed2")}}), 0));
  EXPECT_EQ(folder_.read("migrations/0001_users/up.sql"), "-- Does: users\n-- ed2\n");
}

TEST_F(Editor, IsEditorWhereVisualIsEmpty) {
  ASSERT_TRUE(exits(edit({{"EDITOR", tool("ed1")}, {"VISUAL", ""}}), 0));
  EXPECT_EQ(folder_.read("migrations/0001_users/up.sql"), "-- Does: users\n-- ed1\n");
}

TEST_F(Editor, MayHaveArguments) {
  ASSERT_TRUE(exits(edit({{"EDITOR", tool("ed1") + " --wait"}}), 0));
  EXPECT_EQ(tools_.read("ed1.options"), "-- --wait\n");
  EXPECT_EQ(folder_.read("migrations/0001_users/up.sql"), "-- Does: users\n-- ed1\n");
}

TEST_F(Editor, OpensFilesWhoseNamesHaveBlanks) {
  ASSERT_TRUE(exits(
      sqlmig({"revision", "-m", "users", "--id", "0001_users", "--folder", "a $x b", "--edit"},
             {{"EDITOR", tool("ed1")}}),
      0));
  EXPECT_EQ(folder_.read("migrations/a $x b/0001_users/up.sql"), "-- Does: users\n-- ed1\n");
}

TEST_F(Editor, ThatIsNotKnownStopsBeforeAnythingIsWritten) {
  EXPECT_TRUE(refuses({"revision", "-m", "users", "--edit"}, 2, {"VISUAL or EDITOR"}));
}

TEST_F(Editor, ThatFailsLeavesTheFiles) {
  const ProcessResult result = edit({{"EDITOR", "false"}});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "the editor 'false' did not end well"));
  EXPECT_TRUE(contains(result.err, "0001_users/up.sql"));
  EXPECT_TRUE(exits(sqlmig({"show", "0001_users"}), 0));
}

TEST_F(Editor, ThatIsNotThereLeavesTheFiles) {
  EXPECT_TRUE(exits(edit({{"EDITOR", "/no/such/editor"}}), 1));
  EXPECT_TRUE(exits(sqlmig({"show", "0001_users"}), 0));
}

TEST_F(Editor, IsNotOpenedWhenNotAsked) {
  ASSERT_TRUE(exits(
      sqlmig({"revision", "-m", "users", "--id", "0001_users"}, {{"EDITOR", tool("ed1")}}), 0));
  EXPECT_EQ(folder_.read("migrations/0001_users/up.sql"), "-- Does: users\n");
}

TEST_F(Editor, ThatPrintsLeavesTheJsonAlone) {
  const Arguments revision{"revision", "-m", "users", "--id", "0001_users", "--edit", "--json"};
  const ProcessResult result = sqlmig(revision, {{"EDITOR", "cat"}});
  ASSERT_TRUE(exits(result, 0));
  const nlohmann::json object = nlohmann::json::parse(result.out, nullptr, false);
  ASSERT_FALSE(object.is_discarded()) << result.out;
  EXPECT_EQ(object["revision"], "0001_users");
  EXPECT_TRUE(contains(result.err, "-- Does: users\n"));
  EXPECT_EQ(result.out.find("-- Does: users"), std::string::npos);
}

}  // namespace
}  // namespace sqlmig::test
