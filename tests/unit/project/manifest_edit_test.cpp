#include "project/manifest_edit.hpp"

#include "project/manifest_toml.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sqlmig::project {
namespace {

const std::string& before() {
  static const std::string kPin = sha256("before").text();
  return kPin;
}
const std::string& after() {
  static const std::string kPin = sha256("after").text();
  return kPin;
}

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

// One manifest and what becomes of it. In both, BEFORE and AFTER stand for the two pins.
struct Change {
  const char* why;
  std::string text;
  std::string expected;
};

std::string with_pins_in(std::string text) {
  const std::vector<std::pair<std::string_view, std::string>> pins{{"BEFORE", before()},
                                                                   {"AFTER", after()}};
  for (const auto& [word, pin] : pins) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word)) {
      text.replace(at, word.size(), pin);
    }
  }
  return text;
}

std::string with_parent_of(const std::string& text, const std::optional<std::string>& old,
                           const std::string& parent) {
  const auto replaced = old ? std::optional(RevisionId(*old)) : std::nullopt;
  return with_parent(text, replaced, RevisionId(parent), sha256("after")).value_or("not possible");
}

void expect_read_back(const Change& row, const std::string& edited) {
  const ManifestRead read = read_manifest(edited, "f");
  EXPECT_TRUE(read.manifest && read.findings.empty()) << row.why << "\n" << edited;
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

TEST(ManifestEdit, PutsATagBehindTheOthers) {
  const std::vector<Change> rows{
      {"one line", "tags = [\"a\", \"b\"] # two\nparents = []\n",
       "tags = [\"a\", \"b\", \"new\"] # two\nparents = []\n"},
      {"none yet", "tags = []\nparents = []\n", "tags = [\"new\"]\nparents = []\n"},
      {"blanks", "tags = [ \"a\" , ]\nparents = []\n",
       "tags = [ \"a\" , \"new\", ]\nparents = []\n"},
      {"a quoted key", "\"tags\" = ['a']\nparents = []\n",
       "\"tags\" = ['a', \"new\"]\nparents = []\n"},
      {"at the end of the file", "parents = []\ntags = [\"a\"]",
       "parents = []\ntags = [\"a\", \"new\"]"},
      {"several lines", "tags = [\n  \"a\",\n  \"b\"\n]\nparents = []\n",
       "tags = [\n  \"a\",\n  \"b\",\n  \"new\"\n]\nparents = []\n"},
      {"a comma behind the last", "tags = [\n\t\"a\",\n]\nparents = []\n",
       "tags = [\n\t\"a\",\n\t\"new\",\n]\nparents = []\n"},
      {"comments", "tags = [ # [\n  \"a\", # a, ]\n  # below\n]\nparents = []\n",
       "tags = [ # [\n  \"a\", # a, ]\n  \"new\",\n  # below\n]\nparents = []\n"},
      {"a comment before the comma would be",
       "tags = [\n  \"a\" # a, ]\n  # below\n]\nparents = []\n",
       "tags = [\n  \"a\", # a, ]\n  \"new\"\n  # below\n]\nparents = []\n"},
      {"a comma that came later", "tags = [\n  \"a\" # a\n  , # b\n]\nparents = []\n",
       "tags = [\n  \"a\" # a\n  , # b\n  \"new\",\n]\nparents = []\n"},
      {"commas in front", "tags = [\n    \"a\"\n  , \"b\"\n]\nparents = []\n",
       "tags = [\n    \"a\"\n  , \"b\", \"new\"\n]\nparents = []\n"},
      {"a bracket beside the last", "tags = [\n  \"a\",\n  \"b\"]\nparents = []\n",
       "tags = [\n  \"a\",\n  \"b\",\n  \"new\"]\nparents = []\n"},
      {"that, and a comma", "tags = [\n  \"a\", ] # c\nparents = []\n",
       "tags = [\n  \"a\",\n  \"new\", ] # c\nparents = []\n"},
      {"several lines with none", "  tags = [\n    # none\n  ]\nparents = []\n",
       "  tags = [\n    # none\n    \"new\",\n  ]\nparents = []\n"},
      {"CRLF", "tags = [\r\n  \"a\"\r\n]\r\nparents = []\r\n",
       "tags = [\r\n  \"a\",\r\n  \"new\"\r\n]\r\nparents = []\r\n"},
      {"CRLF with none", "tags = [\r\n]\r\nparents = []\r\n",
       "tags = [\r\n  \"new\",\r\n]\r\nparents = []\r\n"},
      {"characters of two to four bytes",
       "message = \"é€😀\" # é\ntags = [\"a\"] # é\nparents = []\n",
       "message = \"é€😀\" # é\ntags = [\"a\", \"new\"] # é\nparents = []\n"},
  };
  for (const Change& row : rows) {
    const std::string edited = with_tag(row.text, "new").value_or("not possible");
    EXPECT_EQ(edited, row.expected) << row.why;
    expect_read_back(row, edited);
  }
}

TEST(ManifestEdit, AddsTheFirstTagAboveTheTable) {
  const std::vector<Change> rows{
      {"a blank line stays", "message = \"m\"\nauthor  = \"x\"\n\n[parents]\na = \"BEFORE\"\n",
       "message = \"m\"\nauthor  = \"x\"\ntags = [\"new\"]\n\n[parents]\na = \"BEFORE\"\n"},
      {"no blank line", "message = \"m\" # m\n[parents]\n",
       "message = \"m\" # m\ntags = [\"new\"]\n[parents]\n"},
      {"a comment above the table", "message = \"m\"\n\n# none\n[parents]\n",
       "message = \"m\"\ntags = [\"new\"]\n\n# none\n[parents]\n"},
      {"a value of several lines", "message = \"\"\"\n[parents]\n\"\"\" # m\n[parents]\n",
       "message = \"\"\"\n[parents]\n\"\"\" # m\ntags = [\"new\"]\n[parents]\n"},
      {"nothing but the table", "[parents]\na = \"BEFORE\"\n",
       "tags = [\"new\"]\n\n[parents]\na = \"BEFORE\"\n"},
      {"nothing but comments above", "# the file\n\n# the\n# table\n[parents]\n",
       "# the file\n\ntags = [\"new\"]\n\n# the\n# table\n[parents]\n"},
      {"blank lines above", "\n\n  [parents]\n", "\n\ntags = [\"new\"]\n\n  [parents]\n"},
      {"CRLF", "message = \"m\"\r\n\r\n[parents]\r\n",
       "message = \"m\"\r\ntags = [\"new\"]\r\n\r\n[parents]\r\n"},
      {"a byte order mark", "\xEF\xBB\xBF[parents]\n",
       "\xEF\xBB\xBFtags = [\"new\"]\n\n[parents]\n"},
      {"an array of parents", "parents = []\n", "parents = []\ntags = [\"new\"]\n"},
      {"an array of several lines", "parents = [\n  \"a\",\n] # a\n\n# end\n",
       "parents = [\n  \"a\",\n] # a\ntags = [\"new\"]\n\n# end\n"},
      {"an inline table", "  parents = {}\n", "  parents = {}\n  tags = [\"new\"]\n"},
      {"dotted keys", "parents.a = \"BEFORE\"\nparents.b = \"BEFORE\"\n",
       "parents.a = \"BEFORE\"\nparents.b = \"BEFORE\"\ntags = [\"new\"]\n"},
      {"no last line end", "message = \"m\"\r\nparents = []",
       "message = \"m\"\r\nparents = []\r\ntags = [\"new\"]"},
  };
  for (const Change& row : rows) {
    const std::string edited = with_tag(with_pins_in(row.text), "new").value_or("not possible");
    EXPECT_EQ(edited, with_pins_in(row.expected)) << row.why;
    expect_read_back(row, edited);
  }
}

TEST(ManifestEdit, AddsNoTagThatIsThere) {
  for (const char* text : {"tags = [\"a\"]\nparents = []\n", "tags = ['b', 'a',]\n[parents]\n"}) {
    EXPECT_EQ(with_tag(text, "a"), std::nullopt) << text;
  }
}

TEST(ManifestEdit, AddsNoTagToWhatIsNoManifest) {
  for (const char* text : {"", "# nothing\n", "tags = \"a\"\n[parents]\n", "[parents\n"}) {
    EXPECT_EQ(with_tag(text, "a"), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sqlmig::project
