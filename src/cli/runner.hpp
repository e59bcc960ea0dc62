// From a command line to what came of it.
#pragma once

#include "cli/options.hpp"
#include "cli/render_json.hpp"

namespace sqlmig::cli {

/// Adds what does not stand on the command line, and runs the command. Progress, warnings and
/// questions go to standard error. What it throws is a result too.
[[nodiscard]] Result run_command(const CommandLine& line);

}  // namespace sqlmig::cli
