// A text as one word of a shell command, for commands that messages show.
#pragma once

#include <string>
#include <string_view>

namespace sqlmig {

/// `text`, in single quotes if a POSIX shell would otherwise take it for anything but one word.
/// Source: POSIX.1-2017, Shell Command Language, 2.2 Quoting.
[[nodiscard]] std::string shell_word(std::string_view text);

}  // namespace sqlmig
