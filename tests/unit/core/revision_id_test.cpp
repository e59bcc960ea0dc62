#include "support/caught.hpp"
#include <sqlmig/revision.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig {
namespace {

TEST(RevisionId, AcceptsWhatAFolderMayBeCalled) {
  const std::vector<std::string> rows{
      "a",
      "0",
      "_",
      "20261121093000_add_users",
      "0042_slug",
      "v1.2",
      "A.b_C",
      "a.",
      "a..b",
      "headless",
      "Head",
      "head.1",
      "heads_",
      "base1",
      "currents",
      "sqlmig_1",
      "1234567890.",
      "__a",
      std::string(128, 'x'),
  };
  for (const std::string& row : rows) {
    EXPECT_EQ(RevisionId::problem_with(row).value_or("none"), "none") << row;
  }
}

TEST(RevisionId, SaysWhatIsWrongWithEveryOtherText) {
  struct Row {
    std::string text;
    std::string problem;
  };
  const std::string characters = "only the characters A-Z a-z 0-9 _ . are allowed";
  const std::vector<Row> rows{
      {"", "it is empty"},
      {std::string(129, 'x'), "it has 129 bytes, and 128 are allowed"},
      {"head", "the word 'head' names something else"},
      {"heads", "the word 'heads' names something else"},
      {"base", "the word 'base' names something else"},
      {"current", "the word 'current' names something else"},
      {".hidden", "it starts with a dot"},
      {"..", "it starts with a dot"},
      {"a b", characters},
      {"a/b", characters},
      {"a\\b", characters},
      {"a-b", characters},
      {"a+1", characters},
      {"a@head", characters},
      {"a:b", characters},
      {"a'b", characters},
      {"a\"b", characters},
      {"a\n", characters},
      {"é", characters},
      {std::string("a\0b", 3), characters},
      {"\xFF", characters},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(RevisionId::problem_with(row.text).value_or("none"), row.problem) << row.text;
  }
}

TEST(RevisionId, CannotBeMadeOfABadText) {
  const Error error = test::caught([] { RevisionId("a-b"); });
  EXPECT_EQ(error.code(), ErrorCode::usage);
}

TEST(RevisionId, NamesTheBadTextInItsMessage) {
  const Error error = test::caught([] { RevisionId("a-b"); });
  EXPECT_STREQ(error.what(),
               "'a-b' is not a revision id: only the characters A-Z a-z 0-9 _ . are allowed");
}

TEST(RevisionId, IsOrderedByBytes) {
  const std::vector<std::string> ascending{"10", "9", "A", "Z", "_", "a", "a.", "aa", "b"};
  for (std::size_t i = 1; i < ascending.size(); ++i) {
    EXPECT_LT(RevisionId(ascending[i - 1]), RevisionId(ascending[i])) << ascending[i];
  }
}

}  // namespace
}  // namespace sqlmig
