// Other programs that read and write the database: what is waited for, and how long.
#include "contract/contract.hpp"

#include <chrono>
#include <optional>

namespace sqlmig::test {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

template <typename Action>
milliseconds duration_of(Action&& action) {
  const auto start = Clock::now();
  std::forward<Action>(action)();
  return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

class SqliteLock : public ContractTest {
 protected:
  // There is nothing to lock in a file that is not there.
  void SetUp() override { run_script("CREATE TABLE there (i int);"); }

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
  // Keeps all others from writing until it is closed.
  [[nodiscard]] std::unique_ptr<Database> writer() const {
    auto blocker = database().open();
    blocker->query({"BEGIN IMMEDIATE", {}}, [](Row) {});
    return blocker;
  }
};

INSTANTIATE_TEST_SUITE_P(OnSqlite, SqliteLock, testing::Values(DatabaseKind::sqlite), kind_name);

TEST_P(SqliteLock, WaitsForAnotherWriter) {
  auto blocker = writer();
  port().on_pulse([&](const Pulse&) {
    blocker.reset();
    return PulseAnswer::go_on;
  });
  run_script("CREATE TABLE t (i int);");
  EXPECT_TRUE(has_table("t"));
}

TEST_P(SqliteLock, SaysThatItWaitsForAnotherProgram) {
  const auto blocker = writer();
  std::string waits_for;
  port().on_pulse([&](const Pulse&) {
    waits_for = port().waiting_for();
    return PulseAnswer::cancel;
  });
  const Error error = caught([&] { run_script("SELECT 1;"); });
  EXPECT_EQ(error.code(), ErrorCode::interrupted);
  EXPECT_EQ(waits_for, "another program that uses the database");
  EXPECT_EQ(port().waiting_for(), "");
}

TEST_P(SqliteLock, GivesUpAfterTheLockWait) {
  const auto blocker = writer();
  const auto port = connection(milliseconds(300));
  std::optional<Error> error;
  const milliseconds took =
      duration_of([&] { error = caught([&] { run_on(*port, "SELECT 1;"); }); });
  EXPECT_EQ(error->code(), ErrorCode::locked);
  EXPECT_EQ(error->sql->repeat, SqlDiagnostic::Repeat::may_help);
  EXPECT_NE(error->advice.find("--lock-wait"), std::string::npos) << error->advice;
  EXPECT_GE(took, milliseconds(300));
  EXPECT_LT(took, milliseconds(900));
}

TEST_P(SqliteLock, DoesNotWaitWhereItShallNot) {
  const auto blocker = writer();
  const auto port = connection(milliseconds(0));
  const milliseconds took = duration_of([&] { caught([&] { run_on(*port, "SELECT 1;"); }); });
  EXPECT_LT(took, milliseconds(200));
}

TEST_P(SqliteLock, TakesTheLockTimeoutOfTheScriptBeforeThatOfTheSession) {
  const auto blocker = writer();
  SessionSettings session;
  session.lock_timeout = milliseconds(30000);
  const auto port = connection(milliseconds(30000), session);
  Directives directives;
  directives.lock_timeout = milliseconds(100);
  const Error error = caught([&] { run_on(*port, "SELECT 1;", directives); });
  EXPECT_EQ(error.code(), ErrorCode::locked);
  EXPECT_NE(error.advice.find("after 100 ms; a longer lock_timeout"), std::string::npos)
      << error.advice;
}

TEST_P(SqliteLock, TakesTheLockTimeoutOfTheSessionForScriptsOnly) {
  const auto blocker = writer();
  SessionSettings session;
  session.lock_timeout = milliseconds(60);
  const auto port = connection(milliseconds(120), session);
  EXPECT_NE(caught([&] { run_on(*port, "SELECT 1;"); }).advice.find("60 ms"), std::string::npos);
  const Error error = caught([&] { port->transact({{}, nullptr, {}}); });
  EXPECT_NE(error.advice.find("120 ms"), std::string::npos) << error.advice;
}

TEST_P(SqliteLock, WaitsWithoutEndForALockTimeoutOfZero) {
  auto blocker = writer();
  const auto port = connection(milliseconds(0));
  int pulses = 0;
  port->on_pulse([&](const Pulse&) {
    if (++pulses == 3) blocker.reset();
    return PulseAnswer::go_on;
  });
  Directives directives;
  directives.lock_timeout = milliseconds(0);
  run_on(*port, "CREATE TABLE t (i int);", directives);
  EXPECT_EQ(pulses, 3);
}

TEST_P(SqliteLock, WaitsAfterAScriptThatSetABusyTimeout) {
  run_script("PRAGMA busy_timeout = 0;");
  auto blocker = writer();
  port().on_pulse([&](const Pulse&) {
    blocker.reset();
    return PulseAnswer::go_on;
  });
  run_script("CREATE TABLE t (i int);");
  EXPECT_TRUE(has_table("t"));
}

TEST_P(SqliteLock, CommitsWhenTheReadersOfARollbackJournalAreDone) {
  run_script("CREATE TABLE t (i int);");
  auto reader = database().open();
  reader->query({"BEGIN", {}}, [](Row) {});
  reader->query({"SELECT count(*) FROM t", {}}, [](Row) {});
  port().on_pulse([&](const Pulse&) {
    reader.reset();
    return PulseAnswer::go_on;
  });
  // The pragma takes the place of the busy handler; the commit waits all the same.
  run_script("PRAGMA busy_timeout = 0; INSERT INTO t VALUES (1);");
  EXPECT_EQ(database().ask("SELECT count(*) FROM t"), "1");
}

TEST_P(SqliteLock, GivesUpACommitThatReadersHoldUp) {
  run_script("CREATE TABLE t (i int);");
  const auto reader = database().open();
  reader->query({"BEGIN", {}}, [](Row) {});
  reader->query({"SELECT count(*) FROM t", {}}, [](Row) {});
  const auto port = connection(milliseconds(100));
  const Error error = caught([&] { run_on(*port, "INSERT INTO t VALUES (1);"); });
  EXPECT_EQ(error.code(), ErrorCode::locked);
  reader->query({"COMMIT", {}}, [](Row) {});
  run_on(*port, "INSERT INTO t VALUES (2);");
  EXPECT_EQ(database().ask("SELECT group_concat(i) FROM t"), "2");
}

TEST_P(SqliteLock, IsNotHeldUpByReadersInWalMode) {
  database().run("PRAGMA journal_mode = WAL");
  run_script("CREATE TABLE t (i int);");
  const auto reader = database().open();
  reader->query({"BEGIN", {}}, [](Row) {});
  reader->query({"SELECT count(*) FROM t", {}}, [](Row) {});
  run_on(*connection(milliseconds(0)), "INSERT INTO t VALUES (1);");
  std::string seen;
  reader->query({"SELECT count(*) FROM t", {}}, [&](Row row) { seen = row[0].value(); });
  EXPECT_EQ(seen, "0") << "a reader keeps its snapshot";
  EXPECT_EQ(database().ask("SELECT count(*) FROM t"), "1");
}

TEST_P(SqliteLock, WaitsForAnotherWriterInWalMode) {
  database().run("PRAGMA journal_mode = WAL");
  auto blocker = writer();
  port().on_pulse([&](const Pulse&) {
    blocker.reset();
    return PulseAnswer::go_on;
  });
  run_script("CREATE TABLE t (i int);");
  EXPECT_TRUE(has_table("t"));
}

TEST_P(SqliteLock, SaysThatAFileItCannotOpenIsLocked) {
  run_script("CREATE TABLE t (i int);");
  const auto blocker = database().open();
  blocker->query({"BEGIN EXCLUSIVE", {}}, [](Row) {});
  EXPECT_EQ(caught([&] { static_cast<void>(connection(milliseconds(50))); }).code(),
            ErrorCode::locked);
}

}  // namespace
}  // namespace sqlmig::test
