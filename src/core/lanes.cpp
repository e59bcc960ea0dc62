#include "core/lanes.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sqlmig {
namespace {

using Lane = std::size_t;

// Lane n is drawn in column 2n; the odd columns are the gaps, where connectors run.
std::size_t column_of(Lane lane) { return 2 * lane; }
std::size_t gap_left_of(Lane lane) { return 2 * lane - 1; }
std::size_t gap_right_of(Lane lane) { return 2 * lane + 1; }

std::string without_trailing_blanks(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

// No two lanes wait for the same revision: where a second one would, it is joined into the first at
// once. So the picture stays narrow, and a lane says all about a revision that is still to come.
class LanePainter {
 public:
  LanePainter(const Graph& graph, const RevisionSet& shown) : graph_(graph), shown_(shown) {}

  std::vector<LaneRow> paint() && {
    const std::vector<Graph::Index> members = shown_.members();
    rows_.reserve(members.size());
    for (auto revision = members.rbegin(); revision != members.rend(); ++revision) draw(*revision);
    return std::move(rows_);
  }

 private:
  void draw(Graph::Index revision) {
    const std::optional<Lane> waiting = lane_of(revision);
    const Lane lane = waiting ? *waiting : lane_for_head();
    lanes_[lane] = revision;
    const std::vector<Graph::Index> parents = shown_parents(revision);

    std::string below = passing_lanes();
    std::string drawing = below;
    drawing[column_of(lane)] = '*';
    if (parents.empty()) below[column_of(lane)] = ' ';
    rows_.push_back({revision, without_trailing_blanks(std::move(drawing)),
                     without_trailing_blanks(std::move(below))});

    ended_.reset();
    if (parents.empty()) {
      lanes_[lane].reset();
      ended_ = lane;
    } else {
      lead_to(parents, lane);
    }
    while (!lanes_.empty() && !lanes_.back()) lanes_.pop_back();
  }

  // Leads the lane of the revision that was just drawn to its parents. One of them goes on in that
  // lane, the others get a connector each.
  void lead_to(const std::vector<Graph::Index>& parents, Lane lane) {
    const Graph::Index heir = heir_among(parents);
    for (const Graph::Index parent : parents) {
      if (parent == heir) continue;
      const std::optional<Lane> waiting = lane_of(parent);
      const Lane to = waiting ? *waiting : free_lane(lane + 1);
      connect(lane, to);
      lanes_[to] = parent;
    }
    // Last, for a lane that joins this one must not look as if it led to the other parents too.
    if (const std::optional<Lane> twin = lane_of(heir)) {
      lanes_[std::max(lane, *twin)].reset();
      connect(std::max(lane, *twin), std::min(lane, *twin));
      lanes_[std::min(lane, *twin)] = heir;
    } else {
      lanes_[lane] = heir;
    }
  }

  // The first parent that no lane waits for. If there is none, the one whose lane is rightmost: it
  // and the revision's lane become one, and of all joins this one frees the lane farthest right.
  [[nodiscard]] Graph::Index heir_among(const std::vector<Graph::Index>& parents) const {
    Graph::Index heir = parents.front();
    Lane rightmost = 0;
    for (const Graph::Index parent : parents) {
      const std::optional<Lane> lane = lane_of(parent);
      if (!lane) return parent;
      if (*lane < rightmost) continue;
      heir = parent;
      rightmost = *lane;
    }
    return heir;
  }

  // Draws the way from one lane down to another: a slash if they are neighbours, otherwise a slash,
  // a line that passes below the lanes between, and a slash.
  void connect(Lane from, Lane to) {
    const bool to_the_left = to < from;
    const char slash = to_the_left ? '/' : '\\';
    const Lane left = std::min(from, to);
    const Lane right = std::max(from, to);

    std::string row = passing_lanes();
    if (right - left > 1) {
      for (std::size_t i = column_of(left + 1); i <= column_of(right - 1); ++i) {
        if (row[i] == ' ') row[i] = '_';
      }
      row[to_the_left ? gap_left_of(from) : gap_right_of(from)] = slash;
      add_connector(std::move(row));
      row = passing_lanes();
    }
    row[to_the_left ? gap_right_of(to) : gap_left_of(to)] = slash;
    add_connector(std::move(row));
  }

  void add_connector(std::string row) {
    rows_.push_back({std::nullopt, without_trailing_blanks(std::move(row)), {}});
  }

  [[nodiscard]] std::string passing_lanes() const {
    std::string text(column_of(lanes_.size()), ' ');
    for (Lane lane = 0; lane < lanes_.size(); ++lane) {
      if (lanes_[lane]) text[column_of(lane)] = '|';
    }
    return text;
  }

  [[nodiscard]] std::vector<Graph::Index> shown_parents(Graph::Index revision) const {
    std::vector<Graph::Index> result;
    for (const Graph::Index parent : graph_.parents(revision)) {
      if (shown_.contains(parent)) result.push_back(parent);
    }
    return result;
  }

  [[nodiscard]] std::optional<Lane> lane_of(Graph::Index revision) const {
    const auto found = std::find(lanes_.begin(), lanes_.end(), revision);
    if (found == lanes_.end()) return std::nullopt;
    return static_cast<Lane>(found - lanes_.begin());
  }

  // A head right below the end of another lane would look like the parent of what ended there.
  Lane lane_for_head() {
    const Lane lane = free_lane(0);
    return lane == ended_ ? free_lane(lane + 1) : lane;
  }

  Lane free_lane(Lane first) {
    Lane lane = first;
    while (lane < lanes_.size() && lanes_[lane]) ++lane;
    if (lane >= lanes_.size()) lanes_.resize(lane + 1);
    return lane;
  }

  const Graph& graph_;
  const RevisionSet& shown_;
  std::vector<std::optional<Graph::Index>> lanes_;  // the revision that each one waits for
  std::optional<Lane> ended_;                       // where the last revision drawn had no parents
  std::vector<LaneRow> rows_;
};

}  // namespace

std::vector<LaneRow> draw_lanes(const Graph& graph, const RevisionSet& shown) {
  return LanePainter(graph, shown).paint();
}

}  // namespace sqlmig
