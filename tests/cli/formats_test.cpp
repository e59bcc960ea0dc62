// sqlmig verify --format and --output: what it writes is what the programs that read it expect.
#include "cli/project.hpp"

#include <gmock/gmock.h>

namespace sqlmig::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// The files of a run with all formats, by name of the format.
constexpr const char* kFormats[] = {"text", "json", "github", "sarif", "junit", "gitlab"};

ProcessResult check_report(const Arguments& arguments) {
  Arguments command{"python3", std::string(SQLMIG_TEST_SOURCE_DIR) + "/tests/cli/check_report.py"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run_process(command, {});
}

testing::AssertionResult fits(const std::filesystem::path& report, const std::string& schema) {
  const ProcessResult result =
      check_report({"schema", std::string(SQLMIG_TEST_SOURCE_DIR) + "/" + schema, report.string()});
  if (result.exit_code == 0) return testing::AssertionSuccess();
  return testing::AssertionFailure() << schema << ":\n" << result.out << result.err;
}

class Formats : public ProjectTest {
 protected:
  // Runs verify with a file for each format, all of which have to be well formed.
  ProcessResult verify_with_all(const Arguments& more = {}) const {
    Arguments arguments{"verify"};
    for (const char* format : kFormats) {
      arguments.emplace_back("--output");
      arguments.push_back(std::string(format) + "=report." + format);
    }
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProcessResult result = sqlmig(arguments);
    EXPECT_TRUE(fits(folder_ / "report.json", "docs/verify.schema.json"));
    EXPECT_TRUE(fits(folder_ / "report.sarif", "tests/cli/data/sarif.schema.json"));
    EXPECT_TRUE(fits(folder_ / "report.gitlab", "tests/cli/data/gitlab.schema.json"));
    return result;
  }

  [[nodiscard]] nlohmann::json read(const std::string& format) const {
    return nlohmann::json::parse(folder_.read("report." + format));
  }
  [[nodiscard]] nlohmann::json sarif_run() const { return read("sarif")["runs"][0]; }

  // The test case of this name.
  [[nodiscard]] nlohmann::json test_case(const std::string& name) const {
    const ProcessResult result = check_report({"junit", (folder_ / "report.junit").string()});
    EXPECT_TRUE(exits(result, 0));
    const auto suite = nlohmann::json::parse(result.out, nullptr, false);
    if (!suite.is_object()) return {};
    EXPECT_EQ(suite["name"], "sqlmig verify");
    for (const nlohmann::json& each : suite["cases"]) {
      if (each["name"] == name) return each;
    }
    ADD_FAILURE() << "there is no test case " << name;
    return {};
  }
};

TEST_F(Formats, AgreeThatThereIsNothingToFind) {
  write_table(folder_, "0001_users");
  EXPECT_TRUE(exits(verify_with_all(), 0));
  EXPECT_THAT(folder_.read("report.text"), StartsWith("ok: 1 revision, files only"));
  EXPECT_EQ(folder_.read("report.github"), folder_.read("report.text"));
  EXPECT_EQ(read("json")["findings"], nlohmann::json::array());
  EXPECT_EQ(read("gitlab"), nlohmann::json::array());
  EXPECT_EQ(sarif_run()["results"], nlohmann::json::array());
  EXPECT_EQ(test_case("verification")["outcome"], "passed");
  EXPECT_EQ(test_case("several-heads")["outcome"], "passed");
  EXPECT_EQ(test_case("transaction-control")["outcome"], "passed");
  EXPECT_EQ(test_case("edited-up")["outcome"], "skipped");
}

TEST_F(Formats, AgreeOnFindings) {
  write_revision(folder_, {"0001_users", {}, "COMMIT;\n", "DROP TABLE users;\n"});
  write_revision(folder_, {"0002_bills", {"0001_users"}, "-- later\n"});
  write_revision(folder_, {"0003_terms", {"0001_users"}});
  EXPECT_TRUE(exits(verify_with_all(), 3));
  const Strings codes{"several-heads", "transaction-control", "empty-up"};

  Strings in_json;
  const nlohmann::json findings = read("json")["findings"];
  for (const nlohmann::json& each : findings) in_json.push_back(each["code"]);
  EXPECT_EQ(in_json, codes);

  Strings in_gitlab;
  for (const nlohmann::json& each : read("gitlab")) in_gitlab.push_back(each["check_name"]);
  EXPECT_EQ(in_gitlab, codes);

  Strings in_sarif;
  const nlohmann::json results = sarif_run()["results"];
  for (const nlohmann::json& each : results) in_sarif.push_back(each["ruleId"]);
  EXPECT_EQ(in_sarif, codes);

  EXPECT_EQ(test_case("several-heads")["outcome"], "failure");
  EXPECT_EQ(test_case("transaction-control")["outcome"], "failure");
  EXPECT_EQ(test_case("empty-up")["outcome"], "passed");
  EXPECT_THAT(test_case("empty-up")["out"].get<std::string>(), HasSubstr("0002_bills/up.sql"));

  const std::string github = folder_.read("report.github");
  EXPECT_THAT(github, StartsWith("::error title=sqlmig several-heads::"));
  EXPECT_THAT(github, HasSubstr("\n::error file=migrations/0001_users/up.sql,line=1,"));
  EXPECT_THAT(github, HasSubstr("\n::warning file=migrations/0002_bills/up.sql,"));
  EXPECT_THAT(github, testing::EndsWith("\nfailed: 2 errors in 3 revisions, files only\n"));
}

TEST_F(Formats, PointAtTheSameLine) {
  write_revision(folder_, {"0001_users", {}, "SELECT 1;\n\n  COMMIT;\n"});
  EXPECT_TRUE(exits(verify_with_all(), 3));
  const nlohmann::json finding = read("json")["findings"][0];
  EXPECT_EQ(finding["line"], 3);
  const nlohmann::json place = sarif_run()["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], finding["file"]);
  EXPECT_EQ(place["region"]["startLine"], 3);
  EXPECT_EQ(place["region"]["startColumn"], finding["column"]);
  EXPECT_EQ(read("gitlab")[0]["location"]["path"], finding["file"]);
  EXPECT_EQ(read("gitlab")[0]["location"]["lines"]["begin"], 3);
}

TEST_F(Formats, ReportWhatADatabaseSays) {
  write_table(folder_, "0001_users");
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  folder_.write("migrations/0001_users/up.sql", "CREATE TABLE users (]]> int); -- 50% ::x\n");
  EXPECT_TRUE(exits(verify_with_all({"--database"}), 3));
  EXPECT_EQ(read("json")["applied"], 1);
  EXPECT_EQ(sarif_run()["results"][0]["ruleId"], "edited-up");
  EXPECT_EQ(test_case("edited-up")["outcome"], "failure");
  EXPECT_THAT(test_case("edited-up")["text"].get<std::string>(),
              HasSubstr("+CREATE TABLE users (]]> int); -- 50% ::x\n"));
  EXPECT_EQ(test_case("edited-down")["outcome"], "passed");
}

TEST_F(Formats, ReportWhatABaseSays) {
  write_table(folder_, "0001_users");
  write_table(folder_, "0002_bills", {"0001_users"});
  std::filesystem::create_directory(folder_ / "base");
  std::filesystem::copy(folder_ / "migrations", folder_ / "base/migrations",
                        std::filesystem::copy_options::recursive);
  folder_.write("base/sqlmig.toml", "url = \"sqlite:app.db\"\n");
  folder_.write("migrations/0002_bills/up.sql", "CREATE TABLE bills (j int);\n");
  EXPECT_TRUE(exits(verify_with_all({"--against-dir", "base"}), 3));
  EXPECT_TRUE(read("json")["against"].is_string());
  EXPECT_EQ(sarif_run()["results"][0]["ruleId"], "base-edited-up");
  EXPECT_EQ(test_case("base-edited-up")["outcome"], "failure");
  EXPECT_EQ(test_case("base-deleted")["outcome"], "passed");
}

TEST_F(Formats, ReportPendingRevisionsWhereTheyAreAskedAbout) {
  write_table(folder_, "0001_users");
  EXPECT_TRUE(exits(verify_with_all({"--require-applied"}), 4));
  EXPECT_EQ(read("json")["exit_code"], 4);
  EXPECT_EQ(sarif_run()["invocations"][0]["exitCode"], 4);
  EXPECT_EQ(test_case("pending")["outcome"], "failure");
}

TEST_F(Formats, NamePathsOfTheRepositoryWhereTheProjectIsAFolderOfIt) {
  TemporaryFolder repository;
  const ProcessOptions there{repository.path(), {}, {}};
  ASSERT_TRUE(exits(run_process({"git", "init"}, there), 0));
  const std::string project = "services/my shop";
  repository.write(project + "/sqlmig.toml", "url = \"sqlite:app.db\"\n");
  repository.write(project + "/migrations/0001_users/manifest.toml", "parents = []\n");
  repository.write(project + "/migrations/0001_users/up.sql", "COMMIT;\n");
  repository.write(project + "/migrations/0001_users/down.sql", "SELECT 1;\n");
  const auto run = [&](const std::string& format) {
    return run_sqlmig({"verify", "-C", project, "--format", format}, there).out;
  };
  EXPECT_THAT(run("github"),
              StartsWith("::error file=services/my shop/migrations/0001_users/up.sql,line=1,"));
  EXPECT_THAT(run("sarif"), HasSubstr("\"services/my%20shop/migrations/0001_users/up.sql\""));
  EXPECT_THAT(run("gitlab"), HasSubstr("\"services/my shop/migrations/0001_users/up.sql\""));
  EXPECT_THAT(run("junit"), HasSubstr("services/my shop/migrations/0001_users/up.sql:1"));
  EXPECT_THAT(run("json"), HasSubstr("\"migrations/0001_users/up.sql\""));
  EXPECT_THAT(run("text"), StartsWith("migrations/0001_users/up.sql:1"));
}

TEST_F(Formats, ReportThatThereIsNoProject) {
  std::filesystem::remove(folder_ / "sqlmig.toml");
  EXPECT_TRUE(exits(verify_with_all(), 2));
  EXPECT_THAT(folder_.read("report.text"), StartsWith("error: "));
  EXPECT_THAT(folder_.read("report.github"), StartsWith("::error title=sqlmig config::"));
  EXPECT_EQ(read("json")["error"]["code"], "config");
  EXPECT_EQ(read("gitlab")[0]["check_name"], "config");
  EXPECT_EQ(sarif_run()["invocations"][0]["executionSuccessful"], false);
  EXPECT_EQ(test_case("verification")["outcome"], "error");
  EXPECT_EQ(test_case("cycle")["outcome"], "skipped");
}

TEST_F(Formats, ReportThatThereIsNoServer) {
  EXPECT_TRUE(exits(verify_with_all({"--url", "postgresql://127.0.0.1:1/x"}), 6));
  const nlohmann::json invocation = sarif_run()["invocations"][0];
  EXPECT_EQ(invocation["exitCode"], 6);
  EXPECT_EQ(invocation["toolExecutionNotifications"][0]["descriptor"]["id"], "connection");
  EXPECT_EQ(test_case("verification")["outcome"], "error");
}

TEST_F(Formats, ListTheFindingsOfSqlmigToml) {
  folder_.write("sqlmig.toml", "ulr = \"sqlite:app.db\"\nmigration = \"x\"\n");
  EXPECT_TRUE(exits(verify_with_all(), 2));
  EXPECT_EQ(read("json")["error"]["findings"].size(), 2U);
  ASSERT_EQ(sarif_run()["results"].size(), 2U);
  EXPECT_EQ(sarif_run()["results"][0]["ruleId"], "unknown-key");
  EXPECT_EQ(read("gitlab").size(), 3U);
  EXPECT_EQ(test_case("unknown-key")["outcome"], "failure");
  EXPECT_EQ(test_case("verification")["outcome"], "error");
}

TEST_F(Formats, RepairTextThatIsNotUtf8) {
  write_revision(folder_, {"0001_users", {}, "SELECT '\xFF';\n"});
  folder_.write("migrations/a \xFE <b>/x.sql", "SELECT 1;\n");
  EXPECT_TRUE(exits(verify_with_all(), 3));
  EXPECT_EQ(test_case("not-utf8")["outcome"], "failure");
  EXPECT_EQ(test_case("orphan-file")["outcome"], "failure");
}

TEST_F(Formats, ComeOutOnStandardOutputAsInFiles) {
  write_fork(folder_);
  EXPECT_TRUE(exits(verify_with_all(), 3));
  for (const char* format : kFormats) {
    const ProcessResult result = sqlmig({"verify", "--format", format});
    EXPECT_TRUE(exits(result, 3));
    EXPECT_EQ(result.out, folder_.read("report." + std::string(format))) << format;
    EXPECT_EQ(result.err, "") << format;
  }
}

TEST_F(Formats, HaveTheSameExitCodes) {
  for (const char* format : kFormats) {
    EXPECT_TRUE(exits(sqlmig({"verify", "--format", format}), 0));
    EXPECT_TRUE(exits(sqlmig({"verify", "--format", format, "--env", "none"}), 2));
    EXPECT_TRUE(
        exits(sqlmig({"verify", "--format", format, "--url", "postgresql://127.0.0.1:1/x"}), 6));
  }
}

TEST_F(Formats, OfJsonIsThatOfTheFlag) {
  write_fork(folder_);
  EXPECT_EQ(sqlmig({"verify", "--format", "json"}).out, sqlmig({"verify", "--json"}).out);
  EXPECT_EQ(sqlmig({"verify", "--format", "json", "--json"}).out, sqlmig({"verify", "--json"}).out);
}

TEST_F(Formats, AreNotColoured) {
  write_fork(folder_);
  for (const char* format : {"github", "sarif", "junit", "gitlab"}) {
    const std::string out = sqlmig({"verify", "--format", format, "--color", "always"}).out;
    EXPECT_EQ(out.find('\033'), std::string::npos) << format;
  }
  EXPECT_TRUE(exits(sqlmig({"verify", "--color", "always", "--output", "text=a.txt"}), 3));
  EXPECT_EQ(folder_.read("a.txt").find('\033'), std::string::npos);
}

}  // namespace
}  // namespace sqlmig::test
