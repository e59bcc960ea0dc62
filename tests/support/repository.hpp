// git, as a test uses it.
#pragma once

#include "support/process.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sqlmig::test {

/// The variables of a git that has an author and calls the first branch `main`. With a home of its
/// own, as `run_process` makes one, it reads nobody's configuration.
[[nodiscard]] std::map<std::string, std::string> git_variables();

/// Runs git in a folder. Throws with what it said if it fails.
void run_git(const std::filesystem::path& folder, std::vector<std::string> arguments);

}  // namespace sqlmig::test
