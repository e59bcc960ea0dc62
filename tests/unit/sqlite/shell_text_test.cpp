// SQL for the sqlite3 shell: what it would read in another way than SQLite.
#include "sqlite/shell_text.hpp"

#include <gtest/gtest.h>

namespace sqlmig::sqlite {
namespace {

std::vector<std::size_t> offsets(std::string_view script) {
  std::vector<std::size_t> result;
  for (const ScriptProblem& problem : problems_in_shell(script)) result.push_back(problem.offset);
  return result;
}

using Offsets = std::vector<std::size_t>;

TEST(ShellLiteral, DoublesQuotes) {
  EXPECT_EQ(literal("it's\n"), "'it''s\n'");
  EXPECT_EQ(literal("a\r\nb\r"), "('a' || char(13) || '\nb\r')");
}

TEST(ScriptForShell, EndsWhatIsOpen) {
  EXPECT_EQ(script_for_shell("SELECT 1;\n"), "SELECT 1;\n");
  EXPECT_EQ(script_for_shell("SELECT 1"), "SELECT 1\n;\n");
  EXPECT_EQ(script_for_shell("SELECT 1; /* open for\nthe shell */\n"),
            "SELECT 1; /* open for\nthe shell */\n;\n");
  EXPECT_EQ(script_for_shell("-- nothing\n"), "-- nothing\n;\n");
}

TEST(ShellProblems, AreLinesThatEndAStatement) {
  EXPECT_EQ(offsets("SELECT 4\n/\n2;\n"), Offsets{9});
  EXPECT_EQ(offsets("SELECT 1 AS\n  GO -- here\n;\n"), Offsets{14});
  EXPECT_EQ(offsets("SELECT 4 /\n2, go\n, '\n/\ngo\n' FROM t; -- x\n/* \n/\n*/\n"), Offsets{});
}

TEST(ShellProblems, AreCommands) {
  EXPECT_EQ(offsets("SELECT 1;\n.shell ls\n"), Offsets{10});
  EXPECT_EQ(offsets("SELECT '\n.shell ls\n';\n/*\n.quit\n*/\n"), Offsets{});
}

TEST(ShellProblems, AreCarriageReturnsThatGetLost) {
  EXPECT_EQ(offsets("SELECT 'a\r\n', 'b\r';\n"), Offsets{9});
}

TEST(SessionOfAScript, IsChangedByPragmasAndWhatIsTemporary) {
  for (const char* script :
       {"PRAGMA cache_size = 1;", "SELECT 1; ATTACH 'x' AS y;", "CREATE TEMP TABLE t (x);",
        "CREATE TEMPORARY VIEW v AS SELECT 1;", "CREATE TABLE IF NOT EXISTS temp.t (x);",
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.t USING fts5 (x);"})
    EXPECT_TRUE(may_change_session(script)) << script;
  EXPECT_FALSE(may_change_session("CREATE TABLE t (temp TEXT); -- PRAGMA x = 1;\n"));
}

}  // namespace
}  // namespace sqlmig::sqlite
