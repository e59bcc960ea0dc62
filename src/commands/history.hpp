// The verbs that look along the history: history, why.
#pragma once

#include "commands/views.hpp"
#include "core/lanes.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sqlmig::commands {

struct HistoryRequest {
  ProjectRequest project;
  std::optional<RevisionSpec> range;  // none: all revisions
  WithDatabase with_database = WithDatabase::no;
  enum class Picture { none, lanes } picture = Picture::none;
};

/// Shape: `revisions` newest first. With a picture, `lanes` are its rows: each revision has one, in
/// the same order. `unknown` are applied revisions that no file knows, in order of application.
struct HistoryResult {
  std::vector<RevisionLine> revisions;
  std::vector<LaneRow> lanes;
  std::vector<UnknownLine> unknown;
  std::optional<std::string> database;  // its name, if it was looked at
};
[[nodiscard]] HistoryResult history(const HistoryRequest& request);

struct WhyRequest {
  ProjectRequest project;
  RevisionSpec first;
  RevisionSpec second;
};

/// Shape: `chain` leads from the one that must run first to the other, each with the edge by which
/// it stands on the one before; empty if nothing orders them. Then `first` is the one that comes
/// first all the same, by its id.
struct WhyResult {
  enum class Order { as_asked, the_other_way, none };
  struct Link {
    enum class Edge { none, parent, dependency };
    RevisionId id;
    std::string message;
    Edge edge = Edge::none;
  };
  Order order = Order::none;
  RevisionId first;
  RevisionId second;
  std::vector<Link> chain;
};
/// What makes one revision run before another.
[[nodiscard]] WhyResult why(const WhyRequest& request);

}  // namespace sqlmig::commands
