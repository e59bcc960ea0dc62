// The variables that other programs are given.
#pragma once

#include <string>
#include <vector>

namespace sqlmig::project {

/// All variables of this process, as `NAME=value`, but those that hold a password or a URL with
/// one: git and an editor have no use for them.
[[nodiscard]] std::vector<std::string> child_environment();

}  // namespace sqlmig::project
