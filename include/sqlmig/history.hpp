// The revision history of a project: its revisions and their graph.
#pragma once

#include <sqlmig/graph.hpp>
#include <sqlmig/revision.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

/// What the files say. Shape: `revisions[i]` is the revision with graph index i, so the vector is
/// in topological order.
struct History {
  std::vector<Revision> revisions;
  Graph graph;

  [[nodiscard]] const Revision& at(Graph::Index index) const { return revisions[index]; }
  [[nodiscard]] const Revision* find(std::string_view id) const;
};

/// Why `name` cannot be a new label or tag: it is no name, or it is taken by an id, a label or a
/// tag. Nothing if it can be.
[[nodiscard]] std::optional<std::string> problem_with_new_name(const History& history,
                                                               std::string_view name);

/// The history checksum of every revision, by graph index.
[[nodiscard]] std::vector<Checksum> history_checksums(const History& history);

/// Shape: `history` is set exactly if the graph could be built; `findings` holds every problem of
/// the revisions as a whole (ids, names, graph), with position. `unlinked` are the revisions where
/// there is no graph.
struct HistoryCheck {
  std::optional<History> history;
  std::vector<Revision> unlinked;
  std::vector<Finding> findings;
};

/// Puts revisions, each valid in itself, together. `unreadable` are revisions that are there but
/// could not be read: a reference to one is no finding, and leaves no graph.
[[nodiscard]] HistoryCheck build_history(std::vector<Revision> revisions,
                                         const std::vector<RevisionId>& unreadable = {});

}  // namespace sqlmig
