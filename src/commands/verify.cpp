#include "commands/verify.hpp"

#include "commands/edits.hpp"
#include "commands/offline.hpp"
#include "core/append.hpp"
#include "engine/runnable.hpp"
#include "engine/version_table.hpp"
#include "project/folder_base.hpp"
#include "project/git.hpp"
#include "project/git_base.hpp"
#include "sqltext/script_check.hpp"
#include <sqlmig/against.hpp>
#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace sqlmig::commands {
namespace {

void check_scripts(const std::vector<Revision>& revisions, DatabaseKind kind,
                   std::vector<Finding>& findings) {
  const auto dialect = engine::dialect_of(kind);
  for (const Revision& revision : revisions) {
    append(findings, sqltext::check_script(revision.up, revision.id.text(), dialect));
    if (revision.down) {
      append(findings, sqltext::check_script(*revision.down, revision.id.text(), dialect));
    }
  }
}

// A script that is missing or unreadable is not blank as well.
std::vector<Finding> check_readable_blanks(const std::vector<Revision>& revisions,
                                           const std::vector<Finding>& known) {
  std::vector<Finding> blanks = check_blank_scripts(revisions);
  std::erase_if(blanks, [&](const Finding& blank) {
    return std::any_of(known.begin(), known.end(), [&](const Finding& finding) {
      return finding.position && finding.position->file == blank.position->file;
    });
  });
  return blanks;
}

Base base_of(const Against& against, const std::filesystem::path& start, const Config& config,
             const std::vector<Revision>& ours) {
  if (const auto* ref = std::get_if<AgainstRef>(&against))
    return project::read_git_base(config, ours, ref->ref);
  const std::filesystem::path& folder = std::get<AgainstFolder>(against).folder;
  return project::read_folder_base(start / folder, folder.string(), config, ours);
}

std::vector<Graph::Index> wanted_heads(const VerifyRequest& request, const History& history,
                                       const RevisionSet& applied) {
  std::vector<Graph::Index> wanted;
  for (const RevisionSpec& spec : request.heads) {
    const RevisionTarget target = resolve_target(spec, history, &applied);
    wanted.insert(wanted.end(), target.revisions.begin(), target.revisions.end());
  }
  return wanted;
}

void check_requirements(const VerifyRequest& request, const History& history,
                        const AppliedRevisions& applied, std::vector<Finding>& findings) {
  if (!request.heads.empty()) {
    const auto wanted = wanted_heads(request, history, applied_set(applied, history.graph));
    append(findings, check_at_heads(history, applied, wanted));
    if (request.pending == VerifyRequest::Pending::allowed)
      append(findings, check_pending(history, applied, wanted));
  }
  if (request.pending == VerifyRequest::Pending::refused)
    append(findings, check_pending(history, applied, history.graph.heads()));
}

void check_database(const VerifyRequest& request, const Config& config, const History& history,
                    VerifyResult& result) {
  const auto database = open_database(request.project, config, Access::read_only);
  result.database = database->name();
  AppliedRevisions applied;
  try {
    applied = engine::read_applied(*database);
  } catch (const Error& error) {
    const bool damaged = error.code() == ErrorCode::version_table_damaged;
    if (!damaged && error.code() != ErrorCode::version_table) throw;
    result.findings.push_back(
        {damaged ? FindingKind::version_table_damaged : FindingKind::version_table_newer,
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
  show_edits(findings, history, *database);
  append(result.findings, std::move(findings));
  check_requirements(request, history, applied, result.findings);
}

// What else is wrong with a file that the base has says that it is there.
void check_base(const VerifyRequest& request, const Workspace& workspace,
                const std::vector<Revision>& ours, VerifyResult& result) {
  const Base base = base_of(*request.against, request.project.start, workspace.config, ours);
  result.against = base.name;
  std::vector<Finding> kept = check_kept(ours, base);
  std::erase_if(kept, [&](const Finding& finding) {
    return finding.kind == FindingKind::base_deleted &&
           std::any_of(result.findings.begin(), result.findings.end(),
                       [&](const Finding& known) { return known.revision == finding.revision; });
  });
  show_edits(kept, ours, base, result.scripts_for);
  std::vector<Finding> merged =
      check_merged(ours, base, workspace.config.branches, result.findings);
  append(result.findings, std::move(kept));
  append(result.findings, std::move(merged));
}

void check_history(const VerifyRequest& request, const Workspace& workspace, const History& history,
                   VerifyResult& result) {
  append(result.findings, check_pins(history));
  std::vector<Finding> heads = check_heads(history, workspace.config.branches);
  // Of a change it counts how many there are once it is merged.
  if (request.against)
    std::erase_if(heads, [](const Finding& f) { return f.kind == FindingKind::several_heads; });
  append(result.findings, std::move(heads));
}

}  // namespace

VerifyResult verify(const VerifyRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  VerifyResult result;
  result.path_prefix = project::path_in_repository(workspace.config.folder);
  result.findings = workspace.loaded.findings;
  const auto& history = workspace.loaded.history;
  const std::vector<Revision>& ours = history ? history->revisions : workspace.loaded.unlinked;
  result.revisions = ours.size();
  if (history) check_history(request, workspace, *history, result);
  append(result.findings, check_readable_blanks(ours, result.findings));
  result.scripts_for = kind_of_scripts(workspace.config);
  if (result.scripts_for) check_scripts(ours, *result.scripts_for, result.findings);
  if (request.against) check_base(request, workspace, ours, result);
  if (history && request.scope == VerifyRequest::Scope::files_and_database)
    check_database(request, workspace.config, *history, result);
  if (request.warnings == VerifyRequest::Warnings::refused) {
    for (Finding& finding : result.findings) finding.severity = Severity::error;
  }
  sort_findings(result.findings);
  return result;
}

}  // namespace sqlmig::commands
