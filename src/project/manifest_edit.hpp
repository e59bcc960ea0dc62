// Changing a manifest without rewriting it: comments, order, blanks and line ends of the author
// stay, only the bytes of what changes are others.
//
// `text` is a file as it stands on disk, and a valid manifest. What comes out is one as well.
#pragma once

#include <sqlmig/revision.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace sqlmig::project {

/// The text with the pin of `parent` replaced; nothing if it pins no such parent.
[[nodiscard]] std::optional<std::string> with_pin(std::string_view text, const RevisionId& parent,
                                                  const Checksum& pin);

/// The text with `parent`, pinned, in the place of the parent `old`; without `old`, as the first
/// parent of a base. An array of parents has no pins and gets none. Nothing if there is no `old`,
/// this is no base, or `parent` is a parent already.
[[nodiscard]] std::optional<std::string> with_parent(std::string_view text,
                                                     const std::optional<RevisionId>& old,
                                                     const RevisionId& parent, const Checksum& pin);

/// The text with one tag more, behind those that are there; nothing if it has that tag already.
[[nodiscard]] std::optional<std::string> with_tag(std::string_view text, std::string_view tag);

}  // namespace sqlmig::project
