#include "sqltext/script_check.hpp"

#include "support/histories.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {
namespace {

using Texts = std::vector<std::string>;

std::vector<Finding> findings_of(const std::string& text, SqlDialect dialect) {
  return check_script(test::script_of("up.sql", text), "a", dialect);
}

// Each finding as "code at file:line:column".
Texts seen(const std::string& text, SqlDialect dialect) {
  Texts result;
  for (const Finding& finding : findings_of(text, dialect)) {
    result.push_back(std::string(code_of(finding.kind)) + " at " +
                     to_string(finding.position.value()));
  }
  return result;
}

Texts postgres(const std::string& text) { return seen(text, SqlDialect::postgres); }
Texts sqlite(const std::string& text) { return seen(text, SqlDialect::sqlite); }

class CheckScript : public testing::TestWithParam<SqlDialect> {
 protected:
  static Texts seen_here(const std::string& text) { return seen(text, GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(Dialects, CheckScript,
                         testing::Values(SqlDialect::postgres, SqlDialect::sqlite),
                         [](const auto& dialect) {
                           return dialect.param == SqlDialect::postgres ? "postgres" : "sqlite";
                         });

TEST_P(CheckScript, AcceptsOrdinaryStatements) {
  EXPECT_EQ(seen_here("CREATE TABLE t (a INT);\nINSERT INTO t VALUES (1);\nDROP TABLE t;\n"),
            Texts{});
}

TEST_P(CheckScript, AcceptsAnEmptyScript) { EXPECT_EQ(seen_here(""), Texts{}); }

TEST_P(CheckScript, FindsWhatDoesNotEnd) {
  const Texts rows{"SELECT 'a", "SELECT \"a", "SELECT 1; /* a"};
  const Texts places{"1:8", "1:8", "1:11"};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(seen_here(rows[i]), Texts{"unterminated at up.sql:" + places[i]}) << rows[i];
  }
}

TEST_P(CheckScript, FindsWhatBeginsOrEndsTheTransaction) {
  for (const char* statement : {"BEGIN", "COMMIT", "ROLLBACK", "END", "begin transaction"}) {
    EXPECT_EQ(seen_here("SELECT 1;\n  " + std::string(statement) + ";\n"),
              Texts{"transaction-control at up.sql:2:3"})
        << statement;
  }
}

TEST_P(CheckScript, AcceptsSavepoints) {
  EXPECT_EQ(seen_here("SAVEPOINT s;\nROLLBACK TO s;\nRELEASE s;\n"), Texts{});
}

TEST_P(CheckScript, FindsTransactionsOfScriptsThatAreRunByStatement) {
  EXPECT_EQ(seen_here("-- sqlmig: no-transaction\nBEGIN;\nSELECT 1;\nCOMMIT;\n"),
            (Texts{"transaction-control at up.sql:2:1", "transaction-control at up.sql:4:1"}));
}

TEST_P(CheckScript, FindsAVacuumInATransaction) {
  EXPECT_EQ(seen_here("SELECT 1;\nVACUUM;\n"), Texts{"needs-no-transaction at up.sql:2:1"});
}

TEST_P(CheckScript, AcceptsAVacuumOutsideOne) {
  EXPECT_EQ(seen_here("-- sqlmig: no-transaction\nVACUUM;\n"), Texts{});
}

TEST_P(CheckScript, DoesNotLookIntoQuotesAndComments) {
  EXPECT_EQ(seen_here("-- COMMIT;\nSELECT 'BEGIN; VACUUM;'; /* ROLLBACK; */\n"), Texts{});
}

TEST_P(CheckScript, FindsEverythingInTheOrderOfTheText) {
  EXPECT_EQ(seen_here("VACUUM;\nCOMMIT;\nSELECT 'a"),
            (Texts{"needs-no-transaction at up.sql:1:1", "transaction-control at up.sql:2:1",
                   "unterminated at up.sql:3:8"}));
}

TEST_P(CheckScript, CountsCharactersForThePlace) {
  EXPECT_EQ(seen_here("SELECT 'é'; COMMIT;\n"), Texts{"transaction-control at up.sql:1:13"});
}

TEST_P(CheckScript, ShowsTheLine) {
  const std::vector<Finding> findings = findings_of("SELECT 1;\n  COMMIT;\n", GetParam());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].detail, "    COMMIT;\n    ^\n");
}

TEST_P(CheckScript, NamesTheRevision) {
  const std::vector<Finding> findings = findings_of("COMMIT;\n", GetParam());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].revision, "a");
}

TEST(CheckPostgresScript, FindsStatementsThatRefuseATransaction) {
  const Texts rows{
      "CREATE INDEX CONCURRENTLY i ON t (a)",
      "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)",
      "create index concurrently if not exists i on t (a)",
      "DROP INDEX CONCURRENTLY i",
      "DROP INDEX CONCURRENTLY IF EXISTS i",
      "REINDEX INDEX CONCURRENTLY i",
      "REINDEX TABLE CONCURRENTLY t",
      "CREATE DATABASE d",
      "DROP DATABASE d",
      "CREATE TABLESPACE s LOCATION '/s'",
      "DROP TABLESPACE s",
      "ALTER SYSTEM SET work_mem = '1GB'",
      "VACUUM t",
      "VACUUM (ANALYZE) t",
      "/* now */ VACUUM",
  };
  for (const std::string& row : rows) {
    ASSERT_EQ(findings_of(row, SqlDialect::postgres).size(), 1U) << row;
    EXPECT_EQ(findings_of(row, SqlDialect::postgres)[0].kind, FindingKind::needs_no_transaction)
        << row;
    EXPECT_EQ(postgres("-- sqlmig: no-transaction\n" + row), Texts{}) << row;
  }
}

