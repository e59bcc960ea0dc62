#include "cli/format.hpp"

#include "support/caught.hpp"

namespace sqlmig::cli {
namespace {

using test::caught;

TEST(FormatName, IsReadAndWritten) {
  for (const char* name : {"text", "json", "github", "sarif", "junit", "gitlab"})
    EXPECT_EQ(to_string(parse_format("--format", name)), name);
}

TEST(FormatName, IsAUsageErrorWithTheNearestIfUnknown) {
  const Error error = caught([] { (void)parse_format("--format", "sarf"); });
  EXPECT_EQ(error.code(), ErrorCode::usage);
  EXPECT_STREQ(error.what(), "--format knows no format 'sarf'");
  EXPECT_EQ(error.advice,
            "did you mean 'sarif'? the formats are text, json, github, sarif, junit, gitlab");
}

TEST(FormatName, IsAUsageErrorWithAllOfThemIfLikeNone) {
  const Error error = caught([] { (void)parse_format("--format", "html"); });
  EXPECT_EQ(error.advice, "the formats are text, json, github, sarif, junit, gitlab");
}

TEST(ReportFiles, AreFormatAndFile) {
  const auto files = parse_report_files({"sarif=out/a.sarif", "junit=b=c.xml"});
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].format, Format::sarif);
  EXPECT_EQ(files[0].file, "out/a.sarif");
  EXPECT_EQ(files[1].format, Format::junit);
  EXPECT_EQ(files[1].file, "b=c.xml");
}

TEST(ReportFiles, MayHaveOneFormatTwice) {
  EXPECT_EQ(parse_report_files({"json=a", "json=b"}).size(), 2U);
}

struct WrongFile {
  std::vector<std::string> values;
  std::string said;
};

class WrongReportFiles : public testing::TestWithParam<WrongFile> {};

INSTANTIATE_TEST_SUITE_P(
    Values, WrongReportFiles,
    testing::Values(WrongFile{{"sarif"}, "--output takes FORMAT=FILE, not 'sarif'"},
                    WrongFile{{"=file"}, "--output knows no format ''"},
                    WrongFile{{"SARIF=file"}, "--output knows no format 'SARIF'"},
                    WrongFile{{"sarif="}, "--output sarif= names no file"},
                    WrongFile{{"sarif=-"}, "--output writes files, and '-' is none"},
                    WrongFile{{"json=a", "json=a"}, "--output names a twice"},
                    WrongFile{{"json=a", "sarif=./b/../a"}, "--output names ./b/../a twice"}));

TEST_P(WrongReportFiles, AreAUsageError) {
  const Error error = caught([] { (void)parse_report_files(GetParam().values); });
  EXPECT_EQ(error.code(), ErrorCode::usage);
  EXPECT_EQ(error.what(), GetParam().said);
  EXPECT_NE(error.advice, "");
}

}  // namespace
}  // namespace sqlmig::cli
