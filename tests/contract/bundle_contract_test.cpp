// Many revisions in one message, and all revisions in one transaction.
#include "contract/contract.hpp"

#include <fmt/core.h>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;
using Bundling = RunOptions::Bundling;

class BundleContract : public ContractTest {
 protected:
  [[nodiscard]] Strings recorded() {
    return database().list(
        fmt::format("SELECT id FROM {} ORDER BY sequence", port().dialect().revisions));
  }
  [[nodiscard]] Strings events() {
    return database().list(fmt::format("SELECT event || ' ' || revision FROM {} ORDER BY id",
                                       port().dialect().events));
  }
  static Strings ids(const std::vector<Step>& steps) {
    Strings result;
    for (const Step& step : steps) result.push_back(step.id.text());
    return result;
  }
};

class Batch : public BundleContract {
 protected:
  Batch() { options_.bundling = Bundling::batch; }
};

class SingleTransaction : public BundleContract {
 protected:
  SingleTransaction() { options_.bundling = Bundling::single_transaction; }
};

INSTANTIATE_TEST_SUITE_P(Databases, Batch,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);
INSTANTIATE_TEST_SUITE_P(Databases, SingleTransaction,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

const Draft kFirst{"a", {}, "CREATE TABLE ta (i int);\n", "DROP TABLE ta;\n"};
const Draft kSecond{"b", {"a"}, "CREATE TABLE tb (i int);\n", "DROP TABLE tb;\n"};
const Draft kThird{"c", {"b"}, "CREATE TABLE tc (i int);\n", "DROP TABLE tc;\n"};
const Draft kFailing{"c", {"b"}, "CREATE TABLE tc (i int);\nINSERT INTO no_such VALUES (1);\n"};
const Draft kMisspelled{"c", {"b"}, "CREATE TABLE tc (i int);\nCREATE TABEL td (i int);\n"};
const Draft kLast{"d", {"c"}, "CREATE TABLE td (i int);\n", "DROP TABLE td;\n"};

TEST_P(Batch, AppliesEachRevisionWithAnEventOfItsOwn) {
  const Report report = upgrade(history_of({kFirst, kSecond, kThird}));
  EXPECT_FALSE(report.failed);
  EXPECT_EQ(report.done.size(), 3U);
  EXPECT_EQ(recorded(), (Strings{"a", "b", "c"}));
  EXPECT_EQ(events(), (Strings{"upgrade a", "upgrade b", "upgrade c"}));
}

TEST_P(Batch, RevertsInOneGoToo) {
  const History history = history_of({kFirst, kSecond, kThird});
  upgrade(history);
  EXPECT_EQ(downgrade(history).done.size(), 3U);
  EXPECT_EQ(recorded(), Strings{});
  EXPECT_FALSE(has_table("ta"));
}

TEST_P(Batch, KeepsWhatWasDoneBeforeTheOneThatFails) {
  const Report report = upgrade(history_of({kFirst, kSecond, kFailing, kLast}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "c");
  ASSERT_TRUE(report.failed->error.position);
  EXPECT_EQ(report.failed->error.position->line, 2U);
  EXPECT_EQ(recorded(), (Strings{"a", "b"}));
  EXPECT_EQ(ids(report.not_run), Strings{"d"});
  EXPECT_FALSE(has_table("tc"));
  EXPECT_EQ(events().back(), "failure c");
}

TEST_P(Batch, KeepsThemWhereTheServerReadsAllBeforeItRunsAny) {
  const Report report = upgrade(history_of({kFirst, kSecond, kMisspelled, kLast}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "c");
  ASSERT_TRUE(report.failed->error.position);
  EXPECT_EQ(report.failed->error.position->line, 2U);
  EXPECT_EQ(report.failed->error.position->column, 8U);
  EXPECT_EQ(recorded(), (Strings{"a", "b"}));
  EXPECT_FALSE(has_table("tc"));
}

TEST_P(Batch, GoesAroundAScriptThatRunsStatementByStatement) {
  const Draft alone{"b", {"a"}, "-- sqlmig: no-transaction\nCREATE TABLE tb (i int);\n"};
  EXPECT_FALSE(upgrade(history_of({kFirst, alone, kThird, kLast})).failed);
  EXPECT_EQ(recorded(), (Strings{"a", "b", "c", "d"}));
}

TEST_P(Batch, TakesAThousandRevisions) {
  std::vector<Draft> drafts;
  for (int i = 0; i < 1000; ++i) {
    Draft draft{fmt::format("r{:04}", i), {}, fmt::format("CREATE TABLE t{} (i int);\n", i)};
    if (i > 0) draft.parents = {fmt::format("r{:04}", i - 1)};
    drafts.push_back(draft);
  }
  EXPECT_EQ(upgrade(history_of(drafts)).done.size(), 1000U);
  EXPECT_EQ(recorded().size(), 1000U);
}

TEST_P(SingleTransaction, CommitsAllRevisionsTogether) {
  const Report report = upgrade(history_of({kFirst, kSecond, kThird}));
  EXPECT_FALSE(report.failed);
  EXPECT_EQ(report.done.size(), 3U);
  EXPECT_EQ(recorded(), (Strings{"a", "b", "c"}));
}

TEST_P(SingleTransaction, KeepsNothingIfOneFails) {
  const Report report = upgrade(history_of({kFirst, kSecond, kFailing, kLast}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "c");
  EXPECT_EQ(report.failed->error.position->line, 2U);
  EXPECT_TRUE(report.done.empty());
  EXPECT_EQ(ids(report.not_run), (Strings{"a", "b", "d"}));
  EXPECT_EQ(recorded(), Strings{});
  EXPECT_FALSE(has_table("ta"));
}

TEST_P(SingleTransaction, NamesTheRevisionThatFailsWhileItRuns) {
  const Draft divides{
      "b", {"a"}, "CREATE TABLE tb (i int CHECK (i > 0));\nINSERT INTO tb VALUES (-1);\n"};
  const Report report = upgrade(history_of({kFirst, divides, kThird}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "b");
  EXPECT_EQ(report.failed->error.code(), ErrorCode::sql);
  ASSERT_TRUE(report.failed->error.position);
  EXPECT_EQ(report.failed->error.position->line, 2U);
  EXPECT_EQ(events().back(), "failure b");
}

TEST_P(SingleTransaction, RefusesAScriptThatCannotBeInOneBeforeItRunsAny) {
  const Draft alone{"b", {"a"}, "-- sqlmig: no-transaction\nCREATE TABLE tb (i int);\n"};
  const Error error = caught([&] { upgrade(history_of({kFirst, alone, kThird})); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  ASSERT_EQ(error.notes.size(), 1U);
  EXPECT_NE(error.notes[0].find("no-transaction"), std::string::npos);
  EXPECT_FALSE(has_table("ta"));
}

class PostgresSingleTransaction : public SingleTransaction {};
INSTANTIATE_TEST_SUITE_P(OnPostgres, PostgresSingleTransaction,
                         testing::Values(DatabaseKind::postgres), kind_name);

TEST_P(PostgresSingleTransaction, HandsNothingOnFromOneScriptToTheNext) {
  const Draft sets{"a",
                   {},
                   "SET work_mem = '7MB';\nSET search_path = pg_catalog;\n"
                   "CREATE TEMP TABLE scratch (i int);\nPREPARE p AS SELECT 1;\n"};
  const Draft looks{"b",
                    {"a"},
                    "CREATE TABLE seen AS SELECT current_setting('work_mem') || ' ' ||"
                    " current_setting('search_path') || ' ' ||"
                    " (to_regclass('pg_temp.scratch') IS NULL) || ' ' ||"
                    " (SELECT count(*) FROM pg_prepared_statements) AS value;\n"};
  ASSERT_FALSE(upgrade(history_of({sets, looks})).failed);
  EXPECT_EQ(database().ask("SELECT value FROM seen"), "4MB \"$user\", public true 0");
}

TEST_P(PostgresSingleTransaction, FailsAtCommitWithNothingKept) {
  const Draft deferred{"a",
                       {},
                       "CREATE TABLE p (i int PRIMARY KEY);\n"
                       "CREATE TABLE k (i int REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n"
                       "INSERT INTO k VALUES (1);\n"};
  const Report report = upgrade(history_of({deferred, kSecond}));
  ASSERT_TRUE(report.failed);
  EXPECT_TRUE(report.done.empty());
  EXPECT_FALSE(has_table("p"));
}

}  // namespace
}  // namespace sqlmig::test
