#include "project/manifest_edit.hpp"
#include "unit/project/manifest_changes.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace sqlmig::project {
namespace {

using test::Change;
using test::expect_read_back;
using test::with_pins_in;

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
