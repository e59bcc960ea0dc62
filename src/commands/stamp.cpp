#include "commands/stamp.hpp"

#include "core/id_list.hpp"
#include "engine/lock.hpp"
#include "engine/version_table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace sqlmig::commands {
namespace {

struct Change {
  std::vector<Graph::Index> added;
  std::vector<RevisionId> removed;
};

// The rows in one of two states: applied, or run statement by statement and not finished.
enum class Finished { yes, no };
RevisionSet rows_that_are(Finished finished, const AppliedRevisions& applied, const Graph& graph) {
  RevisionSet set(graph.size());
  for (const AppliedRevision& row : applied.rows) {
    const auto index = graph.find(row.id.text());
    if (index && (row.state == RevisionState::applied) == (finished == Finished::yes))
      set.insert(*index);
  }
  return set;
}

// What the record is to hold, and what it is to hold no longer.
struct Wish {
  RevisionSet applied;
  RevisionSet gone;
  enum class Others { stay, must_not_be, go } others = Others::stay;  // rows that no file knows
};

Wish wish_of(const StampRequest& request, const History& history, const RevisionSet& done) {
  const Graph& graph = history.graph;
  std::vector<Graph::Index> wanted;
  Wish wish{RevisionSet(graph.size()), RevisionSet(graph.size())};
  const auto drop = [&](const RevisionSet& set) {
    for (const Graph::Index i : set.members()) wish.gone.insert(i);
  };
  std::vector<Graph::Index> above;  // what is built on the targets, and on bases that are targets
  for (const RevisionSpec& spec : request.targets) {
    const RevisionTarget target = resolve_downward(spec, history, &done);
    require_within_branch(graph, done, target, spec);
    const std::vector<Graph::Index> roots = downgrade_roots(graph, target);
    if (!target.revisions.empty()) {
      wanted.insert(wanted.end(), target.revisions.begin(), target.revisions.end());
      above.insert(above.end(), roots.begin(), roots.end());
      continue;
    }
    if (!target.branch && request.targets.size() > 1)
      throw Error(ErrorCode::usage, "'base' cannot be combined with other revisions")
          .with_advice("say it alone, or LABEL@base for one branch");
    if (!target.branch) wish.others = Wish::Others::must_not_be;
    drop(graph.descendants(roots));
  }
  for (const Graph::Index index : wanted) {
    if (!wish.gone.contains(index)) continue;
    throw Error(ErrorCode::usage, fmt::format("the targets contradict each other: {} is to be "
                                              "recorded, and a base is below it",
                                              graph.id(index).text()))
        .with_advice("leave one of the two out");
  }
  if (request.rows == StampRequest::Rows::purged) {
    wish.others = Wish::Others::go;
    drop(graph.descendants(graph.bases()));
  }
  wish.applied = graph.ancestors(wanted);
  drop(graph.descendants(above));
  return wish;
}

// What no file knows stays, as its text is nowhere else, so what it stands on has to stay too; and
// nothing at all is not to be recorded while it is there.
void require_nothing_above(const Change& change, const Wish& wish, const History& history,
                           const AppliedRevisions& applied) {
  std::vector<RevisionId> above;
  for (const UnknownRevision& unknown : unknown_revisions(applied, history.graph)) {
    const auto stands_on = [&](const RevisionId& id) {
      const auto holds = [&](const std::vector<RevisionId>& ids) {
        return std::find(ids.begin(), ids.end(), id) != ids.end();
      };
      return holds(unknown.built_on) || holds(unknown.row->depends_on);
    };
    if (wish.others == Wish::Others::must_not_be ||
        std::any_of(change.removed.begin(), change.removed.end(), stands_on)) {
      above.push_back(unknown.row->id);
    }
  }
  if (above.empty()) return;
  throw Error(ErrorCode::refused,
              "these applied revisions, which no file knows, would be left without what they stand "
              "on: " +
                  joined(above))
      .with_advice(
          "nothing was changed; --purge forgets them too, 'sqlmig export' writes them back");
}

Change change_to(const History& history, const AppliedRevisions& applied,
                 const StampRequest& request) {
  const RevisionSet done = rows_that_are(Finished::yes, applied, history.graph);
  const RevisionSet stopped = rows_that_are(Finished::no, applied, history.graph);
  const Wish wish = wish_of(request, history, done);
  const bool anew = request.rows == StampRequest::Rows::purged;
  Change change;
  for (Graph::Index i = 0; i < history.graph.size(); ++i) {
    const bool recorded = done.contains(i) || stopped.contains(i);
    const bool wanted = wish.applied.contains(i);
    if (wanted && (anew || !done.contains(i))) change.added.push_back(i);
    // Someone finished or undid by hand what had stopped half-way: its row is written anew or goes.
    const bool replaced = recorded && wanted && (anew || stopped.contains(i));
    const bool dropped = recorded && !wanted && wish.gone.contains(i);
    if (replaced || dropped) change.removed.push_back(history.graph.id(i));
  }
  if (wish.others == Wish::Others::go) {
    for (const UnknownRevision& unknown : unknown_revisions(applied, history.graph))
      change.removed.push_back(unknown.row->id);
  }
  std::reverse(change.removed.begin(), change.removed.end());
  if (wish.others != Wish::Others::go) require_nothing_above(change, wish, history, applied);
  return change;
}

Unit unit_of(const Change& change, const History& history, std::int64_t next_event,
             const engine::VersionTableWriter& writer) {
  Unit unit;
  for (const RevisionId& id : change.removed) {
    unit.before.push_back(writer.add_event({next_event++, engine::EventKind::unstamp, id, {}}));
    unit.after.push_back(writer.remove_row(id));
  }
  for (const Graph::Index index : change.added) {
    unit.before.push_back(
        writer.add_event({next_event, engine::EventKind::stamp, history.graph.id(index), {}}));
    unit.after.push_back(writer.add_row(history.at(index), Origin::stamp, next_event, {}));
    ++next_event;
  }
  return unit;
}

}  // namespace

StampResult stamp(const StampRequest& request, Observer& observer) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_sound_history(workspace);
  const auto database = open_database(request.project, workspace.config, Access::read_write);
  StampResult result{database->name(), {}, {}};

  AppliedRevisions applied = engine::read_applied(*database);
  Change change = change_to(history, applied, request);
  if (change.added.empty() && change.removed.empty()) return result;

  const engine::Lock lock(*database, request.project.lock_wait, observer);
  applied = read_under_lock(*database, applied.last_event, request.targets);
  engine::prepare_version_table(*database, applied.table);
  change = change_to(history, applied, request);
  const engine::VersionTableWriter writer(database->dialect(), request.who);
  database->transact(unit_of(change, history, applied.last_event + 1, writer));
  result.added = ids_of(history.graph, change.added);
  result.removed = std::move(change.removed);
  result.database = database->name();  // a file may have come into being
  return result;
}

}  // namespace sqlmig::commands
