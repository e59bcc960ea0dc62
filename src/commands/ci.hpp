// The files that make `sqlmig verify` a gate: of a CI system, or of git's commits.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sqlmig::commands {

enum class CiSystem { github, gitlab, pre_commit };

/// What is left to do by hand: the lines go where `what` says.
struct ByHand {
  std::string what;
  std::vector<std::string> lines;
};

/// Shape: the paths are absolute.
struct CiFiles {
  std::vector<std::filesystem::path> created;
  std::vector<std::filesystem::path> kept;  // was there already
  std::vector<ByHand> by_hand;
};

/// Writes the files of `system` for the project in `folder`, at the root of its git repository: the
/// nearest folder upward with a `.git`, else `folder`. `migrations` is relative to `folder`. Files
/// that are there stay as they are.
/// Errors: ErrorCode::config if the path from the root to the project cannot stand in such a file,
/// ErrorCode::io.
[[nodiscard]] CiFiles add_ci(CiSystem system, const std::filesystem::path& folder,
                             const std::string& migrations);

}  // namespace sqlmig::commands
