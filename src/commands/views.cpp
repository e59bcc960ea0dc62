#include "commands/views.hpp"

#include "commands/stored.hpp"
#include "core/id_list.hpp"
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

CurrentLine current_line(const AppliedRevision& row, const History& history,
                         const std::vector<UnknownRevision>& unknown) {
  if (const auto index = history.graph.find(row.id.text())) {
    return {row,
            history.graph.is_head(*index) ? CurrentLine::Files::head : CurrentLine::Files::not_head,
            {}};
  }
  const auto found = std::find_if(unknown.begin(), unknown.end(), [&](const UnknownRevision& one) {
    return one.row->id == row.id;
  });
  return {row, CurrentLine::Files::unknown,
          found != unknown.end() ? found->built_on : std::vector<RevisionId>()};
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

// Finds the revision among the files.
ShowResult find_in_files(const RevisionSpec& spec, const History& files,
                         const AppliedRevisions* rows) {
  const auto applied =
      rows != nullptr ? std::optional(applied_set(*rows, files.graph)) : std::nullopt;
  return show_of(files, rows, resolve_one(spec, files, applied ? &*applied : nullptr),
                 ShowResult::Source::files);
}

// Finds it among the files and what only the database has, where a name may fit one as well.
ShowResult find_with_stored(const RevisionSpec& spec, const LoadedHistory& files,
                            const AppliedRevisions& rows, Database& database) {
  const StoredHistory all = with_stored_revisions(files, rows, database);
  const RevisionSet applied = applied_set(rows, all.history.graph);
  const Graph::Index found = resolve_one(spec, all.history, &applied);
  const RevisionId& id = all.history.graph.id(found);
  require_intact(all, id);
  return show_of(all.history, &rows, found,
                 all.stored.contains(id.text()) ? ShowResult::Source::version_table
                                                : ShowResult::Source::files);
}

}  // namespace

StatusResult status(const StatusRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const auto database = open_database(request.project, workspace.config, Access::read_only);
  return status_of(*database, workspace);
}

StatusResult status_of(Database& database, const Workspace& workspace) {
  StatusResult result{database.name(),
                      database.encryption(),
                      workspace.config.url_source,
                      engine::read_applied(database),
                      {},
                      {},
                      {},
                      {}};
  const auto completed = completed_history(workspace.loaded, result.applied, database);
  const History& history = completed ? completed->history : require_history(workspace);
  const RevisionSet applied = applied_set(result.applied, history.graph);
  const RevisionLines lines(history, &result.applied);
  for (Graph::Index i = 0; i < history.graph.size(); ++i) {
    if (!applied.contains(i)) result.pending.push_back(lines.of(i));
  }
  result.heads = ids_of(history.graph, history.graph.heads());
  result.unknown = unknown_lines(result.applied, known_by_files(history, completed));
  if (completed) result.findings = workspace.loaded.findings;
  for (Finding& finding : check_applied(history, result.applied))
    result.findings.push_back(std::move(finding));
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
  const auto unknown =
      history ? unknown_revisions(applied, history->graph) : std::vector<UnknownRevision>();
  for (const AppliedRevision* head : applied_heads(applied)) {
    result.heads.push_back(history ? current_line(*head, *history, unknown)
                                   : CurrentLine{*head, CurrentLine::Files::unread, {}});
  }
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
  if (request.with_database == WithDatabase::no && !needs_database(request.revision)) {
    try {
      return find_in_files(request.revision, require_history(workspace), nullptr);
    } catch (Error& error) {
      if (error.code() == ErrorCode::unknown_revision) {
        error.advice += error.advice.ends_with('?') ? " Else " : "; ";
        error.advice += "--database also finds what only the database has";
      }
      throw;
    }
  }
  const auto database = open_database(request.project, workspace.config, Access::read_only);
  const AppliedRevisions rows = engine::read_applied(*database);
  const auto& files = workspace.loaded.history;
  const bool all_known = files && unknown_revisions(rows, files->graph).empty();
  ShowResult result = all_known
                          ? find_in_files(request.revision, require_history(workspace), &rows)
                          : find_with_stored(request.revision, workspace.loaded, rows, *database);
  result.database = database->name();
  if (const AppliedRevision* row = rows.find(result.revision.id.text())) result.applied = *row;
  return result;
}

}  // namespace sqlmig::commands
