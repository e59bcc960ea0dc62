// Long statements on SQLite: what is told meanwhile, and what ends them.
#include "contract/contract.hpp"

#include <array>
#include <chrono>
#include <optional>

namespace sqlmig::test {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// It never ends by itself, in constant memory.
constexpr const char* kEndless =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

template <typename Action>
milliseconds duration_of(Action&& action) {
  const auto start = Clock::now();
  std::forward<Action>(action)();
  return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

class SqliteWatch : public ContractTest {
 protected:
  // A connection with settings of its own.
  [[nodiscard]] std::unique_ptr<Database> connection(milliseconds lock_wait,
                                                     SessionSettings session = {}) const {
    ConnectOptions options;
    options.lock_wait = lock_wait;
    options.session = std::move(session);
    return connect(database().url(), options);
  }
  // Runs the text as a script, with these timeouts as of its directives.
  static void run_on(Database& port, const std::string& text, Directives directives = {}) {
    Script script = script_of("up.sql", text);
    script.directives = directives;
    port.transact({{}, &script, {}});
  }
  // Answers the pulses of the port: stops at the one with this number.
  void cancel_at(int number) {
    port().on_pulse([this, number](const Pulse& pulse) {
      pulses_.push_back(pulse);
      return static_cast<int>(pulses_.size()) < number ? PulseAnswer::go_on : PulseAnswer::cancel;
    });
  }

  std::vector<Pulse> pulses_;
};

INSTANTIATE_TEST_SUITE_P(OnSqlite, SqliteWatch, testing::Values(DatabaseKind::sqlite), kind_name);

TEST_P(SqliteWatch, StopsALongStatementAndRollsItBack) {
  cancel_at(1);
  std::optional<Error> error;
  const milliseconds took = duration_of([&] {
    error =
        caught([&] { run_script(std::string("CREATE TABLE t (i int);\n") + kEndless + ";\n"); });
  });
  EXPECT_EQ(error->code(), ErrorCode::interrupted);
  ASSERT_TRUE(error->sql && error->sql->offset);
  EXPECT_EQ(*error->sql->offset, 24U);
  EXPECT_LT(took, milliseconds(1000));
  EXPECT_FALSE(has_table("t"));
}

TEST_P(SqliteWatch, IsUsableAfterItStoppedAStatement) {
  cancel_at(1);
  caught([&] { run_script(kEndless); });
  run_script("CREATE TABLE later (i int);");
  EXPECT_TRUE(has_table("later"));
}

TEST_P(SqliteWatch, TellsTenTimesASecondWhereItIs) {
  cancel_at(5);
  const milliseconds took =
      duration_of([&] { caught([&] { run_script(std::string("SELECT 1;\n\n") + kEndless); }); });
  EXPECT_GE(took, milliseconds(450));
  ASSERT_EQ(pulses_.size(), 5U);
  EXPECT_EQ(pulses_[0].unit, 0U);
  EXPECT_EQ(pulses_[0].offset, 11U);
  EXPECT_EQ(pulses_[0].precision, Pulse::Precision::exact);
}

TEST_P(SqliteWatch, TellsWhichUnitRuns) {
  const Script first = script_of("up.sql", "SELECT 1;");
  const Script second = script_of("up.sql", kEndless);
  const std::array<Unit, 2> units{Unit{{}, &first, {}}, Unit{{}, &second, {}}};
  for (const Commit commit : {Commit::each, Commit::together}) {
    pulses_.clear();
    cancel_at(1);
    const Transacted result = port().transact(units, commit);
    EXPECT_EQ(pulses_.at(0).unit, 1U);
    ASSERT_TRUE(result.failure);
    EXPECT_EQ(result.failure->unit, 1U);
    EXPECT_EQ(result.failure->error.code(), ErrorCode::interrupted);
    EXPECT_EQ(result.done, commit == Commit::each ? 1U : 0U);
  }
}

TEST_P(SqliteWatch, StopsAScriptOfManyShortStatements) {
  run_script("CREATE TABLE t (i int);");
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "INSERT INTO t VALUES (1);\n";
  cancel_at(1);
  EXPECT_EQ(caught([&] { run_script(text); }).code(), ErrorCode::interrupted);
  EXPECT_EQ(database().ask("SELECT count(*) FROM t"), "0");
}

TEST_P(SqliteWatch, StopsTheBuildingOfAnIndex) {
  run_script(
      "CREATE TABLE t (i int);\n"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 400000)\n"
      "INSERT INTO t SELECT i FROM n;\n");
  port().on_pulse([](const Pulse&) { return PulseAnswer::cancel; });
  std::string text;
  for (int i = 0; i < 20; ++i) text += "CREATE INDEX t_" + std::to_string(i) + " ON t (-i);\n";
  EXPECT_EQ(caught([&] { run_script(text); }).code(), ErrorCode::interrupted);
  EXPECT_FALSE(has_table("t_0"));
}

TEST_P(SqliteWatch, StopsAStatementThatRunsAlone) {
  cancel_at(1);
  const Error error = caught([&] { port().run_alone(std::string("/* so */ ") + kEndless); });
  EXPECT_EQ(error.code(), ErrorCode::interrupted);
  EXPECT_EQ(pulses_.at(0).offset, 9U);
}

TEST_P(SqliteWatch, WaitsForNothingWhileAStatementWorks) {
  std::string waits_for;
  port().on_pulse([&](const Pulse&) {
    waits_for = port().waiting_for();
    return PulseAnswer::cancel;
  });
  caught([&] { run_script(kEndless); });
  EXPECT_EQ(waits_for, "");
}

TEST_P(SqliteWatch, LetsWhoIsAskedThrow) {
  port().on_pulse([](const Pulse&) -> PulseAnswer { throw std::runtime_error("no more"); });
  EXPECT_THROW(run_script(std::string("CREATE TABLE t (i int);") + kEndless), std::runtime_error);
  port().on_pulse(nullptr);
  EXPECT_FALSE(has_table("t"));
}

TEST_P(SqliteWatch, StopsAStatementAtItsTimeout) {
  Directives directives;
  directives.statement_timeout = milliseconds(150);
  std::optional<Error> error;
  const milliseconds took = duration_of([&] {
    error = caught(
        [&] { run_on(port(), std::string("CREATE TABLE t (i int);\n") + kEndless, directives); });
  });
  EXPECT_STREQ(error->what(),
               "the statement was stopped: it ran longer than statement_timeout (150 ms)");
  EXPECT_EQ(error->code(), ErrorCode::sql);
  EXPECT_EQ(error->sql->sqlstate, "SQLITE_INTERRUPT");
  EXPECT_EQ(error->sql->offset, 24U);
  EXPECT_EQ(error->sql->repeat, SqlDiagnostic::Repeat::pointless);
  EXPECT_FALSE(error->advice.empty());
  EXPECT_GE(took, milliseconds(150));
  EXPECT_LT(took, milliseconds(1000));
  EXPECT_FALSE(has_table("t"));
}

TEST_P(SqliteWatch, TakesTheTimeoutOfTheSessionUnlessTheScriptHasOne) {
  SessionSettings session;
  session.statement_timeout = milliseconds(50);
  const auto port = connection(milliseconds(1000), session);
  EXPECT_EQ(caught([&] { run_on(*port, kEndless); }).sql->sqlstate, "SQLITE_INTERRUPT");
  const std::string half_a_second =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000000)"
      " SELECT max(i) FROM n";
  Directives without_end;
  without_end.statement_timeout = milliseconds(0);
  run_on(*port, half_a_second, without_end);
  EXPECT_EQ(caught([&] { run_on(*port, half_a_second); }).sql->sqlstate, "SQLITE_INTERRUPT");
}

TEST_P(SqliteWatch, CountsTheTimeoutForEachStatement) {
  Directives directives;
  directives.statement_timeout = milliseconds(300);
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    text +=
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000)"
        " SELECT max(i) FROM n;\n";
  }
  const milliseconds took = duration_of([&] { run_on(port(), text, directives); });
  EXPECT_GT(took, milliseconds(300)) << "the statements are too short to tell";
}

TEST_P(SqliteWatch, HoldsTheTimeoutOfAScriptForItsStatementsThatRunAlone) {
  Script begin = script_of("up.sql", "");
  begin.directives.statement_timeout = milliseconds(50);
  port().transact({{}, &begin, {}});
  port().transact({{}, nullptr, {}});
  EXPECT_EQ(caught([&] { port().run_alone(kEndless); }).sql->sqlstate, "SQLITE_INTERRUPT");
}

}  // namespace
}  // namespace sqlmig::test
