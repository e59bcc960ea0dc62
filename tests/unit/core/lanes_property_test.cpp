#include "core/lanes.hpp"
#include "unit/core/graphs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig {
namespace {

using test::graph_of;
using test::Node;
using test::random_nodes;

// Reads a picture as an eye does that follows the lines down from each `*`.
class PictureReader {
 public:
  using Edges = std::set<std::pair<Graph::Index, Graph::Index>>;

  explicit PictureReader(const std::vector<LaneRow>& rows) : rows_(rows) {}

  [[nodiscard]] Edges edges() const {
    Edges result;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (!rows_[row].revision) continue;
      for (const std::size_t end : ends_below({row, rows_[row].drawing.find('*')})) {
        result.insert({*rows_[row].revision, *rows_[end].revision});
      }
    }
    return result;
  }

 private:
  struct Place {
    std::size_t row;
    std::size_t column;
  };

  // Blank beside the picture as well: a column left of it is a very large number.
  [[nodiscard]] char at(std::size_t row, std::size_t column) const {
    if (row >= rows_.size() || column >= rows_[row].drawing.size()) return ' ';
    return rows_[row].drawing[column];
  }

  // The rows of all `*` that one comes to from a place in a lane.
  [[nodiscard]] std::vector<std::size_t> ends_below(Place start) const {
    std::vector<std::size_t> ends;
    std::vector<Place> open{start};
    while (!open.empty()) {
      const auto [row, column] = open.back();
      open.pop_back();
      const char under = at(row + 1, column);
      if (under == '*') ends.push_back(row + 1);
      if (under == '|') open.push_back({row + 1, column});
      for (const int side : {-1, 1}) {
        if (leaves(row, column, side)) open.push_back(end_of_connector(row + 1, column, side));
      }
    }
    return ends;
  }

  static char slash(int side) { return side < 0 ? '/' : '\\'; }
  static std::size_t beside(std::size_t column, int side, std::size_t distance = 1) {
    return side < 0 ? column - distance : column + distance;
  }

  // Whether a slash in the next row leaves this lane, rather than going on from a slash or a line
  // on the lane's other side.
  [[nodiscard]] bool leaves(std::size_t row, std::size_t column, int side) const {
    const char before = at(row, beside(column, -side));
    return at(row + 1, beside(column, side)) == slash(side) && before != slash(side) &&
           before != '_';
  }

  // Where the connector ends that leaves a lane with a slash in this row: a line runs below lanes,
  // and a slash takes it, or the first slash itself, into the next row.
  [[nodiscard]] Place end_of_connector(std::size_t row, std::size_t column, int side) const {
    std::size_t gap = beside(column, side);
    while (at(row, beside(gap, side, 2)) == '_') gap = beside(gap, side, 2);
    const std::size_t next = beside(gap, side, 2);
    if (at(row + 1, next) == slash(side)) return {row + 1, beside(next, side)};
    return {row, beside(gap, side)};
  }

  const std::vector<LaneRow>& rows_;
};

PictureReader::Edges edges_of(const Graph& graph, const RevisionSet& shown) {
  PictureReader::Edges result;
  for (const Graph::Index revision : shown.members()) {
    for (const Graph::Index parent : graph.parents(revision)) {
      if (shown.contains(parent)) result.insert({revision, parent});
    }
  }
  return result;
}

// Lanes in the even columns, connectors in the odd ones; a line crosses free lanes as well.
bool is_well_formed(const LaneRow& row) {
  for (std::size_t i = 0; i < row.drawing.size(); ++i) {
    const std::string allowed = i % 2 == 1 ? " /\\_" : row.revision ? " *|" : " |_";
    if (allowed.find(row.drawing[i]) == std::string::npos) return false;
  }
  const auto stars = std::count(row.drawing.begin(), row.drawing.end(), '*');
  return stars == (row.revision ? 1 : 0) && !row.drawing.ends_with(' ') &&
         !row.below.ends_with(' ');
}

std::string below_as_drawn(std::string drawing, bool goes_on) {
  drawing[drawing.find('*')] = goes_on ? '|' : ' ';
  drawing.erase(drawing.find_last_not_of(' ') + 1);
  return drawing;
}

void expect_true_picture(const Graph& graph, const RevisionSet& shown) {
  const std::vector<LaneRow> rows = draw_lanes(graph, shown);
  const PictureReader::Edges edges = edges_of(graph, shown);
  std::vector<Graph::Index> drawn;
  for (const LaneRow& row : rows) {
    EXPECT_TRUE(is_well_formed(row)) << row.drawing;
    if (!row.revision) continue;
    drawn.push_back(*row.revision);
    const bool goes_on = std::any_of(edges.begin(), edges.end(),
                                     [&](const auto& edge) { return edge.first == *row.revision; });
    EXPECT_EQ(row.below, below_as_drawn(row.drawing, goes_on)) << row.drawing;
  }
  std::vector<Graph::Index> newest_first = shown.members();
  std::reverse(newest_first.begin(), newest_first.end());
  EXPECT_EQ(drawn, newest_first);
  EXPECT_EQ(PictureReader(rows).edges(), edges);
}

TEST(Lanes, LeadFromEachRevisionToItsParentsAndNowhereElse) {
  std::mt19937 random(20240611);
  for (int round = 0; round < 4000; ++round) {
    const std::vector<Node> nodes = random_nodes(random, 24);
    const Graph graph = graph_of(nodes);
    RevisionSet shown(graph.size());
    for (Graph::Index i = 0; i < graph.size(); ++i) {
      if (round % 2 == 0 || random() % 4 != 0) shown.insert(i);
    }
    expect_true_picture(graph, shown);
    if (!testing::Test::HasFailure()) continue;
    std::string text = "\n";
    for (const LaneRow& row : draw_lanes(graph, shown)) text += row.drawing + "\n";
    FAIL() << "in round " << round << " with this picture:" << text;
  }
}

}  // namespace
}  // namespace sqlmig
