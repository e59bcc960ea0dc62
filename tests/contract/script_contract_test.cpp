// Scripts as people write them, on both databases.
#include "contract/contract.hpp"

namespace sqlmig::test {
namespace {

class ScriptContract : public ContractTest {};

INSTANTIATE_TEST_SUITE_P(Databases, ScriptContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(ScriptContract, RunsALastStatementWithoutSemicolon) {
  run_script("CREATE TABLE a (i int);\nCREATE TABLE b (i int)");
  EXPECT_TRUE(has_table("b"));
}

TEST_P(ScriptContract, RunsAScriptThatEndsInALineComment) {
  run_script("CREATE TABLE a (i int) -- the end");
  EXPECT_TRUE(has_table("a"));
}

TEST_P(ScriptContract, RunsAScriptThatEndsInABlockComment) {
  run_script("CREATE TABLE a (i int); /* the end */");
  EXPECT_TRUE(has_table("a"));
}

TEST_P(ScriptContract, RecordsAroundAScriptOfNothingButComments) {
  const Script script = script_of("up.sql", "-- nothing\n/* at all */\n");
  port().transact({{{"CREATE TABLE a (i int)", {}}}, &script, {{"INSERT INTO a VALUES (1)", {}}}});
  EXPECT_EQ(database().ask("SELECT i FROM a"), "1");
}

TEST_P(ScriptContract, RecordsAroundAnEmptyScript) {
  const Script script = script_of("up.sql", "");
  port().transact({{{"CREATE TABLE a (i int)", {}}}, &script, {{"INSERT INTO a VALUES (1)", {}}}});
  EXPECT_EQ(database().ask("SELECT i FROM a"), "1");
}

TEST_P(ScriptContract, RunsEmptyStatementsBetweenOthers) {
  run_script(";;\nCREATE TABLE a (i int);;\n;");
  EXPECT_TRUE(has_table("a"));
}

TEST_P(ScriptContract, KeepsSemicolonsAndCommentMarksInStrings) {
  run_script("CREATE TABLE a (t text);\nINSERT INTO a VALUES ('one; -- two /* three');");
  EXPECT_EQ(database().ask("SELECT t FROM a"), "one; -- two /* three");
}

TEST_P(ScriptContract, KeepsUtf8InDataAndNames) {
  run_script("CREATE TABLE \"größe\" (t text);\nINSERT INTO \"größe\" VALUES ('表 🐘');");
  EXPECT_EQ(database().ask("SELECT t FROM \"größe\""), "表 🐘");
}

TEST_P(ScriptContract, RunsSelectsAndForgetsTheirRows) {
  run_script("SELECT 1; SELECT 2 UNION SELECT 3; CREATE TABLE a (i int);");
  EXPECT_TRUE(has_table("a"));
}

TEST_P(ScriptContract, AllowsSavepoints) {
  run_script(
      "CREATE TABLE a (i int); SAVEPOINT mine; INSERT INTO a VALUES (1); ROLLBACK TO mine;"
      " RELEASE mine; INSERT INTO a VALUES (2);");
  EXPECT_EQ(database().list("SELECT i FROM a"), (std::vector<std::string>{"2"}));
}

TEST_P(ScriptContract, RefusesAScriptThatCommits) {
  const Error error = caught([&] { run_script("CREATE TABLE a (i int); COMMIT;"); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
}

TEST_P(ScriptContract, RefusesAScriptThatRollsBackAndGoesOn) {
  const Error error =
      caught([&] { run_script("CREATE TABLE a (i int); ROLLBACK; CREATE TABLE b (i int);"); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
  EXPECT_FALSE(has_table("a"));
  EXPECT_FALSE(has_table("b"));
}

TEST_P(ScriptContract, RefusesAScriptThatCommitsAndBeginsAgain) {
  const Error error =
      caught([&] { run_script("SELECT 1; COMMIT; BEGIN; CREATE TABLE b (i int);"); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
  EXPECT_FALSE(has_table("b"));
}

TEST_P(ScriptContract, WritesNoRecordForAScriptThatCommits) {
  database().run("CREATE TABLE record (i int)");
  const Script script = script_of("up.sql", "SELECT 1; COMMIT;");
  caught([&] { port().transact({{}, &script, {{"INSERT INTO record VALUES (1)", {}}}}); });
  EXPECT_EQ(database().ask("SELECT count(*) FROM record"), "0");
}

TEST_P(ScriptContract, IsUsableAfterAScriptThatCommits) {
  caught([&] { run_script("SELECT 1; COMMIT;"); });
  run_script("CREATE TABLE later (i int);");
  EXPECT_TRUE(has_table("later"));
}

TEST_P(ScriptContract, RunsThousandsOfStatements) {
  std::string sql = "CREATE TABLE a (i int);\n";
  for (int i = 0; i < 3000; ++i) sql += "INSERT INTO a VALUES (" + std::to_string(i) + ");\n";
  run_script(sql);
  EXPECT_EQ(database().ask("SELECT count(*) FROM a"), "3000");
}

}  // namespace
}  // namespace sqlmig::test
