#include "project/git.hpp"

#include "project/files.hpp"
#include "project/git_command.hpp"
#include <sqlmig/revision.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace sqlmig::project {
namespace {

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

}  // namespace

std::vector<std::string> revision_ids_at(const std::filesystem::path& migrations,
                                         const std::string& ref) {
  require_repository(migrations);
  // Names are relative to the folder that git runs in. They end with NUL and are not quoted.
  const auto listed = git(
      migrations, {"ls-tree", "-r", "-z", "--name-only", commit_of(migrations, ref), "--", "."});
  if (!listed || listed->exit_code != 0) {
    throw Error(ErrorCode::io, fmt::format("cannot list {} as '{}' has it: {}", migrations.string(),
                                           ref, listed ? complaint(*listed) : "git is gone"))
        .with_advice("mend that, or name what others have with --against");
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
    if (!nearest_folder_with(migrations, ".git")) return std::nullopt;
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

std::string path_in_repository(const std::filesystem::path& folder) {
  // Whatever git thinks of it.
  const auto root = nearest_folder_with(folder, ".git");
  if (!root) return {};
  const std::string path = std::filesystem::absolute(folder).lexically_relative(*root).string();
  return path == "." ? std::string() : path + "/";
}

}  // namespace sqlmig::project
