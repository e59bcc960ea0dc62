#include "support/repository.hpp"

#include <stdexcept>

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

}  // namespace sqlmig::test
