#include "project/git_command.hpp"

#include "project/child_environment.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace sqlmig::project {
namespace {

// Which repository is meant, says the folder. Git sets these for its hooks, where they may name
// another one or be relative to another folder.
constexpr std::array<std::string_view, 5> kOfOneRepository{
    "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"};

std::vector<std::string> git_environment() {
  std::vector<std::string> variables = child_environment();
  std::erase_if(variables, [](const std::string& text) {
    const std::string_view name = std::string_view(text).substr(0, text.find('='));
    return std::find(kOfOneRepository.begin(), kOfOneRepository.end(), name) !=
               kOfOneRepository.end() ||
           name == "GIT_OPTIONAL_LOCKS";
  });
  // Reading must not get in the way of a git that writes.
  variables.emplace_back("GIT_OPTIONAL_LOCKS=0");
  return variables;
}

bool is_object_name(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::optional<ProgramOutput> git(const std::filesystem::path& folder,
                                 const std::vector<std::string>& arguments,
                                 std::string_view input) {
  std::vector<std::string> command{"git", "-C", folder.string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run_program(command, git_environment(), input);
}

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

std::string complaint(const ProgramOutput& output) {
  constexpr std::string_view kFatal = "fatal: ";
  const std::string line = first_line(output.err);
  if (line.empty()) return fmt::format("git ended with exit code {}", output.exit_code);
  return line.starts_with(kFatal) ? line.substr(kFatal.size()) : line;
}

void require_repository(const std::filesystem::path& migrations) {
  const auto output = git(migrations, {"rev-parse", "--git-dir"});
  if (!output) {
    throw Error(ErrorCode::config, "there is no git to ask")
        .with_advice("install git, or add its folder to PATH");
  }
  if (output->exit_code != 0) {
    throw Error(ErrorCode::config, fmt::format("git finds no repository for {}: {}",
                                               migrations.string(), complaint(*output)))
        .with_advice("run this in a clone of the project's repository");
  }
}

std::string commit_of(const std::filesystem::path& migrations, const std::string& ref) {
  const auto output = git(migrations, {"rev-parse", "--verify", "--quiet", "--end-of-options",
                                       fmt::format("{}^{{commit}}", ref)});
  // Git takes `^main` and `main..x` too, and answers with a caret or with two lines.
  if (output && output->exit_code == 0 && output->out.ends_with('\n')) {
    std::string name = output->out.substr(0, output->out.size() - 1);
    if (is_object_name(name)) return name;
  }
  throw Error(ErrorCode::config,
              fmt::format("'{}' names no commit in the repository of {}", ref, migrations.string()))
      .with_advice("name a branch, a tag or a commit that is here; git fetch may bring it");
}

}  // namespace sqlmig::project
