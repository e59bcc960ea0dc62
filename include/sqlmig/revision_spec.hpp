// How a person names a revision or a range of them, as a value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sqlmig {

/// A place in the history: `[BRANCH@][NAME][+N|-N]`, where NAME may be an id, the start of one, a
/// label, a tag, or one of the anchors. Without a name the steps start at what is applied.
/// Source: docs/cli.md "Naming a revision".
struct RevisionPoint {
  /// How much of an id must be typed.
  static constexpr std::size_t kMinPrefix = 4;
  enum class Anchor { named, head, heads, base, current };

  std::string branch;  // what stands before `@`: a label or a revision; empty: no branch is meant
  Anchor anchor = Anchor::named;
  std::string name;  // with Anchor::named
  int steps = 0;     // > 0 towards the heads, < 0 towards the base
  std::string text;  // as it was written
};

/// `FROM:TO`, with both ends in it; an end that is left out is open.
struct RevisionRange {
  std::optional<RevisionPoint> from;
  std::optional<RevisionPoint> to;
};

/// What was written where a revision is asked for. Which of the two is allowed is decided where it
/// is resolved.
struct RevisionSpec {
  std::variant<RevisionPoint, RevisionRange> form;
  std::string text;  // as it was written
};

/// Reads a revision or a range.
/// Errors: ErrorCode::usage.
[[nodiscard]] RevisionSpec parse_revision_spec(std::string_view text);

/// Whether the spec can only be resolved before a database: it names what is applied.
[[nodiscard]] bool needs_database(const RevisionSpec& spec);

[[nodiscard]] bool any_needs_database(const std::vector<RevisionSpec>& specs);

/// The text that has the meaning of `point`: what `parse_revision_spec` reads back.
[[nodiscard]] std::string to_string(const RevisionPoint& point);

}  // namespace sqlmig
