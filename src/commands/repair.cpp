#include "commands/repair.hpp"

#include "core/id_list.hpp"
#include "engine/lock.hpp"
#include "engine/version_table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>

namespace sqlmig::commands {
namespace {

using Way = RepairRequest::Way;
using Extent = RepairRequest::Extent;
using Repaired = RepairResult::Repaired;

// What is asked about a name: the files where they can be read, and the state of the database.
struct Before {
  const History* history;
  const AppliedRevisions& applied;
  Database& database;
};

// The row whose id was written in full, whether files know it or not.
const AppliedRevision* row_named(const RevisionSpec& spec, const AppliedRevisions& applied) {
  const auto* point = std::get_if<RevisionPoint>(&spec.form);
  const bool plain = point != nullptr && point->branch.empty() && point->steps == 0 &&
                     point->anchor == RevisionPoint::Anchor::named;
  return plain ? applied.find(point->name) : nullptr;
}

RevisionId find_id(const RevisionSpec& spec, const Before& before) {
  if (const AppliedRevision* row = row_named(spec, before.applied)) return row->id;
  const RevisionSet done = applied_set(before.applied, before.history->graph);
  return before.history->graph.id(resolve_one(spec, *before.history, &done));
}

std::string progress_of(const AppliedRevision& row) {
  return fmt::format("{}, {} of {} statements", to_string(row.state), row.statements_done,
                     row.statements_total);
}

void add_text_change(const char* what, const std::optional<std::string>& stored,
                     const std::optional<Script>& script, std::vector<RecordChange>& changes) {
  if (!stored || !script || *stored == script->text) return;
  changes.push_back({what, sha256(*stored).text(), script->checksum.text()});
}

// Texts that are not those that were applied, although the row has the right checksums: somebody
// changed them in the database.
void add_text_changes(const AppliedRevision& row, const Revision& revision, Database& database,
                      std::vector<RecordChange>& changes) {
  const auto stored = engine::read_stored_scripts(database, row.id);
  if (!stored) return;
  if (row.up == revision.up.checksum)
    add_text_change("stored up", stored->up, revision.up, changes);
  if (row.down && revision.down && *row.down == revision.down->checksum)
    add_text_change("stored down", stored->down, revision.down, changes);
}

// A row is not to say that it stands on what is not there.
void require_ancestors(const Revision& revision, const AppliedRevisions& applied) {
  std::vector<RevisionId> missing = parent_ids(revision.manifest);
  const std::vector<RevisionId> others = dependency_ids(revision.manifest);
  missing.insert(missing.end(), others.begin(), others.end());
  std::erase_if(missing, [&](const RevisionId& id) { return applied.find(id.text()) != nullptr; });
  if (missing.empty()) return;
  throw Error(ErrorCode::refused, fmt::format("{} stands on what is not applied: {}",
                                              revision.id.text(), joined(missing)))
      .with_advice(
          "restore the parents, or record those first that are in the database: 'sqlmig "
          "verify --database' says how");
}

Repaired accepted(const RevisionSpec& spec, const Before& before) {
  const RevisionId id = find_id(spec, before);
  const Revision* revision = before.history->find(id.text());
  if (revision == nullptr) {
    throw Error(ErrorCode::usage, id.text() + " has no files here")
        .with_advice(
            "get them from the branch that has them; to write back what was applied: "
            "sqlmig export " +
            id.text());
  }
  const AppliedRevision* row = before.applied.find(id.text());
  if (row == nullptr) {
    throw Error(ErrorCode::usage, id.text() + " is not applied")
        .with_advice("its files can be edited freely; to apply it: sqlmig upgrade " + id.text());
  }
  if (row->state != RevisionState::applied) {
    throw Error(ErrorCode::usage, fmt::format("{} is {}", id.text(), progress_of(*row)))
        .with_advice("settle that first, with --mark-applied or --mark-reverted");
  }
  Repaired result{id, record_changes(*row, *revision)};
  add_text_changes(*row, *revision, before.database, result.changes);
  if (!result.changes.empty()) require_ancestors(*revision, before.applied);
  return result;
}

void require_unfinished(const RevisionId& id, const AppliedRevision* row, Way way) {
  if (row != nullptr && row->state != RevisionState::applied) return;
  const bool wants_applied = way == Way::mark_applied;
  Error error(ErrorCode::usage, row != nullptr ? id.text() + " is applied, and finished"
                                               : id.text() + " is not applied, nor unfinished");
  if (row != nullptr) {
    error.advice = wants_applied
                       ? "there is nothing to settle; 'sqlmig status' shows what is unfinished"
                       : "'sqlmig downgrade' reverts it; 'sqlmig stamp' with what it is built on "
                         "only takes its record away";
  } else {
    error.advice = wants_applied ? fmt::format(
                                       "'sqlmig upgrade {0}' applies it; 'sqlmig stamp "
                                       "{0}' records it without running it",
                                       id.text())
                                 : "there is nothing to settle";
  }
  throw error;
}

// What would be left behind without what it stands on.
void require_nothing_above(const RevisionId& id, const AppliedRevisions& applied) {
  const auto holds = [&](const std::vector<RevisionId>& ids) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  for (const AppliedRevision& row : applied.rows) {
    if (!holds(row.parents) && !holds(row.depends_on)) continue;
    throw Error(ErrorCode::refused,
                fmt::format("{} is applied and stands on {}", row.id.text(), id.text()))
        .with_advice(fmt::format("finish {0} and use --mark-applied; then 'sqlmig downgrade' "
                                 "reverts both",
                                 id.text()));
  }
}

Repaired marked(const RevisionSpec& spec, const Before& before, Way way) {
  const RevisionId id = find_id(spec, before);
  const AppliedRevision* row = before.applied.find(id.text());
  require_unfinished(id, row, way);
  if (way == Way::mark_reverted) require_nothing_above(id, before.applied);
  return {id, {{"state", progress_of(*row), way == Way::mark_applied ? "applied" : "reverted"}}};
}

bool is_about_a_name(const Error& error) {
  return error.code() == ErrorCode::usage || error.code() == ErrorCode::unknown_revision ||
         error.code() == ErrorCode::ambiguous_revision || error.code() == ErrorCode::refused;
}

// All that is wrong with the names is said at once.
Error one_error_of(const std::vector<Error>& problems) {
  if (problems.size() == 1) return problems.front();
  Error all(problems.front().code(),
            fmt::format("{} revisions cannot be repaired; nothing was changed", problems.size()));
  all.advice = "correct these names, or leave them out";
  for (const Error& problem : problems) {
    const std::string what = problem.what();
    all.notes.push_back(problem.advice.empty() ? what : what + ": " + problem.advice);
  }
  return all;
}

// What is to be repaired in this state of the database. What is right already is left out.
std::vector<Repaired> repairs_in(const Before& before, const RepairRequest& request) {
  std::vector<Repaired> repairs;
  std::vector<Error> problems;
  for (const RevisionSpec& spec : request.revisions) {
    try {
      Repaired one =
          request.way == Way::accept ? accepted(spec, before) : marked(spec, before, request.way);
      const bool again = std::any_of(repairs.begin(), repairs.end(),
                                     [&](const Repaired& other) { return other.id == one.id; });
      if (!again && !one.changes.empty()) repairs.push_back(std::move(one));
    } catch (const Error& error) {
      if (!is_about_a_name(error)) throw;
      problems.push_back(error);
    }
  }
  if (!problems.empty()) throw one_error_of(problems);
  return repairs;
}

std::string detail_of(const std::vector<RecordChange>& changes) {
  std::string text;
  for (const RecordChange& change : changes) {
    text += fmt::format("{}{} {} -> {}", text.empty() ? "" : "\n", change.what, change.before,
                        change.after);
  }
  return text;
}

Unit unit_of(const std::vector<Repaired>& repairs, const Before& before, Way way,
             const engine::VersionTableWriter& writer) {
  Unit unit;
  std::int64_t event = before.applied.last_event;
  for (const Repaired& one : repairs) {
    const AppliedRevision& row = *before.applied.find(one.id.text());
    const std::int64_t total = row.statements_total;
    unit.before.push_back(
        writer.add_event({++event, engine::EventKind::repair, one.id, {}, detail_of(one.changes)}));
    unit.before.push_back(
        writer.require_progress(one.id, {row.state, row.statements_done, total}, event));
    switch (way) {
      case Way::accept:
        unit.after.push_back(writer.update_row(*before.history->find(one.id.text())));
        break;
      case Way::mark_applied:
        unit.after.push_back(writer.set_progress(one.id, {RevisionState::applied, total, total}));
        break;
      case Way::mark_reverted:
        unit.after.push_back(writer.remove_row(one.id));
        break;
    }
  }
  return unit;
}

// What was edited is taken over from sound files only. To settle what has its full id needs none.
const History* history_for(const RepairRequest& request, const Workspace& workspace,
                           const AppliedRevisions& applied) {
  if (request.way == Way::accept) return &require_sound_history(workspace);
  const bool by_id =
      std::all_of(request.revisions.begin(), request.revisions.end(),
                  [&](const RevisionSpec& spec) { return row_named(spec, applied) != nullptr; });
  return by_id ? nullptr : &require_history(workspace);
}

}  // namespace

RepairResult repair(const RepairRequest& request, Observer& observer) {
  const Workspace workspace = open_workspace(request.project);
  const bool dry = request.extent == Extent::dry_run;
  const auto database = open_database(request.project, workspace.config,
                                      dry ? Access::read_only : Access::read_write);
  const auto repairs_of = [&](const AppliedRevisions& applied) {
    return repairs_in({history_for(request, workspace, applied), applied, *database}, request);
  };
  AppliedRevisions applied = engine::read_applied(*database);
  RepairResult result{database->name(), request.way, request.extent, repairs_of(applied)};
  if (dry || result.repaired.empty()) return result;

  const engine::Lock lock(*database, request.project.lock_wait, observer);
  applied = read_under_lock(*database, applied.last_event, request.revisions);
  result.repaired = repairs_of(applied);
  if (result.repaired.empty()) return result;
  engine::prepare_version_table(*database, applied.table);
  const engine::VersionTableWriter writer(database->dialect(), request.who);
  const Before before{history_for(request, workspace, applied), applied, *database};
  database->transact(unit_of(result.repaired, before, request.way, writer));
  return result;
}

}  // namespace sqlmig::commands
