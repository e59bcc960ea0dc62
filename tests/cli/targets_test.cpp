// One upgrade or downgrade of many databases.
#include "cli/targets_project.hpp"
#include "support/child.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

namespace sqlmig::test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Arguments kUpgrade{"upgrade", "--targets", "targets.txt"};

Arguments with(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

class Targets : public TargetsProject, public testing::WithParamInterface<DatabaseKind> {
 protected:
  Targets() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_bills", {"0001_users"});
  }
  void add(std::size_t count) { add_databases(GetParam(), count); }
  // What is said of one database, by the name of a field.
  [[nodiscard]] static Strings each(const nlohmann::json& object, const std::string& field) {
    Strings values;
    for (const nlohmann::json& target : object.at("targets")) values.push_back(target.at(field));
    return values;
  }
  [[nodiscard]] static std::string endless_script() {
    return GetParam() == DatabaseKind::postgres
               ? "SELECT pg_sleep(60);\n"
               : "CREATE TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
                 "n) SELECT max(i) FROM n;\n";
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Targets,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Targets, AreManyOfWhichSomeFail) {
  const std::size_t many = GetParam() == DatabaseKind::postgres ? 50 : 200;
  add(many);
  constexpr std::size_t kBroken = 7;
  constexpr std::size_t kDone = 11;
  database(kBroken).run("CREATE TABLE bills (other int)");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "--url", database(kDone).url()}), 0));
  list(GetParam() == DatabaseKind::postgres ? "gone " + database(0).url() + "&dbname=gone"
                                            : "gone sqlite:nowhere/gone.db");
  const ProcessResult result = sqlmig(with(kUpgrade, {"--jobs", "8"}));
  EXPECT_TRUE(exits(result, 1));
  for (std::size_t i = 0; i < many; ++i) {
    EXPECT_EQ(recorded(i),
              i == kBroken ? Strings{"0001_users"} : (Strings{"0001_users", "0002_bills"}))
        << i;
    EXPECT_EQ(database(i).ask("SELECT count(*) FROM users"), "0");
  }
  EXPECT_TRUE(contains(result.out, "t0    upgraded 2      0002_bills\n"));
  EXPECT_TRUE(contains(result.out, "t7    failed after 1  migrations/0002_bills/up.sql:1:"));
  EXPECT_TRUE(contains(result.out, "t11   nothing to do   0002_bills\n"));
  EXPECT_TRUE(contains(result.out, "gone  cannot connect  "));
  EXPECT_TRUE(contains(result.out, std::to_string(many + 1) +
                                       " databases: " + std::to_string(many - 2) +
                                       " upgraded, 1 nothing to do, 1 failed, 1 cannot connect\n"));
  EXPECT_TRUE(contains(result.err, "t7:\nmigrations/0002_bills/up.sql:1:"));
  EXPECT_TRUE(contains(result.err, "0002_bills failed and was rolled back"));
  EXPECT_TRUE(contains(result.err, "[" + std::to_string(many + 1) + "/"));
  // What was done is not done again.
  database(kBroken).run("DROP TABLE bills");
  const ProcessResult again = sqlmig(with(kUpgrade, {"-q"}));
  EXPECT_TRUE(exits(again, 6));
  EXPECT_TRUE(contains(again.out, ": 1 upgraded, " + std::to_string(many - 1) + " nothing to do"));
}

TEST_P(Targets, AreHeldToTheExpectedPlanEach) {
  add(3);
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0001_users", "--url", database(1).url()}), 0));
  const std::string plan = json({"plan", "--url", database(0).url()})["plan"]["checksum"];
  const nlohmann::json object = json(with(kUpgrade, {"--expect", plan}));
  EXPECT_EQ(object["exit_code"], 7);
  EXPECT_THAT(each(object, "status"), ElementsAre("upgraded", "failed", "upgraded"));
  EXPECT_EQ(object["targets"][1]["error"]["code"], "plan-mismatch");
  EXPECT_EQ(recorded(1), Strings{"0001_users"});
  EXPECT_EQ(recorded(2), (Strings{"0001_users", "0002_bills"}));
}

