// Changing a manifest without rewriting it: comments, order and blanks of the author stay.
#pragma once

#include <sqlmig/revision.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace sqlmig::project {

/// The text of a manifest with the pin of `parent` replaced; nothing if it pins no such parent.
/// Only the bytes of the value change. `text` must be a valid manifest.
[[nodiscard]] std::optional<std::string> with_pin(std::string_view text, const RevisionId& parent,
                                                  const Checksum& pin);

}  // namespace sqlmig::project
