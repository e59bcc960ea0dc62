// Where a byte of a text is, as a person sees it.
#pragma once

#include <sqlmig/finding.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace sqlmig {

/// Line and column of byte `offset` in `text`; an offset past the end is the end.
[[nodiscard]] SourcePosition position_at(std::string file, std::string_view text,
                                         std::size_t offset);

/// The line of byte `offset` and a second line with a caret below it, both indented by two blanks
/// and ended by a newline. Tabs before the caret stay tabs, so that it stands right in any
/// terminal; a very long line is cut around the caret.
[[nodiscard]] std::string excerpt_at(std::string_view text, std::size_t offset);

}  // namespace sqlmig