TEST(CheckPostgresScript, AcceptsWhatOnlyLooksLikeThem) {
  const Texts rows{
      "CREATE INDEX i ON t (concurrently)",
      "CREATE TABLE vacuum_log (a INT)",
      "SELECT 'CREATE DATABASE d'",
      "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
      "ALTER TABLE t ADD COLUMN system INT",
      "REINDEX TABLE t",
      "DROP INDEX i",
      "ANALYZE t",
  };
  for (const std::string& row : rows) EXPECT_EQ(postgres(row), Texts{}) << row;
}

TEST(CheckPostgresScript, FindsCommandsOfPsql) {
  EXPECT_EQ(postgres("\\set x 1\nSELECT 1;\n"), Texts{"psql-command at up.sql:1:1"});
}

TEST(CheckPostgresScript, SaysWhatToWriteInsteadOfACommandOfPsql) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"\\i users.sql", "into this file"},
      {"\\ir ../users.sql", "into this file"},
      {"\\copy t FROM 'f'", "COPY ... FROM STDIN"},
      {"\\c other", "the URL names the database"},
      {"\\connect - dana", "the URL names the database"},
      {"\\set x 1", "variables and conditions of psql"},
      {"SELECT 1 \\gset", "variables and conditions of psql"},
      {"\\if :x", "variables and conditions of psql"},
      {"SELECT 1 \\g", "';'"},
      {"SELECT 1 \\gexec", "DO block"},
      {"\\.", "COPY ... FROM STDIN"},
      {"\\timing", "remove it, or write it as SQL"},
      {"\\", "remove it, or write it as SQL"},
  };
  for (const auto& [text, advice] : rows) {
    const std::vector<Finding> findings = findings_of(text, SqlDialect::postgres);
    ASSERT_EQ(findings.size(), 1U) << text;
    EXPECT_EQ(findings[0].kind, FindingKind::psql_command) << text;
    EXPECT_NE(findings[0].advice.find(advice), std::string::npos) << findings[0].advice;
  }
}

TEST(CheckPostgresScript, DoesNotLookIntoTheDataOfCopy) {
  EXPECT_EQ(postgres("COPY t FROM STDIN;\nCOMMIT;\n\\i x\nit's\n\\.\nSELECT 1;\n"), Texts{});
}

TEST(CheckPostgresScript, FindsDataOfCopyThatDoesNotEnd) {
  EXPECT_EQ(postgres("SELECT 1;\n COPY t FROM STDIN;\n1\nCOMMIT;\n"),
            Texts{"unterminated at up.sql:2:2"});
}

TEST(CheckPostgresScript, FindsTextBetweenCopyAndItsData) {
  EXPECT_EQ(postgres("COPY t FROM STDIN; COMMIT;\n1\n\\.\n"), Texts{"copy-data at up.sql:1:20"});
}

TEST(CheckPostgresScript, FindsAnUnterminatedDollarQuote) {
  EXPECT_EQ(postgres("DO $$ BEGIN"), Texts{"unterminated at up.sql:1:4"});
}

TEST(CheckPostgresScript, AcceptsBlocksOfProceduralCode) {
  EXPECT_EQ(postgres("DO $$ BEGIN PERFORM 1; END $$;\n"), Texts{});
}

TEST(CheckPostgresScript, RefusesADirectiveOfSqlite) {
  EXPECT_EQ(postgres("-- sqlmig: foreign-keys off\nSELECT 1;\n"),
            Texts{"unknown-directive at up.sql:1:1"});
}

TEST(CheckSqliteScript, AcceptsItsDirective) {
  EXPECT_EQ(sqlite("-- sqlmig: foreign-keys off\nSELECT 1;\n"), Texts{});
}

TEST(CheckSqliteScript, AcceptsTriggers) {
  EXPECT_EQ(sqlite("CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM u; END;\n"), Texts{});
}

TEST(CheckSqliteScript, SaysThatSqliteHasNoCopy) {
  const std::string text = "COMMIT;\nCOPY t (a) FROM stdin;\nit's\nCOMMIT;\n\\.\nCOMMIT;\n";
  EXPECT_EQ(sqlite(text), (Texts{"transaction-control at up.sql:1:1", "copy-data at up.sql:2:1"}));
  const Finding copy = findings_of(text, SqlDialect::sqlite).back();
  EXPECT_EQ(copy.message, "SQLite has no COPY");
  EXPECT_NE(copy.advice.find("INSERT"), std::string::npos) << copy.advice;
}

TEST(CheckSqliteScript, KnowsNoConcurrentIndex) {
  EXPECT_EQ(sqlite("DROP INDEX concurrently;\n"), Texts{});
}

}  // namespace
}  // namespace sqlmig::sqltext
