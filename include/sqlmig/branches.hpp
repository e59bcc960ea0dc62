// Branches: the lines of development that labels name.
#pragma once

#include <sqlmig/history.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

/// The branch that a label on `revision` names: the revision, all that is built on it, and what it
/// is built on back to the branch point or merge before. Parents only; a dependency joins nothing.
[[nodiscard]] RevisionSet branch_members(const Graph& graph, Graph::Index revision);

/// The labels whose branch each revision is on, by graph index; sorted. The views live as long as
/// the history.
[[nodiscard]] std::vector<std::vector<std::string_view>> branch_labels(const History& history);

/// The revision that a label stands on. Nothing if there is none.
[[nodiscard]] std::optional<Graph::Index> find_label(const History& history,
                                                     std::string_view label);

/// Heads that belong to one line of development, which is to have one.
/// Shape: `label` is empty for the heads on no such branch; `heads` ascending, not empty.
struct HeadGroup {
  std::string label;
  std::vector<Graph::Index> heads;
};

/// The heads by branch, for labels that are meant to keep a head of their own; then those that are
/// on none of them. A branch that begins on another one is a line of its own from there on; a head
/// where branches meet is in each of their groups. Branches without a head of theirs are left out,
/// those with the same heads share a group, whose label names them all.
[[nodiscard]] std::vector<HeadGroup> group_heads(const History& history,
                                                 const std::vector<NameLink>& labels);

}  // namespace sqlmig
