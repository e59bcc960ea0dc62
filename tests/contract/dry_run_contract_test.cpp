// Running a plan in one transaction that is rolled back.
#include "contract/contract.hpp"
#include "support/old_version_table.hpp"

#include <fmt/core.h>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

class DryRun : public ContractTest {
 protected:
  DryRun() { options_.bundling = RunOptions::Bundling::dry_run; }

  // What an upgrade would do, on the database as it is.
  Report try_upgrade(const History& history) {
    const AppliedRevisions applied = engine::read_applied(port());
    const Plan plan = plan_upgrade(history, applied, GetParam(), heads_of(history));
    return execute(plan, history, applied, port(), who_, observer_, options_);
  }
  Report upgrade_in_earnest(const History& history) {
    options_.bundling = RunOptions::Bundling::none;
    Report report = upgrade(history);
    options_.bundling = RunOptions::Bundling::dry_run;
    return report;
  }
  // The whole catalog, and the data of `kept` where it is there.
  [[nodiscard]] Strings state() {
    Strings all;
    const auto add = [&](const std::string& sql) {
      const Strings rows = database().list(sql);
      all.insert(all.end(), rows.begin(), rows.end());
    };
    if (!is_postgres()) {
      add("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1");
    } else {
      for (const char* table : {"pg_namespace", "pg_class", "pg_attribute", "pg_constraint",
                                "pg_index", "pg_type", "pg_enum", "pg_trigger", "pg_proc"})
        add(
            fmt::format("SELECT md5(string_agg(t.*::text, ' ' ORDER BY t.*::text)) FROM {} t"
                        " WHERE t.tableoid <> 'pg_class'::regclass",
                        table));
      add("SELECT oid || ' ' || relname || ' ' || relfilenode || ' ' || relnatts FROM pg_class"
          " ORDER BY 1");
    }
    if (has_table("kept")) add("SELECT i FROM kept ORDER BY i");
    return all;
  }
  static Strings ids(const std::vector<Step>& steps) {
    Strings result;
    for (const Step& step : steps) result.push_back(step.id.text());
    return result;
  }
  static Strings tried(const Report& report) {
    Strings result;
    for (const Report::Done& done : report.done) result.push_back(done.step.id.text());
    return result;
  }
  [[nodiscard]] static std::string untried(const Report& report) {
    return report.untried ? report.untried->step.id.text() + ": " + report.untried->reason : "none";
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, DryRun,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

const Draft kFirst{"a", {}, "CREATE TABLE ta (i int);\n", "DROP TABLE ta;\n"};
const Draft kSecond{"b", {"a"}, "INSERT INTO ta VALUES (1);\n", "DELETE FROM ta;\n"};
const Draft kAlone{"c", {"b"}, "-- sqlmig: no-transaction\nCREATE TABLE tc (i int);\n"};
const Draft kLast{"d", {"c"}, "CREATE TABLE td (i int);\n"};

TEST_P(DryRun, RunsAllAndKeepsNothingNotEvenAVersionTable) {
  const Strings before = state();
  const Report report = try_upgrade(history_of({kFirst, kSecond}));
  EXPECT_FALSE(report.failed);
  EXPECT_EQ(report.ending, Report::Ending::rolled_back);
  EXPECT_EQ(tried(report), (Strings{"a", "b"}));
  EXPECT_TRUE(report.not_run.empty());
  EXPECT_EQ(untried(report), "none");
  EXPECT_EQ(state(), before);
}

TEST_P(DryRun, LeavesWhatScriptsChangeAndDropAsItWas) {
  database().run("CREATE TABLE kept (i int)");
  database().run("INSERT INTO kept VALUES (1), (2)");
  const Draft base{"a", {}, "CREATE TABLE ta (i int);\n"};
  ASSERT_FALSE(upgrade_in_earnest(history_of({base})).failed);
  const Strings before = state();
  const Draft changes{
      "b", {"a"}, "UPDATE kept SET i = 7;\nALTER TABLE kept ADD COLUMN j int;\nDROP TABLE ta;\n"};
  const Draft drops{"c", {"b"}, "DROP TABLE kept;\n"};
  EXPECT_EQ(tried(try_upgrade(history_of({base, changes, drops}))), (Strings{"b", "c"}));
  EXPECT_EQ(state(), before);
}

TEST_P(DryRun, DoesNotHinderTheUpgradeThatFollows) {
  const History history = history_of({kFirst, kSecond});
  ASSERT_FALSE(try_upgrade(history).failed);
  EXPECT_FALSE(upgrade_in_earnest(history).failed);
  EXPECT_EQ(database().ask("SELECT i FROM ta"), "1");
}

TEST_P(DryRun, TriesADowngrade) {
  const History history = history_of({kFirst, kSecond});
  ASSERT_FALSE(upgrade_in_earnest(history).failed);
  const Strings before = state();
  EXPECT_EQ(tried(downgrade(history)), (Strings{"b", "a"}));
  EXPECT_EQ(state(), before);
}

TEST_P(DryRun, EndsBeforeAScriptThatCannotBeInATransaction) {
  const Strings before = state();
  const Report report = try_upgrade(history_of({kFirst, kSecond, kAlone, kLast}));
  EXPECT_FALSE(report.failed);
  EXPECT_EQ(tried(report), (Strings{"a", "b"}));
  EXPECT_EQ(untried(report), "c: no-transaction");
  EXPECT_EQ(ids(report.not_run), (Strings{"c", "d"}));
  EXPECT_EQ(state(), before);
}

TEST_P(DryRun, TriesNothingWhereTheFirstCannotBe) {
  const Draft alone{"a", {}, "-- sqlmig: no-transaction\nCREATE TABLE ta (i int);\n"};
  const Report report = try_upgrade(history_of({alone, kSecond}));
  EXPECT_TRUE(report.done.empty());
  EXPECT_EQ(ids(report.not_run), (Strings{"a", "b"}));
  EXPECT_FALSE(has_table("ta"));
}

TEST_P(DryRun, NamesTheScriptAndTheLineThatFailAndRecordsNoFailure) {
  ASSERT_FALSE(upgrade_in_earnest(history_of({kFirst})).failed);
  const Strings before = state();
  const Draft fails{"c", {"b"}, "CREATE TABLE tc (i int);\nINSERT INTO nowhere VALUES (1);\n"};
  const Report report = try_upgrade(history_of({kFirst, kSecond, fails, kLast}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "c");
  ASSERT_TRUE(report.failed->error.position);
  EXPECT_EQ(report.failed->error.position->line, 2U);
  EXPECT_EQ(tried(report), Strings{"b"});
  EXPECT_EQ(ids(report.not_run), Strings{"d"});
  EXPECT_EQ(state(), before);
  EXPECT_EQ(database().ask(fmt::format("SELECT count(*) FROM {}", port().dialect().events)), "1");
}

TEST_P(DryRun, TriesWhatIsBeforeASyntaxError) {
  const Draft misspelled{"c", {"b"}, "CREATE TABEL tc (i int);\n"};
  const Report report = try_upgrade(history_of({kFirst, kSecond, misspelled, kLast}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "c");
  EXPECT_EQ(report.failed->error.position->column, 8U);
  EXPECT_EQ(tried(report), (Strings{"a", "b"}));
}

TEST_P(DryRun, FindsAnEarlierFailureThanTheSyntaxError) {
  const Draft fails{"b", {"a"}, "INSERT INTO nowhere VALUES (1);\n"};
  const Draft misspelled{"c", {"b"}, "CREATE TABEL tc (i int);\n"};
  const Report report = try_upgrade(history_of({kFirst, fails, misspelled}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "b");
  EXPECT_EQ(tried(report), Strings{"a"});
}

TEST_P(DryRun, ChecksDeferredConstraintsAtTheEndOfEachScript) {
  const Draft tables{"a",
                     {},
                     "CREATE TABLE p (i int PRIMARY KEY);\n"
                     "CREATE TABLE k (i int REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n"};
  const Draft breaks{"b", {"a"}, "INSERT INTO k VALUES (1);\n"};
  const Draft mends{"c", {"b"}, "INSERT INTO p VALUES (1);\n"};
  const Report report = try_upgrade(history_of({tables, breaks, mends}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "b");
  EXPECT_EQ(report.failed->error.code(), ErrorCode::sql);
}

TEST_P(DryRun, LetsEveryScriptDeferConstraints) {
  const Draft first{"a",
                    {},
                    "CREATE TABLE p (i int PRIMARY KEY);\n"
                    "CREATE TABLE k (i int REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n"
                    "INSERT INTO k VALUES (1);\nINSERT INTO p VALUES (1);\n"};
  const Draft second{"b", {"a"}, "INSERT INTO k VALUES (2);\nINSERT INTO p VALUES (2);\n"};
  const Draft third{"c",
                    {"b"},
                    "CREATE TABLE l (i int REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n"
                    "INSERT INTO l VALUES (3);\nINSERT INTO p VALUES (3);\n"
                    "ALTER TABLE k ADD COLUMN j int;\n"};
  const Report report = try_upgrade(history_of({first, second, third}));
  EXPECT_FALSE(report.failed) << report.failed->error.what();
  EXPECT_EQ(tried(report), (Strings{"a", "b", "c"}));
}

TEST_P(DryRun, HandsNothingOnFromOneScriptToTheNext) {
  const std::string temporary = "CREATE TEMP TABLE scratch (i int);\n";
  EXPECT_FALSE(try_upgrade(history_of({{"a", {}, temporary}, {"b", {"a"}, temporary}})).failed);
  run_script(temporary);
}

TEST_P(DryRun, LeavesAVersionTableOfAnOlderFormatAsItIs) {
  write_format_1(database(), {revision_of(kFirst)});
  database().run("CREATE TABLE ta (i int)");
  connect_with({});  // the file was not there before
  const Strings before = state();
  const Report report = try_upgrade(history_of({kFirst, kSecond}));
  EXPECT_FALSE(report.failed);
  EXPECT_EQ(tried(report), Strings{"b"});
  EXPECT_EQ(state(), before);
  EXPECT_EQ(engine::read_applied(port()).table, AppliedRevisions::Table::older);
}

TEST_P(DryRun, IsStoppedOnRequest) {
  options_.interrupted = [] { return true; };
  const Report report = try_upgrade(history_of({kFirst}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->error.code(), ErrorCode::interrupted);
  EXPECT_TRUE(report.done.empty());
}

class PostgresDryRun : public DryRun {};
INSTANTIATE_TEST_SUITE_P(OnPostgres, PostgresDryRun, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresDryRun, EndsWhereAValueOfAnEnumWantsACommitFirst) {
  database().run("CREATE TYPE state AS ENUM ('new')");
  const Strings before = state();
  const Draft uses{"c", {"b"}, "CREATE TABLE t AS SELECT 'old'::state AS s;\n"};
  const Report report = try_upgrade(
      history_of({kFirst, {"b", {"a"}, "ALTER TYPE state ADD VALUE 'old';\n"}, uses, kLast}));
  EXPECT_FALSE(report.failed);
  EXPECT_EQ(tried(report), (Strings{"a", "b"}));
  EXPECT_EQ(untried(report),
            "c: it uses a value that a revision before it adds to an enum, which PostgreSQL allows "
            "only after a COMMIT");
  EXPECT_EQ(ids(report.not_run), (Strings{"c", "d"}));
  EXPECT_EQ(state(), before);
}

TEST_P(PostgresDryRun, FailsWhereOneScriptUsesTheValueThatItAdds) {
  database().run("CREATE TYPE state AS ENUM ('new')");
  const Draft both{"b", {"a"}, "ALTER TYPE state ADD VALUE 'old';\nSELECT 'old'::state;\n"};
  const Report report = try_upgrade(history_of({kFirst, both}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "b");
  EXPECT_EQ(report.failed->error.position->line, 2U);
}

TEST_P(PostgresDryRun, DefersOnlyWhatIsDeferredFromTheStart) {
  const Draft tables{"a",
                     {},
                     "CREATE TABLE p (i int PRIMARY KEY);\n"
                     "CREATE TABLE k (i int REFERENCES p DEFERRABLE);\n"
                     "SET CONSTRAINTS ALL DEFERRED;\n"
                     "INSERT INTO k VALUES (1);\nINSERT INTO p VALUES (1);\n"};
  const Draft breaks{
      "b", {"a"}, "SELECT 1;\nINSERT INTO k VALUES (2);\nINSERT INTO p VALUES (2);\n"};
  const Report report = try_upgrade(history_of({tables, breaks}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->error.position->line, 2U);
}

TEST_P(PostgresDryRun, TakesConstraintsThatShareAName) {
  const Draft tables{
      "a",
      {},
      "CREATE TABLE p (i int PRIMARY KEY);\n"
      "CREATE TABLE k (i int CONSTRAINT same REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n"
      "CREATE TABLE l (i int CONSTRAINT same CHECK (i > 0));\n"
      "CREATE TABLE m (\"odd \"\"name\" int CONSTRAINT \"odd \"\"one\" REFERENCES p\n"
      "  DEFERRABLE INITIALLY DEFERRED);\n"};
  EXPECT_FALSE(
      try_upgrade(history_of({tables, {"b", {"a"}, "INSERT INTO l VALUES (1);\n"}})).failed);
}

TEST_P(PostgresDryRun, SaysThatADeferredConstraintWasCheckedAsAtCommit) {
  const Draft breaks{"a",
                     {},
                     "CREATE TABLE p (i int PRIMARY KEY);\n"
                     "CREATE TABLE k (i int REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n"
                     "INSERT INTO k VALUES (1);\n"};
  const Report report = try_upgrade(history_of({breaks}));
  ASSERT_TRUE(report.failed);
  ASSERT_EQ(report.failed->error.notes.size(), 1U);
  EXPECT_EQ(report.failed->error.notes[0], "at COMMIT, when deferred constraints are checked");
}

TEST_P(PostgresDryRun, TriesAgainAsAnUpgradeDoes) {
  database().run("CREATE SEQUENCE attempts");
  options_.retries = 2;
  const Draft moody{"b",
                    {"a"},
                    "DO $$ BEGIN IF nextval('attempts') < 3 THEN RAISE EXCEPTION USING "
                    "ERRCODE = '40001'; END IF; END $$;\n"};
  const Report report = try_upgrade(history_of({kFirst, moody}));
  EXPECT_FALSE(report.failed);
  EXPECT_EQ(tried(report), (Strings{"a", "b"}));
  EXPECT_EQ(observer_.retries.size(), 2U);
}

TEST_P(PostgresDryRun, TellsThatAScriptStillRuns) {
  create_version_table(port());
  options_.heartbeat = std::chrono::milliseconds(200);
  ASSERT_FALSE(try_upgrade(history_of({{"a", {}, "SELECT 1;\nSELECT pg_sleep(0.7);\n"}})).failed);
  ASSERT_FALSE(observer_.heartbeats.empty());
  EXPECT_EQ(observer_.heartbeats.back().statement->file, "migrations/a/up.sql");
}

TEST_P(PostgresDryRun, SaysWhyAVersionTableCannotBeMade) {
  const std::string role = "dry_run_without_rights";
  database().run("DROP ROLE IF EXISTS " + role);
  database().run("CREATE ROLE " + role);
  SessionSettings settings;
  settings.role = role;
  connect_with(settings);
  const Error error = caught([&] { try_upgrade(history_of({kFirst})); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
  EXPECT_EQ(error.sql->sqlstate, "42501");
  connect_with({});
  database().run("DROP ROLE " + role);
}

class SqliteDryRun : public DryRun {};
INSTANTIATE_TEST_SUITE_P(OnSqlite, SqliteDryRun, testing::Values(DatabaseKind::sqlite), kind_name);

TEST_P(SqliteDryRun, EndsBeforeAScriptThatTurnsForeignKeysOff) {
  const Draft off{"b", {"a"}, "-- sqlmig: foreign-keys off\nDROP TABLE ta;\n"};
  const Report report = try_upgrade(history_of({kFirst, off}));
  EXPECT_EQ(tried(report), Strings{"a"});
  EXPECT_EQ(untried(report), "b: foreign-keys off, which is set before a transaction");
}

TEST_P(SqliteDryRun, OfUnitsSaysWhichCannotShareATransaction) {
  const Script first = script_of("up.sql", "CREATE TABLE a (i int);");
  const Script off = script_of("up.sql", "-- sqlmig: foreign-keys off\nSELECT 1;");
  const std::vector<Unit> units{{{}, &first, {}}, {{}, &off, {}}};
  const Transacted result = port().transact(units, Commit::never);
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->error.code(), ErrorCode::refused);
  EXPECT_EQ(result.done, 1U);
  EXPECT_EQ(result.failure->unit, 1U);
}

}  // namespace
}  // namespace sqlmig::test
