// The ${NAME} in values of sqlmig.toml.
#pragma once

#include <sqlmig/project.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace sqlmig::project {

/// Why a text cannot be expanded.
struct BadVariable {
  std::string message;
  std::string advice;
};

/// Replaces `${NAME}` and `${NAME:-default}`; `$$` is a dollar sign. What a value holds is not
/// expanded again.
/// Source: docs/formats.md "sqlmig.toml".
[[nodiscard]] std::variant<std::string, BadVariable> expand_variables(
    std::string_view text, const Environment& environment);

}  // namespace sqlmig::project
