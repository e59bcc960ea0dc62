// Questions to Alembic and sqlmig, and the ways in which the answers are meant to differ.
#pragma once

#include "support/histories.hpp"
#include <sqlmig/resolve.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace sqlmig::alembic {

using Index = Graph::Index;
using Json = nlohmann::json;
using Revisions = std::set<Index>;

enum class Kind { lookup, history, upgrade, downgrade };

struct Answer {
  std::optional<Revisions> revisions;
  std::string refusal;            // Alembic: error, crash or guess; sqlmig: its message
  std::optional<ErrorCode> code;  // sqlmig's
};

struct Case {
  std::string title;
  Json json;
  History history;
  Revisions own_heads;  // on which nobody stands, by parents or dependencies

  [[nodiscard]] const Graph& graph() const { return history.graph; }
};

struct Question {
  Kind kind;
  std::string text;
  const Case& about;
  AppliedRevisions rows;
  Revisions applied;
  Revisions stored;  // the applied ones that Alembic keeps: no other applied one stands on them
  Answer alembic;
  RevisionSpec spec = parse_revision_spec(text);
  Answer sqlmig = {};

  [[nodiscard]] const History& history() const { return about.history; }
  [[nodiscard]] const Graph& graph() const { return about.history.graph; }
  /// The lower end of a range, else the one point.
  [[nodiscard]] const RevisionPoint* from() const {
    const auto* range = std::get_if<RevisionRange>(&spec.form);
    if (range == nullptr) return &std::get<RevisionPoint>(spec.form);
    return range->from ? &*range->from : nullptr;
  }
  [[nodiscard]] const RevisionPoint* to() const {
    const auto* range = std::get_if<RevisionRange>(&spec.form);
    return range != nullptr && range->to ? &*range->to : nullptr;
  }
  /// What stands before the first `@`.
  [[nodiscard]] std::optional<Index> branch() const {
    if (from() == nullptr || from()->branch.empty()) return {};
    return resolve_one(parse_revision_spec(from()->branch), history(), nullptr);
  }
  [[nodiscard]] bool alembic_says(const std::string& word) const {
    return !alembic.revisions && alembic.refusal == word;
  }
};

/// A way of sqlmig's own, and whether a question with its two answers is a case of it.
struct Departure {
  const char* name;
  bool (*is_case)(const Question&);
};
[[nodiscard]] const std::vector<Departure>& departures();

[[nodiscard]] Revisions revisions_of(const std::vector<Index>& indices);

}  // namespace sqlmig::alembic
