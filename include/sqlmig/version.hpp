// The version of this library and tool.
#pragma once

#include <string_view>

namespace sqlmig {

/// Semantic version, such as `0.1.0`.
[[nodiscard]] std::string_view version();

}  // namespace sqlmig
