// Going on with what stopped half-way.
#pragma once

#include <sqlmig/applied.hpp>
#include <sqlmig/history.hpp>

#include <vector>

namespace sqlmig::commands {

/// What becomes of a revision that stopped half-way.
enum class Unfinished { refused, resumed };

/// The revisions with files that stopped in this state. Ascending.
[[nodiscard]] std::vector<Graph::Index> unfinished_in(RevisionState state,
                                                      const AppliedRevisions& applied,
                                                      const Graph& graph);

/// As if those revisions had not been begun.
[[nodiscard]] AppliedRevisions without(const std::vector<Graph::Index>& revisions,
                                       const AppliedRevisions& applied, const Graph& graph);

}  // namespace sqlmig::commands
