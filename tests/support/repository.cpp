#include "support/repository.hpp"

#include <stdexcept>
#include <utility>

namespace sqlmig::test {

std::map<std::string, std::string> git_variables() {
  return {{"GIT_CONFIG_NOSYSTEM", "1"},
          {"GIT_CONFIG_COUNT", "3"},
          {"GIT_CONFIG_KEY_0", "user.name"},
          {"GIT_CONFIG_VALUE_0", "Dana Fuller"},
          {"GIT_CONFIG_KEY_1", "user.email"},
          {"GIT_CONFIG_VALUE_1", "dana@example.org"},
          {"GIT_CONFIG_KEY_2", "init.defaultBranch"},
          {"GIT_CONFIG_VALUE_2", "main"}};
}

void run_git(const std::filesystem::path& folder, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "git");
  const ProcessResult result = run_process(arguments, {folder, git_variables(), {}});
  if (result.exit_code != 0) throw std::runtime_error("git failed: " + result.out + result.err);
}

std::map<std::string, std::string> Repositories::variables() const {
  std::map<std::string, std::string> variables = git_variables();
  variables.emplace("GIT_CEILING_DIRECTORIES", folder_.path().string());
  return variables;
}

ProcessResult Repositories::try_git(const std::string& where,
                                    std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "git");
  return run_process(arguments, {folder_ / where, variables(), {}});
}

std::string Repositories::git(const std::string& where, std::vector<std::string> arguments) const {
  const std::string command = arguments.at(0);
  ProcessResult result = try_git(where, std::move(arguments));
  if (result.exit_code == 0) return std::move(result.out);
  throw std::runtime_error("git " + command + " failed: " + result.out + result.err);
}

void Repositories::init(const std::string& where, const std::vector<std::string>& options) const {
  std::filesystem::create_directories(folder_ / where);
  std::vector<std::string> arguments{"init", "--quiet"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  git(where, std::move(arguments));
}

void Repositories::commit_all(const std::string& where, const std::string& message) const {
  git(where, {"add", "--all"});
  git(where, {"commit", "--quiet", "--allow-empty", "--message", message});
}

std::string Repositories::url(const std::string& where) const {
  return "file://" + (folder_ / where).string();
}

}  // namespace sqlmig::test