TEST_P(Targets, AreToldOfInOneObject) {
  add(3);
  database(1).run("CREATE TABLE bills (other int)");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "--url", database(2).url()}), 0));
  const nlohmann::json object = json(kUpgrade);
  EXPECT_EQ(object["command"], "upgrade");
  EXPECT_EQ(object["exit_code"], 1);
  const nlohmann::json& targets = object["targets"];
  EXPECT_THAT(each(object, "name"), ElementsAre("t0", "t1", "t2"));
  EXPECT_THAT(each(object, "status"), ElementsAre("upgraded", "failed", "nothing-to-do"));
  EXPECT_EQ(targets[0]["exit_code"], 0);
  EXPECT_EQ(targets[0]["stands_at"], nlohmann::json{"0002_bills"});
  EXPECT_EQ(ids(targets[0]["done"]), (Strings{"0001_users", "0002_bills"}));
  EXPECT_EQ(targets[0]["failed"], nullptr);
  EXPECT_FALSE(targets[0].contains("error"));
  EXPECT_EQ(targets[1]["exit_code"], 1);
  EXPECT_EQ(targets[1]["stands_at"], nullptr);
  EXPECT_EQ(targets[1]["failed"]["revision"], "0002_bills");
  EXPECT_EQ(targets[1]["error"]["file"], "migrations/0002_bills/up.sql");
  EXPECT_EQ(targets[2]["done"], nlohmann::json::array());
  EXPECT_EQ(
      object["summary"],
      (nlohmann::json{{"databases", 3}, {"upgraded", 1}, {"nothing-to-do", 1}, {"failed", 1}}));
}

TEST_P(Targets, EndInOrderOnCtrlC) {
  add(5);
  write_revision(folder_, {"0003_endless", {"0002_bills"}, endless_script()});
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0002_bills", "--url", database(0).url()}), 0));
  const auto runner = Child::listened_to(
      with(kUpgrade, {"--jobs", "2", "--json", "--heartbeat", "1"}), folder_.path());
  // Both that run have come to the endless one by then.
  Strings said;
  while (said.size() < 2) {
    const auto line = runner->next_line();
    ASSERT_TRUE(line);
    if (line->find("0003_endless is running") != std::string::npos) said.push_back(*line);
  }
  EXPECT_THAT(said, testing::UnorderedElementsAre(HasSubstr("t0: "), HasSubstr("t1: ")));
  runner->interrupt();
  EXPECT_EQ(runner->wait_for(std::chrono::seconds(20)), 130);
  const nlohmann::json object = nlohmann::json::parse(runner->output());
  EXPECT_EQ(object["exit_code"], 130);
  EXPECT_THAT(each(object, "status"),
              ElementsAre("stopped", "stopped", "not-begun", "not-begun", "not-begun"));
  EXPECT_EQ(object["targets"][1]["error"]["code"], "interrupted");
  EXPECT_EQ(recorded(0), (Strings{"0001_users", "0002_bills"}));
  EXPECT_EQ(recorded(1), (Strings{"0001_users", "0002_bills"}));
  EXPECT_EQ(recorded(2), Strings{"(absent)"});
  folder_.write("migrations/0003_endless/up.sql", "SELECT 1;\n");
  EXPECT_TRUE(exits(sqlmig(with(kUpgrade, {"--lock-wait", "0"})), 0));
}

TEST_P(Targets, AreRevertedOnlyIfItIsAgreedTo) {
  add(3);
  ASSERT_TRUE(exits(sqlmig(kUpgrade), 0));
  EXPECT_TRUE(refuses({"downgrade", "-1", "--targets", "targets.txt"}, 2,
                      {"this reverts revisions on 3 databases", "--yes"}));
  EXPECT_EQ(recorded(0), (Strings{"0001_users", "0002_bills"}));
  const ProcessResult result = sqlmig({"downgrade", "base", "--yes", "--targets", "targets.txt"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "t1  reverted 2  (nothing is applied)\n"));
  for (std::size_t i = 0; i < count(); ++i) EXPECT_EQ(recorded(i), Strings{});
}

