// The whole tool behind main.
#pragma once

#include <string>
#include <vector>

namespace sqlmig::cli {

/// Runs one command line and returns its exit code. Results go to standard output, progress and
/// errors to standard error.
[[nodiscard]] int run(const std::vector<std::string>& arguments);

}  // namespace sqlmig::cli
