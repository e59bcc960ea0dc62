// SQLMIG_* variables with their types.
#pragma once

#include <sqlmig/project.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace sqlmig::project {

/// What a variable says; nothing if it is not set or empty.
[[nodiscard]] std::optional<std::string> variable(const Environment& environment,
                                                  const std::string& name);

/// Errors, of both: ErrorCode::config if it is of another type.
[[nodiscard]] std::optional<std::chrono::milliseconds> duration_variable(
    const Environment& environment, const std::string& name);
[[nodiscard]] std::optional<int> retries_variable(const Environment& environment,
                                                  const std::string& name);

}  // namespace sqlmig::project
