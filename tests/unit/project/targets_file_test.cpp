#include "project/targets_file.hpp"

#include "support/caught.hpp"
#include "support/temporary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace sqlmig::project {
namespace {

using test::caught;
using test::TemporaryFolder;
using testing::ElementsAre;

const std::map<std::string, std::string> kVariables{
    {"FILE", "c.db"}, {"KEYWORDS", "host=/run dbname=shop password=geheim"}, {"EMPTY", ""}};

std::vector<Target> parsed(const std::string& text) {
  return parse_targets(
      text, "tenants.txt", "/srv", [](const std::string& name) -> std::optional<std::string> {
        const auto found = kVariables.find(name);
        return found != kVariables.end() ? std::optional(found->second) : std::nullopt;
      });
}

std::vector<std::string> names(const std::vector<Target>& targets) {
  std::vector<std::string> names;
  for (const Target& target : targets) names.push_back(target.name);
  return names;
}

std::vector<std::string> urls(const std::vector<Target>& targets) {
  std::vector<std::string> urls;
  for (const Target& target : targets) urls.push_back(target.url);
  return urls;
}

// Each problem as `LINE: message`.
std::vector<std::string> problems(const std::string& text) {
  const Error error = caught([&] { (void)parsed(text); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  std::vector<std::string> problems;
  for (const Finding& finding : error.findings) {
    EXPECT_EQ(finding.position->file, "tenants.txt");
    EXPECT_EQ(finding.message.find("geheim"), std::string::npos);
    EXPECT_EQ(finding.advice.find("geheim"), std::string::npos);
    EXPECT_NE(finding.advice, "");
    problems.push_back(std::to_string(finding.position->line) + ": " + finding.message);
  }
  return problems;
}

TEST(TargetsFile, ListsADatabaseALine) {
  const auto targets = parsed(
      "# tenants\n\neu1 sqlite:eu/1.db\r\n  eu2\t \tsqlite:///var/eu2.db  \n  # off: us "
      "sqlite:us.db\nsqlite:b c.db");
  EXPECT_THAT(names(targets), ElementsAre("eu1", "eu2", "sqlite:b c.db"));
  EXPECT_THAT(urls(targets),
              ElementsAre("sqlite:eu/1.db", "sqlite:///var/eu2.db", "sqlite:b c.db"));
}

TEST(TargetsFile, TakesKeywordStringsWithTheirBlanks) {
  const auto targets = parsed("host=/run dbname=a user=app\neu2 host=/run dbname = b\n");
  EXPECT_EQ(targets[0].url, "host=/run dbname=a user=app");
  EXPECT_EQ(targets[1].name, "eu2");
  EXPECT_EQ(targets[1].url, "host=/run dbname = b");
}

TEST(TargetsFile, ExpandsVariables) {
  const auto targets = parsed("sqlite:${FILE}\nd sqlite:${NONE:-d.db}\ne ${KEYWORDS}\n");
  EXPECT_THAT(urls(targets), ElementsAre("sqlite:c.db", "sqlite:d.db", kVariables.at("KEYWORDS")));
}

TEST(TargetsFile, CallsADatabaseWithoutANameByItsUrlWithoutThePassword) {
  const auto targets = parsed(
      "postgresql://app:geheim@db:5433/shop?sslmode=require\nhost=db port=5434 user=app "
      "password=geheim dbname=shop\n");
  EXPECT_THAT(names(targets),
              ElementsAre("postgresql://app@db:5433/shop", "postgresql://app@db:5434/shop"));
}

TEST(TargetsFile, MayNameNamesInAnyScript) {
  EXPECT_THAT(names(parsed("Zürich sqlite:a.db\neu/west:1 sqlite:b.db\n")),
              ElementsAre("Zürich", "eu/west:1"));
}

TEST(TargetsFile, ReportsEveryProblemWithItsLine) {
  EXPECT_THAT(
      problems("a sqlite:a.db\n"
               "only-a-name\n"
               "b mysql://u:geheim@h/d\n"
               "c sqlite:${NOT_SET}\n"
               "u:geheim@h sqlite:d.db\n"
               "password=geheim; sqlite:d.db\n"
               "${EMPTY}\n"
               "sqlite:\n"
               "postgresql://app:geheim@b/@host/db\n"
               "a sqlite:e.db\n"
               "f sqlite:/srv/x/../a.db\n"),
      ElementsAre(
          "2: here is no database URL of a known kind",
          "3: here is no database URL of a known kind", "4: the variable 'NOT_SET' is not set",
          "5: a name holds no '@', no '=' and no control character",
          "6: the database URL cannot be read", "7: here is no database URL of a known kind",
          "8: the database URL names no file", "9: the database URL cannot be read",
          "10: line 1 has the name 'a' already", "11: line 1 lists this database already"));
}

TEST(TargetsFile, TakesAServerTwiceIfItsUrlsDiffer) {
  EXPECT_THAT(problems("a postgresql://h/d\nb postgresql://h/d\n"),
              ElementsAre("2: line 1 lists this database already"));
  EXPECT_THAT(problems("postgresql://u@h:1/d\npostgresql://u@h:1/d?hostaddr=10.0.0.2\n"),
              ElementsAre("2: line 1 has the name 'postgresql://u@h:1/d' already"));
  EXPECT_EQ(parsed("a postgresql://u@h/d\nb postgresql://u@h/d?hostaddr=10.0.0.2\n").size(), 2U);
}

TEST(TargetsFile, IsRefusedIfItListsNothing) {
  for (const char* text : {"", "\n", "# nothing yet\n"}) {
    const Error error = caught([&] { (void)parsed(text); });
    EXPECT_EQ(error.code(), ErrorCode::config);
    EXPECT_STREQ(error.what(), "tenants.txt lists no database");
  }
}

TEST(TargetsFile, IsReadFromWhereSqlmigWorks) {
  const TemporaryFolder folder;
  folder.write("lists/all.txt", "\xEF\xBB\xBFsqlite:a.db\r\nb sqlite:b.db\r\n");
  const auto none = [](const std::string&) { return std::nullopt; };
  const auto targets = read_targets_file("lists/all.txt", folder.path(), none);
  EXPECT_THAT(names(targets), ElementsAre("sqlite:a.db", "b"));
  const Error error = caught([&] { (void)read_targets_file("none.txt", folder.path(), none); });
  EXPECT_EQ(error.code(), ErrorCode::io);
}

}  // namespace
}  // namespace sqlmig::project
