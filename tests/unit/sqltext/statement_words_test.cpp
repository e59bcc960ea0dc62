#include "unit/sqltext/split_texts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {
namespace {

TEST(LeadingWords, AreInUpperCaseWithCommentsSkipped) {
  EXPECT_EQ(
      leading_words("create /* a */ Index -- b\n CONCURRENTLY i ON t", SqlDialect::postgres, 3),
      (Texts{"CREATE", "INDEX", "CONCURRENTLY"}));
}

TEST(LeadingWords, StopAtTheFirstTokenThatIsNoWord) {
  struct Row {
    std::string_view statement;
    Texts words;
  };
  const std::vector<Row> rows = {
      {"", {}},
      {"VACUUM;", {"VACUUM"}},
      {"ALTER TYPE \"a\" ADD VALUE", {"ALTER", "TYPE"}},
      {"ALTER TYPE U&\"a\" ADD", {"ALTER", "TYPE"}},
      {"SELECT E'a' FROM t", {"SELECT"}},
      {"SELECT b'0' FROM t", {"SELECT"}},
      {"SELECT $$a$$ FROM t", {"SELECT"}},
      {"SELECT 1 FROM t", {"SELECT"}},
      {"(SELECT 1)", {}},
      {"drop table größe_1$", {"DROP", "TABLE", "GRößE_1$"}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(leading_words(row.statement, SqlDialect::postgres, 9), row.words) << row.statement;
  }
}

TEST(LeadingWords, FollowTheDialect) {
  EXPECT_EQ(leading_words("DROP `a` b", SqlDialect::sqlite, 3), Texts{"DROP"});
  EXPECT_EQ(leading_words("SELECT e'a'", SqlDialect::sqlite, 3), (Texts{"SELECT", "E"}));
  EXPECT_EQ(leading_words("/* /* */ SELECT */", SqlDialect::sqlite, 3), Texts{"SELECT"});
  EXPECT_EQ(leading_words("/* /* */ SELECT */", SqlDialect::postgres, 3), Texts{});
}

TEST(TransactionControlOf, NamesWhatAStatementOfPostgresDoes) {
  struct Row {
    std::string_view statement;
    TransactionControl control;
  };
  const std::vector<Row> rows = {
      {"BEGIN;", TransactionControl::begins},
      {"begin isolation level serializable", TransactionControl::begins},
      {"START TRANSACTION READ ONLY", TransactionControl::begins},
      {"COMMIT", TransactionControl::ends},
      {"COMMIT AND CHAIN", TransactionControl::ends},
      {"/* a */ commit -- b\n work;", TransactionControl::ends},
      {"END TRANSACTION;", TransactionControl::ends},
      {"ABORT;", TransactionControl::ends},
      {"ROLLBACK;", TransactionControl::ends},
      {"ROLLBACK WORK;", TransactionControl::ends},
      {"ROLLBACK AND NO CHAIN;", TransactionControl::ends},
      {"PREPARE TRANSACTION 'a';", TransactionControl::ends},
      {"PREPARE TRANSACTION $$a$$;", TransactionControl::ends},
      {"COMMIT PREPARED 'a';", TransactionControl::ends},
      {"ROLLBACK PREPARED 'a';", TransactionControl::ends},
      {"SAVEPOINT a;", TransactionControl::savepoint},
      {"RELEASE a;", TransactionControl::savepoint},
      {"RELEASE SAVEPOINT a;", TransactionControl::savepoint},
      {"ROLLBACK TO a;", TransactionControl::savepoint},
      {"ROLLBACK WORK TO SAVEPOINT a;", TransactionControl::savepoint},
      {"ROLLBACK TRANSACTION TO a;", TransactionControl::savepoint},
      {"", TransactionControl::none},
      {";", TransactionControl::none},
      {"SELECT 1", TransactionControl::none},
      {"PREPARE transaction AS SELECT 1", TransactionControl::none},
      {"PREPARE a AS SELECT 1", TransactionControl::none},
      {"START", TransactionControl::none},
      {"\"commit\"", TransactionControl::none},
      {"SET TRANSACTION READ ONLY", TransactionControl::none},
      {"CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END", TransactionControl::none},
      {"DO $$ BEGIN COMMIT; END $$", TransactionControl::none},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(transaction_control(row.statement, SqlDialect::postgres), row.control)
        << row.statement;
  }
}

TEST(TransactionControlOf, NamesWhatAStatementOfSqliteDoes) {
  struct Row {
    std::string_view statement;
    TransactionControl control;
  };
  const std::vector<Row> rows = {
      {"BEGIN IMMEDIATE", TransactionControl::begins},
      {"END", TransactionControl::ends},
      {"COMMIT TRANSACTION a", TransactionControl::ends},
      {"ROLLBACK TRANSACTION a", TransactionControl::ends},
      {"ROLLBACK TRANSACTION `to`", TransactionControl::ends},
      {"ROLLBACK TRANSACTION a TO b", TransactionControl::savepoint},
      {"ROLLBACK TO SAVEPOINT [a]", TransactionControl::savepoint},
      {"SAVEPOINT a", TransactionControl::savepoint},
      {"RELEASE a", TransactionControl::savepoint},
      {"EXPLAIN COMMIT", TransactionControl::none},
      {"INSERT OR ROLLBACK INTO t VALUES (1)", TransactionControl::none},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(transaction_control(row.statement, SqlDialect::sqlite), row.control) << row.statement;
  }
}

}  // namespace
}  // namespace sqlmig::sqltext
