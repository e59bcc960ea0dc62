// Scripts of --sql beside others: run several times at once, and with another runner in between.
#include "cli/script_player.hpp"
#include "support/postgres_role.hpp"

#include <fmt/core.h>

namespace sqlmig::test {
namespace {

class SharedShellScript : public ProjectTest {
 protected:
  SharedShellScript() {
    for (int i = 1; i <= 9; ++i)
      write_table(folder_, name_of(i), i == 1 ? Strings{} : Strings{name_of(i - 1)});
  }
  [[nodiscard]] static std::string name_of(int number) {
    return fmt::format("000{}_t{}", number, number);
  }
  // Runs a script up to the step of this revision, then `command` in a shell, then the rest.
  [[nodiscard]] ProcessResult interrupted_at(const std::string& script, const std::string& title,
                                             const std::string& command) const {
    const std::size_t at = script.find("\n-- up   " + title);
    EXPECT_NE(at, std::string::npos);
    folder_.write("first.sql", script.substr(0, at));
    folder_.write("rest.sql", script.substr(at));
    const std::string waits =
        "until [ \"$(sqlite3 app.db \"SELECT count(*) FROM sqlmig_revisions WHERE id < '" + title +
        "'\" 2>/dev/null)\" = 2 ]; do sleep 0.05; done; ";
    return run_process({"sh", "-c",
                        "(cat first.sql; " + waits + "{ " + command +
                            "; } >/dev/null 2>&1; cat rest.sql)"
                            " | sqlite3 -bail app.db",
                        SQLMIG_TEST_BINARY},
                       {folder_.path(), {}, {}});
  }
};

TEST_F(SharedShellScript, RunsOnManyDatabasesAtOnce) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "--sql", "--idempotent", "-o", "all.sql"}), 0));
  ASSERT_TRUE(exits(
      run_process({"sh", "-c", "sqlite3 -bail done.db < all.sql"}, {folder_.path(), {}, {}}), 0));
  // Those that have it already would write an empty file over that of the others.
  const ProcessResult result = run_process(
      {"sh", "-c",
       "for i in 1 2 3 4 5 6 7 8; do sqlite3 -bail $i.db < all.sql & sqlite3 -bail done.db < "
       "all.sql & done; wait; for i in 1 2 3 4 5 6 7 8; do sqlite3 $i.db 'SELECT count(*) FROM "
       "sqlmig_revisions'; done; ls *.tmp"},
      {folder_.path(), {}, {}});
  const std::string all = "9\n9\n9\n9\n9\n9\n9\n9\n";
  EXPECT_TRUE(contains(result.out, all));
  EXPECT_TRUE(contains(result.err, "*.tmp"));  // ls finds none
}

TEST_F(SharedShellScript, StopsWhereAnotherRunnerWasBetweenItsSteps) {
  const std::string script = sqlmig({"upgrade", "--sql", "0003_t3"}).out;
  // The number of revisions is the same again.
  write_table(folder_, "0002_other", {"0001_t1"});
  const ProcessResult stopped =
      interrupted_at(script, "0003_t3", "\"$0\" downgrade 0001_t1 && \"$0\" upgrade 0002_other");
  EXPECT_EQ(stopped.exit_code, 1) << stopped.err;
  EXPECT_TRUE(contains(stopped.err, "another runner changed the database meanwhile"));
  EXPECT_EQ(ask("SELECT group_concat(id) FROM sqlmig_revisions"), "0001_t1,0002_other");
}

TEST_F(SharedShellScript, StopsWhereItCannotWriteItsFile) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "--sql", "--idempotent", "-o", "all.sql"}), 0));
  const std::string folder = folder_.path().string();
  const ProcessResult stopped =
      run_process({"sh", "-c", "sqlite3 -bail " + folder + "/app.db < " + folder + "/all.sql"},
                  {"/proc", {}, {}});
  EXPECT_EQ(stopped.exit_code, 1);
  EXPECT_TRUE(contains(stopped.err, "a file of its own cannot be written here"));
  EXPECT_EQ(ask("SELECT count(*) FROM sqlmig_revisions"), "0");
}

TEST_F(SharedShellScript, DoesNotMistakeATableOfTheUserForItsOwn) {
  write_revision(folder_, {"0010_names",
                           {"0009_t9"},
                           "CREATE TABLE sqlmig (event int); INSERT INTO sqlmig VALUES (7);\n"
                           "CREATE TABLE sqlmig_refusal (reason text);\n"
                           "INSERT INTO sqlmig_refusal VALUES ('state');\n"});
  const ProcessResult result = run_process({"sqlite3", "-bail", "app.db"},
                                           {folder_.path(), {}, sqlmig({"upgrade", "--sql"}).out});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_EQ(ask("SELECT event FROM sqlmig"), "7");
  EXPECT_TRUE(exits(sqlmig({"verify", "--require-applied"}), 0));
}

class SharedPsqlScript : public DatabaseProjectTest {};
INSTANTIATE_TEST_SUITE_P(Databases, SharedPsqlScript, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(SharedPsqlScript, SkipsDataWithoutARightToTemporaryTables) {
  write_revision(folder_, {"0001_rows",
                           {},
                           "CREATE TABLE rows (a int);\n"
                           "COPY rows FROM stdin;\n1\n\\.\n"});
  const PostgresRole role(database());
  const std::string name = database().ask("SELECT current_database()");
  database().run("REVOKE TEMP ON DATABASE \"" + name + "\" FROM PUBLIC");
  database().run("GRANT CREATE ON DATABASE \"" + name + "\" TO " + role.name());
  database().run("GRANT ALL ON SCHEMA public TO " + role.name());
  const std::string script = sqlmig({"upgrade", "--sql", "--idempotent"}).out;
  const auto as_role = database_at(role.url());
  ASSERT_TRUE(exits(play(*as_role, script, folder_), 0));
  ASSERT_TRUE(exits(play(*as_role, script, folder_), 0));
  EXPECT_EQ(database().ask("SELECT count(*) FROM rows"), "1");
  EXPECT_EQ(recorded(), Strings{"0001_rows"});
}

// The rules of an environment hold for what is run elsewhere, too.
class ReviewedScript : public DatabaseProjectTest {};
INSTANTIATE_TEST_SUITE_P(Databases, ReviewedScript,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(ReviewedScript, IsThatOfThePlanInAFile) {
  folder_.write("sqlmig.toml", "url = \"" + database().url() + "\"\nrequire_plan = true\n");
  write_table(folder_, "0001_users");
  write_table(folder_, "0002_bills", {"0001_users"});
  EXPECT_TRUE(refuses({"upgrade", "--sql"}, 1, {"require_plan = true"}));
  ASSERT_TRUE(exits(sqlmig({"plan", "-o", "plan.toml"}), 0));
  write_table(folder_, "0003_terms", {"0002_bills"});
  const ProcessResult script = sqlmig({"upgrade", "--sql", "--plan", "plan.toml"});
  ASSERT_TRUE(exits(script, 0));
  ASSERT_TRUE(exits(play(database(), script.out, folder_), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "users"}));
  folder_.write("migrations/0002_bills/up.sql", "CREATE TABLE bills (j int);\n");
  EXPECT_TRUE(refuses({"upgrade", "--sql", "--plan", "plan.toml"}, 7, {"was edited"}));
}

}  // namespace
}  // namespace sqlmig::test
