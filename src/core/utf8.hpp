// UTF-8: is a text valid, and how many characters lie before a byte.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace sqlmig {

/// The offset of the first byte that is not valid UTF-8 (RFC 3629), or nothing.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// The number of characters (code points) in valid UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view text);

/// The byte offset of character number `characters` (from 0); the size of the text if it is
/// shorter.
[[nodiscard]] std::size_t byte_offset(std::string_view text, std::size_t characters);

}  // namespace sqlmig
