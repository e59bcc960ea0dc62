// COPY … FROM STDIN with its data in the script: PostgreSQL only.
#include "contract/contract.hpp"
#include "engine/sql_error.hpp"
#include "support/process.hpp"

#include <fmt/core.h>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

class CopyContract : public ContractTest {
 protected:
  // The error of running `sql`, with its place in the file.
  Error error_in(const std::string& sql) {
    const Script script = script_of("up.sql", sql);
    return engine::with_position(caught([&] { port().transact({{}, &script, {}}); }), script);
  }
  static std::string place_of(const Error& error) {
    return error.position ? to_string(*error.position) : "(no place)";
  }
  [[nodiscard]] Strings rows() const {
    return database().list("SELECT a || ':' || coalesce(b, 'NULL') FROM t ORDER BY a");
  }
};

INSTANTIATE_TEST_SUITE_P(OnPostgres, CopyContract, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(CopyContract, LoadsRowsBetweenOtherStatements) {
  run_script(
      "CREATE TABLE t (a int, b text);\nCOPY t (a, b) FROM STDIN;\n1\tone\n2\ttwo\n\\.\n"
      "UPDATE t SET b = b || '!' WHERE a = 2;\n");
  EXPECT_EQ(rows(), (Strings{"1:one", "2:two!"}));
}

TEST_P(CopyContract, LoadsTheDataOfEachCopyInItsTurn) {
  run_script(
      "CREATE TABLE t (a int, b text);\nCOPY t FROM STDIN;\n1\tone\n\\.\n"
      "COPY t FROM STDIN;\n\\.\nSELECT count(*) FROM t;\nCOPY t FROM stdin; -- "
      "more\n2\ttwo\n\\.\n");
  EXPECT_EQ(rows(), (Strings{"1:one", "2:two"}));
}

TEST_P(CopyContract, LoadsWhatLooksLikeSql) {
  run_script(
      "CREATE TABLE t (a int, b text);\nCOPY t FROM STDIN;\n1\tit's; COMMIT; -- $$\n"
      "2\t/* \"\n3\t\\\\.\n\\.\n");
  EXPECT_EQ(rows(), (Strings{"1:it's; COMMIT; -- $$", "2:/* \"", "3:\\."}));
}

TEST_P(CopyContract, LoadsNullsTabsAndLineEnds) {
  run_script(
      "CREATE TABLE t (a int, b text);\nCOPY t FROM "
      "STDIN;\n1\t\\N\n2\tx\\ty\n3\tx\\ny\n4\t\n\\.\n");
  EXPECT_EQ(rows(), (Strings{"1:NULL", "2:x\ty", "3:x\ny", "4:"}));
}

TEST_P(CopyContract, LoadsCsvWithQuotes) {
  run_script(
      "CREATE TABLE t (a int, b text);\nCOPY t FROM STDIN WITH (FORMAT csv, HEADER);\na,b\n"
      "1,\"one; \"\"quoted\"\"\nand more\"\n2,\n\\.\nINSERT INTO t VALUES (3, 'x');\n");
  EXPECT_EQ(rows(), (Strings{"1:one; \"quoted\"\nand more", "2:NULL", "3:x"}));
}

TEST_P(CopyContract, LoadsFiveMegabytes) {
  std::string script = "CREATE TABLE t (a int, b text);\nCOPY t FROM STDIN;\n";
  constexpr int kRows = 50'000;
  for (int i = 0; i < kRows; ++i) script += std::to_string(i) + "\t" + std::string(95, 'x') + "\n";
  run_script(script + "\\.\n");
  EXPECT_EQ(database().ask("SELECT count(*) || ' ' || sum(length(b)) FROM t"),
            fmt::format("{} {}", kRows, 95 * kRows));
}

TEST_P(CopyContract, LoadsRowsWithoutATransaction) {
  const Report report = upgrade(history_of(
      {{"a",
        {},
        "-- sqlmig: no-transaction\nCREATE TABLE t (a int, b text);\n"
        "COPY t FROM STDIN;\n1\tone\n\\.\nVACUUM t;\nCOPY t FROM STDIN;\n2\ttwo\n\\.\n"}}));
  EXPECT_FALSE(report.failed);
  EXPECT_EQ(rows(), (Strings{"1:one", "2:two"}));
  EXPECT_EQ(engine::read_applied(port()).rows.at(0).statements_done, 4);
}

TEST_P(CopyContract, LeavesNothingOfAScriptThatFailsLater) {
  database().run("CREATE TABLE t (a int, b text)");
  caught([&] { run_script("COPY t FROM STDIN;\n1\tone\n\\.\nSELECT 1 / 0;\n"); });
  EXPECT_EQ(rows(), Strings{});
}

TEST_P(CopyContract, LeavesNothingWhereARowIsBad) {
  database().run("CREATE TABLE t (a int, b text)");
  caught(
      [&] { run_script("INSERT INTO t VALUES (0, '');\nCOPY t FROM STDIN;\n1\tone\nx\t\n\\.\n"); });
  EXPECT_EQ(rows(), Strings{});
}

TEST_P(CopyContract, IsUsableAfterABadRow) {
  database().run("CREATE TABLE t (a int, b text)");
  caught([&] { run_script("COPY t FROM STDIN;\nx\t\n\\.\nCOPY t FROM STDIN;\n1\tone\n\\.\n"); });
  run_script("COPY t FROM STDIN;\n2\ttwo\n\\.\n");
  EXPECT_EQ(rows(), Strings{"2:two"});
}

TEST_P(CopyContract, NamesTheLineOfABadRow) {
  const Error error = error_in(
      "CREATE TABLE t (a int, b text);\n\nCOPY t FROM STDIN; -- "
      "rows\n1\tone\nbad\ttwo\n3\t\n\\.\n");
  ASSERT_TRUE(error.sql);
  EXPECT_EQ(error.sql->sqlstate, "22P02");
  EXPECT_EQ(place_of(error), "up.sql:5:1");
  EXPECT_EQ(error.excerpt.substr(0, 10), "  bad\ttwo\n");
}

TEST_P(CopyContract, NamesTheLineOfABadRowOfTheSecondCopy) {
  EXPECT_EQ(place_of(error_in("CREATE TABLE t (a int, b text);\nCOPY t FROM STDIN;\n1\tone\n\\.\n"
                              "COPY t FROM STDIN;\n2\ttwo\n3\n\\.\n")),
            "up.sql:7:1");
}

TEST_P(CopyContract, NamesTheLineOfARowThatIsThereTwice) {
  EXPECT_EQ(place_of(error_in(
                "CREATE TABLE t (a int PRIMARY KEY);\nCOPY t FROM STDIN;\n1\n2\n1\n3\n\\.\n")),
            "up.sql:5:1");
}

TEST_P(CopyContract, NamesTheLineOfABadRowWithoutATransaction) {
  const Report report = upgrade(history_of({{"a",
                                             {},
                                             "-- sqlmig: no-transaction\nCREATE TABLE t (a int);\n"
                                             "COPY t FROM STDIN;\n1\nbad\n\\.\n"}}));
  ASSERT_TRUE(report.failed);
  ASSERT_TRUE(report.failed->error.position);
  EXPECT_EQ(report.failed->error.position->line, 5U);
}

TEST_P(CopyContract, PointsAtTheCopyIntoATableThatIsNotThere) {
  const Error error = error_in("SELECT 1;\nCOPY nowhere FROM STDIN;\n1\n\\.\nSELECT 2;\n");
  ASSERT_TRUE(error.sql);
  EXPECT_EQ(error.sql->sqlstate, "42P01");
  EXPECT_EQ(place_of(error), "up.sql:2:1");
  EXPECT_EQ(error.excerpt, "  COPY nowhere FROM STDIN;\n  ^\n");
}

TEST_P(CopyContract, PointsAtAnErrorBehindData) {
  EXPECT_EQ(
      place_of(error_in(
          "CREATE TABLE t (a int);\nCOPY t FROM STDIN;\n1\n2\n\\.\nSELECT 1;\nCREATE TABEL x;\n")),
      "up.sql:7:8");
}

TEST_P(CopyContract, PointsAtTheStatementThatFailedBehindData) {
  EXPECT_EQ(place_of(error_in("CREATE TABLE t (a int PRIMARY KEY);\nCOPY t FROM STDIN;\n1\n\\.\n"
                              "INSERT INTO t VALUES (1);\n")),
            "up.sql:5:1");
}

TEST_P(CopyContract, RunsADumpAsItIs) {
  const auto source = make_database(DatabaseKind::postgres);
  source->run("CREATE SCHEMA app");
  source->run("CREATE TABLE app.users (id int PRIMARY KEY, name text, at timestamptz)");
  source->run("CREATE TABLE app.posts (user_id int REFERENCES app.users, text text)");
  source->run("CREATE FUNCTION app.one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END");
  source->run("INSERT INTO app.users VALUES (1, E'it''s;\\n\\\\.\\n', now()), (2, NULL, NULL)");
  source->run(
      "INSERT INTO app.posts SELECT 1, repeat('-- sqlmig: ', i) FROM generate_series(1, 99) i");
  const ProcessResult dump = run_process({"pg_dump", source->url()}, {});
  ASSERT_EQ(dump.exit_code, 0) << dump.err;

  const Report report = upgrade(history_of({{"a", {}, dump.out}, {"b", {"a"}, "SELECT 1;\n"}}));
  EXPECT_FALSE(report.failed) << report.failed->error.what();
  for (const char* rows :
       {"SELECT string_agg(u::text, ',' ORDER BY id) FROM app.users u",
        "SELECT md5(string_agg(p::text, ',' ORDER BY p::text)) FROM app.posts p"}) {
    EXPECT_EQ(database().ask(rows), source->ask(rows));
  }
  EXPECT_EQ(database().ask("SELECT app.one()"), "1");
}

}  // namespace
}  // namespace sqlmig::test
