#include "commands/verify.hpp"

#include "core/text_diff.hpp"
#include "engine/runnable.hpp"
#include "engine/version_table.hpp"
#include "sqltext/script_check.hpp"
#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace sqlmig::commands {
namespace {

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

std::optional<DatabaseKind> kind_of(const std::string& url) {
  try {
    return database_kind(url);
  } catch (const Error&) {
    return std::nullopt;  // such as a url that is one variable
  }
}

// The kind of database that the scripts are for: the url tells it without a connection, and without
// a url those of the file do, if they agree.
std::optional<DatabaseKind> kind_of_scripts(const Config& config) {
  if (config.url) return database_kind(*config.url);
  std::set<DatabaseKind> kinds;
  for (const std::string& url : config.file_urls) {
    if (const auto kind = kind_of(url)) kinds.insert(*kind);
  }
  return kinds.size() == 1 ? std::optional(*kinds.begin()) : std::nullopt;
}

void check_scripts(const History& history, DatabaseKind kind, std::vector<Finding>& findings) {
  const auto dialect = engine::dialect_of(kind);
  for (const Revision& revision : history.revisions) {
    append(findings, sqltext::check_script(revision.up, revision.id.text(), dialect));
    if (revision.down) {
      append(findings, sqltext::check_script(*revision.down, revision.id.text(), dialect));
    }
  }
}

// A script that is missing or unreadable is not blank as well.
std::vector<Finding> check_readable_blanks(const History& history,
                                           const std::vector<Finding>& known) {
  std::vector<Finding> blanks = check_blank_scripts(history);
  std::erase_if(blanks, [&](const Finding& blank) {
    return std::any_of(known.begin(), known.end(), [&](const Finding& finding) {
      return finding.position && finding.position->file == blank.position->file;
    });
  });
  return blanks;
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
  result.revisions = workspace.loaded.unlinked.size();
  if (!workspace.loaded.history) return result;
  const History& history = *workspace.loaded.history;
  result.revisions = history.graph.size();
  append(result.findings, check_pins(history));
  append(result.findings, check_heads(history, workspace.config.branches));
  append(result.findings, check_readable_blanks(history, result.findings));
  result.scripts_for = kind_of_scripts(workspace.config);
  if (result.scripts_for) check_scripts(history, *result.scripts_for, result.findings);
  if (request.scope == VerifyRequest::Scope::files_and_database) {
    check_database(request, workspace.config, history, result);
  }
  sort_findings(result.findings);
  return result;
}

}  // namespace sqlmig::commands
