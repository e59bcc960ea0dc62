// Drawing a revision graph in the terminal: one lane for each line of development.
#pragma once

#include <sqlmig/graph.hpp>

#include <optional>
#include <string>
#include <vector>

namespace sqlmig {

/// A line of the picture. `drawing` holds the lanes (`* | / \ _` and blanks, no blank at the end).
/// With a revision, `drawing` has its `*`, and `below` are the lanes that pass beside further lines
/// of text about it.
struct LaneRow {
  std::optional<Graph::Index> revision;
  std::string drawing;
  std::string below;
};

/// The members of `shown` from the newest to the oldest, each on a row of its own, and between them
/// the rows in which lanes part and join. Parents outside of `shown` end their lane; dependencies
/// are not drawn.
/// Cost: linear in the members, their edges and the width of what is drawn.
[[nodiscard]] std::vector<LaneRow> draw_lanes(const Graph& graph, const RevisionSet& shown);

}  // namespace sqlmig
