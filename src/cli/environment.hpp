// The outside world, read here and handed down: variables, clock, user, host, git.
#pragma once

#include <sqlmig/execute.hpp>
#include <sqlmig/project.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

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

/// The command of the person's editor: $VISUAL, else $EDITOR.
[[nodiscard]] std::optional<std::string> editor();
/// Opens files in an editor and waits until it ends.
/// Errors: ErrorCode::io if it cannot be started or does not end well.
void open_in_editor(const std::string& editor, const std::vector<std::filesystem::path>& files);

/// Whether the standard streams are terminals.
[[nodiscard]] bool stdin_is_terminal();
[[nodiscard]] bool stdout_is_terminal();
[[nodiscard]] bool stderr_is_terminal();

}  // namespace sqlmig::cli
