// The commands and their options, as CLI11 is told of them.
#pragma once

#include "cli/words.hpp"

#include <CLI/CLI.hpp>

namespace sqlmig::cli {

/// Declares everything that may stand on the command line; parsing then fills `words`, which must
/// outlive `app`.
void declare_commands(CLI::App& app, Words& words);

}  // namespace sqlmig::cli
