#include <sqlmig/checksum.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {
namespace {

constexpr std::string_view kAbc =
    "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

// The examples of FIPS 180-4, and the million letters of its test suite.
TEST(Checksum, AgreesWithThePublishedTestVectors) {
  struct Row {
    std::string bytes;
    std::string_view text;
  };
  const std::vector<Row> rows{
      {"", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", kAbc},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'),
       "sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const Row& row : rows) EXPECT_EQ(sha256(row.bytes).text(), row.text);
}

TEST(Checksum, CountsNulBytes) {
  EXPECT_NE(sha256(std::string_view("a\0b", 3)), sha256(std::string_view("a\0c", 3)));
}

TEST(Checksum, GivesTheSameValueWhenItIsAskedAgain) {
  const Checksum first = sha256("abc");
  (void)sha256("something else in between");
  EXPECT_EQ(sha256("abc"), first);
}

TEST(Checksum, ReadsItsOwnText) {
  const auto parsed = Checksum::parse(kAbc);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, sha256("abc"));
}

TEST(Checksum, RefusesEveryOtherText) {
  const std::string hex(kAbc.substr(7));
  const std::vector<std::string> rows{
      "",
      "sha256:",
      hex,                                     // no prefix
      "md5:" + hex,                            // another algorithm
      "SHA256:" + hex,                         // upper case prefix
      "sha256:" + hex.substr(1),               // too short
      "sha256:" + hex + "0",                   // too long
      " sha256:" + hex.substr(1),              // a blank in front
      "sha256:" + hex.substr(1) + "\n",        // a line end
      "sha256:" + hex.substr(1) + "g",         // no hex digit
      "sha256:B" + hex.substr(1),              // upper case digit
      "sha256:" + hex.substr(2) + "\xC3\xA9",  // not ASCII
      "sha256:" + hex.substr(1) + '\0',        // NUL
  };
  for (const std::string& row : rows) EXPECT_FALSE(Checksum::parse(row)) << row;
}

TEST(Checksum, ShortensToTwelveDigits) { EXPECT_EQ(sha256("abc").brief(), "sha256:ba7816bf8f01"); }

TEST(Checksum, IsOrderedByItsBytes) {
  // The digests of these texts start with ba and e3.
  EXPECT_LT(sha256("abc"), sha256(""));
}

struct CanonicalRow {
  const char* why;
  std::string file;
  std::string canonical;
};

TEST(CanonicalText, ChangesLineEndsBomAndLastLineOnly) {
  const std::vector<CanonicalRow> rows{
      {"nothing to do", "a\nb\n", "a\nb\n"},
      {"CRLF becomes LF", "a\r\nb\r\n", "a\nb\n"},
      {"mixed line ends", "a\r\nb\nc\r\n", "a\nb\nc\n"},
      {"a missing last line end is added", "a\nb", "a\nb\n"},
      {"and after CRLF lines as well", "a\r\nb", "a\nb\n"},
      {"a byte order mark goes",
       "\xEF\xBB\xBF"
       "a\n",
       "a\n"},
      {"only the first of two marks goes",
       "\xEF\xBB\xBF\xEF\xBB\xBF"
       "a\n",
       "\xEF\xBB\xBF"
       "a\n"},
      {"a mark elsewhere is text", "a\xEF\xBB\xBF\n", "a\xEF\xBB\xBF\n"},
      {"half a mark is text", "\xEF\xBB\n", "\xEF\xBB\n"},
      {"a mark alone is empty text", "\xEF\xBB\xBF", ""},
      {"a lone CR is text", "a\rb\n", "a\rb\n"},
      {"a CR at the end is text", "a\r", "a\r\n"},
      {"of two CRs before LF one stays", "a\r\r\nb\n", "a\r\nb\n"},
      {"empty text stays empty", "", ""},
      {"one line end", "\n", "\n"},
      {"one CRLF", "\r\n", "\n"},
      {"blanks at the ends of lines stay", "a \t\n\n\n", "a \t\n\n\n"},
  };
  for (const CanonicalRow& row : rows)
    EXPECT_EQ(canonical_text(row.file), row.canonical) << row.why;
}

TEST(CanonicalText, GivesOneChecksumForEveryCheckoutOfAFile) {
  const Checksum as_written = sha256("CREATE TABLE t (a INT);\n-- é\n");
  EXPECT_EQ(sha256(canonical_text("\xEF\xBB\xBF"
                                  "CREATE TABLE t (a INT);\r\n-- é")),
            as_written);
}

}  // namespace
}  // namespace sqlmig
