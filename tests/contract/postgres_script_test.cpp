// What only PostgreSQL has: roles, settings, notices, COPY.
#include "contract/contract.hpp"
#include "support/postgres_role.hpp"

namespace sqlmig::test {
namespace {

class PostgresScript : public ContractTest {
 protected:
  // What the connection of the port says, in the next unit after the scripts of the test.
  std::string in_next_unit(const std::string& expression) {
    port().transact({{{"CREATE TABLE IF NOT EXISTS public.answer (t text)", {}},
                      {"INSERT INTO public.answer SELECT " + expression, {}}},
                     nullptr,
                     {}});
    return database().ask("SELECT t FROM public.answer");
  }
  // Runs `sql` with a record around it, as an upgrade does.
  void run_recorded(const std::string& sql, const std::string& value = "recorded") {
    database().run("CREATE TABLE IF NOT EXISTS public.record (t text)");
    const Script script = script_of("up.sql", sql);
    port().transact(
        {{}, &script, {{"INSERT INTO public.record VALUES (CAST($1 AS text))", {value}}}});
  }
};

INSTANTIATE_TEST_SUITE_P(OnPostgres, PostgresScript, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresScript, DoesNotHandASearchPathToTheNextUnit) {
  run_script("CREATE SCHEMA app; SET search_path = app;");
  EXPECT_EQ(in_next_unit("current_schema()::text"), "public");
}

TEST_P(PostgresScript, DoesNotHandARoleToTheNextUnit) {
  const PostgresRole role(database());
  run_script("SET ROLE " + role.name() + ";");
  EXPECT_EQ(in_next_unit("current_user::text"), "postgres");
}

TEST_P(PostgresScript, DoesNotHandASessionAuthorizationToTheNextUnit) {
  const PostgresRole role(database());
  run_script("SET SESSION AUTHORIZATION " + role.name() + ";");
  EXPECT_EQ(in_next_unit("session_user::text"), "postgres");
}

TEST_P(PostgresScript, DoesNotHandATimeoutToTheNextUnit) {
  run_script("SET statement_timeout = '1h';");
  EXPECT_EQ(in_next_unit("current_setting('statement_timeout')"), "0");
}

TEST_P(PostgresScript, DoesNotHandReadOnlyTransactionsToTheNextUnit) {
  run_script("SET default_transaction_read_only = on;");
  EXPECT_EQ(in_next_unit("current_setting('transaction_read_only')"), "off");
}

TEST_P(PostgresScript, DoesNotHandAnEncodingToTheNextUnit) {
  run_script("SET client_encoding = 'LATIN1';");
  EXPECT_EQ(in_next_unit("'naïve'"), "naïve");
}

TEST_P(PostgresScript, DoesNotHandAnEncodingToTheNextQuery) {
  run_script("SET client_encoding = 'LATIN1';");
  std::string seen;
  port().query({"SELECT 'naïve'", {}}, [&](Row row) { seen = std::string(row[0].value_or("")); });
  EXPECT_EQ(seen, "naïve");
}

TEST_P(PostgresScript, RecordsUnderASearchPathOfTheScript) {
  run_recorded("CREATE SCHEMA app; SET search_path = app; CREATE TABLE t (i int);");
  EXPECT_EQ(database().ask("SELECT t FROM public.record"), "recorded");
  EXPECT_EQ(database().ask("SELECT to_regclass('app.t')::text"), "app.t");
}

TEST_P(PostgresScript, RecordsAfterTheScriptTookARoleWithoutRights) {
  const PostgresRole role(database());
  run_recorded("SET ROLE " + role.name() + ";");
  EXPECT_EQ(database().ask("SELECT t FROM public.record"), "recorded");
}

TEST_P(PostgresScript, RecordsBackslashesWhereTheScriptTurnedStandardStringsOff) {
  run_recorded("SET standard_conforming_strings = off;", "a\\b'c");
  EXPECT_EQ(database().ask("SELECT t FROM public.record"), "a\\b'c");
}

TEST_P(PostgresScript, RunsAFunctionWithADollarQuotedBody) {
  run_script(
      "CREATE FUNCTION twice(i int) RETURNS int LANGUAGE plpgsql AS $body$\n"
      "BEGIN\n  -- ; $$ not the end\n  RETURN 2 * i;\nEND;\n$body$;\n"
      "CREATE TABLE a AS SELECT twice(21) AS i;");
  EXPECT_EQ(database().ask("SELECT i FROM a"), "42");
}

TEST_P(PostgresScript, RunsAFunctionWithAStandardBody) {
  run_script(
      "CREATE FUNCTION one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 0; SELECT 1; END;\n"
      "CREATE TABLE a AS SELECT one() AS i;");
  EXPECT_EQ(database().ask("SELECT i FROM a"), "1");
}

TEST_P(PostgresScript, RefusesACommitInsideOfADoBlock) {
  const Error error = caught([&] { run_recorded("DO $$ BEGIN COMMIT; END $$;"); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
  EXPECT_EQ(database().ask("SELECT count(*) FROM public.record"), "0");
}

TEST_P(PostgresScript, DeliversNotices) {
  std::vector<std::string> heard;
  port().on_notice(
      [&](const Notice& notice) { heard.push_back(notice.severity + ": " + notice.message); });
  run_script("DO $$ BEGIN RAISE NOTICE 'half way'; END $$;");
  EXPECT_EQ(heard, (std::vector<std::string>{"NOTICE: half way"}));
}

TEST_P(PostgresScript, RefusesCopyFromStandardInput) {
  database().run("CREATE TABLE a (i int)");
  const Error error = caught([&] { run_recorded("COPY a FROM STDIN;\n"); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
  EXPECT_NE(std::string(error.what()).find("COPY"), std::string::npos) << error.what();
  EXPECT_EQ(database().ask("SELECT count(*) FROM public.record"), "0");
}

TEST_P(PostgresScript, IsUsableAfterCopyFromStandardInput) {
  database().run("CREATE TABLE a (i int)");
  caught([&] { run_script("COPY a FROM STDIN;\n"); });
  run_script("INSERT INTO a VALUES (1);");
  EXPECT_EQ(database().ask("SELECT i FROM a"), "1");
}

TEST_P(PostgresScript, RunsOnBehindCopyToStandardOutput) {
  run_script("COPY (SELECT generate_series(1, 1000)) TO STDOUT; CREATE TABLE a (i int);");
  EXPECT_TRUE(has_table("a"));
}

TEST_P(PostgresScript, PassesOnDetailAndHint) {
  const Error error = caught([&] {
    run_script(
        "DO $$ BEGIN RAISE EXCEPTION 'no' USING DETAIL = 'the detail', HINT = 'the hint',"
        " ERRCODE = 'P0042'; END $$;");
  });
  ASSERT_TRUE(error.sql);
  EXPECT_EQ(error.sql->detail, "the detail");
  EXPECT_EQ(error.sql->hint, "the hint");
  EXPECT_EQ(error.sql->sqlstate, "P0042");
}

TEST_P(PostgresScript, SaysThatTheConnectionIsGone) {
  const Error error = caught([&] { run_script("SELECT pg_terminate_backend(pg_backend_pid());"); });
  EXPECT_EQ(error.code(), ErrorCode::connection);
}

TEST_P(PostgresScript, AdvisesNoTransactionForAStatementThatNeedsIt) {
  database().run("CREATE TABLE a (i int)");
  const Error error = caught([&] { run_script("CREATE INDEX CONCURRENTLY a_i ON a (i);"); });
  EXPECT_NE(error.advice.find("no-transaction"), std::string::npos) << error.advice;
}

}  // namespace
}  // namespace sqlmig::test
