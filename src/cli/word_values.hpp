// Single words of a command line, as the values that they stand for.
#pragma once

#include <sqlmig/revision_spec.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sqlmig::cli {

/// Errors, of each: ErrorCode::usage, which names the option.
[[nodiscard]] std::size_t to_number(const std::string& option, const std::string& text);
/// From 1 on.
[[nodiscard]] std::size_t to_count(const std::string& option, const std::string& text);
[[nodiscard]] std::chrono::seconds to_seconds(const std::string& option, const std::string& text);
[[nodiscard]] std::chrono::milliseconds to_duration(const std::string& option,
                                                    const std::string& text);

/// Nothing for an empty text, which stands for an option that was not given.
[[nodiscard]] std::optional<std::string> given(const std::string& text);
[[nodiscard]] std::optional<RevisionSpec> given_spec(const std::string& text);
[[nodiscard]] std::vector<RevisionSpec> specs_of(const std::vector<std::string>& texts);

/// One of two values, by a flag.
template <typename T>
[[nodiscard]] T chosen(bool flag, T without, T with) {
  return flag ? with : without;
}

}  // namespace sqlmig::cli
