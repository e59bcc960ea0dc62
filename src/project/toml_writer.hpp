// Values as TOML writes them.
#pragma once

#include <string>
#include <string_view>

namespace sqlmig::project {

/// The text in double quotes.
[[nodiscard]] std::string toml_string(std::string_view text);

/// A revision id as a key: bare, or quoted where a dot would make two keys of it.
[[nodiscard]] std::string toml_key(std::string_view id);

}  // namespace sqlmig::project
