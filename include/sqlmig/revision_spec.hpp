// How a person names a revision, and which one that is.
#pragma once

#include <sqlmig/graph.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

/// The parsed form of a name: an anchor and a number of steps from it.
/// `named` is a full id or a unique prefix of one, at least kMinPrefix characters long.
/// Source: docs/cli.md "Naming a revision".
struct RevisionSpec {
  static constexpr std::size_t kMinPrefix = 4;
  enum class Anchor { named, head, heads, base, current };

  Anchor anchor = Anchor::named;
  std::string name;  // with Anchor::named
  int steps = 0;     // > 0 towards the heads, < 0 towards the base
  std::string text;  // as it was written
};

/// Reads `ID`, `head`, `heads`, `base`, `current`, `+N`, `-N` and `ANCHOR+N`, `ANCHOR-N`.
/// Errors: ErrorCode::usage.
[[nodiscard]] RevisionSpec parse_revision_spec(std::string_view text);

/// The revisions that `spec` names; `applied` is what the database has, where there is one.
/// Shape: ascending, unique; empty for `base` (nothing applied) and for heads of an empty history.
/// Errors: unknown_revision; ambiguous_revision, with the choices in the message; usage for a form
/// that needs a database where there is none, or that leaves the history.
[[nodiscard]] std::vector<Graph::Index> resolve(const RevisionSpec& spec, const Graph& graph,
                                                const RevisionSet* applied);

/// As `resolve`, for places that take exactly one revision.
/// Errors: also ambiguous_revision for several, usage for none.
[[nodiscard]] Graph::Index resolve_one(const RevisionSpec& spec, const Graph& graph,
                                       const RevisionSet* applied);

}  // namespace sqlmig
