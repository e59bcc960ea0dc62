#include "contract/contract.hpp"

namespace sqlmig::test {
namespace {

class TransactContract : public ContractTest {
 protected:
  // A table that notes what ran, in order.
  void SetUp() override {
    database().run("CREATE TABLE steps (id integer PRIMARY KEY, what text NOT NULL)");
  }

  static Statement note(std::int64_t id, const std::string& what) {
    return {"INSERT INTO steps (id, what) VALUES ($1, $2)", {id, what}};
  }
  std::vector<std::string> notes() { return database().list("SELECT what FROM steps ORDER BY id"); }

  void transact(std::vector<Statement> before, const std::string& sql,
                std::vector<Statement> after) {
    const Script script = script_of("up.sql", sql);
    port().transact({std::move(before), &script, std::move(after)});
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, TransactContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(TransactContract, CommitsStatementsAndScriptTogether) {
  transact({note(1, "before")}, "INSERT INTO steps VALUES (2, 'script');", {note(3, "after")});
  EXPECT_EQ(notes(), (std::vector<std::string>{"before", "script", "after"}));
}

TEST_P(TransactContract, RunsBeforeThenScriptThenAfter) {
  // Each part sees what the one before it did.
  transact({note(1, "a")}, "UPDATE steps SET what = what || 'b';",
           {{"UPDATE steps SET what = what || 'c'", {}}});
  EXPECT_EQ(notes(), (std::vector<std::string>{"abc"}));
}

TEST_P(TransactContract, CommitsStatementsWithoutAScript) {
  port().transact({{note(1, "alone")}, nullptr, {}});
  EXPECT_EQ(notes(), (std::vector<std::string>{"alone"}));
}

TEST_P(TransactContract, KeepsNothingOfAScriptThatFails) {
  caught([&] { transact({note(1, "before")}, "CREATE TABLE t (i int); SELECT 1 / x;", {}); });
  EXPECT_FALSE(has_table("t"));
}

TEST_P(TransactContract, KeepsNothingOfBeforeWhenTheScriptFails) {
  caught([&] { transact({note(1, "before")}, "SELECT * FROM no_such_table;", {}); });
  EXPECT_TRUE(notes().empty());
}

TEST_P(TransactContract, IsUsableAfterAScriptThatFailed) {
  caught([&] { transact({}, "SELECT * FROM no_such_table;", {}); });
  transact({note(1, "later")}, "SELECT 1;", {});
  EXPECT_EQ(notes(), (std::vector<std::string>{"later"}));
}

TEST_P(TransactContract, ReportsADuplicateKeyInBeforeAsAConflict) {
  port().transact({{note(1, "theirs")}, nullptr, {}});
  const Error error = caught([&] { transact({note(1, "ours")}, "SELECT 1;", {}); });
  EXPECT_EQ(error.code(), ErrorCode::conflict);
}

TEST_P(TransactContract, RunsNoScriptAfterAConflict) {
  port().transact({{note(1, "theirs")}, nullptr, {}});
  caught([&] { transact({note(1, "ours")}, "CREATE TABLE t (i int);", {}); });
  EXPECT_FALSE(has_table("t"));
}

TEST_P(TransactContract, TakesADuplicateKeyInTheScriptForAnErrorOfTheScript) {
  const Error error =
      caught([&] { transact({note(1, "x")}, "INSERT INTO steps VALUES (1, 'twice');", {}); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
}

TEST_P(TransactContract, RollsTheScriptBackWhenAfterFails) {
  caught([&] {
    transact({}, "CREATE TABLE t (i int);", {{"INSERT INTO no_such_table VALUES (1)", {}}});
  });
  EXPECT_FALSE(has_table("t"));
}

TEST_P(TransactContract, WritesValuesOfEveryKind) {
  port().transact(
      {{{"CREATE TABLE kept (a text, b text, c bigint)", {}},
        {"INSERT INTO kept VALUES ($3, $1, $2)",
         {std::string("it's \\ \"naïve\" 表\n$1"), std::int64_t{-9223372036854775807}, Value()}}},
       nullptr,
       {}});
  EXPECT_EQ(database().ask("SELECT b FROM kept"), "it's \\ \"naïve\" 表\n$1");
  EXPECT_EQ(database().ask("SELECT c FROM kept"), "-9223372036854775807");
  EXPECT_EQ(database().ask("SELECT a FROM kept"), "(null)");
}

TEST_P(TransactContract, EnforcesForeignKeys) {
  const Error error = caught([&] {
    transact({},
             "CREATE TABLE parent (id int PRIMARY KEY);\n"
             "CREATE TABLE child (id int REFERENCES parent (id));\n"
             "INSERT INTO child VALUES (7);",
             {});
  });
  EXPECT_EQ(error.code(), ErrorCode::sql);
  EXPECT_FALSE(has_table("child"));
}

TEST_P(TransactContract, KeepsNothingWhenADeferredConstraintFailsAtCommit) {
  const Error error = caught([&] {
    transact({note(1, "before")},
             "CREATE TABLE parent (id int PRIMARY KEY);\n"
             "CREATE TABLE child (id int REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);\n"
             "INSERT INTO child VALUES (7);",
             {});
  });
  EXPECT_EQ(error.code(), ErrorCode::sql);
  EXPECT_TRUE(notes().empty());
  EXPECT_FALSE(has_table("child"));
}

TEST_P(TransactContract, IsUsableAfterCommitFailed) {
  caught([&] {
    transact({},
             "CREATE TABLE parent (id int PRIMARY KEY);\n"
             "CREATE TABLE child (id int REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);\n"
             "INSERT INTO child VALUES (7);",
             {});
  });
  port().transact({{note(1, "later")}, nullptr, {}});
  EXPECT_EQ(notes(), (std::vector<std::string>{"later"}));
}

TEST_P(TransactContract, RunsASingleStatementOutsideOfATransaction) {
  port().run_alone("VACUUM");
  SUCCEED() << "VACUUM refuses to run in a transaction";
}

TEST_P(TransactContract, RollsBackWhenTheConnectionIsClosedInBetween) {
  auto second = database().open();
  second->query({"BEGIN", {}}, [](Row) {});
  second->query(note(1, "never committed"), [](Row) {});
  second.reset();
  port().transact({{note(1, "free")}, nullptr, {}});
  EXPECT_EQ(notes(), (std::vector<std::string>{"free"}));
}

}  // namespace
}  // namespace sqlmig::test
