// The outside world, read here and handed down: variables, clock, user, host, git.
#pragma once

#include <sqlmig/execute.hpp>
#include <sqlmig/project.hpp>

#include <string>

namespace sqlmig::cli {

/// The variables of the process.
[[nodiscard]] Environment process_environment();

/// Who runs this, for the record; `reason` is what --reason gave.
[[nodiscard]] Operator current_operator(std::string reason);

/// The present moment in UTC: RFC 3339 and `YYYYMMDDHHMMSS`.
struct Moment {
  std::string rfc3339;
  std::string timestamp;
};
[[nodiscard]] Moment now();

/// `Name <address>` from git's configuration; empty if git does not know.
[[nodiscard]] std::string git_author();

/// Whether the standard streams are terminals.
[[nodiscard]] bool stdin_is_terminal();
[[nodiscard]] bool stdout_is_terminal();
[[nodiscard]] bool stderr_is_terminal();

}  // namespace sqlmig::cli
