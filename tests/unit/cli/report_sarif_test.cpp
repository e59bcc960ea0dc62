#include "unit/cli/reports.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>

namespace sqlmig::cli {
namespace {

using nlohmann::json;
using test::FindingText;
using test::report_of;

json run_of(const VerifyReport& report) {
  return json::parse(sarif_report(report)).at("runs").at(0);
}

json result_of(const FindingText& finding) {
  return run_of(report_of({finding})).at("results").at(0);
}

json place_of(const FindingText& finding) {
  return result_of(finding).at("locations").at(0).at("physicalLocation");
}

TEST(SarifReport, HasEveryCodeAsARule) {
  const json rules = run_of(report_of({}))["tool"]["driver"]["rules"];
  ASSERT_EQ(rules.size(), all_finding_kinds().size());
  for (std::size_t i = 0; i < rules.size(); ++i)
    EXPECT_EQ(rules[i]["id"], code_of(all_finding_kinds()[i]));
}

TEST(SarifReport, NamesItsRulesInWords) {
  const json rules = run_of(report_of({}))["tool"]["driver"]["rules"];
  EXPECT_EQ(rules[0]["id"], "unreadable-file");
  EXPECT_EQ(rules[0]["name"], "UnreadableFile");
  EXPECT_EQ(rules[0]["shortDescription"]["text"], "unreadable file");
}

// docs/findings.md begins each entry with its severity.
TEST(SarifReport, GivesItsRulesTheLevelThatThePageSays) {
  std::map<std::string, std::string> levels;
  std::ifstream page(std::string(SQLMIG_TEST_SOURCE_DIR) + "/docs/findings.md");
  std::string code;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("### ")) code = line.substr(4);
    if (code.empty()) continue;
    if (line.starts_with("Error")) levels.emplace(code, "error");
    if (line.starts_with("Warning")) levels.emplace(code, "warning");
  }
  const json rules = run_of(report_of({}))["tool"]["driver"]["rules"];
  for (const json& rule : rules)
    EXPECT_EQ(rule["defaultConfiguration"]["level"], levels[rule["id"]]) << rule["id"];
}

TEST(SarifReport, HasAResultForEachFinding) {
  const json result =
      result_of({FindingKind::unknown_parent, "there is no revision 'x'",
                 "migrations/a/manifest.toml", 4, 9, Severity::error, "correct it"});
  EXPECT_EQ(result["ruleId"], "unknown-parent");
  EXPECT_EQ(all_finding_kinds().at(result["ruleIndex"]), FindingKind::unknown_parent);
  EXPECT_EQ(result["level"], "error");
  EXPECT_EQ(result["message"]["text"], "there is no revision 'x'\nnext: correct it");
  EXPECT_EQ(result["partialFingerprints"]["sqlmigFinding/v1"].get<std::string>().size(), 64U);
}

TEST(SarifReport, SaysWhereAFindingStands) {
  const json place = place_of({FindingKind::cycle, "x", "migrations/a/manifest.toml", 4, 9});
  EXPECT_EQ(place["artifactLocation"]["uri"], "migrations/a/manifest.toml");
  EXPECT_EQ(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
  EXPECT_EQ(place["region"]["startLine"], 4);
  EXPECT_EQ(place["region"]["startColumn"], 9);
}

TEST(SarifReport, HasNoRegionWhereTheLineIsNotKnown) {
  EXPECT_FALSE(place_of({FindingKind::missing_up, "x", "migrations/a/up.sql"}).contains("region"));
}

TEST(SarifReport, PointsAtSqlmigTomlWhereThereIsNoPosition) {
  const json place = place_of({FindingKind::several_heads, "there are two"});
  EXPECT_EQ(place["artifactLocation"]["uri"], "sqlmig.toml");
  EXPECT_FALSE(place.contains("region"));
}

TEST(SarifReport, EncodesWhatAPathMayHold) {
  EXPECT_EQ(place_of({FindingKind::cycle, "x",
                      "c:d/50% \xC3\xA9#?&\"\n/up.sql"})["artifactLocation"]["uri"],
            "c%3Ad/50%25%20%C3%A9%23%3F%26%22%0A/up.sql");
}

TEST(SarifReport, HasAFileUriForAnAbsolutePath) {
  const json place = place_of({FindingKind::cycle, "x", "/srv/a b/up.sql"});
  EXPECT_EQ(place["artifactLocation"], json({{"uri", "file:///srv/a%20b/up.sql"}}));
}

TEST(SarifReport, DoublesBraces) {
  EXPECT_EQ(result_of({FindingKind::cycle, "no ${HOME} {0}"})["message"]["text"],
            "no ${{HOME}} {{0}}");
}

TEST(SarifReport, KeepsEveryOtherCharacter) {
  const std::string hostile = "\"quoted\" \\ \n\t\x01 ]]> :: % \xC3\xA9";
  EXPECT_EQ(result_of({FindingKind::cycle, hostile})["message"]["text"], hostile);
}

TEST(SarifReport, SaysThatAVerificationWithFindingsWasMade) {
  const json invocation = run_of(report_of({{FindingKind::cycle}}))["invocations"][0];
  EXPECT_EQ(invocation, json({{"executionSuccessful", true}, {"exitCode", 3}}));
}

TEST(SarifReport, SaysWhyThereWasNoVerification) {
  Error error = Error(ErrorCode::config, "sqlmig.toml has a problem").at({"sqlmig.toml", 2, 1});
  error.findings.push_back(test::made({FindingKind::unknown_key, "no key", "sqlmig.toml", 2, 1}));
  const json run = run_of(make_report(error, 2));
  const json invocation = run["invocations"][0];
  EXPECT_EQ(invocation["executionSuccessful"], false);
  EXPECT_EQ(invocation["exitCode"], 2);
  const json notification = invocation["toolExecutionNotifications"][0];
  EXPECT_EQ(notification["descriptor"]["id"], "config");
  EXPECT_EQ(notification["message"]["text"], "sqlmig.toml has a problem");
  EXPECT_EQ(notification["locations"][0]["physicalLocation"]["region"]["startLine"], 2);
  ASSERT_EQ(run["results"].size(), 1U);
  EXPECT_EQ(run["results"][0]["ruleId"], "unknown-key");
}

}  // namespace
}  // namespace sqlmig::cli
