#include "project/manifest_edit.hpp"

#include "unit/project/manifest_changes.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sqlmig::project {
namespace {

using test::after;
using test::before;
using test::Change;
using test::expect_read_back;
using test::with_pins_in;

std::string with_pin_of(const std::string& text, const std::string& parent) {
  return with_pin(text, RevisionId(parent), sha256("after")).value_or("no such pin");
}

TEST(ManifestEdit, ChangesTheBytesOfThePinOnly) {
  struct Row {
    const char* why;
    std::string head;  // what stands before the value…
    std::string value;
    std::string tail;  // …and after it
  };
  const std::string quoted = "\"" + before() + "\"";
  const std::vector<Row> rows{
      {"a plain manifest", "message = \"m\"\n\n[parents]\na = ", quoted, "\n"},
      {"no last line end", "[parents]\na = ", quoted, ""},
      {"comments", "# top\n[parents] # here\n# above\na = ", quoted, " # beside\n# below\n"},
      {"blanks", "\n\n  [ parents ]\n\n\t a   =\t", quoted, "   \n\n\n"},
      {"CRLF", "message = \"m\"\r\n[parents]\r\na = ", quoted, "\r\nb = \"x\"\r\n"},
      {"an inline table", "parents = { b = \"\", a = ", quoted, ", c = \"\" }\n"},
      {"a dotted key", "parents.a = ", quoted, "\nmessage = \"m\"\n"},
      {"single quotes", "[parents]\na = ", "'" + before() + "'", "\n"},
      {"a quoted key", "[parents]\n\"a\" = ", quoted, "\n"},
      {"three quotes", "[parents]\na = ", "\"\"\"" + before() + "\"\"\"", "\n"},
      {"characters of two to four bytes",
       "# é€😀\nmessage = \"é€😀\"\nparents = { \"é€😀\" = \"\", a = ", quoted,
       ", b = \"é€😀\" } # é€😀\n"},
      {"line separators of Unicode in a comment",
       "# \xC2\x85 \xE2\x80\xA8 x\n[parents]\na = ", quoted, "\n"},
      {"a text of several lines before", "message = \"\"\"\nx\n\ny\"\"\"\n[parents]\na = ", quoted,
       "\n"},
      {"an escaped line end before", "message = \"\"\"x\\\n   y\"\"\"\n[parents]\na = ", quoted,
       "\n"},
      {"a byte order mark", "\xEF\xBB\xBFparents = { a = ", quoted, " }\n"},
      {"a broken pin", "[parents]\na = ", "\"\"", "\n"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(with_pin_of(row.head + row.value + row.tail, "a"),
              row.head + "\"" + after() + "\"" + row.tail)
        << row.why;
  }
}

TEST(ManifestEdit, LeavesTheOtherPinsAlone) {
  const auto manifest = [](const std::string& pin_of_b) {
    return "[parents]\na = \"" + before() + "\"\nb = \"" + pin_of_b + "\"\nc = \"" + before() +
           "\"\n";
  };
  EXPECT_EQ(with_pin_of(manifest(before()), "b"), manifest(after()));
}

TEST(ManifestEdit, FindsAnIdWithADot) {
  EXPECT_EQ(with_pin_of("[parents]\n\"v1.2\" = \"" + before() + "\"\n", "v1.2"),
            "[parents]\n\"v1.2\" = \"" + after() + "\"\n");
}

TEST(ManifestEdit, HasNothingToChangeWithoutAPin) {
  for (const char* text : {"", "[parents]\n", "[parents]\nb = \"\"\n", "parents = [\"a\"]\n",
                           "[other]\na = \"\"\n", "[parents\n"}) {
    EXPECT_EQ(with_pin(text, RevisionId("a"), sha256("after")), std::nullopt) << text;
  }
}

TEST(ManifestEdit, IsReadBack) {
  const std::string edited = with_pin_of("[parents]\na = \"" + before() + "\"\n", "a");
  const ManifestRead read = read_manifest(edited, "f");
  ASSERT_TRUE(read.manifest);
  EXPECT_EQ(read.manifest->parents.at(0).pin, sha256("after"));
}

TEST(ManifestEdit, ChangesNothingTheSecondTime) {
  const std::string once = with_pin_of("[parents]\na = \"" + before() + "\"\n", "a");
  EXPECT_EQ(with_pin_of(once, "a"), once);
}

std::string with_parent_of(const std::string& text, const std::optional<std::string>& old,
                           const std::string& parent) {
  const auto replaced = old ? std::optional(RevisionId(*old)) : std::nullopt;
  return with_parent(text, replaced, RevisionId(parent), sha256("after")).value_or("not possible");
}

TEST(ManifestEdit, PutsAnotherParentInThePlaceOfOne) {
  const std::vector<Change> rows{
      {"a table", "[parents]\na = \"BEFORE\"\n", "[parents]\nnew = \"AFTER\"\n"},
      {"one of three", "[parents]\nx = \"BEFORE\"\na = \"BEFORE\"\ny = \"BEFORE\"\n",
       "[parents]\nx = \"BEFORE\"\nnew = \"AFTER\"\ny = \"BEFORE\"\n"},
      {"a quoted key", "[parents]\n\"a\" = \"BEFORE\"\n", "[parents]\nnew = \"AFTER\"\n"},
      {"a key in single quotes", "[parents]\n'a' = 'BEFORE'\n", "[parents]\nnew = \"AFTER\"\n"},
      {"comments and blanks", "[parents] # p\n# above\n\t a\t=  \"BEFORE\"  # beside\n\n# below\n",
       "[parents] # p\n# above\n\t new\t=  \"AFTER\"  # beside\n\n# below\n"},
      {"CRLF", "message = \"m\"\r\n\r\n[parents]\r\na = \"BEFORE\"\r\n",
       "message = \"m\"\r\n\r\n[parents]\r\nnew = \"AFTER\"\r\n"},
      {"no last line end", "[parents]\na = \"BEFORE\"", "[parents]\nnew = \"AFTER\""},
      {"a byte order mark", "\xEF\xBB\xBF[parents]\na = \"BEFORE\"\n",
       "\xEF\xBB\xBF[parents]\nnew = \"AFTER\"\n"},
      {"an inline table", "parents = { x = \"BEFORE\", a=\"BEFORE\" } # é\n",
       "parents = { x = \"BEFORE\", new=\"AFTER\" } # é\n"},
      {"dotted keys", "message = \"m\"\nparents.a = \"BEFORE\"\nparents . x = \"BEFORE\"\n",
       "message = \"m\"\nparents.new = \"AFTER\"\nparents . x = \"BEFORE\"\n"},
      {"an array", "parents = [ \"x\", 'a' ] # none pinned\n",
       "parents = [ \"x\", \"new\" ] # none pinned\n"},
      {"an array of several lines", "parents = [\n  \"a\", # a\n  \"x\",\n]\n",
       "parents = [\n  \"new\", # a\n  \"x\",\n]\n"},
  };
  for (const Change& row : rows) {
    const std::string edited = with_parent_of(with_pins_in(row.text), "a", "new");
    EXPECT_EQ(edited, with_pins_in(row.expected)) << row.why;
    expect_read_back(row, edited);
  }
}

TEST(ManifestEdit, GivesABaseItsFirstParent) {
  const std::vector<Change> rows{
      {"an empty table", "message = \"m\"\n\n[parents]\n",
       "message = \"m\"\n\n[parents]\nnew = \"AFTER\"\n"},
      {"a header without a line end", "message = \"m\"\n[parents]",
       "message = \"m\"\n[parents]\nnew = \"AFTER\""},
      {"comments and blank lines below", "[parents] # none\n# a base\n\n\n",
       "[parents] # none\nnew = \"AFTER\"\n# a base\n\n\n"},
      {"an indented header", "  [ parents ]\n", "  [ parents ]\n  new = \"AFTER\"\n"},
      {"a quoted header", "[\"parents\"]\n", "[\"parents\"]\nnew = \"AFTER\"\n"},
      {"CRLF", "[parents]\r\n# x\r\n", "[parents]\r\nnew = \"AFTER\"\r\n# x\r\n"},
      {"CRLF, but none at the end", "message = \"m\"\r\n[parents]",
       "message = \"m\"\r\n[parents]\r\nnew = \"AFTER\""},
      {"a byte order mark", "\xEF\xBB\xBF[parents]\n", "\xEF\xBB\xBF[parents]\nnew = \"AFTER\"\n"},
      {"an inline table", "parents = {} # none\n", "parents = { new = \"AFTER\" } # none\n"},
      {"blanks in it", "parents = {   }\n", "parents = { new = \"AFTER\" }\n"},
      {"an array", "parents = [] # none\n", "parents = [\"new\"] # none\n"},
      {"an array of several lines", "parents = [\n  # none\n]\nmessage = \"m\"\n",
       "parents = [\n  # none\n  \"new\",\n]\nmessage = \"m\"\n"},
  };
  for (const Change& row : rows) {
    const std::string edited = with_parent_of(row.text, std::nullopt, "new");
    EXPECT_EQ(edited, with_pins_in(row.expected)) << row.why;
    expect_read_back(row, edited);
  }
}

TEST(ManifestEdit, QuotesAParentWithADot) {
  EXPECT_EQ(with_parent_of("[parents]\na = \"x\"\n", "a", "v1.2"),
            with_pins_in("[parents]\n\"v1.2\" = \"AFTER\"\n"));
  EXPECT_EQ(with_parent_of("[parents]\n\"v1.2\" = \"x\"\n", "v1.2", "a"),
            with_pins_in("[parents]\na = \"AFTER\"\n"));
  EXPECT_EQ(with_parent_of("parents.\"v1.2\" = \"x\"\n", "v1.2", "v1.3"),
            with_pins_in("parents.\"v1.3\" = \"AFTER\"\n"));
  EXPECT_EQ(with_parent_of("parents = {}\n", std::nullopt, "v1.2"),
            with_pins_in("parents = { \"v1.2\" = \"AFTER\" }\n"));
}

TEST(ManifestEdit, ReplacesAParentByItselfWithAnotherPin) {
  EXPECT_EQ(with_parent_of(with_pins_in("[parents]\n'a' = \"BEFORE\"\n"), "a", "a"),
            with_pins_in("[parents]\n'a' = \"AFTER\"\n"));
}

TEST(ManifestEdit, HasNoParentToReplace) {
  for (const char* text :
       {"", "[parents]\n", "[parents]\nx = \"\"\n", "parents = {}\n", "parents = { x = \"\" }\n",
        "parents.x = \"\"\n", "parents = []\n", "parents = [\"x\"]\n", "parents = 1\n",
        "parents.a.b = \"\"\n", "[parents\n"}) {
    EXPECT_EQ(with_parent_of(text, "a", "new"), "not possible") << text;
  }
}

TEST(ManifestEdit, AddsAParentToABaseOnly) {
  for (const char* text : {"", "[parents]\na = \"\"\n", "parents = { a = \"\" }\n",
                           "parents.a = \"\"\n", "parents = [\"a\"]\n", "parents = 1\n"}) {
    EXPECT_EQ(with_parent_of(text, std::nullopt, "new"), "not possible") << text;
  }
}

TEST(ManifestEdit, NamesNoParentTwice) {
  for (const char* text :
       {"[parents]\na = \"\"\nnew = \"\"\n", "parents = { new = \"\", a = \"\" }\n",
        "parents.a = \"\"\nparents.new = \"\"\n", "parents = [\"a\", \"new\"]\n"}) {
    EXPECT_EQ(with_parent_of(text, "a", "new"), "not possible") << text;
  }
}

}  // namespace
}  // namespace sqlmig::project
