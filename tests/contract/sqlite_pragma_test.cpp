// Pragmas in scripts, as SQLite 3.40 takes them inside and outside of a transaction.
#include "contract/contract.hpp"

#include <array>

namespace sqlmig::test {
namespace {

class SqlitePragma : public ContractTest {
 protected:
  // What the script is refused with.
  [[nodiscard]] Error refusal_of(const std::string& pragma) {
    return caught([&] { run_script("CREATE TABLE made (i int);\n" + pragma + ";\n"); });
  }
};

INSTANTIATE_TEST_SUITE_P(OnSqlite, SqlitePragma, testing::Values(DatabaseKind::sqlite), kind_name);

TEST_P(SqlitePragma, ThatATransactionRefusesOrIgnoresIsAnErrorThatNamesTheDirective) {
  for (const char* pragma :
       {"PRAGMA journal_mode = WAL", "PRAGMA main.journal_mode(off)", "PRAGMA synchronous = OFF",
        "PRAGMA wal_checkpoint", "PRAGMA wal_checkpoint(truncate)", "PRAGMA auto_vacuum = FULL",
        "PRAGMA page_size = 8192"}) {
    const Error error = refusal_of(pragma);
    EXPECT_EQ(error.code(), ErrorCode::sql) << pragma;
    EXPECT_NE(error.advice.find("-- sqlmig: no-transaction"), std::string::npos) << pragma;
    ASSERT_TRUE(error.sql && error.sql->offset) << pragma;
    EXPECT_EQ(*error.sql->offset, 27U) << pragma;
    EXPECT_FALSE(has_table("made")) << pragma;
  }
}

TEST_P(SqlitePragma, OfTheEncodingIsAnErrorBecauseTheDatabaseHasOne) {
  EXPECT_NE(std::string(refusal_of("PRAGMA encoding = 'UTF-16'").what()).find("does nothing"),
            std::string::npos);
}

TEST_P(SqlitePragma, ThatWorksInATransactionIsAllowed) {
  run_script("CREATE TABLE made (i int);\nINSERT INTO made VALUES (1);\n");
  for (const char* pragma :
       {"user_version = 7", "application_id = 8", "defer_foreign_keys = ON",
        "legacy_alter_table = ON", "recursive_triggers = ON", "writable_schema = ON",
        "ignore_check_constraints = ON", "locking_mode = EXCLUSIVE", "secure_delete = OFF",
        "query_only = ON", "optimize", "incremental_vacuum", "journal_mode", "foreign_keys",
        "temp_store = MEMORY", "busy_timeout = 1", "case_sensitive_like = ON"}) {
    run_script(std::string("PRAGMA ") + pragma + ";\n");
  }
  EXPECT_EQ(database().ask("PRAGMA user_version"), "7");
  EXPECT_EQ(database().ask("PRAGMA application_id"), "8");
}

TEST_P(SqlitePragma, OfTheUserVersionIsRolledBackWithItsScript) {
  caught([&] { run_script("PRAGMA user_version = 7;\nSELECT * FROM nowhere;\n"); });
  EXPECT_EQ(database().ask("PRAGMA user_version"), "0");
}

TEST_P(SqlitePragma, ThatForbidsWritingDoesNotKeepTheRecordFromBeingWritten) {
  EXPECT_FALSE(upgrade(history_of({{"a", {}, "PRAGMA query_only = ON;\n"}})).failed);
}

TEST_P(SqlitePragma, ThatLocksTheFileDoesNotLockOutTheNextScript) {
  ConnectOptions impatient;
  impatient.lock_wait = std::chrono::milliseconds(50);
  const auto port = connect(database().url(), impatient);
  const Script first = script_of("up.sql", "PRAGMA locking_mode = EXCLUSIVE;\n");
  const Script second = script_of("up.sql", "CREATE TABLE later (i int);\n");
  const std::array<Unit, 2> units{Unit{{}, &first, {}}, Unit{{}, &second, {}}};
  EXPECT_EQ(port->transact(units, Commit::each).done, 2U);
}

TEST_P(SqlitePragma, DoesNotReachTheNextScript) {
  run_script("PRAGMA recursive_triggers = ON;\nPRAGMA case_sensitive_like = ON;\n");
  run_script(
      "CREATE TABLE seen AS SELECT recursive_triggers AS r, 'a' LIKE 'A' AS l\n"
      "FROM pragma_recursive_triggers;\n");
  EXPECT_EQ(database().ask("SELECT r || l FROM seen"), "01");
}

TEST_P(SqlitePragma, OfAScriptThatFailedDoesNotReachTheNextScript) {
  caught([&] { run_script("PRAGMA query_only = ON;\nSELECT * FROM nowhere;\n"); });
  run_script("CREATE TABLE later (i int);\n");
  EXPECT_TRUE(has_table("later"));
}

TEST_P(SqlitePragma, OfTheJournalIsSetWithoutATransaction) {
  EXPECT_FALSE(
      upgrade(history_of({{"a", {}, "-- sqlmig: no-transaction\nPRAGMA journal_mode = WAL;\n"}}))
          .failed);
  EXPECT_EQ(database().ask("PRAGMA journal_mode"), "wal");
}

TEST_P(SqlitePragma, OfThePageSizeIsSetWithAVacuumBehindIt) {
  EXPECT_FALSE(upgrade(history_of({{"a",
                                    {},
                                    "-- sqlmig: no-transaction\nPRAGMA page_size = 8192;\n"
                                    "PRAGMA auto_vacuum = FULL;\nVACUUM;\n"}}))
                   .failed);
  EXPECT_EQ(database().ask("PRAGMA page_size"), "8192");
  EXPECT_EQ(database().ask("PRAGMA auto_vacuum"), "1");
}

}  // namespace
}  // namespace sqlmig::test
