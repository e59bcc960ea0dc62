// sqlmig init
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sqlmig::commands {

struct InitRequest {
  std::filesystem::path folder;
};
struct InitResult {
  std::filesystem::path folder;
  std::vector<std::string> created;  // relative to `folder`
  std::vector<std::string> kept;     // was there already
};

/// Makes a project in the folder, which need not exist. Files that are there stay as they are.
/// Errors: ErrorCode::config if there is a sqlmig.toml, ErrorCode::io.
[[nodiscard]] InitResult init(const InitRequest& request);

}  // namespace sqlmig::commands
