// The words of a command line as the request of their command.
#pragma once

#include "cli/options.hpp"
#include "cli/words.hpp"

#include <optional>
#include <string>

namespace sqlmig::cli {

/// The request of a command that writes files, of one that changes a database, or of one that
/// looks; nothing if the command of this name is no such command.
/// Errors: ErrorCode::usage.
[[nodiscard]] std::optional<Command> authoring_request(const Words& words,
                                                       const std::string& command);
[[nodiscard]] std::optional<Command> changing_request(const Words& words,
                                                      const std::string& command);
[[nodiscard]] std::optional<Command> looking_request(const Words& words,
                                                     const std::string& command);

/// What every way down goes over.
template <typename Request>
void add_allowances(Request& request, const Words& words) {
  request.empty_downs = words.allow_empty_down ? EmptyDowns::allowed : EmptyDowns::refused;
  request.modified =
      words.allow_modified ? commands::Modified::allowed : commands::Modified::refused;
}

}  // namespace sqlmig::cli
