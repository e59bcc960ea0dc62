#include "commands/verify.hpp"

#include "core/text_diff.hpp"
#include "engine/version_table.hpp"
#include "sqltext/script_check.hpp"
#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <iterator>
#include <utility>

namespace sqlmig::commands {
namespace {

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

// How a script must be written depends on the database, which the URL tells without a connection.
void check_scripts(const Config& config, const History& history, std::vector<Finding>& findings) {
  if (!config.url) return;
  const auto dialect = database_kind(*config.url) == DatabaseKind::sqlite
                           ? sqltext::SqlDialect::sqlite
                           : sqltext::SqlDialect::postgres;
  for (const Revision& revision : history.revisions) {
    append(findings, sqltext::check_script(revision.up, revision.id.text(), dialect));
    if (revision.down)
      append(findings, sqltext::check_script(*revision.down, revision.id.text(), dialect));
  }
}

void check_database(const VerifyRequest& request, const Config& config, const History& history,
                    VerifyResult& result) {
  const auto database = open_database(request.project, config, Access::read_only);
  result.database = database->name();
  AppliedRevisions applied;
  try {
    applied = engine::read_applied(*database);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::version_table) throw;
    result.findings.push_back({FindingKind::version_table_newer,
                               Severity::error,
                               {},
                               std::nullopt,
                               error.what(),
                               error.advice,
                               {}});
    return;
  }
  result.applied = applied.rows.size();
  result.pending = history.graph.size() - applied_set(applied, history.graph).members().size();
  std::vector<Finding> findings = check_applied(history, applied);
  add_diffs(findings, history, *database);
  append(result.findings, std::move(findings));
}

}  // namespace

void add_diffs(std::vector<Finding>& findings, const History& history, Database& database) {
  for (Finding& finding : findings) {
    const bool up = finding.kind == FindingKind::edited_up;
    if (!up && finding.kind != FindingKind::edited_down) continue;
    const Revision* revision = history.find(finding.revision);
    const auto stored = engine::read_stored_scripts(database, RevisionId(finding.revision));
    if (revision == nullptr || !stored) continue;
    const std::string now = up               ? revision->up.text
                            : revision->down ? revision->down->text
                                             : std::string();
    finding.detail += unified_diff(up ? stored->up : stored->down.value_or(""), now);
  }
}

VerifyResult verify(const VerifyRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  VerifyResult result;
  result.findings = workspace.loaded.findings;
  if (!workspace.loaded.history) return result;
  const History& history = *workspace.loaded.history;
  result.revisions = history.graph.size();
  append(result.findings, check_pins(history));
  append(result.findings, check_heads(history));
  append(result.findings, check_blank_scripts(history));
  check_scripts(workspace.config, history, result.findings);
  if (request.scope == VerifyRequest::Scope::files_and_database) {
    check_database(request, workspace.config, history, result);
  }
  sort_findings(result.findings);
  return result;
}

}  // namespace sqlmig::commands
