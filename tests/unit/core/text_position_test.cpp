#include "core/text_position.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig {
namespace {

TEST(TextPosition, CountsLinesAndCharactersFromOne) {
  struct Row {
    std::string text;
    std::size_t offset;
    std::string position;
  };
  const std::vector<Row> rows{
      {"", 0, "f:1:1"},        {"", 5, "f:1:1"},
      {"abc", 0, "f:1:1"},     {"abc", 2, "f:1:3"},
      {"abc", 3, "f:1:4"},      // the end of a text without line end
      {"abc", 99, "f:1:4"},     // past the end is the end
      {"a\nbc\n", 1, "f:1:2"},  // the line end belongs to its line
      {"a\nbc\n", 2, "f:2:1"}, {"a\nbc\n", 4, "f:2:3"},
      {"a\nbc\n", 5, "f:3:1"},                       // after the last line end
      {"\n\n\n", 2, "f:3:1"},  {"é x", 3, "f:1:3"},  // two bytes
      {"a\n€ x", 6, "f:2:3"},                        // three bytes
      {"😀😀x", 8, "f:1:3"},                           // four bytes each
      {"\tx", 1, "f:1:2"},                           // a tab is one character
      {"a\rb", 2, "f:1:3"},                          // a lone CR ends no line
  };
  for (const Row& row : rows) {
    EXPECT_EQ(to_string(position_at("f", row.text, row.offset)), row.position)
        << row.text << " at " << row.offset;
  }
}

TEST(TextExcerpt, ShowsTheLineWithACaretBelow) {
  EXPECT_EQ(excerpt_at("SELECT 1;\nSELEC 2;\nSELECT 3;\n", 10), "  SELEC 2;\n  ^\n");
}

TEST(TextExcerpt, PutsTheCaretUnderTheCharacter) {
  EXPECT_EQ(excerpt_at("SELECT x;\n", 7), "  SELECT x;\n         ^\n");
}

TEST(TextExcerpt, CountsCharactersForTheCaret) {
  EXPECT_EQ(excerpt_at("'é€😀' x\n", 12), "  'é€😀' x\n        ^\n");
}

TEST(TextExcerpt, KeepsTabsBeforeTheCaret) {
  EXPECT_EQ(excerpt_at("\ta\tb\n", 3), "  \ta\tb\n  \t \t^\n");
}

TEST(TextExcerpt, ShowsTheLastLineWithoutLineEnd) {
  EXPECT_EQ(excerpt_at("a\nbc", 3), "  bc\n   ^\n");
}

TEST(TextExcerpt, PutsTheCaretAfterTheLineAtItsEnd) {
  EXPECT_EQ(excerpt_at("ab\nc\n", 2), "  ab\n    ^\n");
}

TEST(TextExcerpt, ShowsAnEmptyLineAfterTheEnd) { EXPECT_EQ(excerpt_at("ab\n", 99), "  \n  ^\n"); }

TEST(TextExcerpt, OfAnEmptyTextIsACaret) { EXPECT_EQ(excerpt_at("", 0), "  \n  ^\n"); }

TEST(TextExcerpt, CutsALongLineAfterTheCaret) {
  EXPECT_EQ(excerpt_at(std::string(61, 'x'), 0), "  " + std::string(60, 'x') + "...\n  ^\n");
}

TEST(TextExcerpt, ShowsWhatJustFitsAfterTheCaret) {
  EXPECT_EQ(excerpt_at(std::string(60, 'x'), 0), "  " + std::string(60, 'x') + "\n  ^\n");
}

TEST(TextExcerpt, CutsALongLineBeforeTheCaret) {
  EXPECT_EQ(excerpt_at(std::string(150, 'x') + "y", 150),
            "  ..." + std::string(100, 'x') + "y\n     " + std::string(100, ' ') + "^\n");
}

TEST(TextExcerpt, CutsBetweenCharacters) {
  std::string line;
  for (int i = 0; i < 150; ++i) line += "é";
  std::string shown;
  for (int i = 0; i < 60; ++i) shown += "é";
  EXPECT_EQ(excerpt_at(line, 0), "  " + shown + "...\n  ^\n");
}

}  // namespace
}  // namespace sqlmig
