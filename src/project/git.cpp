#include "project/git.hpp"

#include "project/program.hpp"
#include <sqlmig/revision.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace sqlmig::project {
namespace {

// Which repository is meant, says the folder. Git sets these for its hooks, where they may name
// another one or be relative to another folder.
constexpr std::array<std::string_view, 5> kOfOneRepository{
    "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"};

std::vector<std::string> git_environment() {
  std::vector<std::string> variables;
  for (char** variable = ::environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::string_view name = text.substr(0, text.find('='));
    if (std::find(kOfOneRepository.begin(), kOfOneRepository.end(), name) !=
            kOfOneRepository.end() ||
        name == "GIT_OPTIONAL_LOCKS") {
      continue;
    }
    variables.emplace_back(text);
  }
  // Reading must not get in the way of a git that writes.
  variables.emplace_back("GIT_OPTIONAL_LOCKS=0");
  return variables;
}

// Nothing if there is no git.
std::optional<ProgramOutput> git(const std::filesystem::path& folder,
                                 const std::vector<std::string>& arguments) {
  std::vector<std::string> command{"git", "-C", folder.string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run_program(command, git_environment());
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

bool is_object_name(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The object name of a commit: with that, no later question can mistake `ref` for something else.
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

// The id of the revision whose manifest this is: `a/b/manifest.toml` -> b. Nothing for any other
// file, and for what is ignored because of a dot.
std::optional<std::string> id_of_manifest(std::string_view path) {
  constexpr std::string_view kManifest = "/manifest.toml";
  if (!path.ends_with(kManifest)) return std::nullopt;
  path.remove_suffix(kManifest.size());
  if (path.starts_with('.') || path.find("/.") != std::string_view::npos) return std::nullopt;
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (RevisionId::problem_with(name)) return std::nullopt;
  return std::string(name);
}

// Whether some folder from here up looks like a repository, whatever git thinks of it.
bool has_repository_above(const std::filesystem::path& folder) {
  std::error_code failure;
  for (std::filesystem::path at = std::filesystem::absolute(folder, failure);;
       at = at.parent_path()) {
    if (std::filesystem::exists(at / ".git", failure)) return true;
    if (at == at.parent_path()) return false;
  }
}

}  // namespace

std::vector<std::string> revision_ids_at(const std::filesystem::path& migrations,
                                         const std::string& ref) {
  require_repository(migrations);
  // Names are relative to the folder that git runs in. They end with NUL and are not quoted.
  const auto listed = git(
      migrations, {"ls-tree", "-r", "-z", "--name-only", commit_of(migrations, ref), "--", "."});
  if (!listed || listed->exit_code != 0) {
    throw Error(ErrorCode::io, fmt::format("cannot list {} as '{}' has it: {}", migrations.string(),
                                           ref, listed ? complaint(*listed) : "git is gone"));
  }
  std::vector<std::string> ids;
  std::string_view rest = listed->out;
  while (!rest.empty()) {
    const std::string_view path = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(rest.size(), path.size() + 1));
    if (auto id = id_of_manifest(path)) ids.push_back(std::move(*id));
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::optional<std::string> default_base(const std::filesystem::path& migrations) {
  const auto inside = git(migrations, {"rev-parse", "--git-dir"});
  if (!inside) return std::nullopt;
  if (inside->exit_code != 0) {
    // To be in no repository is one thing, and not to be let into it another.
    if (!has_repository_above(migrations)) return std::nullopt;
    throw Error(ErrorCode::config, fmt::format("git does not read the repository of {}: {}",
                                               migrations.string(), complaint(*inside)))
        .with_advice("mend that, or name what others have with --against");
  }
  const auto head =
      git(migrations, {"symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"});
  if (head && head->exit_code == 0) return first_line(head->out);
  for (const char* name : {"origin/main", "origin/master"}) {
    const auto there = git(migrations, {"rev-parse", "--verify", "--quiet",
                                        fmt::format("refs/remotes/{}^{{commit}}", name)});
    if (there && there->exit_code == 0) return name;
  }
  return std::nullopt;
}

}  // namespace sqlmig::project
