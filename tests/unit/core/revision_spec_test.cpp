#include <sqlmig/revision_spec.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sqlmig {
namespace {

using Anchor = RevisionPoint::Anchor;

RevisionPoint point_of(const std::string& text) {
  return std::get<RevisionPoint>(parse_revision_spec(text).form);
}

RevisionRange range_of(const std::string& text) {
  return std::get<RevisionRange>(parse_revision_spec(text).form);
}

// What a point says, in one line; its text is left out.
std::string said_by(const RevisionPoint& point) {
  std::string said = point.branch.empty() ? "" : "on " + point.branch + ": ";
  switch (point.anchor) {
    case Anchor::named:
      said += "'" + point.name + "'";
      break;
    case Anchor::head:
      said += "the head";
      break;
    case Anchor::heads:
      said += "the heads";
      break;
    case Anchor::base:
      said += "the base";
      break;
    case Anchor::current:
      said += "what is applied";
      break;
  }
  return point.steps == 0 ? said : said + " " + std::to_string(point.steps);
}

std::string said_by(const std::optional<RevisionPoint>& end) {
  return end ? said_by(*end) : "open";
}

TEST(RevisionSpecParser, ReadsNamesAndWordsForPlaces) {
  struct Row {
    const char* text;
    const char* said;
  };
  const std::vector<Row> rows{
      {"20260101_users", "'20260101_users'"},
      {"2026", "'2026'"},
      {"v1.2", "'v1.2'"},
      {"billing", "'billing'"},
      {"head", "the head"},
      {"heads", "the heads"},
      {"base", "the base"},
      {"current", "what is applied"},
      {"heading", "'heading'"},
      {"headss", "'headss'"},
      {"basement", "'basement'"},
      {"currently", "'currently'"},
      {"HEAD", "'HEAD'"},
  };
  for (const Row& row : rows) EXPECT_EQ(said_by(point_of(row.text)), row.said) << row.text;
}

TEST(RevisionSpecParser, ReadsSteps) {
  struct Row {
    const char* text;
    const char* said;
  };
  const std::vector<Row> rows{
      {"+1", "what is applied 1"},
      {"-12", "what is applied -12"},
      {"current-1", "what is applied -1"},
      {"current+2", "what is applied 2"},
      {"head-2", "the head -2"},
      {"heads-1", "the heads -1"},
      {"base+3", "the base 3"},
      {"20260101_users+2", "'20260101_users' 2"},
      {"20260101_users-1", "'20260101_users' -1"},
      {"2026-1", "'2026' -1"},
      {"head-007", "the head -7"},
      {"+2147483647", "what is applied 2147483647"},
      {"head-2147483647", "the head -2147483647"},
  };
  for (const Row& row : rows) EXPECT_EQ(said_by(point_of(row.text)), row.said) << row.text;
}

TEST(RevisionSpecParser, TakesNoStepForNone) {
  for (const char* text : {"+0", "-0", "+000"}) {
    EXPECT_EQ(said_by(point_of(text)), "what is applied") << text;
  }
  EXPECT_EQ(said_by(point_of("head-0")), "the head");
}

TEST(RevisionSpecParser, ReadsABranchBeforeTheName) {
  struct Row {
    const char* text;
    const char* said;
  };
  const std::vector<Row> rows{
      {"billing@head", "on billing: the head"},
      {"billing@heads", "on billing: the heads"},
      {"billing@base", "on billing: the base"},
      {"billing@current", "on billing: what is applied"},
      {"billing@+1", "on billing: what is applied 1"},
      {"billing@-2", "on billing: what is applied -2"},
      {"billing@head-2", "on billing: the head -2"},
      {"billing@base+1", "on billing: the base 1"},
      {"billing@20260101_users", "on billing: '20260101_users'"},
      {"billing@2026+1", "on billing: '2026' 1"},
      {"20260101_users@head", "on 20260101_users: the head"},
      {"2026@-1", "on 2026: what is applied -1"},
      {"header@head", "on header: the head"},
  };
  for (const Row& row : rows) EXPECT_EQ(said_by(point_of(row.text)), row.said) << row.text;
}

TEST(RevisionSpecParser, ReadsRanges) {
  struct Row {
    const char* text;
    const char* from;
    const char* to;
  };
  const std::vector<Row> rows{
      {"aaaa:bbbb", "'aaaa'", "'bbbb'"},
      {"aaaa:", "'aaaa'", "open"},
      {":bbbb", "open", "'bbbb'"},
      {"base:head", "the base", "the head"},
      {"-3:current", "what is applied -3", "what is applied"},
      {":+2", "open", "what is applied 2"},
      {"-1:+1", "what is applied -1", "what is applied 1"},
      {"billing@base:", "on billing: the base", "open"},
      {":billing@head-2", "open", "on billing: the head -2"},
      {"billing@-2:billing@head", "on billing: what is applied -2", "on billing: the head"},
  };
  for (const Row& row : rows) {
    const RevisionRange range = range_of(row.text);
    EXPECT_EQ(said_by(range.from), row.from) << row.text;
    EXPECT_EQ(said_by(range.to), row.to) << row.text;
  }
}

TEST(RevisionSpecParser, KeepsTheTextForMessages) {
  for (const char* text :
       {"head-2", "20260101_users+1", "heads", "current", "+1", "billing@-1", "aaaa:bbbb"}) {
    EXPECT_EQ(parse_revision_spec(text).text, text);
  }
}

TEST(RevisionSpecParser, KeepsTheTextOfEachEndOfARange) {
  const RevisionRange range = range_of("billing@-2:head");
  EXPECT_EQ(range.from->text, "billing@-2");
  EXPECT_EQ(range.to->text, "head");
}

TEST(RevisionSpecParser, KeepsTheTextAsItWasTyped) {
  for (const char* text : {"current-1", "-1", "+2", "currently-1", "billing@head-1", "-2:current"})
    EXPECT_EQ(parse_revision_spec(text).text, text);
}

TEST(NeedsDatabase, IsTrueOfWhatIsRelativeToTheAppliedRevisions) {
  for (const char* text :
       {"current", "+1", "-1", "current-1", "+0", "billing@current", "billing@+1",
        "current:", ":current", "-3:current", "aaaa:+1", "-2:aaaa"}) {
    EXPECT_TRUE(needs_database(parse_revision_spec(text))) << text;
  }
}

TEST(NeedsDatabase, IsFalseOfWhatTheFilesSay) {
  for (const char* text : {"aaaa", "head", "heads", "base", "head-1", "base+1", "aaaa-1",
                           "billing@head", "currently", "aaaa:bbbb", "aaaa:", ":head-1"}) {
    EXPECT_FALSE(needs_database(parse_revision_spec(text))) << text;
  }
}

TEST(RevisionPointText, SpellsThePointOut) {
  struct Row {
    const char* written;
    const char* text;
  };
  const std::vector<Row> rows{
      {"aaaa", "aaaa"},
      {"head", "head"},
      {"heads-1", "heads-1"},
      {"base+02", "base+2"},
      {"+1", "current+1"},
      {"-3", "current-3"},
      {"head-0", "head"},
      {"+0", "current"},
      {"billing@head", "billing@head"},
      {"billing@-1", "billing@current-1"},
      {"aaaa@bbbb+1", "aaaa@bbbb+1"},
  };
  for (const Row& row : rows) EXPECT_EQ(to_string(point_of(row.written)), row.text) << row.written;
}

TEST(RevisionPointText, IsReadBackAsTheSamePoint) {
  for (const char* branch : {"", "billing@"}) {
    for (const char* name : {"aaaa", "head", "heads", "base", "current"}) {
      for (const char* steps : {"", "+1", "-1", "+2147483647", "-2147483647"}) {
        const RevisionPoint point = point_of(std::string(branch).append(name).append(steps));
        EXPECT_EQ(said_by(point_of(to_string(point))), said_by(point)) << point.text;
      }
    }
  }
}

}  // namespace
}  // namespace sqlmig
