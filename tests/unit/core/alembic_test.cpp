// The names of revisions follow Alembic's. Here it says itself what they mean, for the graphs of
// alembic_cases.json, which scripts/alembic_cases.py makes; the answers are described there.
#include "commands/downgrade.hpp"
#include "commands/upgrade.hpp"
#include "support/histories.hpp"
#include <sqlmig/branches.hpp>
#include <sqlmig/plan.hpp>
#include <sqlmig/resolve.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sqlmig {
namespace {

using Anchor = RevisionPoint::Anchor;
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

Revisions revisions_of(const std::vector<Index>& indices) {
  return {indices.begin(), indices.end()};
}

Revisions meet(const Revisions& some, const RevisionSet& others) {
  Revisions both;
  std::copy_if(some.begin(), some.end(), std::inserter(both, both.end()),
               [&](Index i) { return others.contains(i); });
  return both;
}

Revisions parents_of(const Graph& graph, Index index) {
  return {graph.parents(index).begin(), graph.parents(index).end()};
}

Revisions children_of(const Graph& graph, Index index) {
  return {graph.children(index).begin(), graph.children(index).end()};
}

/// These, and what stands on them.
RevisionSet above(const Graph& graph, const Revisions& revisions,
                  Edges edges = Edges::parents_and_dependencies) {
  return graph.descendants(std::vector<Index>(revisions.begin(), revisions.end()), edges);
}

/// These, and what they stand on.
RevisionSet below(const Graph& graph, const Revisions& revisions,
                  Edges edges = Edges::parents_and_dependencies) {
  return graph.ancestors(std::vector<Index>(revisions.begin(), revisions.end()), edges);
}

/// What a point names without a database; nothing if it is refused.
std::optional<Revisions> named(const RevisionPoint& point, const History& history) {
  try {
    return revisions_of(resolve_target({point, point.text}, history, nullptr).revisions);
  } catch (const Error&) {
    return std::nullopt;
  }
}

Index revision_of(const std::string& name, const History& history) {
  return resolve_one(parse_revision_spec(name), history, nullptr);
}

// --- where sqlmig goes its own way ---------------------------------------------------------------

// Each tells from a question and its two answers whether this is its case.

/// Whoever has no children is a head. Alembic's `heads`, unlike its `head`, leave out those that
/// others depend on, and so does its history where it ends at the heads of a branch.
bool counts_heads_that_others_depend_on(const Question& q) {
  const Graph& graph = q.graph();
  const Revisions heads = revisions_of(graph.heads());
  if (q.kind == Kind::lookup) {
    return q.text == "heads" && q.sqlmig.revisions == heads &&
           q.alembic.revisions == q.about.own_heads;
  }
  if (q.kind != Kind::history || !q.branch() || q.to() != nullptr || !q.sqlmig.revisions)
    return false;
  Revisions needed = meet(heads, graph.lineage(*q.branch()));
  for (const Index head : q.about.own_heads) needed.erase(head);
  const Revisions left_out = meet(*q.sqlmig.revisions, below(graph, needed));
  Revisions both = q.alembic.revisions.value_or(Revisions());
  both.insert(left_out.begin(), left_out.end());
  return !left_out.empty() && q.sqlmig.revisions == both;
}

/// `LABEL@heads` are the heads of that branch even if one needs another. Alembic says that they
/// overlap, and upgrades to none.
bool upgrades_to_heads_that_need_one_another(const Question& q) {
  if (q.kind != Kind::upgrade || !q.branch() || q.from()->anchor != Anchor::heads ||
      !q.alembic_says("error"))
    return false;
  const Graph& graph = q.graph();
  const Revisions heads = meet(revisions_of(graph.heads()), graph.lineage(*q.branch()));
  const bool overlap = std::any_of(heads.begin(), heads.end(), [&](Index head) {
    return meet(heads, below(graph, {head})).size() > 1;
  });
  Revisions pending = revisions_of(below(graph, heads).members());
  for (const Index i : q.applied) pending.erase(i);
  return overlap && q.sqlmig.revisions == pending;
}

/// Where `ID-N` is the base, only what ID is built on and its kin go. Alembic forgets ID on the way
/// and reverts all that there is.
bool keeps_to_the_line_that_reaches_the_base(const Question& q) {
  if (q.kind != Kind::downgrade || q.from()->anchor != Anchor::named || q.from()->steps >= 0 ||
      !q.from()->branch.empty() || q.alembic.revisions != q.applied)
    return false;
  const Graph& graph = q.graph();
  const Index from = revision_of(q.from()->name, q.history());
  const Revisions bases = meet(revisions_of(graph.bases()), below(graph, {from}, Edges::parents));
  return named(*q.from(), q.history()) == Revisions() &&
         q.sqlmig.revisions == meet(q.applied, above(graph, bases));
}

/// Steps back on a branch of which nothing is applied. Alembic takes them on what it would begin
/// on, which is not of that branch.
bool refuses_steps_back_on_a_branch_that_has_not_begun(const Question& q) {
  if (q.kind != Kind::downgrade || !q.branch() || q.from()->anchor != Anchor::current ||
      q.from()->steps >= 0 || q.sqlmig.code != ErrorCode::usage)
    return false;
  const RevisionSet members = branch_members(q.graph(), *q.branch());
  return std::none_of(q.applied.begin(), q.applied.end(),
                      [&](Index i) { return members.contains(i); });
}

/// `LABEL@` says that one branch is meant. Alembic takes along what else is built on the place that
/// it leads to.
bool refuses_to_take_other_branches_along(const Question& q) {
  if (q.kind != Kind::downgrade || !q.branch() || !q.alembic.revisions ||
      q.sqlmig.code != ErrorCode::refused)
    return false;
  const RevisionSet lineage = q.graph().lineage(*q.branch());
  const RevisionSet built_on_it =
      above(q.graph(), meet(*q.alembic.revisions, lineage), Edges::parents);
  return std::any_of(q.alembic.revisions->begin(), q.alembic.revisions->end(),
                     [&](Index i) { return !lineage.contains(i) && built_on_it.contains(i); });
}

/// `LABEL@ID` is one of that branch, as it is in all other places. Alembic's downgrade does not
/// look and goes to ID.
bool refuses_to_go_down_to_another_branch(const Question& q) {
  if (q.kind != Kind::downgrade || !q.branch() || q.from()->anchor != Anchor::named ||
      !q.alembic.revisions || q.sqlmig.code != ErrorCode::usage)
    return false;
  const Index to = revision_of(q.from()->name, q.history());
  return !q.graph().lineage(*q.branch()).contains(to);
}

/// Steps from what is applied need one place to start from. Alembic overlooks an applied head on
/// which another one depends, and takes the one that is left.
bool does_not_choose_among_applied_heads(const Question& q) {
  if ((q.kind != Kind::upgrade && q.kind != Kind::downgrade) ||
      q.from()->anchor != Anchor::current || !q.alembic.revisions ||
      q.sqlmig.code != ErrorCode::ambiguous_revision)
    return false;
  RevisionSet active(q.graph().size());
  for (const Index i : q.applied) active.insert(i);
  if (q.branch()) active.intersect(q.graph().lineage(*q.branch()));
  return q.graph().heads_of(active).size() > 1;
}

/// Of the parents of a merge, the label tells which one is meant. Alembic says that it is
/// ambiguous.
bool steps_down_from_a_merge_along_the_branch(const Question& q) {
  if (q.kind != Kind::downgrade || !q.branch() || q.from()->anchor != Anchor::current ||
      !q.alembic_says("error") || !q.sqlmig.revisions)
    return false;
  const RevisionSet lineage = q.graph().lineage(*q.branch());
  return std::any_of(q.sqlmig.revisions->begin(), q.sqlmig.revisions->end(), [&](Index i) {
    return lineage.contains(i) && q.graph().is_merge(i) &&
           meet(parents_of(q.graph(), i), lineage).size() == 1;
  });
}

/// All that is built on the label is on its branch, and goes. Alembic looks below the label for
/// what to revert, finds nothing, and refuses; it does not where the target has a single child.
bool goes_down_to_where_the_branch_has_begun(const Question& q) {
  if (q.kind != Kind::downgrade || !q.branch() || !q.alembic_says("error") || !q.sqlmig.revisions)
    return false;
  const Graph& graph = q.graph();
  const Revisions targets = meet(q.applied, above(graph, {*q.branch()}, Edges::parents));
  return std::any_of(targets.begin(), targets.end(), [&](Index target) {
    const Revisions children = children_of(graph, target);
    return children.size() > 1 && q.sqlmig.revisions == meet(q.applied, above(graph, children));
  });
}

/// Where nothing is built on an applied target, the database is there: nothing is to be done.
/// Alembic refuses, unless the target is one that it has stored.
bool is_there_already(const Question& q) {
  if (q.kind != Kind::downgrade || !q.alembic_says("error") || q.sqlmig.revisions != Revisions())
    return false;
  const auto target = named(*q.from(), q.history());
  if (!target || target->size() != 1) return false;
  RevisionSet kin(q.graph().size());
  for (Index i = 0; i < q.graph().size(); ++i) kin.insert(i);
  if (q.branch()) kin = q.graph().lineage(*q.branch());
  const Index index = *target->begin();
  return q.applied.contains(index) && !q.stored.contains(index) &&
         std::none_of(q.applied.begin(), q.applied.end(), [&](Index i) {
           return kin.contains(i) && parents_of(q.graph(), i).contains(index);
         });
}

/// `LABEL@base:` holds what is built on the base of the branch, as `ID:` holds what is built on ID.
/// Alembic adds what the upper end stands on besides: dependencies, and lines that were merged in.
bool holds_what_is_built_on_the_base_of_a_branch(const Question& q) {
  if (q.kind != Kind::history || q.from() == nullptr || !q.branch() || !q.alembic.revisions ||
      q.from()->anchor != Anchor::base)
    return false;
  const Graph& graph = q.graph();
  const Revisions bases = meet(revisions_of(graph.bases()), graph.lineage(*q.branch()));
  return q.sqlmig.revisions == meet(*q.alembic.revisions, above(graph, bases, Edges::parents));
}

/// `-N` and `LABEL@-N` in a range start at what is applied, as they do in all other places, and
/// need a database. Alembic starts at the heads of the files.
bool counts_from_what_is_applied(const Question& q) {
  return q.kind == Kind::history && needs_database(q.spec) && q.sqlmig.code == ErrorCode::usage;
}

/// The lower end of a range may have steps. Alembic does not know them there.
bool reads_steps_at_the_lower_end(const Question& q) {
  if (q.kind != Kind::history || q.from() == nullptr || q.to() == nullptr ||
      q.from()->anchor != Anchor::named || q.from()->steps >= 0 || !q.alembic_says("error"))
    return false;
  const auto from = named(*q.from(), q.history());
  if (!from) return false;
  std::string plain = ":" + q.to()->text;
  plain = (from->empty() ? q.from()->name + "@base" : q.graph().id(*from->begin()).text()) + plain;
  return q.sqlmig.revisions ==
         revisions_of(resolve_range(parse_revision_spec(plain), q.history(), nullptr).members());
}

/// Steps that lead out of the history are a mistake. Alembic says so to an upgrade; its history
/// stops at the head.
bool refuses_steps_out_of_the_history(const Question& q) {
  if (q.kind != Kind::history || q.to() == nullptr || q.to()->steps != 1 ||
      q.sqlmig.code != ErrorCode::usage)
    return false;
  return q.graph().is_head(revision_of(q.to()->name, q.history()));
}

/// `LABEL@base:` says where the range begins; its end is what was written. Alembic shows nothing if
/// that does not have the label, as what is built on it does, and what is below it at times.
bool takes_an_end_at_its_word(const Question& q) {
  if (q.kind != Kind::history || !q.branch() || q.to() == nullptr ||
      q.alembic.revisions != Revisions())
    return false;
  const auto to = named(*q.to(), q.history());
  const RevisionSet labelled = above(q.graph(), {*q.branch()}, Edges::parents);
  if (!to || !meet(*to, labelled).empty()) return false;
  return q.sqlmig.code == ErrorCode::usage ||
         (q.sqlmig.revisions &&
          meet(*q.sqlmig.revisions, below(q.graph(), *to)) == *q.sqlmig.revisions);
}

struct Departure {
  const char* name;
  bool (*is_case)(const Question&);
};
#define SQLMIG_DEPARTURE(function) \
  Departure { #function, function }
const std::vector<Departure>& departures() {
  static const std::vector<Departure> kAll = {
      SQLMIG_DEPARTURE(counts_heads_that_others_depend_on),
      SQLMIG_DEPARTURE(upgrades_to_heads_that_need_one_another),
      SQLMIG_DEPARTURE(keeps_to_the_line_that_reaches_the_base),
      SQLMIG_DEPARTURE(refuses_steps_back_on_a_branch_that_has_not_begun),
      SQLMIG_DEPARTURE(refuses_to_take_other_branches_along),
      SQLMIG_DEPARTURE(refuses_to_go_down_to_another_branch),
      SQLMIG_DEPARTURE(does_not_choose_among_applied_heads),
      SQLMIG_DEPARTURE(steps_down_from_a_merge_along_the_branch),
      SQLMIG_DEPARTURE(goes_down_to_where_the_branch_has_begun),
      SQLMIG_DEPARTURE(is_there_already),
      SQLMIG_DEPARTURE(holds_what_is_built_on_the_base_of_a_branch),
      SQLMIG_DEPARTURE(counts_from_what_is_applied),
      SQLMIG_DEPARTURE(reads_steps_at_the_lower_end),
      SQLMIG_DEPARTURE(refuses_steps_out_of_the_history),
      SQLMIG_DEPARTURE(takes_an_end_at_its_word),
  };
  return kAll;
}
#undef SQLMIG_DEPARTURE

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

Revisions revisions_of(const Plan& plan) {
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
      return revisions_of(
          commands::make_upgrade_plan({}, q.history(), q.rows, DatabaseKind::sqlite, {q.spec}));
    case Kind::downgrade: {
      commands::DowngradeRequest request;
      request.target = q.spec;
      return revisions_of(
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
}  // namespace sqlmig
