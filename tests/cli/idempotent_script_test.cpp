// upgrade --sql --idempotent: scripts that run what is missing.
#include "cli/script_player.hpp"

namespace sqlmig::test {
namespace {

class IdempotentScript : public DatabaseProjectTest {
 protected:
  // A trunk with two branches and a merge, one of them without a transaction, and data to skip.
  void write_history() const {
    write_table(folder_, "0001_users");
    write_revision(folder_, {"0002_rows",
                             {"0001_users"},
                             is_postgres() ? "CREATE TABLE rows (a int, b text);\n"
                                             "COPY rows FROM stdin;\n1\tit's :x \"\n\\.\n"
                                             "COPY rows (a, b) FROM stdin WITH (FORMAT csv);\n"
                                             "2,\"two\nlines ';\"\n\\.\n"
                                             "INSERT INTO rows VALUES (3, $x$ ' $x$);\n"
                                           : "-- sqlmig: foreign-keys off\n"
                                             "CREATE TABLE rows (a int, b text);\n"
                                             "INSERT INTO rows VALUES (1, 'it''s\n.quit\n');\n",
                             "DROP TABLE rows;\n"});
    write_revision(folder_, {"0003_alone",
                             {"0001_users"},
                             "-- sqlmig: no-transaction\nCREATE TABLE alone (x int);\n"
                             "INSERT INTO alone VALUES (1);\n",
                             "DROP TABLE alone;\n"});
    write_revision(folder_, {"0004_merge", {"0002_rows", "0003_alone"}, "-- nothing\n", "-- no\n"});
    write_table(folder_, "0005_bills", {"0004_merge"});
  }
  [[nodiscard]] std::string script(Arguments more = {}) const {
    more.insert(more.begin(), {"upgrade", "--sql", "--idempotent"});
    const ProcessResult written = sqlmig(more);
    EXPECT_TRUE(exits(written, 0));
    return written.out;
  }
  [[nodiscard]] ProcessResult sqlmig_on(const TestDatabase& on, Arguments arguments) const {
    arguments.insert(arguments.end(), {"--url", on.url()});
    return sqlmig(arguments);
  }
  [[nodiscard]] testing::AssertionResult is_refused(const std::string& text,
                                                    const std::string& why) const {
    const std::string before = image_of(database());
    const ProcessResult refused = play(database(), text, folder_);
    if (refused.exit_code == 0) return testing::AssertionFailure() << "it was run";
    if (image_of(database()) != before)
      return testing::AssertionFailure() << "it changed something";
    return contains(refused.out + refused.err, why);
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, IdempotentScript,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(IdempotentScript, CompletesEveryStateAndCanBeRunAgain) {
  write_history();
  const std::string text = script();
  const std::vector<Strings> states{{},
                                    {"0001_users"},
                                    {"0002_rows"},
                                    {"0003_alone"},
                                    {"0002_rows", "0003_alone"},
                                    {"0004_merge"},
                                    {"0005_bills"}};
  for (const Strings& state : states) {
    const auto ours = make_database(GetParam());
    const auto theirs = make_database(GetParam());
    for (const std::string& revision : state) {
      ASSERT_TRUE(exits(sqlmig_on(*ours, {"upgrade", revision}), 0));
      ASSERT_TRUE(exits(sqlmig_on(*theirs, {"upgrade", revision}), 0));
    }
    ASSERT_TRUE(exits(sqlmig_on(*ours, {"upgrade"}), 0));
    for (int time = 1; time <= 2; ++time) {
      ASSERT_TRUE(exits(play(*theirs, text, folder_), 0));
      EXPECT_EQ(image_of(*theirs), image_of(*ours)) << testing::PrintToString(state);
    }
    EXPECT_TRUE(exits(sqlmig_on(*theirs, {"verify", "--database", "--require-applied"}), 0));
  }
}

TEST_P(IdempotentScript, GoesOnAfterAFailure) {
  write_table(folder_, "0001_users");
  write_revision(folder_, {"0002_half",
                           {"0001_users"},
                           "CREATE TABLE half (x int);\nINSERT INTO missing VALUES (1);\n"});
  const std::string text = script();
  EXPECT_NE(play(database(), text, folder_).exit_code, 0);
  EXPECT_EQ(recorded(), Strings{"0001_users"});
  database().run("CREATE TABLE missing (x int)");
  EXPECT_TRUE(exits(play(database(), text, folder_), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_half"}));
}

TEST_P(IdempotentScript, LeavesOtherBranchesAlone) {
  write_fork(folder_);
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0009_nets"}), 0));
  EXPECT_TRUE(exits(play(database(), script({"billing@head"}), folder_), 0));
  EXPECT_EQ(recorded(), (Strings{"0009_nets", "0001_users", "0002_bills", "0003_taxes"}));
}

TEST_P(IdempotentScript, RefusesWhatDoesNotFit) {
  write_fork(folder_);
  const std::string text = script({"0003_taxes"});
  const std::string upper = script({"0002_bills:0003_taxes"});
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0001_users"}), 0));
  EXPECT_TRUE(is_refused(upper, "0002_bills is not applied"));
  const std::string table = version_table("revisions");
  database().run("UPDATE " + table + " SET state = 'applying'");
  EXPECT_TRUE(is_refused(text, "0001_users stopped half-way"));
  database().run("UPDATE " + table + " SET state = 'applied', digest = up_checksum");
  EXPECT_TRUE(is_refused(text, "0001_users was applied with other scripts or parents"));
  ASSERT_TRUE(exits(sqlmig({"repair", "--accept", "0001_users", "--reason", "test"}), 0));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0002_bills"}), 0));
  database().run("DELETE FROM " + table + " WHERE id = '0001_users'");
  EXPECT_TRUE(is_refused(text, "0002_bills is applied without 0001_users"));
}

TEST_P(IdempotentScript, OnlyGoesUpAndStartsAtNothingThatIsApplied) {
  write_fork(folder_);
  EXPECT_TRUE(refuses({"upgrade", "--sql", "--idempotent", "current+1"}, 2, {"current+1"}));
  EXPECT_TRUE(refuses({"downgrade", "--sql", "--idempotent", "base"}, 2, {"--idempotent"}));
}

}  // namespace
}  // namespace sqlmig::test
