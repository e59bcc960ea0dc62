// What sqlmig.toml, variables and flags say of sessions, passwords and retries.
#include "support/caught.hpp"
#include "support/temporary.hpp"
#include <sqlmig/error.hpp>
#include <sqlmig/project.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sqlmig {
namespace {

using std::chrono::milliseconds;
using test::caught;
using test::TemporaryFolder;
using Variables = std::map<std::string, std::string>;

Config load(const TemporaryFolder& folder, std::string_view toml, const Variables& variables,
            const ConfigFlags& flags) {
  folder.write("sqlmig.toml", toml);
  return load_config(
      folder.path(), flags, [&](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
      });
}

Config config_of(std::string_view toml, const Variables& variables = {},
                 const ConfigFlags& flags = {}) {
  const TemporaryFolder folder;
  return load(folder, toml, variables, flags);
}

// The name of the password file, below the folder of sqlmig.toml where it is there.
std::string password_file_of(std::string_view toml, const Variables& variables = {},
                             const std::optional<std::string>& environment = {}) {
  const TemporaryFolder folder;
  ConfigFlags flags;
  flags.environment = environment;
  const Config config = load(folder, toml, variables, flags);
  if (!config.password_file) return "none";
  return config.password_file->lexically_relative(folder.path()).generic_string();
}

constexpr const char* kToml =
    "role = \"top\"\nlock_timeout = \"1s\"\nstatement_timeout = \"1min\"\nretries = 1\n"
    "[env.prod]\nrole = \"prod\"\nlock_timeout = \"2s\"\nstatement_timeout = \"2min\"\n"
    "retries = 2\n[env.test]\n";

TEST(ConfigSettings, AreNoneUnlessTheyAreGiven) {
  const Config config = config_of("");
  EXPECT_EQ(config.session.role, "");
  EXPECT_EQ(config.session.lock_timeout, std::nullopt);
  EXPECT_EQ(config.session.statement_timeout, std::nullopt);
  EXPECT_EQ(config.retries, 0);
  EXPECT_EQ(config.password, std::nullopt);
  EXPECT_EQ(config.password_file, std::nullopt);
}

struct Settings {
  std::string role;
  milliseconds lock_timeout;
  milliseconds statement_timeout;
  int retries;
};

void expect_settings(const Config& config, const Settings& expected) {
  EXPECT_EQ(config.session.role, expected.role);
  EXPECT_EQ(config.session.lock_timeout, expected.lock_timeout);
  EXPECT_EQ(config.session.statement_timeout, expected.statement_timeout);
  EXPECT_EQ(config.retries, expected.retries);
}

TEST(ConfigSettings, ComeFromTheStrongestSource) {
  const Variables variables{{"SQLMIG_ROLE", "variable"},
                            {"SQLMIG_LOCK_TIMEOUT", "3s"},
                            {"SQLMIG_STATEMENT_TIMEOUT", "3min"},
                            {"SQLMIG_RETRIES", "3"}};
  ConfigFlags prod;
  prod.environment = "prod";
  ConfigFlags all = prod;
  all.role = "flag";
  all.lock_timeout = milliseconds(4000);
  all.statement_timeout = milliseconds(0);
  all.retries = 0;
  ConfigFlags test;
  test.environment = "test";
  expect_settings(config_of(kToml), {"top", milliseconds(1000), milliseconds(60'000), 1});
  expect_settings(config_of(kToml, {}, test), {"top", milliseconds(1000), milliseconds(60'000), 1});
  expect_settings(config_of(kToml, {}, prod),
                  {"prod", milliseconds(2000), milliseconds(120'000), 2});
  expect_settings(config_of(kToml, variables, prod),
                  {"variable", milliseconds(3000), milliseconds(180'000), 3});
  expect_settings(config_of(kToml, variables, all),
                  {"flag", milliseconds(4000), milliseconds(0), 0});
}

TEST(ConfigSettings, AreNotSetByAnEmptyVariable) {
  expect_settings(config_of(kToml, {{"SQLMIG_ROLE", ""},
                                    {"SQLMIG_LOCK_TIMEOUT", ""},
                                    {"SQLMIG_STATEMENT_TIMEOUT", ""},
                                    {"SQLMIG_RETRIES", ""},
                                    {"SQLMIG_PASSWORD", ""}}),
                  {"top", milliseconds(1000), milliseconds(60'000), 1});
}

TEST(ConfigSettings, OfAnEnvironmentMayTakeTheRoleBack) {
  ConfigFlags dev;
  dev.environment = "dev";
  EXPECT_EQ(config_of("role = \"owner\"\n[env.dev]\nrole = \"\"\n", {}, dev).session.role, "");
}

TEST(ConfigSettings, AreReportedWithTheirPlaceIfTheyCannotBe) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"role = 1\n", "sqlmig.toml:1:8: 'role' must be a string"},
      {"lock_timeout = 5\n", "sqlmig.toml:1:16: 'lock_timeout' must be a string"},
      {"lock_timeout = \"5\"\n", "sqlmig.toml:1:16: 'lock_timeout': '5' lacks a unit"},
      {"[env.x]\nstatement_timeout = \"1 h\"\n",
       "sqlmig.toml:2:21: 'statement_timeout': '1 h' is in no known unit"},
      {"retries = \"3\"\n", "sqlmig.toml:1:11: 'retries' must be a whole number"},
      {"retries = 1.5\n", "sqlmig.toml:1:11: 'retries' must be a whole number"},
      {"retries = -1\n", "sqlmig.toml:1:11: 'retries' must be from 0 to 1000"},
      {"retries = 1001\n", "sqlmig.toml:1:11: 'retries' must be from 0 to 1000"},
      {"retries = 99999999999\n", "sqlmig.toml:1:11: 'retries' must be from 0 to 1000"},
      {"password_file = \"\"\n", "sqlmig.toml:1:17: 'password_file' names no file"},
      {"[env.x]\npassword = \"x\"\n", "sqlmig.toml:2:1: unknown key 'password'"},
      {"lock-timeout = \"5s\"\n", "sqlmig.toml:1:1: unknown key 'lock-timeout'"},
  };
  for (const auto& [toml, expected] : rows) {
    const Error error = caught([&toml = toml] { (void)config_of(toml); });
    EXPECT_EQ(error.code(), ErrorCode::config);
    ASSERT_EQ(error.findings.size(), 1U) << toml;
    const Finding& finding = error.findings.front();
    EXPECT_EQ(to_string(finding.position.value()) + ": " + finding.message, expected);
    EXPECT_NE(finding.advice, "");
  }
}

TEST(ConfigSettings, OfVariablesThatCannotBeReadNameTheVariable) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"SQLMIG_LOCK_TIMEOUT", "soon"}, {"SQLMIG_STATEMENT_TIMEOUT", "5"},
      {"SQLMIG_RETRIES", "many"},      {"SQLMIG_RETRIES", "-1"},
      {"SQLMIG_RETRIES", "3x"},        {"SQLMIG_RETRIES", "1001"},
  };
  for (const auto& [name, value] : rows) {
    const Error error = caught([&, &name = name, &value = value] {
      (void)config_of("", {{name, value}});
    });
    EXPECT_EQ(error.code(), ErrorCode::config);
    EXPECT_TRUE(std::string_view(error.what()).starts_with(name)) << error.what();
    EXPECT_NE(error.advice, "") << name;
  }
}

TEST(PasswordSetting, IsTheVariableAsItIs) {
  EXPECT_EQ(config_of("", {{"SQLMIG_PASSWORD", " a%40#b "}}).password, " a%40#b ");
}

TEST(PasswordSetting, IsTheVariableBeforeTheFile) {
  EXPECT_EQ(password_file_of("password_file = \"${MISSING}\"\n", {{"SQLMIG_PASSWORD", "x"}}),
            "none");
}

TEST(PasswordSetting, NamesAFileBelowTheProject) {
  EXPECT_EQ(password_file_of("password_file = \"secrets/./db\"\n"), "secrets/db");
  EXPECT_EQ(config_of("password_file = \"/run/secrets/db\"\n").password_file, "/run/secrets/db");
}

TEST(PasswordSetting, ExpandsVariables) {
  EXPECT_EQ(password_file_of("password_file = \"${DIR}/db\"\n", {{"DIR", "here"}}), "here/db");
  EXPECT_EQ(password_file_of("password_file = \"${DIR:-there}/db\"\n"), "there/db");
}

TEST(PasswordSetting, WhoseVariableIsMissingStopsOnlyWhatNeedsADatabase) {
  const Config config = config_of("url = \"sqlite:a\"\npassword_file = \"${DIR}\"\n");
  ASSERT_EQ(config.url_findings.size(), 1U);
  EXPECT_EQ(config.url_findings[0].message, "the variable 'DIR' is not set");
}

TEST(PasswordSetting, BelongsToTheUrlBesideIt) {
  const char* toml =
      "url = \"top\"\npassword_file = \"top\"\n[env.own]\nurl = \"own\"\npassword_file = \"own\"\n"
      "[env.url]\nurl = \"other\"\n[env.file]\npassword_file = \"other\"\n[env.none]\n";
  EXPECT_EQ(password_file_of(toml), "top");
  EXPECT_EQ(password_file_of(toml, {}, "own"), "own");
  EXPECT_EQ(password_file_of(toml, {}, "url"), "none");
  EXPECT_EQ(password_file_of(toml, {}, "file"), "other");
  EXPECT_EQ(password_file_of(toml, {}, "none"), "top");
}

}  // namespace
}  // namespace sqlmig
