// Statements of our own, and comments, as text.
#pragma once

#include <sqlmig/database.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace sqlmig {

/// Turns a text into a literal of a database.
using ToLiteral = std::function<std::string(std::string_view text)>;

/// The statement with its values in the places of its parameters.
/// Shape: our own statements hold no `$` but their parameters.
[[nodiscard]] std::string with_values(const Statement& statement, const ToLiteral& literal);

/// The lines as a comment, whatever stands in them. Shape: ends with a newline, unless it is empty.
[[nodiscard]] std::string as_comment(std::string_view lines);

}  // namespace sqlmig