TEST_P(Targets, AreAskedAboutOnceForAll) {
  folder_.write("sqlmig.toml", "confirm = true\n");
  add(3);
  EXPECT_TRUE(refuses(kUpgrade, 2, {"this runs scripts on 3 databases", "--yes"}));
  EXPECT_EQ(recorded(0), Strings{"(absent)"});
  EXPECT_TRUE(exits(sqlmig(with(kUpgrade, {"--yes"})), 0));
  for (std::size_t i = 0; i < count(); ++i)
    EXPECT_EQ(recorded(i), (Strings{"0001_users", "0002_bills"}));
}

TEST_P(Targets, TakeAReviewedPlanWhereItFits) {
  add(3);
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0001_users", "--url", database(1).url()}), 0));
  ASSERT_TRUE(exits(sqlmig({"plan", "-o", "plan.json", "--url", database(0).url()}), 0));
  const nlohmann::json object =
      json({"upgrade", "--plan", "plan.json", "--targets", "targets.txt"});
  EXPECT_EQ(object["exit_code"], 7);
  EXPECT_THAT(each(object, "status"), ElementsAre("upgraded", "failed", "upgraded"));
  EXPECT_EQ(recorded(1), Strings{"0001_users"});
  EXPECT_EQ(recorded(2), (Strings{"0001_users", "0002_bills"}));
}

TEST_P(Targets, AreTriedWithoutAChange) {
  add(3);
  database(1).run("CREATE TABLE bills (other int)");
  const ProcessResult tried = sqlmig(with(kUpgrade, {"--dry-run"}));
  EXPECT_TRUE(exits(tried, 1));
  EXPECT_TRUE(contains(tried.out, "t0  tried 2         (nothing is applied)\n"));
  EXPECT_TRUE(contains(tried.out, "t1  failed after 1  migrations/0002_bills/up.sql:1:"));
  EXPECT_EQ(json(with(kUpgrade, {"--dry-run"}))["summary"],
            (nlohmann::json{{"databases", 3}, {"tried", 2}, {"failed", 1}}));
  ASSERT_TRUE(exits(sqlmig(with(kUpgrade, {})), 1));
  // Nothing is lost, so nothing is asked.
  EXPECT_TRUE(exits(sqlmig({"downgrade", "base", "--dry-run", "--targets", "targets.txt"}), 0));
  EXPECT_EQ(recorded(0), (Strings{"0001_users", "0002_bills"}));
}

TEST_P(Targets, AreToldOnceOfWhatIsTheSameOnSeveral) {
  add(6);
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0001_users", "--targets", "targets.txt"}), 0));
  folder_.write("migrations/0001_users/up.sql", "CREATE TABLE users (j int);\n");
  const ProcessResult result = sqlmig(with(kUpgrade, {"-q"}));
  EXPECT_TRUE(exits(result, 3));
  EXPECT_TRUE(contains(result.err, "t0, t1, t2 and 3 more:\nmigrations/0001_users/up.sql: "));
  EXPECT_EQ(result.err.find("edited-up"), result.err.rfind("edited-up"));
}

TEST_P(Targets, GoOnPastOneThatIsLocked) {
  add(2);
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0001_users", "--url", database(0).url()}), 0));
  const auto other = database(0).open();
  if (GetParam() == DatabaseKind::postgres) {
    ASSERT_FALSE(other->try_lock());
  } else {
    other->query({"BEGIN IMMEDIATE", {}}, [](Row) {});
  }
  const nlohmann::json object = json(with(kUpgrade, {"--lock-wait", "0", "--jobs", "1"}));
  EXPECT_EQ(object["exit_code"], 5);
  EXPECT_THAT(each(object, "status"), ElementsAre("failed", "upgraded"));
  EXPECT_EQ(object["targets"][0]["error"]["code"], "locked");
  EXPECT_EQ(recorded(1), (Strings{"0001_users", "0002_bills"}));
}

using OneTargetsFile = TargetsProject;

TEST_F(OneTargetsFile, MayListBothKindsOfDatabase) {
  write_table(folder_, "0001_users");
  add_databases(DatabaseKind::sqlite, 2);
  add_databases(DatabaseKind::postgres, 2);
  EXPECT_TRUE(exits(sqlmig(kUpgrade), 0));
  for (std::size_t i = 0; i < count(); ++i) EXPECT_EQ(recorded(i), Strings{"0001_users"});
}

