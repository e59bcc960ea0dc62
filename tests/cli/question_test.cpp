// What is asked on a terminal before much is reverted.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Question : public DatabaseProjectTest {
 protected:
  Question() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_emails", {"0001_users"});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  }
  // With a person at the terminal who types this.
  [[nodiscard]] ProcessResult answer(const std::string& typed, const Arguments& arguments) const {
    return run_sqlmig(arguments, {folder_.path(), {}, typed, ProcessOptions::Streams::terminal});
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Question,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Question, AnsweredWithYesRevertsEverything) {
  const ProcessResult result = answer("yes\n", {"downgrade", "base"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "this reverts 2 revisions"));
  EXPECT_TRUE(contains(result.out, "yes"));
  EXPECT_EQ(tables(), Strings{});
  EXPECT_EQ(recorded(), Strings{});
}

TEST_P(Question, AnsweredOtherwiseRevertsNothing) {
  // The last one is the end of input.
  for (const char* typed :
       {"no\n", "\n", "y\n", "YES\n", "yes please\n", "yess\n", " yes\n", "\4"}) {
    SCOPED_TRACE(typed);
    const ProcessResult result = answer(typed, {"downgrade", "base"});
    EXPECT_TRUE(exits(result, 1));
    EXPECT_TRUE(contains(result.out, "nothing was changed"));
    EXPECT_EQ(tables(), (Strings{"emails", "users"}));
    EXPECT_EQ(events().size(), 2U);
  }
}

TEST_P(Question, IsNotAskedWhenItWasAnsweredBefore) {
  const ProcessResult result = answer("no\n", {"downgrade", "base", "--yes"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_EQ(result.out.find("Type yes"), std::string::npos) << result.out;
  EXPECT_EQ(tables(), Strings{});
}

TEST_P(Question, IsNotAskedBeforeASingleStep) {
  EXPECT_TRUE(exits(answer("no\n", {"downgrade", "-1"}), 0));
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(Question, IsNotAskedWhereThereIsNothingToDo) {
  ASSERT_TRUE(exits(sqlmig({"stamp", "base"}), 0));
  EXPECT_TRUE(contains(answer("no\n", {"downgrade", "base"}).out, "nothing to do"));
}

TEST_P(Question, IsNotAskedWhereItWouldBeRefused) {
  folder_.write("migrations/0002_emails/down.sql", "DROP TABLE emails; -- edited\n");
  const ProcessResult result = answer("yes\n", {"downgrade", "base"});
  EXPECT_TRUE(exits(result, 3));
  EXPECT_EQ(result.out.find("Type yes"), std::string::npos) << result.out;
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

TEST_P(Question, ComesAfterTheTextThatWouldRun) {
  std::filesystem::remove_all(folder_ / "migrations/0002_emails");
  const ProcessResult no = answer("no\n", {"downgrade", "0001_users", "--from-stored"});
  EXPECT_TRUE(exits(no, 1));
  EXPECT_LT(no.out.find("DROP TABLE emails;"), no.out.find("Type yes"));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
  EXPECT_TRUE(exits(answer("yes\n", {"downgrade", "0001_users", "--from-stored"}), 0));
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(Question, NeedsAYesOnTheLineWhereNobodyCanAnswer) {
  write_table(folder_, "0003_bills", {"0002_emails"});
  for (const Arguments& way :
       {Arguments{"downgrade", "base"}, Arguments{"downgrade", "0001-1"},
        Arguments{"downgrade", "0002-2"}, Arguments{"downgrade", "head-3"},
        Arguments{"downgrade", "-3"}, Arguments{"downgrade", "--last", "3"}}) {
    SCOPED_TRACE(testing::PrintToString(way));
    ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
    EXPECT_TRUE(refuses(way, 2, {"this reverts 3 revisions", "--yes"}));
    Arguments agreed = way;
    agreed.emplace_back("--yes");
    EXPECT_TRUE(exits(sqlmig(agreed), 0));
    EXPECT_EQ(tables(), Strings{});
    EXPECT_EQ(recorded(), Strings{});
  }
}

TEST_P(Question, ComesBeforeAWholeLineGoes) {
  write_table(folder_, "0009_nets", {}, "labels = [\"net\"]\n");
  write_table(folder_, "0010_nodes", {"0009_nets"});
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  for (const char* target : {"net@base", "net@-2", "0009-1"})
    EXPECT_TRUE(refuses({"downgrade", target}, 2, {"this reverts 2 revisions", "--yes"})) << target;
  EXPECT_TRUE(exits(sqlmig({"downgrade", "net@-2", "--yes"}), 0));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

TEST_P(Question, IsNotAskedWhereSomethingIsLeft) {
  write_table(folder_, "0003_bills", {"0002_emails"});
  for (const Arguments& way :
       {Arguments{"downgrade", "0002-1"}, Arguments{"downgrade", "-2"},
        Arguments{"downgrade", "--last", "2"}, Arguments{"downgrade", "0001"}}) {
    ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
    EXPECT_TRUE(exits(sqlmig(way), 0)) << testing::PrintToString(way);
    EXPECT_EQ(tables(), Strings{"users"});
  }
}

TEST_P(Question, IsNotAskedBeforeTheOnlyRevisionGoes) {
  for (const Arguments& way : {Arguments{"downgrade", "-1"}, Arguments{"downgrade", "0001-1"},
                               Arguments{"downgrade", "--last", "1"}}) {
    ASSERT_TRUE(exits(sqlmig({"upgrade", "0001"}), 0));
    ASSERT_TRUE(exits(sqlmig({"downgrade", "0001"}), 0));
    EXPECT_TRUE(exits(sqlmig(way), 0)) << testing::PrintToString(way);
    EXPECT_EQ(tables(), Strings{});
  }
}

}  // namespace
}  // namespace sqlmig::test
