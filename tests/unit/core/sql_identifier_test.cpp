#include "core/sql_identifier.hpp"

#include <gtest/gtest.h>

namespace sqlmig {
namespace {

TEST(SqlIdentifier, IsQuoted) {
  EXPECT_EQ(quoted_identifier("users"), "\"users\"");
  EXPECT_EQ(quoted_identifier(""), "\"\"");
  EXPECT_EQ(quoted_identifier("Select From"), "\"Select From\"");
}

TEST(SqlIdentifier, HasItsQuotesDoubled) {
  EXPECT_EQ(quoted_identifier("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(quoted_identifier("\"; DROP TABLE t; --"), "\"\"\"; DROP TABLE t; --\"");
}

TEST(SqlIdentifier, IsReplacedEverywhere) {
  EXPECT_EQ(with_identifier("a.x, a.y", "a", "b"), "b.x, b.y");
  EXPECT_EQ(with_identifier("x, y", "a", "b"), "x, y");
  EXPECT_EQ(with_identifier("", "a", "b"), "");
}

TEST(SqlIdentifier, IsNotReplacedInWhatWasPutIn) {
  EXPECT_EQ(with_identifier("a.x", "a", "aa"), "aa.x");
}

}  // namespace
}  // namespace sqlmig
