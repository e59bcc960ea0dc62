#include "sqltext/pragmas.hpp"

#include "sqltext/script_check.hpp"
#include "support/histories.hpp"

#include <gtest/gtest.h>

namespace sqlmig::sqltext {
namespace {

std::string seen_in(std::string_view statement) {
  const auto pragma = pragma_in(statement);
  if (!pragma) return "none";
  return std::string(pragma->name) + (pragma->use == PragmaUse::sets ? " set" : " read");
}

TEST(Pragmas, AreReadAndSet) {
  EXPECT_EQ(seen_in("PRAGMA journal_mode"), "journal_mode read");
  EXPECT_EQ(seen_in("PRAGMA journal_mode;"), "journal_mode read");
  EXPECT_EQ(seen_in("PRAGMA journal_mode = WAL;"), "journal_mode set");
  EXPECT_EQ(seen_in("PRAGMA journal_mode=WAL"), "journal_mode set");
  EXPECT_EQ(seen_in("pragma journal_mode (wal)"), "journal_mode set");
}

TEST(Pragmas, MayNameASchemaAndBeQuoted) {
  EXPECT_EQ(seen_in("PRAGMA main.journal_mode = wal"), "journal_mode set");
  EXPECT_EQ(seen_in("PRAGMA \"main\" . \"journal_mode\" = wal"), "journal_mode set");
  EXPECT_EQ(seen_in("PRAGMA /* now */ [synchronous] -- so\n = 1"), "synchronous set");
}

TEST(Pragmas, AreNotOtherStatements) {
  EXPECT_EQ(seen_in("SELECT * FROM pragma_journal_mode"), "none");
  EXPECT_EQ(seen_in("CREATE TABLE pragma (i int)"), "none");
  EXPECT_EQ(seen_in(""), "none");
}

// The pragmas of a script that a transaction has no place for.
std::vector<std::string> findings_in(const std::string& script) {
  std::vector<std::string> found;
  for (const Finding& finding :
       check_script(test::script_of("up.sql", script), "a", SqlDialect::sqlite)) {
    found.push_back(finding.message);
  }
  return found;
}
using Texts = std::vector<std::string>;

TEST(Pragmas, ThatATransactionRefusesAreFindings) {
  EXPECT_EQ(findings_in("PRAGMA journal_mode = WAL;\nPRAGMA synchronous = OFF;\n"
                        "PRAGMA wal_checkpoint;\n"),
            (Texts{"PRAGMA journal_mode cannot be set in a transaction",
                   "PRAGMA synchronous cannot be set in a transaction",
                   "PRAGMA wal_checkpoint cannot run in a transaction"}));
}

TEST(Pragmas, ThatATransactionIgnoresAreFindings) {
  EXPECT_EQ(findings_in("PRAGMA Foreign_Keys = OFF;\nPRAGMA auto_vacuum = 1;\n"
                        "PRAGMA page_size = 8192;\n"),
            (Texts{"PRAGMA foreign_keys does nothing in a transaction",
                   "PRAGMA auto_vacuum does nothing in a transaction",
                   "PRAGMA page_size does nothing in a transaction"}));
}

TEST(Pragmas, ThatWorkInATransactionAreNone) {
  EXPECT_EQ(findings_in("PRAGMA journal_mode;\nPRAGMA user_version = 3;\nPRAGMA foreign_keys;\n"
                        "PRAGMA defer_foreign_keys = ON;\nPRAGMA writable_schema = ON;\n"),
            Texts{});
}

TEST(Pragmas, AreNoFindingsInAScriptWithoutTransaction) {
  EXPECT_EQ(findings_in("-- sqlmig: no-transaction\nPRAGMA journal_mode = WAL;\n"), Texts{});
}

TEST(Pragmas, MayTurnForeignKeysOffWhereTheyAreOff) {
  EXPECT_EQ(findings_in("-- sqlmig: foreign-keys off\nPRAGMA foreign_keys = OFF;\n"), Texts{});
}

}  // namespace
}  // namespace sqlmig::sqltext
