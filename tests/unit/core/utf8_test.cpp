#include "core/utf8.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {
namespace {

// RFC 3629, section 4: the bounds of every row of its grammar.
TEST(Utf8, AcceptsEveryFormOfTheGrammar) {
  const std::vector<std::string> rows{
      "",
      std::string(1, '\0'),
      "\x7F",
      "\xC2\x80",
      "\xDF\xBF",
      "\xE0\xA0\x80",
      "\xE0\xBF\xBF",
      "\xE1\x80\x80",
      "\xEC\xBF\xBF",
      "\xED\x80\x80",
      "\xED\x9F\xBF",
      "\xEE\x80\x80",
      "\xEF\xBF\xBF",
      "\xF0\x90\x80\x80",
      "\xF1\x80\x80\x80",
      "\xF3\xBF\xBF\xBF",
      "\xF4\x80\x80\x80",
      "\xF4\x8F\xBF\xBF",
      "plain text that is longer than eight bytes, é, and goes on",
      "\xEF\xBB\xBF after a byte order mark",
  };
  for (const std::string& row : rows) EXPECT_EQ(first_invalid_utf8(row), std::nullopt) << row;
}

TEST(Utf8, FindsTheFirstByteThatIsNotValid) {
  struct Row {
    const char* why;
    std::string text;
    std::size_t offset;
  };
  const std::vector<Row> rows{
      {"a continuation alone", "a\x80", 1},
      {"the last continuation alone", "\xBF", 0},
      {"overlong, two bytes", "\xC0\x80", 0},
      {"overlong, two bytes", "\xC1\xBF", 0},
      {"overlong, three bytes", "\xE0\x9F\xBF", 0},
      {"overlong, four bytes", "\xF0\x8F\xBF\xBF", 0},
      {"the first surrogate", "\xED\xA0\x80", 0},
      {"the last surrogate", "\xED\xBF\xBF", 0},
      {"above U+10FFFF", "\xF4\x90\x80\x80", 0},
      {"a lead byte that is never used", "\xF5\x80\x80\x80", 0},
      {"five bytes", "\xF8\x88\x80\x80\x80", 0},
      {"no lead byte", "\xFE", 0},
      {"no lead byte", "\xFF", 0},
      {"cut off after one of two", "ab\xC3", 2},
      {"cut off after two of three", "ab\xE2\x82", 2},
      {"cut off after three of four", "ab\xF0\x9F\x98", 2},
      {"ended by a letter", "\xC3 ", 0},
      {"third byte is a letter", "\xE2\x82 ", 0},
      {"fourth byte is a letter", "\xF0\x9F\x98 ", 0},
      {"Latin-1 after valid text", "12345678\xC3\xA9 caf\xE9", 14},
      {"at the ninth byte", "12345678\xFF", 8},
      {"within the second eight bytes",
       "123456789012\xFF"
       "456",
       12},
  };
  for (const Row& row : rows) EXPECT_EQ(first_invalid_utf8(row.text), row.offset) << row.why;
}

TEST(Utf8, FindsABadByteAtEveryOffset) {
  for (std::size_t offset = 0; offset < 40; ++offset) {
    std::string text(40, 'x');
    text[offset] = '\xFF';
    EXPECT_EQ(first_invalid_utf8(text), offset);
  }
}

TEST(Utf8, CountsCodePoints) {
  struct Row {
    std::string_view text;
    std::size_t characters;
  };
  const std::vector<Row> rows{{"", 0}, {"abc", 3}, {"é", 1}, {"a€b", 3}, {"😀", 1}, {"é😀\n", 3}};
  for (const Row& row : rows) EXPECT_EQ(count_characters(row.text), row.characters) << row.text;
}

TEST(Utf8, FindsTheOffsetOfACharacter) {
  struct Row {
    std::string_view text;
    std::size_t characters;
    std::size_t offset;
  };
  const std::vector<Row> rows{
      {"abc", 0, 0}, {"abc", 2, 2}, {"abc", 3, 3}, {"abc", 9, 3}, {"", 0, 0},
      {"é€x", 0, 0}, {"é€x", 1, 2}, {"é€x", 2, 5}, {"é€x", 3, 6}, {"😀x", 1, 4},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(byte_offset(row.text, row.characters), row.offset)
        << row.text << " " << row.characters;
  }
}

}  // namespace
}  // namespace sqlmig
