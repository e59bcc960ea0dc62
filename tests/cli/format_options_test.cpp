// The options --format and --output of sqlmig verify.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

struct WrongFormat {
  std::string name;
  Arguments arguments;
  std::string said;
};

class WrongFormats : public testing::TestWithParam<WrongFormat> {};

INSTANTIATE_TEST_SUITE_P(
    Words, WrongFormats,
    testing::Values(
        WrongFormat{"Unknown", {"verify", "--format", "sarff"}, "did you mean 'sarif'"},
        WrongFormat{"Twice", {"verify", "--format", "json", "--format", "sarif"}, "--format"},
        WrongFormat{"BesideTheFlag", {"verify", "--json", "--format", "sarif"}, "exclude"},
        WrongFormat{"OfAnotherCommand", {"status", "--format", "sarif"}, "not expected"},
        WrongFormat{"FileOfAnotherCommand", {"heads", "--output", "sarif=x"}, "not expected"},
        WrongFormat{"NoFile", {"verify", "--output", "sarif"}, "FORMAT=FILE"},
        WrongFormat{"EmptyFile", {"verify", "--output", "sarif="}, "names no file"},
        WrongFormat{"FileTwice", {"verify", "--output", "sarif=x", "--output", "json=x"}, "twice"},
        WrongFormat{"UnknownWithAFile", {"verify", "--output", "xml=x"}, "the formats are"}),
    [](const auto& each) { return each.param.name; });

TEST_P(WrongFormats, AreAUsageError) {
  const ProcessResult result = run_sqlmig(GetParam().arguments, {});
  EXPECT_TRUE(exits(result, 2));
  EXPECT_TRUE(contains(result.err + result.out, GetParam().said));  // out: where JSON is wanted
}

TEST(WrongOptions, AreReportedAsJsonToThoseWhoAskForThatFormat) {
  const ProcessResult result = run_sqlmig({"verify", "--format", "json", "--nope"}, {});
  EXPECT_TRUE(exits(result, 2));
  EXPECT_TRUE(contains(result.out, "\"code\": \"usage\""));
}

class ReportFile : public ProjectTest {
 protected:
  ReportFile() { write_fork(folder_); }
};

TEST_F(ReportFile, TakesThePlaceOfAnOldOneAndKeepsItsMode) {
  folder_.write("a.json", std::string(100'000, 'x'));
  const auto mode = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
  std::filesystem::permissions(folder_ / "a.json", mode);
  EXPECT_TRUE(exits(sqlmig({"verify", "--output", "json=a.json"}), 3));
  EXPECT_EQ(folder_.read("a.json"), sqlmig({"verify", "--json"}).out);
  EXPECT_EQ(std::filesystem::status(folder_ / "a.json").permissions(), mode);
}

TEST_F(ReportFile, IsWrittenWhereALinkLeads) {
  folder_.write("elsewhere/a.json", "old");
  std::filesystem::create_symlink("elsewhere/a.json", folder_ / "link.json");
  EXPECT_TRUE(exits(sqlmig({"verify", "--output", "json=link.json"}), 3));
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "link.json"));
  EXPECT_EQ(folder_.read("elsewhere/a.json"), sqlmig({"verify", "--json"}).out);
}

TEST_F(ReportFile, LeavesNothingElseBehind) {
  auto before = files();
  EXPECT_TRUE(exits(sqlmig({"verify", "--output", "json=a.json"}), 3));
  auto after = files();
  after.erase("a.json");
  EXPECT_EQ(after, before);
}

TEST_F(ReportFile, IsNamedIfItsFolderIsNotThere) {
  const ProcessResult result = sqlmig({"verify", "--output", "sarif=out/a.sarif"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "cannot write the report out/a.sarif: there is no folder out"));
  EXPECT_TRUE(contains(result.out, "failed: "));
}

TEST_F(ReportFile, IsNamedIfItIsAFolder) {
  const ProcessResult result = sqlmig({"verify", "--output", "sarif=migrations"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "cannot write the report migrations: "));
}

TEST_F(ReportFile, IsNoDevice) {
  const ProcessResult result = sqlmig({"verify", "--output", "sarif=/dev/null"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(ReportFile, ThatCannotBeWrittenHoldsUpNoOther) {
  const ProcessResult result =
      sqlmig({"verify", "--output", "sarif=out/a.sarif", "--output", "json=a.json", "--json"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_EQ(nlohmann::json::parse(result.out)["exit_code"], 1);
  EXPECT_EQ(nlohmann::json::parse(folder_.read("a.json"))["findings"].size(), 1U);
}

}  // namespace
}  // namespace sqlmig::test
