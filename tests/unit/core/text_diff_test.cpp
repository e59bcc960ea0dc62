#include "core/text_diff.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig {
namespace {

TEST(TextDiff, OfEqualTextsIsEmpty) {
  for (const char* text : {"", "a\n", "a\nb\nc\n"}) EXPECT_EQ(unified_diff(text, text), "");
}

TEST(TextDiff, ShowsAChangedLine) {
  EXPECT_EQ(unified_diff("a\nb\nc\n", "a\nx\nc\n"), "@@ line 1, now line 1 @@\n a\n-b\n+x\n c\n");
}

TEST(TextDiff, ShowsAnAddedLine) {
  EXPECT_EQ(unified_diff("a\nc\n", "a\nb\nc\n"), "@@ line 1, now line 1 @@\n a\n+b\n c\n");
}

TEST(TextDiff, ShowsARemovedLine) {
  EXPECT_EQ(unified_diff("a\nb\nc\n", "a\nc\n"), "@@ line 1, now line 1 @@\n a\n-b\n c\n");
}

TEST(TextDiff, ShowsATextThatWasEmpty) {
  EXPECT_EQ(unified_diff("", "a\nb\n"), "@@ line 1, now line 1 @@\n+a\n+b\n");
}

TEST(TextDiff, ShowsATextThatIsEmptyNow) {
  EXPECT_EQ(unified_diff("a\nb\n", ""), "@@ line 1, now line 1 @@\n-a\n-b\n");
}

TEST(TextDiff, KeepsThreeLinesAroundAChange) {
  EXPECT_EQ(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n"),
            "@@ line 2, now line 2 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

TEST(TextDiff, StartsAnewWhereLinesAreLeftOut) {
  EXPECT_EQ(unified_diff("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "1\n2\n3\n4\n5\n6\n7\nb\nc\n"),
            "@@ line 1, now line 1 @@\n-a\n 1\n 2\n 3\n"
            "@@ line 7, now line 6 @@\n 6\n 7\n b\n+c\n");
}

// What the lines with these marks spell.
std::string side(const std::string& diff, const std::string& marks) {
  std::istringstream lines(diff);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (marks.find(line[0]) != std::string::npos) text += line.substr(1) + "\n";
  }
  return text;
}

std::size_t changes(const std::string& diff) {
  std::istringstream lines(diff);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line[0] == '+' || line[0] == '-') ++count;
  }
  return count;
}

// The fewest lines to remove and add, by the textbook's table.
std::size_t fewest_changes(const std::string& before, const std::string& after) {
  const std::size_t n = before.size() / 2;
  const std::size_t m = after.size() / 2;
  std::vector<std::vector<std::size_t>> common(n + 1, std::vector<std::size_t>(m + 1, 0));
  for (std::size_t i = 1; i <= n; ++i) {
    for (std::size_t j = 1; j <= m; ++j) {
      common[i][j] = before[2 * i - 2] == after[2 * j - 2]
                         ? common[i - 1][j - 1] + 1
                         : std::max(common[i - 1][j], common[i][j - 1]);
    }
  }
  return n + m - 2 * common[n][m];
}

// Two texts of up to seven lines of one letter: so short that, if they differ in their fourth line,
// a diff shows all of both.
std::vector<std::pair<std::string, std::string>> random_pairs() {
  std::mt19937 random(20261121);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same on every run
  const auto text = [&](std::size_t lines) {
    std::string result;
    for (std::size_t i = 0; i < lines; ++i) {
      result += static_cast<char>('a' + random() % 3);
      result += '\n';
    }
    return result;
  };
  std::vector<std::pair<std::string, std::string>> pairs;
  constexpr std::size_t kPairs = 5000;
  pairs.reserve(kPairs);
  while (pairs.size() < kPairs) {
    pairs.emplace_back(text(random() % 4) + "x\n" + text(random() % 4),
                       text(random() % 4) + "y\n" + text(random() % 4));
  }
  return pairs;
}

TEST(TextDiffProperty, SpellsBothTexts) {
  for (const auto& [before, after] : random_pairs()) {
    const std::string diff = unified_diff(before, after);
    ASSERT_EQ(side(diff, " -"), before) << diff;
    ASSERT_EQ(side(diff, " +"), after) << diff;
  }
}

TEST(TextDiffProperty, ChangesAsFewLinesAsCanBe) {
  for (const auto& [before, after] : random_pairs()) {
    ASSERT_EQ(changes(unified_diff(before, after)), fewest_changes(before, after))
        << before << "--\n"
        << after;
  }
}

std::string numbered(const std::string& word, int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) text += word + std::to_string(i) + "\n";
  return text;
}

TEST(TextDiff, ShowsTextsThatAreTooDifferentOneAfterTheOther) {
  const std::string before = numbered("before ", 300);
  const std::string after = numbered("after ", 300);
  const std::string diff = unified_diff(before, after);
  EXPECT_EQ(side(diff, "-"), before);
  EXPECT_EQ(side(diff, "+"), after);
  EXPECT_LT(diff.rfind("\n-"), diff.find("\n+"));
}

TEST(TextDiff, FindsFewChangesInALongText) {
  std::string after = numbered("line ", 10'000);
  after.insert(after.find("line 5000\n"), "new\n");
  EXPECT_EQ(unified_diff(numbered("line ", 10'000), after),
            "@@ line 4998, now line 4998 @@\n line 4997\n line 4998\n line 4999\n+new\n"
            " line 5000\n line 5001\n line 5002\n");
}

}  // namespace
}  // namespace sqlmig
