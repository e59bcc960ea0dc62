#include "core/suggest.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {
namespace {

std::string nearest_of(std::string_view word, const std::vector<std::string_view>& candidates) {
  return std::string(nearest(word, candidates).value_or("none"));
}

TEST(Suggestion, IsTheCandidateThatWasMistyped) {
  const std::vector<std::string_view> keys{"message", "created", "author", "depends_on", "tags"};
  struct Row {
    std::string_view typed;
    std::string_view meant;
  };
  const std::vector<Row> rows{
      {"mesage", "message"},        // one left out
      {"messsage", "message"},      // one too many
      {"massage", "message"},       // one changed
      {"emssage", "message"},       // two swapped
      {"messaeg", "message"},       // two swapped at the end
      {"depend_on", "depends_on"},  //
      {"tag", "tags"},              //
      {"creatd", "created"},        //
      {"Author", "author"},         // upper case is a difference like any other
  };
  for (const Row& row : rows) EXPECT_EQ(nearest_of(row.typed, keys), row.meant) << row.typed;
}

TEST(Suggestion, IsMissingWhereNothingIsNear) {
  for (const char* typed : {"", "x", "owner", "something_else", "zzzzzzz"}) {
    EXPECT_EQ(nearest_of(typed, {"message", "author", "tags"}), "none") << typed;
  }
}

TEST(Suggestion, IsNoOtherWordOfTheSameLength) {
  struct Row {
    std::string_view typed;
    std::string_view there;
  };
  const std::vector<Row> rows{
      {"nope", "core"},       {"0003_c", "0001_a"},         {"up", "ab"},
      {"bills", "bells_and"}, {"billing", "trailing"},      {"20260305_ab", "20260305_xy"},
      {"v1.2", "v2.0"},       {"20260305_c", "20260101_a"},
  };
  for (const Row& row : rows) EXPECT_EQ(nearest_of(row.typed, {row.there}), "none") << row.typed;
}

TEST(Suggestion, IsNoIdWithOtherDigits) {
  for (const char* typed : {"20260212_add_users_email", "20270111_add_users_email"}) {
    EXPECT_EQ(nearest_of(typed, {"20260101_add_users_email"}), "none") << typed;
  }
}

TEST(Suggestion, IsAnIdWithOneWrongDigit) {
  for (const char* typed : {"20260102_users", "20206101_users", "2026011_users"}) {
    EXPECT_EQ(nearest_of(typed, {"20260101_users"}), "20260101_users") << typed;
  }
}

TEST(Suggestion, IsALongWordWithSeveralErrors) {
  EXPECT_EQ(nearest_of("20260101_add_adress_colum", {"20260101_add_address_column"}),
            "20260101_add_address_column");
  EXPECT_EQ(nearest_of("transaktoin", {"transaction"}), "transaction");
}

TEST(Suggestion, IsTheNearestOfSeveral) {
  EXPECT_EQ(nearest_of("orders", {"borders", "order", "ordered", "orders2"}), "borders");
  EXPECT_EQ(nearest_of("userz", {"usher", "users"}), "users");
}

TEST(Suggestion, IsTheFirstOfThoseEquallyNear) {
  EXPECT_EQ(nearest_of("user_x", {"user_a", "user_b"}), "user_a");
}

TEST(Suggestion, NeedsCandidates) { EXPECT_EQ(nearest_of("users", {}), "none"); }

TEST(Suggestion, IsNoCandidateThatSharesNothing) {
  EXPECT_EQ(nearest_of("abc", {"x", "xy"}), "none");
}

}  // namespace
}  // namespace sqlmig
