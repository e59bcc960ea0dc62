// What plan says of locks.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class PlanLocks : public DatabaseProjectTest {
 protected:
  PlanLocks() {
    write_table(folder_, "0001_users");
    write_revision(folder_, {"0002_more",
                             {"0001_users"},
                             "ALTER TABLE users ADD COLUMN j int;\n"
                             "INSERT INTO users VALUES (1, 1);\n"});
  }
};

class PlanLocksOnPostgres : public PlanLocks {};
INSTANTIATE_TEST_SUITE_P(OnPostgres, PlanLocksOnPostgres, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PlanLocksOnPostgres, AreALineForEachStepThatTakesSome) {
  write_revision(
      folder_,
      {"0003_do", {"0002_more"}, "CREATE INDEX ON users (i);\nDO $$ BEGIN NULL; END $$;\n"});
  EXPECT_TRUE(contains(sqlmig({"plan"}).out,
                       "locks, as far as the scripts tell:\n"
                       "   2  users ACCESS EXCLUSIVE\n"
                       "   3  users SHARE; not looked into: DO in line 2\n"));
}

TEST_P(PlanLocksOnPostgres, AreInTheJsonOfEachStep) {
  const nlohmann::json steps = json({"plan"})["plan"]["steps"];
  EXPECT_EQ(steps[0]["locks"], nlohmann::json::array());
  EXPECT_EQ(steps[1]["locks"],
            nlohmann::json::parse(R"([{"object": "users", "mode": "ACCESS EXCLUSIVE",
                                       "line": 1, "column": 1}])"));
  EXPECT_EQ(steps[1]["unread"], nlohmann::json::array());
}

TEST_P(PlanLocksOnPostgres, AreNamedForAWayBackThatIsNotThere) {
  write_revision(folder_, {"0003_final", {"0002_more"}, "DROP TABLE users;\n"});
  std::filesystem::remove(folder_ / "migrations/0003_final/down.sql");
  const std::string manifest = "migrations/0003_final/manifest.toml";
  folder_.write(manifest, folder_.read(manifest) + "irreversible = \"the data is gone\"\n");
  const nlohmann::json object = json({"plan", "--rollback"});
  EXPECT_EQ(object["plan"]["steps"][0]["locks"], nlohmann::json::array());
}

class PlanLocksOnSqlite : public PlanLocks {};
INSTANTIATE_TEST_SUITE_P(OnSqlite, PlanLocksOnSqlite, testing::Values(DatabaseKind::sqlite),
                         kind_name);

TEST_P(PlanLocksOnSqlite, AreSaidOnce) {
  EXPECT_TRUE(contains(sqlmig({"plan"}).out,
                       "locks: nobody else writes to the database while a script runs\n"));
}

}  // namespace
}  // namespace sqlmig::test
