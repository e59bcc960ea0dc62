// sqlmig init
#pragma once

#include "commands/ci.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sqlmig::commands {

/// With `ci`, a folder that is in a project already gets only the files of that.
struct InitRequest {
  /// Where; nothing: in the current folder or, for `ci` only, in the project that it is in.
  std::optional<std::filesystem::path> folder;
  std::optional<CiSystem> ci;
};
struct InitResult {
  enum class Project { made, found };
  Project project = Project::made;
  std::filesystem::path folder;
  std::vector<std::string> created;  // relative to `folder`
  std::vector<std::string> kept;     // was there already
  std::vector<ByHand> by_hand;
};

/// Makes a project in the folder, which need not exist. Files that are there stay as they are.
/// Errors: ErrorCode::config if there is a sqlmig.toml and no `ci`, or it cannot be used, or as
/// `add_ci` says; ErrorCode::io.
[[nodiscard]] InitResult init(const InitRequest& request);

}  // namespace sqlmig::commands
