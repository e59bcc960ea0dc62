#include "commands/stamp.hpp"

#include "engine/lock.hpp"
#include "engine/version_table.hpp"

#include <algorithm>
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

Change change_to(const History& history, const AppliedRevisions& applied,
                 const std::vector<std::string>& targets) {
  const RevisionSet done = rows_that_are(Finished::yes, applied, history.graph);
  const RevisionSet stopped = rows_that_are(Finished::no, applied, history.graph);
  std::vector<Graph::Index> wanted;
  bool to_base = false;
  for (const std::string& text : targets) {
    const RevisionSpec spec = parse_revision_spec(text);
    const auto found = resolve(spec, history.graph, &done);
    if (found.empty() && spec.anchor != RevisionSpec::Anchor::base) {
      throw Error(ErrorCode::usage, "'" + text + "' names no revision here")
          .with_advice("to forget everything, say 'sqlmig stamp base'");
    }
    to_base = to_base || found.empty();
    wanted.insert(wanted.end(), found.begin(), found.end());
  }
  if (to_base && !wanted.empty())
    throw Error(ErrorCode::usage, "'base' cannot be combined with other revisions");
  const RevisionSet below = history.graph.ancestors(wanted);
  const RevisionSet above = history.graph.descendants(wanted);
  Change change;
  for (Graph::Index i = 0; i < history.graph.size(); ++i) {
    const bool recorded = done.contains(i) || stopped.contains(i);
    if (below.contains(i) && !done.contains(i)) change.added.push_back(i);
    // Someone finished or undid by hand what had stopped half-way: its row is written anew or goes.
    const bool replaced = below.contains(i) && stopped.contains(i);
    const bool dropped = recorded && !below.contains(i) && (to_base || above.contains(i));
    if (replaced || dropped) change.removed.push_back(history.graph.id(i));
  }
  // With everything go the rows that no file knows.
  for (const AppliedRevision& row : applied.rows) {
    if (to_base && !history.graph.find(row.id.text())) change.removed.push_back(row.id);
  }
  std::reverse(change.removed.begin(), change.removed.end());
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
  Change change = change_to(history, applied, request.targets);
  if (change.added.empty() && change.removed.empty()) return result;

  const engine::Lock lock(*database, request.project.lock_wait, observer);
  applied = engine::read_applied(*database);
  if (applied.table == AppliedRevisions::Table::absent) engine::create_version_table(*database);
  change = change_to(history, applied, request.targets);
  const engine::VersionTableWriter writer(database->dialect(), request.who);
  database->transact(unit_of(change, history, applied.last_event + 1, writer));
  for (const Graph::Index index : change.added) result.added.push_back(history.graph.id(index));
  result.removed = std::move(change.removed);
  result.database = database->name();  // a file may have come into being
  return result;
}

}  // namespace sqlmig::commands
