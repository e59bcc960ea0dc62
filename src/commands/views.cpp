#include "commands/views.hpp"

#include "engine/version_table.hpp"
#include <sqlmig/verify.hpp>

#include <utility>

namespace sqlmig::commands {
namespace {

RevisionLine line_of(const History& history, Graph::Index index, const RevisionSet* applied) {
  const Graph& graph = history.graph;
  RevisionLine line{
      graph.id(index), history.at(index).manifest.message, {}, false, false, false, false, {}};
  for (const Graph::Index parent : graph.parents(index)) line.parents.push_back(graph.id(parent));
  line.is_head = graph.is_head(index);
  line.is_base = graph.is_base(index);
  line.is_branch_point = graph.is_branch_point(index);
  line.is_merge = graph.is_merge(index);
  if (applied != nullptr) line.applied = applied->contains(index);
  return line;
}

// The applied set, if it was asked for.
std::optional<RevisionSet> look_up_applied(const ProjectRequest& request,
                                           const Workspace& workspace, const History& history,
                                           WithDatabase with_database) {
  if (with_database == WithDatabase::no) return std::nullopt;
  const auto database = open_database(request, workspace.config, Access::read_only);
  return applied_set(engine::read_applied(*database), history.graph);
}

}  // namespace

StatusResult status(const ProjectRequest& request) {
  const Workspace workspace = open_workspace(request);
  const History& history = require_history(workspace);
  const auto database = open_database(request, workspace.config, Access::read_only);
  StatusResult result{
      database->name(), workspace.config.url_source, engine::read_applied(*database), {}, {}, {}};
  const RevisionSet applied = applied_set(result.applied, history.graph);
  for (Graph::Index i = 0; i < history.graph.size(); ++i) {
    if (!applied.contains(i)) result.pending.push_back(line_of(history, i, &applied));
  }
  for (const Graph::Index head : history.graph.heads())
    result.heads.push_back(history.graph.id(head));
  result.findings = check_applied(history, result.applied);
  for (Finding& finding : check_pins(history)) result.findings.push_back(std::move(finding));
  return result;
}

CurrentResult current(const ProjectRequest& request) {
  const Config config = load_config(request.start, request.flags, request.environment);
  const auto database = open_database(request, config, Access::read_only);
  const AppliedRevisions applied = engine::read_applied(*database);
  CurrentResult result{database->name(), {}};
  for (const AppliedRevision* head : applied_heads(applied)) result.heads.push_back(*head);
  return result;
}

std::vector<RevisionLine> heads(const ProjectRequest& request) {
  const Workspace workspace = open_workspace(request);
  const History& history = require_history(workspace);
  std::vector<RevisionLine> lines;
  for (const Graph::Index head : history.graph.heads())
    lines.push_back(line_of(history, head, nullptr));
  return lines;
}

std::vector<RevisionLine> history(const ProjectRequest& request, WithDatabase with_database) {
  const Workspace workspace = open_workspace(request);
  const History& history = require_history(workspace);
  const auto applied = look_up_applied(request, workspace, history, with_database);
  std::vector<RevisionLine> lines;
  for (std::size_t n = history.graph.size(); n-- > 0;) {
    lines.push_back(line_of(history, static_cast<Graph::Index>(n), applied ? &*applied : nullptr));
  }
  return lines;
}

ShowResult show(const ProjectRequest& request, const std::string& revision,
                WithDatabase with_database) {
  const Workspace workspace = open_workspace(request);
  const History& history = require_history(workspace);
  std::optional<AppliedRevisions> rows;
  std::optional<std::string> name;
  const RevisionSpec spec = parse_revision_spec(revision);
  if (with_database == WithDatabase::yes || spec.anchor == RevisionSpec::Anchor::current) {
    const auto database = open_database(request, workspace.config, Access::read_only);
    name = database->name();
    rows = engine::read_applied(*database);
  }
  const auto applied = rows ? std::optional(applied_set(*rows, history.graph)) : std::nullopt;
  const RevisionSet* known = applied ? &*applied : nullptr;
  const Graph::Index index = resolve_one(spec, history.graph, known);
  ShowResult result{history.at(index),
                    line_of(history, index, known),
                    {},
                    history_checksums(history)[index],
                    std::nullopt,
                    std::move(name)};
  for (const Graph::Index child : history.graph.children(index))
    result.children.push_back(history.graph.id(child));
  if (rows) {
    if (const AppliedRevision* row = rows->find(result.revision.id.text())) result.applied = *row;
  }
  return result;
}

}  // namespace sqlmig::commands
