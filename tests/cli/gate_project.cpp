#include "cli/gate_project.hpp"

#include <algorithm>
#include <regex>
#include <stdexcept>

namespace sqlmig::test {

GateProject::GateProject() {
  repositories_.init("origin", {"--bare"});
  git("", {"clone", "--quiet", "origin", "seed"});
  write("seed/sqlmig.toml", "url = \"sqlite:app.db\"\n");
  write("seed/.gitignore", "app.db\n");
  std::filesystem::create_directory(path("seed/migrations"));
  add("seed", "0001_users", {});
  commit("seed");
  git("seed", {"push", "--quiet", "origin", "HEAD:main"});
}

void GateProject::git(const std::string& where, Arguments arguments) const {
  repositories_.git(where, std::move(arguments));
}

void GateProject::clone(const std::string& where) const {
  git("", {"clone", "--quiet", "origin", where});
  git(where, {"checkout", "--quiet", "-b", where});
}

void GateProject::merge_into_main(const std::string& where) const {
  commit(where);
  git(where, {"push", "--quiet", "origin", "HEAD:main"});
  fetch(where);
}

ProcessResult GateProject::sqlmig(const std::string& where, const Arguments& arguments,
                                  Variables variables) const {
  variables.merge(repositories_.variables());
  return run_sqlmig(arguments, {path(where), variables, {}});
}

nlohmann::json GateProject::json(const std::string& where, Arguments arguments) const {
  arguments.emplace_back("--json");
  const ProcessResult result = sqlmig(where, arguments);
  nlohmann::json object = nlohmann::json::parse(result.out, nullptr, false);
  if (object.is_discarded()) throw std::runtime_error(result.out + result.err);
  return object;
}

ProcessResult GateProject::verify(const std::string& where, const Arguments& more) const {
  Arguments arguments{"verify", "--against", "origin/main"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return sqlmig(where, arguments);
}

Strings GateProject::found(const std::string& where, const Arguments& more) const {
  Arguments arguments = more.empty() ? Arguments{"--against", "origin/main"} : more;
  arguments.insert(arguments.begin(), "verify");
  const nlohmann::json object = json(where, arguments);
  if (object.contains("error")) return {object["error"]["message"]};
  Strings codes;
  for (const nlohmann::json& finding : object["findings"]) {
    const std::string code = finding["code"];
    codes.push_back(finding["severity"] == "warning" ? "(" + code + ")" : code);
  }
  std::sort(codes.begin(), codes.end());
  return codes;
}

void GateProject::add(const std::string& where, const std::string& id,
                      const Strings& parents) const {
  Arguments arguments{"revision", "-m", id, "--id", id, "--splice"};
  for (const std::string& parent : parents.empty() ? Strings{"base"} : parents)
    arguments.insert(arguments.end(), {"--head", parent});
  if (const ProcessResult result = sqlmig(where, arguments); result.exit_code != 0)
    throw std::runtime_error(result.err);
  const std::string table = id.substr(id.find('_') + 1);
  const std::string folder = where + "/migrations/" + id;
  write(folder + "/up.sql", "CREATE TABLE " + table + " (id int);\n");
  write(folder + "/down.sql", "DROP TABLE " + table + ";\n");
}

Strings GateProject::follow(const std::string& where, const std::string& text) const {
  static const std::regex kCommand("\\b(git|sqlmig) [^\n;,]+");
  const std::string binaries = std::filesystem::path(SQLMIG_TEST_BINARY).parent_path().string();
  Strings commands;
  for (std::sregex_iterator match(text.begin(), text.end(), kCommand), end; match != end; ++match) {
    commands.push_back(match->str());
    const ProcessResult result =
        run_process({"sh", "-c", "PATH=\"$0:$PATH\"; " + commands.back(), binaries},
                    {path(where), repositories_.variables(), {}});
    EXPECT_TRUE(exits(result, 0)) << commands.back();
  }
  return commands;
}

}  // namespace sqlmig::test
