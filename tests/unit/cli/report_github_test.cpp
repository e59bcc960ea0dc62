#include "unit/cli/reports.hpp"

#include <gtest/gtest.h>

namespace sqlmig::cli {
namespace {

using test::FindingText;
using test::report_of;
using test::verified;

// Without the summary.
std::string commands_of(const std::vector<FindingText>& findings) {
  VerifyReport report = report_of(findings);
  report.summary.clear();
  return github_report(report);
}

TEST(GithubReport, HasACommandForEachFinding) {
  EXPECT_EQ(commands_of({{FindingKind::unknown_parent, "there is no revision 'x'",
                          "migrations/a/manifest.toml", 4, 9, Severity::error, "correct it"},
                         {FindingKind::empty_up, "it is empty", "migrations/a/up.sql", 0, 0,
                          Severity::warning}}),
            "::error file=migrations/a/manifest.toml,line=4,col=9,title=sqlmig unknown-parent::"
            "there is no revision 'x'%0Anext: correct it\n"
            "::warning file=migrations/a/up.sql,title=sqlmig empty-up::it is empty\n");
}

TEST(GithubReport, NamesNoFileWhereThereIsNoPosition) {
  EXPECT_EQ(commands_of({{FindingKind::several_heads, "there are two"}}),
            "::error title=sqlmig several-heads::there are two\n");
}

TEST(GithubReport, EscapesWhatWouldEndAMessage) {
  EXPECT_EQ(commands_of({{FindingKind::cycle, "50% ::set-env a\r\n::error::b, c:d"}}),
            "::error title=sqlmig cycle::50%25 ::set-env a%0D%0A::error::b, c:d\n");
}

TEST(GithubReport, EscapesWhatWouldEndAProperty) {
  EXPECT_EQ(commands_of({{FindingKind::cycle, "x", "a,line=1::b\n%2C", 2}}),
            "::error file=a%2Cline=1%3A%3Ab%0A%252C,line=2,title=sqlmig cycle::x\n");
}

TEST(GithubReport, EndsWithTheSummary) {
  commands::VerifyResult result = verified({});
  result.scripts_for = DatabaseKind::sqlite;
  EXPECT_EQ(github_report(make_report(result, 0)), "ok: 3 revisions, files only\n");
}

TEST(GithubReport, HasNoCommandInItsSummary) {
  commands::VerifyResult result = verified({});
  result.scripts_for = DatabaseKind::postgres;
  result.database = "x\n ::error::no\n##[error]";
  EXPECT_EQ(github_report(make_report(result, 0)),
            "ok: 3 revisions, and x\n|  ::error::no\n| ## [error] with 0 applied and 0 pending\n");
}

TEST(GithubReport, HasACommandForAnError) {
  EXPECT_EQ(github_report(make_report(
                Error(ErrorCode::config, "there is no sqlmig.toml").with_advice("make one"), 2)),
            "::error title=sqlmig config::there is no sqlmig.toml%0Anext: make one\n");
}

TEST(GithubReport, SaysWhereAnErrorStands) {
  const Error error = Error(ErrorCode::sql, "no such table").at({"migrations/a/up.sql", 2, 8});
  EXPECT_EQ(github_report(make_report(error, 1)),
            "::error file=migrations/a/up.sql,line=2,col=8,title=sqlmig sql::no such table\n");
}

}  // namespace
}  // namespace sqlmig::cli