TEST_F(OneTargetsFile, NeedsNoUrlInTheConfiguration) {
  write_table(folder_, "0001_users");
  folder_.write("sqlmig.toml", "url = \"${NOT_SET}\"\n");
  folder_.write("lists/all.txt", "a sqlite:a.db\n${WHICH:-b} sqlite:${DB}\n");
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--targets", "lists/all.txt"}, {{"DB", "b.db"}}), 0));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "lists/a.db"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "lists/b.db"));
  EXPECT_TRUE(exits(sqlmig({"status", "--exit-code", "--url", "sqlite:lists/b.db"}), 0));
}

TEST_F(OneTargetsFile, IsRunAsTheEnvironmentSays) {
  write_revision(folder_, {"0001_slow", {}, "SELECT pg_sleep(20);\n"});
  folder_.write("sqlmig.toml", "[env.live]\nstatement_timeout = \"200ms\"\n");
  add_databases(DatabaseKind::postgres, 2);
  const nlohmann::json object = json(with(kUpgrade, {"--env", "live"}));
  EXPECT_EQ(object["exit_code"], 1);
  for (const nlohmann::json& target : object["targets"])
    EXPECT_EQ(target["error"]["sqlstate"], "57014");
}

TEST_F(OneTargetsFile, NeverShowsAPassword) {
  write_table(folder_, "0001_users");
  const std::string server = "postgresql://app:geheim@127.0.0.1:1/";
  list(server + "shop");
  list("named " + server + "other");
  list("host=127.0.0.1 port=1 user=app password=geheim dbname=third");
  for (const Arguments& arguments : {kUpgrade,
                                     with(kUpgrade, {"--json"}),
                                     {"status", "--targets", "targets.txt"},
                                     {"status", "-v", "--json", "--targets", "targets.txt"}}) {
    const ProcessResult result = sqlmig(arguments);
    EXPECT_TRUE(exits(result, 6));
    EXPECT_THAT((Strings{result.out, result.err}), Each(Not(HasSubstr("geheim"))));
    EXPECT_TRUE(contains(result.out, "postgresql://app@127.0.0.1:1/shop"));
    EXPECT_TRUE(contains(result.out, "named"));
  }
}

TEST_F(OneTargetsFile, IsReportedWithAllThatIsWrong) {
  write_table(folder_, "0001_users");
  list("a sqlite:a.db");
  list("a sqlite:b.db");
  list("mysql://root:geheim@h/db");
  EXPECT_TRUE(refuses(kUpgrade, 2, {"targets.txt:2: ", "targets.txt:3: "}));
  EXPECT_EQ(json(kUpgrade)["error"]["findings"].size(), 2U);
  EXPECT_TRUE(refuses({"upgrade", "--targets", "none.txt"}, 1, {"none.txt"}));
}

TEST_F(OneTargetsFile, DoesNotGoWithWhatIsMeantForOneDatabase) {
  write_table(folder_, "0001_users");
  list("a sqlite:a.db");
  EXPECT_TRUE(refuses(with(kUpgrade, {"--url", "sqlite:b.db"}), 2, {"--targets and --url"}));
  EXPECT_TRUE(refuses(with(kUpgrade, {"--backup", "b.db"}), 2, {"--backup"}));
  EXPECT_TRUE(refuses(with(kUpgrade, {"--sql"}), 2, {"--sql"}));
  EXPECT_TRUE(refuses({"upgrade", "--jobs", "2"}, 2, {"--jobs is for --targets"}));
  EXPECT_TRUE(refuses(with(kUpgrade, {"--jobs", "0"}), 2, {"from 1 on"}));
  EXPECT_TRUE(refuses(with(kUpgrade, {"--jobs", "65"}), 2, {"--jobs takes 64 at most"}));
}

TEST_F(OneTargetsFile, IsNotBegunIfTheRevisionsCannotBeUsed) {
  write_table(folder_, "0001_users");
  write_table(folder_, "0002_bills", {"0009_nowhere"});
  add_databases(DatabaseKind::sqlite, 2);
  EXPECT_TRUE(refuses(kUpgrade, 3, {"unknown-parent"}));
  EXPECT_EQ(recorded(0), Strings{"(absent)"});
}

}  // namespace
}  // namespace sqlmig::test
