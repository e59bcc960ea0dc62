#include "unit/cli/reports.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sqlmig::cli {
namespace {

using test::FindingText;
using test::report_of;
using test::verified;

const FindingText kEdited{FindingKind::edited_up, "it was edited", "migrations/a/up.sql", 1, 1};

std::string fingerprint_of(const FindingText& finding) {
  return report_of({finding}).findings.at(0).fingerprint;
}

TEST(ReportPath, IsThatOfTheRepository) {
  commands::VerifyResult result = verified({kEdited});
  result.path_prefix = "services/shop/";
  const Issue issue = make_report(result, 3).findings.at(0);
  EXPECT_EQ(issue.path, "services/shop/migrations/a/up.sql");
  EXPECT_EQ(to_string(*issue.position), "services/shop/migrations/a/up.sql:1:1");
  EXPECT_EQ(issue.text.find("services/shop/migrations/a/up.sql:1:1: error[edited-up]"), 0U);
}

TEST(ReportPath, IsSqlmigTomlWhereNoFileIsNamed) {
  commands::VerifyResult result = verified({{FindingKind::several_heads, "there are two"}});
  result.path_prefix = "services/shop/";
  const Issue issue = make_report(result, 3).findings.at(0);
  EXPECT_EQ(issue.path, "services/shop/sqlmig.toml");
  EXPECT_FALSE(issue.position);
}

TEST(Fingerprint, StaysWhereAFindingMovesToAnotherLine) {
  FindingText moved = kEdited;
  moved.line = 7;
  moved.column = 3;
  EXPECT_EQ(fingerprint_of(moved), fingerprint_of(kEdited));
}

TEST(Fingerprint, StaysWhereTheMessageIsWordedAnew) {
  FindingText reworded = kEdited;
  reworded.message = "it is not what it was";
  EXPECT_EQ(fingerprint_of(reworded), fingerprint_of(kEdited));
}

TEST(Fingerprint, DependsOnCodeRevisionAndFile) {
  FindingText code = kEdited;
  code.kind = FindingKind::edited_down;
  FindingText revision = kEdited;
  revision.revision = "a";
  FindingText file = kEdited;
  file.file = "migrations/b/up.sql";
  const std::set<std::string> all{fingerprint_of(kEdited), fingerprint_of(code),
                                  fingerprint_of(revision), fingerprint_of(file)};
  EXPECT_EQ(all.size(), 4U);
}

TEST(Fingerprint, IsUniqueAmongEquals) {
  const auto findings = report_of({kEdited, kEdited, kEdited}).findings;
  const std::set<std::string> all{findings[0].fingerprint, findings[1].fingerprint,
                                  findings[2].fingerprint};
  EXPECT_EQ(all.size(), 3U);
  EXPECT_EQ(findings[0].fingerprint, fingerprint_of(kEdited));
}

// What is kept elsewhere, such as a dismissed alert, hangs on it.
TEST(Fingerprint, IsTheSameInEveryVersion) {
  // printf 'edited-up\na\nmigrations/a/up.sql\n1' | sha256sum
  FindingText finding = kEdited;
  finding.revision = "a";
  EXPECT_EQ(fingerprint_of(finding),
            "64e98540bf86e2ed5ad5ebd3eb1a717b9394fa211738e874f7c4ab0dc544715a");
}

TEST(ReportText, IsRepairedWhereItIsNotUtf8) {
  const FindingText bad{FindingKind::not_utf8, "a \xFF b \xC3", "migrations/\xFE/up.sql", 1};
  const Issue issue = report_of({bad}).findings.at(0);
  EXPECT_EQ(issue.message, "a \xEF\xBF\xBD b \xEF\xBF\xBD");
  EXPECT_EQ(issue.path, "migrations/\xEF\xBF\xBD/up.sql");
  EXPECT_EQ(issue.text.find('\xFF'), std::string::npos);
}

TEST(ReportText, IsNotColoured) {
  EXPECT_EQ(report_of({kEdited}).findings.at(0).text.find('\033'), std::string::npos);
  EXPECT_EQ(report_of({kEdited}).summary.find('\033'), std::string::npos);
}

TEST(ReportOfAnError, HasItAsItsFailure) {
  const VerifyReport report = make_report(
      Error(ErrorCode::connection, "cannot connect to db").with_advice("is it running?"), 6);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->code, "connection");
  EXPECT_EQ(report.failure->message, "cannot connect to db");
  EXPECT_EQ(report.failure->advice, "is it running?");
  EXPECT_EQ(report.failure->path, "sqlmig.toml");
  EXPECT_EQ(report.exit_code, 6);
  EXPECT_EQ(report.summary, "");
  EXPECT_TRUE(report.seen.empty());
}

TEST(ReportOfAnError, ListsItsFindings) {
  Error error(ErrorCode::config, "sqlmig.toml has a problem");
  error.findings.push_back(
      test::made({FindingKind::unknown_key, "there is no key 'ulr'", "sqlmig.toml", 1, 1}));
  const VerifyReport report = make_report(error, 2);
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].code, "unknown-key");
  EXPECT_EQ(report.failure->text, "error: sqlmig.toml has a problem\n");
  EXPECT_NE(report.failure->fingerprint, report.findings[0].fingerprint);
}

TEST(ReportAreas, AreTheFilesAlways) {
  EXPECT_EQ(report_of({}).seen, std::set<FindingArea>{FindingArea::files});
}

TEST(ReportAreas, AreWhatElseWasLookedAt) {
  commands::VerifyResult result = verified({});
  result.scripts_for = DatabaseKind::sqlite;
  result.against = "origin/main";
  result.database = "sqlite:app.db";
  EXPECT_EQ(make_report(result, 0).seen,
            (std::set<FindingArea>{FindingArea::files, FindingArea::scripts, FindingArea::base,
                                   FindingArea::database}));
}

TEST(RenderedReport, IsThatOfItsFormat) {
  const Result result = verified({kEdited});
  const auto starts = [&](Format format) {
    return render_report(format, "verify", 3, result).substr(0, 7);
  };
  EXPECT_EQ(starts(Format::text), "migrati");
  EXPECT_EQ(starts(Format::json), "{\n  \"sc");
  EXPECT_EQ(starts(Format::github), "::error");
  EXPECT_EQ(starts(Format::sarif), "{\n  \"$s");
  EXPECT_EQ(starts(Format::junit), "<?xml v");
  EXPECT_EQ(starts(Format::gitlab), "[\n  {\n ");
}

}  // namespace
}  // namespace sqlmig::cli
