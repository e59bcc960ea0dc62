// Statements of our own as text.
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

}  // namespace sqlmig
