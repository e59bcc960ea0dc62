#include "unit/core/resolving.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig::test {
namespace {

TEST(ResolveName, FindsARevisionByIdLabelTagOrTheStartOfAnId) {
  const std::vector<Row> rows{
      {"orders_1", {"orders_1"}}, {"orders", {"orders_1"}}, {"v2", {"orders_2"}},
      {"user", {"users_1"}},      {"audi", {"audit_1"}},
  };
  for (const Row& row : rows) EXPECT_EQ(target(shop(), row.text), row.ids) << row.text;
}

TEST(ResolveName, PrefersAFullIdToTheStartOfAnother) {
  EXPECT_EQ(target(history_of({{"users"}, {"users2"}}), "users"), Ids{"users"});
}

TEST(ResolveName, PrefersALabelToTheStartOfAnId) {
  EXPECT_EQ(target(shop(), "billing"), Ids{"billing_1"});
}

TEST(ResolveName, TakesAFullIdOfAnyLength) {
  EXPECT_EQ(target(history_of({{"a"}, {"ab"}}), "a"), Ids{"a"});
}

TEST(ResolveName, TakesNoStartOfALabelOrTag) {
  const History history = history_of({labelled("a001", {}, {"billing"})});
  EXPECT_EQ(refusal(history, "bill").code(), ErrorCode::unknown_revision);
}

TEST(ResolveName, RefusesAStartThatIsTooShort) {
  const Error error = refusal(history_of({{"20260101_a"}}), "202");
  EXPECT_EQ(error.code(), ErrorCode::unknown_revision);
  EXPECT_EQ(error.advice, "a shortened id needs at least 4 characters");
}

TEST(ResolveName, ListsTheRevisionsThatAStartFits) {
  const Error error = refusal(history_of({{"2026_b"}, {"2026_a"}}), "2026");
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "'2026' fits 2 revisions: 2026_a, 2026_b");
  EXPECT_EQ(error.advice, "type more of the id");
}

TEST(ResolveName, ListsNoMoreThanTen) {
  std::vector<Draft> drafts;
  for (int i = 10; i < 22; ++i) drafts.push_back({"rev_" + std::to_string(i)});
  EXPECT_STREQ(refusal(history_of(drafts), "rev_").what(),
               "'rev_' fits 12 revisions: rev_10, rev_11, rev_12, rev_13, rev_14, rev_15, rev_16, "
               "rev_17, rev_18, rev_19 and 2 more");
}

TEST(ResolveName, SuggestsTheNearestIdLabelOrTag) {
  const History history =
      history_of({{"users"}, labelled("a001", {}, {"billing"}), tagged("b001", {}, {"release_2"})});
  struct Case {
    const char* text;
    const char* advice;
  };
  for (const Case& c :
       {Case{"usres", "did you mean 'users'?"}, Case{"biling", "did you mean 'billing'?"},
        Case{"release_3", "did you mean 'release_2'?"}}) {
    const Error error = refusal(history, c.text);
    EXPECT_EQ(error.code(), ErrorCode::unknown_revision) << c.text;
    EXPECT_EQ(error.advice, c.advice) << c.text;
  }
}

TEST(ResolveName, SaysWhatItLookedFor) {
  const Error error = refusal(shop(), "something_else");
  EXPECT_STREQ(error.what(), "there is no revision, label or tag 'something_else'");
  EXPECT_EQ(error.advice, "'sqlmig history' lists the revisions");
}

TEST(ResolveName, LooksForTheBranchInTheSameWay) {
  EXPECT_EQ(refusal(shop(), "biling@head").advice, "did you mean 'billing'?");
  EXPECT_EQ(refusal(history_of({{"2026_a"}, {"2026_b"}}), "2026@head").code(),
            ErrorCode::ambiguous_revision);
}

}  // namespace
}  // namespace sqlmig::test
