#include "project/manifest_edit.hpp"

#include "project/manifest_toml.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
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
  for (const char* text :
       {"", "[parents]\n", "[parents]\nb = \"\"\n", "parents = [\"a\"]\n", "[other]\na = \"\"\n"}) {
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

}  // namespace
}  // namespace sqlmig::project
