// Plans without a database, and plans of the way back.
#include "cli/project.hpp"

#include <algorithm>

namespace sqlmig::test {
namespace {

class PlanCommand : public DatabaseProjectTest {
 protected:
  [[nodiscard]] nlohmann::json plan(Arguments more) const {
    more.insert(more.begin(), "plan");
    return json(more)["plan"];
  }
  // A URL of the same kind at which there is nothing.
  [[nodiscard]] static std::string nowhere() {
    return is_postgres() ? "postgresql://127.0.0.1:1/none" : "sqlite:/no/such/folder/none.db";
  }
  void apply(const std::string& target) const {
    ASSERT_TRUE(exits(sqlmig({"upgrade", target}), 0));
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, PlanCommand,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(PlanCommand, WithoutADatabaseIsThatOfADatabaseThatStandsThere) {
  write_fork(folder_);
  for (const std::string from : {"0001_users", "0002_bills", "0003_ranks"}) {
    apply(from);
    for (const std::string to : {"0003_taxes", "heads"}) {
      EXPECT_EQ(plan({"--from", from, "--to", to, "--url", nowhere()}), plan({to}))
          << from << " to " << to;
    }
    ASSERT_TRUE(exits(sqlmig({"downgrade", "base", "--yes"}), 0));
    const nlohmann::json empty = plan({from});
    EXPECT_EQ(plan({"--from", "base", "--to", from, "--url", nowhere()}), empty);
  }
}

TEST_P(PlanCommand, WithoutADatabaseGoesDownToo) {
  write_fork(folder_);
  apply("0003_taxes");
  EXPECT_EQ(plan({"--down", "--from", "0003_taxes", "--to", "0001_users", "--url", nowhere()}),
            plan({"--down", "0001_users"}));
}

TEST_P(PlanCommand, WithoutADatabaseSaysSo) {
  write_table(folder_, "0001_users");
  const Arguments words{"plan", "--from", "base", "--url", nowhere()};
  const ProcessResult result = sqlmig(words);
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "without asking a database\nfrom base\n"));
  EXPECT_TRUE(json(words)["database"].is_null());
}

TEST_P(PlanCommand, WithoutADatabaseRefusesWhatCannotBeMeant) {
  write_table(folder_, "0001_users");
  write_table(folder_, "0002_emails", {"0001_users"});
  const std::string from = "--from";
  EXPECT_TRUE(refuses({"plan", from, "0002_emails", "--to", "0001_users"}, 2,
                      {"nothing leads from '0002_emails' to '0001_users' that way", "--down"}));
  EXPECT_TRUE(refuses({"plan", "--to", "head"}, 2, {"--to is for --from"}));
  EXPECT_TRUE(refuses({"plan", "head", from, "base", "--to", "head"}, 2, {"give the target once"}));
  EXPECT_TRUE(refuses({"plan", from, "-1"}, 2, {"-1"}));
  EXPECT_TRUE(refuses({"plan", from, "no_such"}, 2, {"no_such"}));
  EXPECT_TRUE(exits(sqlmig({"plan", from, "head", "--to", "head"}), 0));
}

TEST_P(PlanCommand, ShowsTheWayBackBeforeAnythingIsDeployed) {
  write_table(folder_, "0001_users");
  write_table(folder_, "0002_emails", {"0001_users"});
  write_table(folder_, "0003_bills", {"0002_emails"});
  apply("0001_users");
  const nlohmann::json back = plan({"--rollback"});
  Strings steps;
  for (const auto& step : back["steps"])
    steps.push_back(step["revision"].get<std::string>() + ": " + step["reason"].get<std::string>());
  EXPECT_EQ(steps, (Strings{"0003_bills: undoes step 2", "0002_emails: undoes step 1"}));
  ASSERT_TRUE(exits(sqlmig({"plan", "--rollback", "-o", "back.toml"}), 0));
  apply("head");
  EXPECT_EQ(plan({"--down", "0001_users"})["checksum"], back["checksum"]);
  ASSERT_TRUE(exits(sqlmig({"downgrade", "--plan", "back.toml"}), 0));
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(PlanCommand, OfTheWayBackListsWhatCannotBeUndone) {
  write_table(folder_, "0001_users");
  write_table(folder_, "0002_emails", {"0001_users"}, "irreversible = \"drops the trail\"\n");
  std::filesystem::remove(folder_ / "migrations/0002_emails/down.sql");
  write_table(folder_, "0003_bills", {"0002_emails"});
  folder_.write("migrations/0003_bills/down.sql", "-- to be done\n");
  const ProcessResult result = sqlmig({"plan", "--rollback"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "no way back: 2 steps cannot be undone"));
  EXPECT_TRUE(contains(result.out, "0002_emails is irreversible: drops the trail"));
  EXPECT_TRUE(contains(result.out, "0003_bills/down.sql holds no statement"));
  const nlohmann::json object = json({"plan", "--rollback", "--allow-empty-down"});
  ASSERT_EQ(object["no_way_back"].size(), 1U);
  EXPECT_EQ(object["no_way_back"][0]["revision"], "0002_emails");
}

TEST_P(PlanCommand, IsEitherDownOrBack) {
  EXPECT_TRUE(refuses({"plan", "--down", "--rollback", "base"}, 2, {"exclude each other"}));
}

}  // namespace
}  // namespace sqlmig::test
