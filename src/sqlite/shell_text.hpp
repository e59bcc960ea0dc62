// SQL as the sqlite3 shell has to read it.
#pragma once

#include <sqlmig/client_script.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqlite {

/// The text as a literal.
[[nodiscard]] std::string literal(std::string_view text);

/// A whole script, or a statement of one: it ends with `;` and a line end.
[[nodiscard]] std::string script_for_shell(std::string_view script);

/// Where the shell would take SQL for something else: a command, the end of a statement, or a line
/// end that is another one.
/// Source: SQLite's src/shell.c.in, process_input(), line_is_command_terminator(),
/// local_getline().
[[nodiscard]] std::vector<ScriptProblem> problems_in_shell(std::string_view script);

/// Whether a script may leave something in its session: a pragma, an attached database, something
/// temporary.
[[nodiscard]] bool may_change_session(std::string_view script);

}  // namespace sqlmig::sqlite
