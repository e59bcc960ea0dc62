// Environments that take no plan but one that was reviewed, and those that ask.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class RequirePlan : public DatabaseProjectTest {
 protected:
  RequirePlan() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_emails", {"0001_users"});
  }
  // Adds lines to those that say which database it is.
  void configure(const std::string& lines) const {
    folder_.write("sqlmig.toml", "url = \"" + database().url() + "\"\n" + lines);
  }
  [[nodiscard]] std::string checksum(Arguments more = {}) const {
    more.insert(more.begin(), "plan");
    return json(more)["plan"]["checksum"];
  }
  [[nodiscard]] ProcessResult answer(const std::string& typed, const Arguments& arguments) const {
    return run_sqlmig(arguments, {folder_.path(), {}, typed, ProcessOptions::Streams::terminal});
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, RequirePlan,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(RequirePlan, TakesNothingElse) {
  configure("require_plan = true\n");
  for (const Arguments& words :
       {Arguments{"upgrade"}, Arguments{"upgrade", "0001_users"}, Arguments{"upgrade", "--resume"},
        Arguments{"downgrade", "base", "--yes"}, Arguments{"redo"}}) {
    EXPECT_TRUE(refuses(words, 1, {"sqlmig.toml", "plan"})) << words[0];
  }
}

TEST_P(RequirePlan, TakesThePlanOrItsChecksum) {
  configure("require_plan = true\n");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0001_users", "--expect", checksum({"0001_users"})}), 0));
  ASSERT_TRUE(exits(sqlmig({"plan", "-o", "plan.toml"}), 0));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "--plan", "plan.toml"}), 0));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
  const std::string back = checksum({"--down", "base"});
  ASSERT_TRUE(exits(sqlmig({"downgrade", "base", "--yes", "--expect", back}), 0));
  EXPECT_EQ(tables(), Strings{});
}

TEST_P(RequirePlan, IsSaidForOneEnvironment) {
  configure("[env.prod]\nrequire_plan = true\nurl = \"" + database().url() + "\"\n");
  EXPECT_TRUE(refuses({"upgrade", "--env", "prod"}, 1, {"the environment 'prod' says"}));
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
}

TEST_P(RequirePlan, OrAWordForEveryPlan) {
  configure("confirm = true\n");
  EXPECT_TRUE(refuses({"upgrade"}, 2,
                      {"migrations/0001_users/up.sql", "plan checksum " + checksum(),
                       "this runs 2 scripts, so it has to be agreed to", "--yes"}));
  EXPECT_TRUE(exits(answer("no\n", {"upgrade"}), 1));
  EXPECT_EQ(tables(), Strings{});
  const ProcessResult agreed = answer("yes\n", {"upgrade", "0001_users"});
  EXPECT_TRUE(exits(agreed, 0));
  EXPECT_TRUE(contains(agreed.out, "this runs 1 script. Type yes to go on"));
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--yes"}), 0));
  EXPECT_TRUE(refuses({"redo"}, 2, {"migrations/0002_emails/down.sql", "this runs 2 scripts"}));
  EXPECT_TRUE(refuses({"downgrade", "-1"}, 2, {"migrations/0002_emails/down.sql"}));
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));  // there is nothing to agree to
}

TEST_P(RequirePlan, AndAWordForAReviewedOneToo) {
  configure("confirm = true\nrequire_plan = true\n");
  ASSERT_TRUE(exits(sqlmig({"plan", "-o", "plan.toml"}), 0));
  EXPECT_TRUE(refuses({"upgrade", "--plan", "plan.toml"}, 2, {"this runs 2 scripts"}));
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--plan", "plan.toml", "--yes"}), 0));
}

}  // namespace
}  // namespace sqlmig::test
