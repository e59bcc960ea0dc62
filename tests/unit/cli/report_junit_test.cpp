#include "unit/cli/reports.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sqlmig::cli {
namespace {

using test::FindingText;
using test::report_of;
using test::verified;

// The element of one test case, from its first character to its last.
std::string case_of(const std::string& xml, const std::string& name) {
  const std::size_t at = xml.find(" name=\"" + name + "\"");
  const std::size_t start = xml.rfind("<testcase", at);
  const std::size_t end = xml.find("    <testcase", at);
  return xml.substr(start, std::min(end, xml.find("  </testsuite>")) - start);
}

std::string case_in(const std::vector<FindingText>& findings, const std::string& name) {
  return case_of(junit_report(report_of(findings)), name);
}

TEST(JunitReport, CountsItsTestCases) {
  const std::string total = std::to_string(all_finding_kinds().size() + 1);
  commands::VerifyResult result = verified({{FindingKind::cycle}, {FindingKind::cycle}});
  result.scripts_for = DatabaseKind::sqlite;
  result.against = "main";
  result.database = "db";
  EXPECT_NE(junit_report(make_report(result, 3))
                .find("tests=\"" + total + "\" failures=\"1\" errors=\"0\" skipped=\"0\""),
            std::string::npos);
}

TEST(JunitReport, PassesWhatHasNoFinding) {
  EXPECT_EQ(case_in({}, "cycle"),
            "<testcase classname=\"sqlmig.files\" name=\"cycle\" time=\"0\"/>\n");
}

TEST(JunitReport, FailsWhatHasErrorsWithAllOfThem) {
  EXPECT_EQ(case_in({{FindingKind::cycle, "a <-> b", "migrations/a/manifest.toml", 2, 1,
                      Severity::error, "break it"},
                     {FindingKind::cycle, "c"}},
                    "cycle"),
            "<testcase classname=\"sqlmig.files\" name=\"cycle\" time=\"0\">\n"
            "      <failure type=\"cycle\" message=\"a &lt;-&gt; b (and 1 more)\">"
            "migrations/a/manifest.toml:2:1: error[cycle]: a &lt;-&gt; b\n"
            "    next: break it\n"
            "error[cycle]: c\n"
            "</failure>\n"
            "    </testcase>\n");
}

TEST(JunitReport, PassesWhatHasWarningsOnlyAndShowsThem) {
  EXPECT_EQ(
      case_in({{FindingKind::empty_up, "empty", "up.sql", 0, 0, Severity::warning}}, "empty-up"),
      "<testcase classname=\"sqlmig.files\" name=\"empty-up\" time=\"0\">\n"
      "      <system-out>up.sql: warning[empty-up]: empty\n"
      "</system-out>\n"
      "    </testcase>\n");
}

TEST(JunitReport, SkipsWhatWasNotLookedAt) {
  EXPECT_EQ(case_in({}, "psql-command"),
            "<testcase classname=\"sqlmig.scripts\" name=\"psql-command\" time=\"0\">\n"
            "      <skipped message=\"the scripts were not looked at\"/>\n"
            "    </testcase>\n");
  EXPECT_NE(case_in({}, "base-deleted").find("no base was looked at"), std::string::npos);
  EXPECT_NE(case_in({}, "edited-up").find("no database was looked at"), std::string::npos);
}

TEST(JunitReport, ShowsTheSummary) {
  EXPECT_NE(case_in({}, "verification").find("ok: 3 revisions, files only"), std::string::npos);
}

TEST(JunitReport, EscapesMarkup) {
  const std::string failure =
      case_in({{FindingKind::cycle, "\"a\" ]]> </failure> &amp; 'b'"}}, "cycle");
  EXPECT_NE(failure.find("message=\"&quot;a&quot; ]]&gt; &lt;/failure&gt; &amp;amp; 'b'\""),
            std::string::npos)
      << failure;
}

TEST(JunitReport, KeepsTheNewlinesOfAMessage) {
  const std::string failure = case_in({{FindingKind::cycle, "a\r\n\tb"}}, "cycle");
  EXPECT_NE(failure.find("message=\"a&#13;&#10;&#9;b\""), std::string::npos) << failure;
  EXPECT_NE(failure.find("a&#13;\n\tb\n"), std::string::npos) << failure;
}

TEST(JunitReport, LeavesOutWhatXmlCannotHold) {
  const std::string hostile =
      std::string("a\0\x01\x1B[31m\xEF\xBF\xBE\xEF\xBF\xBF\x7F\xC3\xA9", 17) + "b";
  const std::string failure = case_in({{FindingKind::cycle, hostile}}, "cycle");
  EXPECT_NE(failure.find("message=\"a[31m\x7F\xC3\xA9"
                         "b\""),
            std::string::npos)
      << failure;
}

TEST(JunitReport, RepairsWhatIsNotUtf8) {
  EXPECT_NE(case_in({{FindingKind::cycle, "a\xFF"}}, "cycle").find("message=\"a\xEF\xBF\xBD\""),
            std::string::npos);
}

TEST(JunitReport, EndsTheVerificationWithAnError) {
  Error error(ErrorCode::config, "sqlmig.toml has a problem");
  error.findings.push_back(test::made({FindingKind::unknown_key, "no key", "sqlmig.toml", 2, 1}));
  const std::string xml = junit_report(make_report(error, 2));
  EXPECT_NE(xml.find("failures=\"1\" errors=\"1\""), std::string::npos) << xml;
  EXPECT_NE(case_of(xml, "verification")
                .find("<error type=\"config\" message=\"sqlmig.toml has a problem\">"
                      "error: sqlmig.toml has a problem\n</error>"),
            std::string::npos)
      << xml;
  EXPECT_NE(case_of(xml, "unknown-key").find("<failure"), std::string::npos);
  EXPECT_NE(case_of(xml, "cycle").find("the verification ended with an error"), std::string::npos);
}

}  // namespace
}  // namespace sqlmig::cli
