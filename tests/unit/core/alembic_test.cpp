// The names of revisions follow Alembic's. Here it says itself what they mean, for the graphs of
// alembic_cases.json, which scripts/alembic_cases.py makes; the answers are described there.
#include "commands/downgrade.hpp"
#include "commands/upgrade.hpp"
#include "unit/core/alembic_departures.hpp"
#include <sqlmig/plan.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig::alembic {
namespace {

// --- asking --------------------------------------------------------------------------------------

Revisions indices_of(const Graph& graph, const Json& ids) {
  Revisions indices;
  for (const auto& id : ids) indices.insert(graph.find(id.get<std::string>()).value());
  return indices;
}

Answer alembic_answer(const Graph& graph, const Json& json) {
  if (json.is_array()) return {indices_of(graph, json), {}, {}};
  return {std::nullopt, json.get<std::string>(), {}};
}

Case case_of(const Json& json) {
  std::vector<Revision> revisions;
  std::string title = "graph " + json["number"].dump() + ":";
  for (const Json& node : json["revisions"]) {
    const std::string id = node["id"];
    Revision revision =
        test::revision_of({id, node["parents"], "SELECT 1;\n", "SELECT 1;\n", node["depends_on"]});
    for (const Json& label : node["labels"]) {
      revision.manifest.labels.push_back(
          {label.get<std::string>(), {revision.manifest.path, 0, 0}});
    }
    revisions.push_back(std::move(revision));
    title += "\n    " + id;
    for (const char* edges : {"parents", "depends_on", "labels"}) {
      if (!node[edges].empty()) title += std::string(" ") + edges + " " + node[edges].dump();
    }
  }
  History history = build_history(std::move(revisions)).history.value();
  Revisions own_heads = indices_of(history.graph, json["real_heads"]);
  return {std::move(title), json, std::move(history), std::move(own_heads)};
}

std::vector<Case> read_cases() {
  std::ifstream file(std::string(SQLMIG_TEST_SOURCE_DIR) + "/tests/unit/core/alembic_cases.json");
  const Json json = Json::parse(file);
  std::vector<Case> cases;
  for (const Json& graph : json["graphs"]) cases.push_back(case_of(graph));
  return cases;
}

AppliedRevisions rows_of(const History& history, const Revisions& applied) {
  std::vector<std::string> ids;
  for (const Index index : applied) ids.push_back(history.graph.id(index).text());
  return test::applied_of(history, ids);
}

Revisions planned(const Plan& plan) {
  Revisions revisions;
  for (const Step& step : plan.steps) revisions.insert(step.revision);
  return revisions;
}

Revisions ask(const Question& q) {
  switch (q.kind) {
    case Kind::lookup:
      return revisions_of(resolve_target(q.spec, q.history(), nullptr).revisions);
    case Kind::history:
      return revisions_of(resolve_range(q.spec, q.history(), nullptr).members());
    case Kind::upgrade:
      return planned(
          commands::make_upgrade_plan({}, q.history(), q.rows, DatabaseKind::sqlite, {q.spec}));
    case Kind::downgrade: {
      commands::DowngradeRequest request;
      request.target = q.spec;
      return planned(
          commands::make_downgrade_plan(q.history(), q.rows, DatabaseKind::sqlite, request));
    }
  }
  return {};
}

Answer sqlmig_answer(const Question& q) {
  try {
    return {ask(q), {}, {}};
  } catch (const Error& error) {
    return {std::nullopt, error.what(), error.code()};
  }
}

/// All questions of a kind, with both answers.
std::vector<Question> questions(const std::vector<Case>& cases, Kind kind) {
  std::vector<Question> result;
  const auto add = [&](const Case& about, const Json& list, const Json& state) {
    const Revisions applied = indices_of(about.graph(), state.value("applied", Json::array()));
    const Revisions stored = indices_of(about.graph(), state.value("heads", Json::array()));
    const AppliedRevisions rows = rows_of(about.history, applied);
    for (const Json& row : list) {
      Question q{kind, row[0], about, rows, applied, stored, alembic_answer(about.graph(), row[1])};
      q.sqlmig = sqlmig_answer(q);
      result.push_back(std::move(q));
    }
  };
  for (const Case& about : cases) {
    if (kind == Kind::lookup) add(about, about.json["lookups"], Json::object());
    if (kind == Kind::history) add(about, about.json["history"], Json::object());
    for (const Json& state : about.json["states"]) {
      if (kind == Kind::upgrade) add(about, state["upgrades"], state);
      if (kind == Kind::downgrade) add(about, state["downgrades"], state);
    }
  }
  return result;
}

// --- comparing -----------------------------------------------------------------------------------

/// Where Alembic crashes, sqlmig may answer or refuse. It never guesses.
bool agree(const Question& q) {
  static const std::set<std::optional<ErrorCode>> kRefusals = {
      ErrorCode::unknown_revision, ErrorCode::ambiguous_revision, ErrorCode::usage,
      ErrorCode::refused};
  if (!q.sqlmig.revisions && !kRefusals.contains(q.sqlmig.code)) return false;
  if (q.alembic_says("crash")) return true;
  return q.alembic.revisions == q.sqlmig.revisions;
}

const Departure* departure_of(const Question& q) {
  for (const Departure& departure : departures()) {
    if (departure.is_case(q)) return &departure;
  }
  return nullptr;
}

std::string to_text(const Graph& graph, const Revisions& revisions) {
  std::string text;
  for (const Index index : revisions) text += " " + graph.id(index).text();
  return "[" + text + " ]";
}

std::string to_text(const Graph& graph, const Answer& answer) {
  return answer.revisions ? to_text(graph, *answer.revisions) : answer.refusal;
}

std::string to_text(const Question& q) {
  const bool has_database = q.kind == Kind::upgrade || q.kind == Kind::downgrade;
  return q.about.title + (has_database ? "\n  applied " + to_text(q.graph(), q.applied) : "") +
         "\n  asked '" + q.text + "'\n    Alembic: " + to_text(q.graph(), q.alembic) +
         "\n    sqlmig:  " + to_text(q.graph(), q.sqlmig);
}

using Counts = std::map<std::string, int>;

std::string to_text(const Counts& counts) {
  std::string text;
  for (const auto& [name, count] : counts) text += "\n  " + std::to_string(count) + " " + name;
  return text;
}

/// How often each departure is the reason why two answers differ.
Counts counts_in(const std::vector<Question>& questions) {
  Counts counts;
  for (const Question& q : questions) {
    const Departure* departure = agree(q) ? nullptr : departure_of(q);
    if (departure != nullptr) ++counts[departure->name];
  }
  return counts;
}

/// Compares, and shows what differs without being a departure: the smallest graphs first.
void compare(Kind kind) {
  constexpr std::size_t kMaxShown = 5;
  const std::vector<Case> cases = read_cases();
  const std::vector<Question> all = questions(cases, kind);
  EXPECT_FALSE(all.empty());
  std::vector<const Question*> wrong;
  for (const Question& q : all) {
    if (!agree(q) && departure_of(q) == nullptr) wrong.push_back(&q);
  }
  std::stable_sort(wrong.begin(), wrong.end(), [](const Question* a, const Question* b) {
    return a->graph().size() < b->graph().size();
  });
  for (std::size_t i = 0; i < wrong.size() && i < kMaxShown; ++i)
    ADD_FAILURE() << to_text(*wrong[i]);
  EXPECT_TRUE(wrong.empty()) << wrong.size() << " of " << all.size()
                             << " answers differ. Departures:" << to_text(counts_in(all));
}

TEST(NamesOfAlembic, MeanTheSameRevisions) { compare(Kind::lookup); }

TEST(NamesOfAlembic, MeanTheSameRanges) { compare(Kind::history); }

TEST(NamesOfAlembic, LeadAnUpgradeToTheSamePlace) { compare(Kind::upgrade); }

TEST(NamesOfAlembic, LeadADowngradeToTheSamePlace) { compare(Kind::downgrade); }

TEST(NamesOfAlembic, AreDepartedFromInNoWayThatDoesNotOccur) {
  const std::vector<Case> cases = read_cases();
  Counts counts;
  for (const Departure& departure : departures()) counts[departure.name] = 0;
  for (const Kind kind : {Kind::lookup, Kind::history, Kind::upgrade, Kind::downgrade}) {
    for (const auto& [name, count] : counts_in(questions(cases, kind))) counts[name] += count;
  }
  const bool all_occur =
      std::all_of(counts.begin(), counts.end(), [](const auto& entry) { return entry.second > 0; });
  EXPECT_TRUE(all_occur) << "0 is an excuse for nothing:" << to_text(counts);
}

TEST(GraphsOfAlembic, HaveTheSameHeadsAndBases) {
  for (const Case& about : read_cases()) {
    const Graph& graph = about.graph();
    const RevisionSet all = graph.ancestors(graph.heads());
    EXPECT_EQ(revisions_of(graph.heads()), indices_of(graph, about.json["heads"])) << about.title;
    EXPECT_EQ(revisions_of(graph.bases()), indices_of(graph, about.json["bases"])) << about.title;
    EXPECT_EQ(revisions_of(graph.heads_of(all, Edges::parents_and_dependencies)), about.own_heads)
        << about.title;
  }
}

}  // namespace
}  // namespace sqlmig::alembic
