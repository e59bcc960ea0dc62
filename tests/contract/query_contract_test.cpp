#include "contract/contract.hpp"

#include <limits>

namespace sqlmig::test {
namespace {

class QueryContract : public ContractTest {
 protected:
  // The only row of a query, with "(null)" for NULL.
  std::vector<std::string> row_of(const Statement& statement) {
    std::vector<std::string> row;
    port().query(statement, [&](Row columns) {
      for (const auto& column : columns) row.emplace_back(column.value_or("(null)"));
    });
    return row;
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, QueryContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(QueryContract, BindsParametersByNumberNotByAppearance) {
  EXPECT_EQ(row_of({"SELECT $2 || '', $1 || ''", {std::string("first"), std::string("second")}}),
            (std::vector<std::string>{"second", "first"}));
}

TEST_P(QueryContract, BindsOneParameterInSeveralPlaces) {
  EXPECT_EQ(row_of({"SELECT $1 || '-' || $1", {std::string("a")}}),
            (std::vector<std::string>{"a-a"}));
}

TEST_P(QueryContract, KeepsNullApartFromEmptyText) {
  EXPECT_EQ(row_of({"SELECT CAST($1 AS text), CAST($2 AS text)", {Value(), std::string()}}),
            (std::vector<std::string>{"(null)", ""}));
}

TEST_P(QueryContract, KeepsUtf8) {
  EXPECT_EQ(row_of({"SELECT CAST($1 AS text)", {std::string("naïve 表 🐘")}}),
            (std::vector<std::string>{"naïve 表 🐘"}));
}

TEST_P(QueryContract, KeepsTheGreatestAndTheLeastInteger) {
  using Limits = std::numeric_limits<std::int64_t>;
  EXPECT_EQ(
      row_of({"SELECT CAST($1 AS bigint), CAST($2 AS bigint)", {Limits::max(), Limits::min()}}),
      (std::vector<std::string>{"9223372036854775807", "-9223372036854775808"}));
}

TEST_P(QueryContract, TakesQuotesInAValueAsText) {
  EXPECT_EQ(row_of({"SELECT CAST($1 AS text)", {std::string("'; DROP TABLE x; -- \\' \"")}}),
            (std::vector<std::string>{"'; DROP TABLE x; -- \\' \""}));
}

TEST_P(QueryContract, HandsRowsOverInOrder) {
  EXPECT_EQ(database().list("SELECT 3 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 ORDER BY n DESC"),
            (std::vector<std::string>{"3", "2", "1"}));
}

TEST_P(QueryContract, GivesNoRowForAnEmptyResult) {
  EXPECT_TRUE(row_of({"SELECT 1 WHERE 1 = 0", {}}).empty());
}

TEST_P(QueryContract, LeavesTheConnectionUsableAfterAnError) {
  const Error error = caught([&] { row_of({"SELECT * FROM no_such_table", {}}); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
  EXPECT_EQ(row_of({"SELECT 1", {}}), (std::vector<std::string>{"1"}));
}

TEST_P(QueryContract, NamesTheDatabaseWithoutAPassword) {
  EXPECT_TRUE(port().name().starts_with(is_postgres() ? "postgresql://" : "sqlite:"))
      << port().name();
}

}  // namespace
}  // namespace sqlmig::test
