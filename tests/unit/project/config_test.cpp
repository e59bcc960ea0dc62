#include "support/caught.hpp"
#include "support/temporary.hpp"
#include <sqlmig/error.hpp>
#include <sqlmig/project.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {
namespace {

using test::caught;
using test::TemporaryFolder;
using Texts = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

Environment environment_of(Variables variables) {
  return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

Config config_of(std::string_view toml, const Variables& variables = {},
                 const ConfigFlags& flags = {}) {
  const TemporaryFolder folder;
  folder.write("sqlmig.toml", toml);
  return load_config(folder.path(), flags, environment_of(variables));
}

std::string url_of(std::string_view toml, const Variables& variables = {},
                   const ConfigFlags& flags = {}) {
  return config_of(toml, variables, flags).url.value_or("none");
}

// Each finding as "file:line:column code: message".
Texts shown(const std::vector<Finding>& findings) {
  Texts result;
  for (const Finding& finding : findings) {
    result.push_back(to_string(finding.position.value()) + " " +
                     std::string(code_of(finding.kind)) + ": " + finding.message);
  }
  return result;
}

Texts findings_of(std::string_view toml, const Variables& variables = {},
                  const ConfigFlags& flags = {}) {
  const Error error = caught([&] { (void)config_of(toml, variables, flags); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  return shown(error.findings);
}

// What is wrong with the url only: it stops nothing that needs no database.
Texts url_findings_of(std::string_view toml) { return shown(config_of(toml).url_findings); }

ConfigFlags with_url(const std::string& url) { return {std::nullopt, std::nullopt, url}; }
ConfigFlags with_environment(const std::string& name) { return {std::nullopt, name, std::nullopt}; }

TEST(Config, HasDefaultsForEverything) {
  const Config config = config_of("");
  EXPECT_EQ(config.migrations_name, "migrations");
  EXPECT_EQ(config.revision_id, "{timestamp}_{slug}");
  EXPECT_EQ(config.version_schema, "sqlmig");
  EXPECT_EQ(config.environment, "");
  EXPECT_EQ(config.url, std::nullopt);
}

TEST(Config, HoldsEveryKey) {
  const Config config = config_of(
      "migrations = \"db/changes\"\n"
      "url = \"sqlite:a.db\"\n"
      "version_schema = \"ops\"\n"
      "revision_id = \"{sequence}_{slug}\"\n");
  EXPECT_EQ(config.migrations_name, "db/changes");
  EXPECT_EQ(config.url, "sqlite:a.db");
  EXPECT_EQ(config.version_schema, "ops");
  EXPECT_EQ(config.revision_id, "{sequence}_{slug}");
}

TEST(Config, TakesTheUrlFromTheStrongestSource) {
  struct Row {
    ConfigFlags flags;
    Variables variables;
    std::string url;
    std::string source;
  };
  const std::vector<Row> rows{
      {with_url("flag"), {{"SQLMIG_URL", "ours"}, {"DATABASE_URL", "theirs"}}, "flag", "--url"},
      {{}, {{"SQLMIG_URL", "ours"}, {"DATABASE_URL", "theirs"}}, "ours", "SQLMIG_URL"},
      {{}, {{"DATABASE_URL", "theirs"}}, "theirs", "DATABASE_URL"},
      {{}, {{"SQLMIG_URL", ""}, {"DATABASE_URL", ""}}, "file", "sqlmig.toml"},
      {{}, {}, "file", "sqlmig.toml"},
  };
  for (const Row& row : rows) {
    const Config config = config_of("url = \"file\"\n", row.variables, row.flags);
    EXPECT_EQ(config.url, row.url);
    EXPECT_EQ(config.url_source, row.source);
  }
}

TEST(Config, TakesTheUrlOfTheChosenEnvironment) {
  const char* toml = "url = \"top\"\n[env.prod]\nurl = \"prod\"\n[env.test]\n";
  EXPECT_EQ(url_of(toml), "top");
  EXPECT_EQ(url_of(toml, {}, with_environment("prod")), "prod");
  EXPECT_EQ(url_of(toml, {}, with_environment("test")), "top");
  EXPECT_EQ(url_of(toml, {{"SQLMIG_ENV", "prod"}}), "prod");
  EXPECT_EQ(url_of(toml, {{"SQLMIG_ENV", "prod"}}, with_environment("test")), "top");
  EXPECT_EQ(url_of(toml, {{"SQLMIG_ENV", ""}}), "top");
}

TEST(Config, PutsTheUrlOfAnEnvironmentBeforeWeakerSources) {
  const char* toml = "url = \"top\"\n[env.prod]\nurl = \"prod\"\n";
  const Variables ours{{"SQLMIG_URL", "ours"}, {"DATABASE_URL", "theirs"}};
  EXPECT_EQ(url_of(toml, ours, with_environment("prod")), "prod");
  EXPECT_EQ(url_of(toml, {{"SQLMIG_ENV", "prod"}, {"SQLMIG_URL", "ours"}}), "ours");
  EXPECT_EQ(url_of(toml, {{"SQLMIG_ENV", "prod"}, {"DATABASE_URL", "theirs"}}), "prod");
}

TEST(Config, ListsTheEnvironmentsIfThereIsNoSuchOne) {
  const Error error =
      caught([] { (void)config_of("[env.prod]\n[env.test]\n", {}, with_environment("produ")); });
  ASSERT_EQ(error.findings.size(), 1U);
  EXPECT_EQ(error.findings[0].message, "there is no environment 'produ'");
  EXPECT_EQ(error.findings[0].advice, "there are: prod, test");
}

TEST(Config, ExpandsVariables) {
  struct Row {
    std::string text;
    std::string expanded;
  };
  const Variables variables{{"USER", "dana"}, {"EMPTY", ""}, {"NESTED", "${USER}"}};
  const std::vector<Row> rows{
      {"plain", "plain"},
      {"${USER}", "dana"},
      {"a${USER}b${USER}", "adanabdana"},
      {"${NONE:-x}", "x"},
      {"${NONE:-}", ""},
      {"${USER:-x}", "dana"},
      {"${EMPTY:-x}", "x"},
      {"${EMPTY}", ""},
      {"${NESTED}", "${USER}"},  // what a value holds is not expanded again
      {"$$", "$"},
      {"$${USER}", "${USER}"},
      {"$$$$", "$$"},
      {"$USER", "$USER"},
      {"100$", "100$"},
      {"${NONE:-a:-b}", "a:-b"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(url_of("url = \"" + row.text + "\"\n", variables), row.expanded) << row.text;
  }
}

TEST(Config, NamesAVariableThatIsNotSet) {
  EXPECT_EQ(url_findings_of("\nurl = \"sqlite:${HOMR}/a\"\n"),
            Texts{"sqlmig.toml:2:7 bad-value: the variable 'HOMR' is not set"});
}

TEST(Config, NamesABraceThatIsNotClosed) {
  EXPECT_EQ(url_findings_of("url = \"${HOME\"\n"),
            Texts{"sqlmig.toml:1:7 bad-value: '${' is not closed by '}'"});
}

TEST(Config, DoesNotExpandAUrlThatIsNotUsed) {
  EXPECT_EQ(url_of("url = \"${NONE}\"\n", {}, with_url("flag")), "flag");
  EXPECT_EQ(url_of("url = \"top\"\n[env.prod]\nurl = \"${NONE}\"\n"), "top");
}

TEST(Config, DoesNotExpandAUrlFromAFlag) {
  EXPECT_EQ(url_of("", {}, with_url("sqlite:${x}")), "sqlite:${x}");
}

TEST(Config, RefusesMigrationsElsewhere) {
  for (const char* path : {"", "/srv/migrations", "..", "../m", "a/../../m", "./.."}) {
    EXPECT_EQ(findings_of("migrations = \"" + std::string(path) + "\"\n"),
              Texts{"sqlmig.toml:1:14 bad-value: 'migrations' must be a folder below this one"})
        << path;
  }
}

TEST(Config, NamesMigrationsInTheShortestWay) {
  for (const char* path : {"db", "db/", "./db", "a/../db", "db//", "db/."}) {
    EXPECT_EQ(config_of("migrations = \"" + std::string(path) + "\"\n").migrations_name, "db")
        << path;
  }
}

TEST(Config, ExpandsTheNameOfMigrations) {
  EXPECT_EQ(config_of("migrations = \"${TEAM:-db}\"\n").migrations_name, "db");
}

TEST(Config, RefusesMigrationsThatAVariableLeadsElsewhere) {
  EXPECT_EQ(findings_of("migrations = \"${TEAM}/m\"\n", {{"TEAM", ".."}}).size(), 1U);
}

TEST(Config, RefusesASchemaThatNeedsQuotes) {
  for (const std::string& name : {std::string(), std::string("a b"), std::string("a-b"),
                                  std::string("a\\\"b"), std::string(49, 'x')}) {
    EXPECT_EQ(findings_of("version_schema = \"" + name + "\"\n"),
              Texts{"sqlmig.toml:1:18 bad-value: 'version_schema' must be a plain name"})
        << name;
  }
}

TEST(Config, RefusesAPatternThatMakesNoIds) {
  EXPECT_EQ(findings_of("revision_id = \"{slug}\"\n"),
            Texts{"sqlmig.toml:1:15 bad-value: 'revision_id' must hold one of {timestamp} and "
                  "{sequence}"});
}

TEST(Config, HintsAtTheNearestKey) {
  const Error error = caught([] { (void)config_of("migration = \"m\"\n"); });
  ASSERT_EQ(error.findings.size(), 1U);
  EXPECT_EQ(error.findings[0].advice, "did you mean 'migrations'?");
}

TEST(Config, KnowsTheKeysOfAnEnvironment) {
  EXPECT_EQ(findings_of("[env.prod]\nulr = \"x\"\n"),
            Texts{"sqlmig.toml:2:1 unknown-key: unknown key 'ulr'"});
}

TEST(Config, RefusesAnEnvironmentThatIsNoTable) {
  EXPECT_EQ(findings_of("[env]\nprod = \"x\"\n"),
            Texts{"sqlmig.toml:2:8 bad-value: 'env.prod' must be a table"});
}

TEST(Config, FindsEveryProblemInOneRun) {
  EXPECT_EQ(findings_of("migrations = \"/m\"\nrevision_id = \"x\"\nversion_schema = 1\nurl = "
                        "1\nextra = 1\n[env.prod]\nulr = \"x\"\n",
                        {}, with_environment("test"))
                .size(),
            7U);
}

TEST(Config, PointsAtTheSyntaxError) {
  const Texts findings = findings_of("url = \"a\"\nurl = \"b\"\n");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].find("sqlmig.toml:2:"), std::string::npos) << findings[0];
}

TEST(Config, IsReadWithByteOrderMarkAndCarriageReturns) {
  EXPECT_EQ(url_of("\xEF\xBB\xBFurl = \"a\"\r\n"), "a");
}

TEST(Config, IsFoundInAFolderAbove) {
  const TemporaryFolder folder;
  folder.write("sqlmig.toml", "");
  folder.write("a/b/c.txt", "");
  const Config config = load_config(folder / "a/b", {}, environment_of({}));
  EXPECT_EQ(config.folder, folder.path());
  EXPECT_EQ(config.migrations, folder / "migrations");
}

TEST(Config, IsTheNearestOfSeveral) {
  const TemporaryFolder folder;
  folder.write("sqlmig.toml", "");
  folder.write("a/sqlmig.toml", "");
  EXPECT_EQ(load_config(folder / "a", {}, environment_of({})).folder, folder / "a");
}

TEST(Config, IsLookedForWhereTheFlagSays) {
  const TemporaryFolder folder;
  folder.write("a/sqlmig.toml", "");
  const ConfigFlags flags{folder / "a", std::nullopt, std::nullopt};
  EXPECT_EQ(load_config("/", flags, environment_of({})).folder, folder / "a");
}

TEST(Config, IsMissingWhereNoFolderHasIt) {
  const TemporaryFolder folder;
  const Error error = caught([&] { (void)load_config(folder.path(), {}, environment_of({})); });
  EXPECT_EQ(error.code(), ErrorCode::config);
}

TEST(Config, StartsRelativePathsOfItsUrlAtItsOwnFolder) {
  const TemporaryFolder folder;
  folder.write("sqlmig.toml", "url = \"sqlite:a.db\"\n");
  EXPECT_EQ(load_config(folder.path(), {}, environment_of({})).url_folder, folder.path());
}

TEST(Config, StartsRelativePathsOfOtherUrlsAtTheWorkingFolder) {
  EXPECT_EQ(config_of("", {{"DATABASE_URL", "sqlite:a.db"}}).url_folder,
            std::filesystem::current_path());
}

}  // namespace
}  // namespace sqlmig
