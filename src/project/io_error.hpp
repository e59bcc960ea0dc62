// What the system says about a file, with what to do about it.
#pragma once

#include <sqlmig/error.hpp>

#include <string_view>
#include <system_error>

namespace sqlmig::project {

/// "cannot <action> <what>: <reason>", such as "cannot read a.sql: Permission denied", with advice
/// where the reason tells what to do.
[[nodiscard]] Error io_error(std::string_view action, std::string_view what, std::error_code cause);

/// As above, for an `errno`.
[[nodiscard]] Error io_error(std::string_view action, std::string_view what, int cause);

}  // namespace sqlmig::project
