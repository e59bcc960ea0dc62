#include "commands/views.hpp"

#include "commands/stored.hpp"
#include "engine/version_table.hpp"
#include <sqlmig/verify.hpp>

#include <algorithm>
#include <utility>

namespace sqlmig::commands {
namespace {

// What the files know, as far as they can be read.
std::optional<History> readable_history(const Config& config) {
  try {
    LoadedHistory loaded = load_history(config);
    if (!has_errors(loaded.findings)) return std::move(loaded.history);
    return std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

CurrentLine current_line(const AppliedRevision& row, const AppliedRevisions& applied,
                         const std::optional<History>& history) {
  CurrentLine line{row, CurrentLine::Files::unread, {}};
  if (!history) return line;
  if (const auto index = history->graph.find(row.id.text())) {
    line.files =
        history->graph.is_head(*index) ? CurrentLine::Files::head : CurrentLine::Files::not_head;
    return line;
  }
  line.files = CurrentLine::Files::unknown;
  for (UnknownRevision& unknown : unknown_revisions(applied, history->graph)) {
    if (unknown.row->id == row.id) line.built_on = std::move(unknown.built_on);
  }
  return line;
}

ShowResult show_of(const History& history, const AppliedRevisions* rows, Graph::Index index,
                   ShowResult::Source source) {
  return {history.at(index),
          RevisionLines(history, rows).of(index),
          history_checksums(history)[index],
          std::nullopt,
          std::nullopt,
          source};
}

// Finds the revision among the files, or else in the version table, if there is a database.
ShowResult find_to_show(const RevisionSpec& spec, const History& files,
                        const AppliedRevisions* rows, Database* database) {
  const bool looked = rows != nullptr;
  const auto applied = looked ? std::optional(applied_set(*rows, files.graph)) : std::nullopt;
  try {
    return show_of(files, rows, resolve_one(spec, files, applied ? &*applied : nullptr),
                   ShowResult::Source::files);
  } catch (Error& error) {
    if (error.code() != ErrorCode::unknown_revision) throw;
    if (!looked) error.advice += "; --database also finds what only the database has";
    if (!looked || unknown_revisions(*rows, files.graph).empty()) throw;
  }
  const StoredHistory all = with_stored_revisions(files, *rows, *database);
  const RevisionSet all_applied = applied_set(*rows, all.history.graph);
  const Graph::Index found = resolve_one(spec, all.history, &all_applied);
  require_intact(all, all.history.graph.id(found));
  return show_of(all.history, rows, found, ShowResult::Source::version_table);
}

}  // namespace

StatusResult status(const StatusRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_history(workspace);
  const auto database = open_database(request.project, workspace.config, Access::read_only);
  StatusResult result{database->name(),
                      workspace.config.url_source,
                      engine::read_applied(*database),
                      {},
                      {},
                      {},
                      {}};
  const RevisionSet applied = applied_set(result.applied, history.graph);
  const RevisionLines lines(history, &result.applied);
  for (Graph::Index i = 0; i < history.graph.size(); ++i) {
    if (!applied.contains(i)) result.pending.push_back(lines.of(i));
  }
  for (const Graph::Index head : history.graph.heads())
    result.heads.push_back(history.graph.id(head));
  result.unknown = unknown_lines(result.applied, history.graph);
  result.findings = check_applied(history, result.applied);
  for (Finding& finding : check_pins(history)) result.findings.push_back(std::move(finding));
  return result;
}

CurrentResult current(const CurrentRequest& request) {
  const ProjectRequest& project = request.project;
  const Config config = load_config(project.start, project.flags, project.environment);
  const auto database = open_database(project, config, Access::read_only);
  const AppliedRevisions applied = engine::read_applied(*database);
  const std::optional<History> history = readable_history(config);
  CurrentResult result{database->name(), {}};
  for (const AppliedRevision* head : applied_heads(applied))
    result.heads.push_back(current_line(*head, applied, history));
  return result;
}

HeadsResult heads(const HeadsRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_history(workspace);
  const RevisionLines lines(history, nullptr);
  HeadsResult result;
  for (const Graph::Index head : history.graph.heads()) {
    const bool hidden = request.dependencies == HeadsRequest::Dependencies::resolved &&
                        !history.graph.dependents(head).empty();
    if (hidden) continue;
    result.heads.push_back(lines.of(head));
  }
  return result;
}

BranchesResult branches(const BranchesRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_history(workspace);
  const RevisionLines lines(history, nullptr);
  BranchesResult result;
  for (Graph::Index i = 0; i < history.graph.size(); ++i) {
    if (!history.graph.is_branch_point(i)) continue;
    BranchPoint point{lines.of(i), {}};
    for (const Graph::Index child : history.graph.children(i))
      point.children.push_back(lines.of(child));
    result.points.push_back(std::move(point));
  }
  return result;
}

ShowResult show(const ShowRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_history(workspace);
  if (request.with_database == WithDatabase::no && !needs_database(request.revision))
    return find_to_show(request.revision, history, nullptr, nullptr);
  const auto database = open_database(request.project, workspace.config, Access::read_only);
  const AppliedRevisions rows = engine::read_applied(*database);
  ShowResult result = find_to_show(request.revision, history, &rows, database.get());
  result.database = database->name();
  if (const AppliedRevision* row = rows.find(result.revision.id.text())) result.applied = *row;
  return result;
}

}  // namespace sqlmig::commands
