#include "unit/cli/reports.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sqlmig::cli {
namespace {

using nlohmann::json;
using test::FindingText;
using test::report_of;

json issues_of(const std::vector<FindingText>& findings) {
  return json::parse(gitlab_report(report_of(findings)));
}

TEST(GitlabReport, IsAnEmptyListWithoutFindings) { EXPECT_EQ(issues_of({}), json::array()); }

TEST(GitlabReport, HasAnIssueForEachFinding) {
  const json issues = issues_of(
      {{FindingKind::unknown_parent, "there is no revision 'x'", "migrations/a/manifest.toml", 4, 9,
        Severity::error, "correct it"},
       {FindingKind::empty_up, "it is empty", "migrations/a/up.sql", 0, 0, Severity::warning}});
  ASSERT_EQ(issues.size(), 2U);
  EXPECT_EQ(issues[0]["description"], "there is no revision 'x'; next: correct it");
  EXPECT_EQ(issues[0]["check_name"], "unknown-parent");
  EXPECT_EQ(issues[0]["severity"], "major");
  EXPECT_EQ(issues[0]["location"]["path"], "migrations/a/manifest.toml");
  EXPECT_EQ(issues[0]["location"]["lines"]["begin"], 4);
  EXPECT_EQ(issues[1]["severity"], "minor");
  EXPECT_EQ(issues[1]["location"]["lines"]["begin"], 1);
  EXPECT_NE(issues[0]["fingerprint"], issues[1]["fingerprint"]);
}

TEST(GitlabReport, PointsAtSqlmigTomlWhereThereIsNoPosition) {
  const json issue = issues_of({{FindingKind::several_heads, "there are two"}})[0];
  EXPECT_EQ(issue["location"]["path"], "sqlmig.toml");
  EXPECT_EQ(issue["location"]["lines"]["begin"], 1);
}

TEST(GitlabReport, KeepsEveryCharacter) {
  const std::string hostile = "\"quoted\" \\ \n\t\x01 ]]> :: % \xC3\xA9";
  EXPECT_EQ(issues_of({{FindingKind::cycle, hostile, hostile}})[0]["description"], hostile);
}

TEST(GitlabReport, HasAnIssueForAnError) {
  Error error(ErrorCode::config, "sqlmig.toml has a problem");
  error.findings.push_back(test::made({FindingKind::unknown_key, "no key", "sqlmig.toml", 1, 1}));
  const json issues = json::parse(gitlab_report(make_report(error, 2)));
  ASSERT_EQ(issues.size(), 2U);
  EXPECT_EQ(issues[0]["check_name"], "unknown-key");
  EXPECT_EQ(issues[1]["check_name"], "config");
  EXPECT_EQ(issues[1]["severity"], "major");
}

}  // namespace
}  // namespace sqlmig::cli
