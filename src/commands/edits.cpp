#include "commands/edits.hpp"

#include "core/text_diff.hpp"
#include "core/text_position.hpp"
#include "engine/runnable.hpp"
#include "engine/version_table.hpp"
#include "sqltext/script.hpp"
#include "sqltext/script_change.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>

namespace sqlmig::commands {
namespace {

enum class File { up, down };

std::optional<File> edited_file(FindingKind kind) {
  if (kind == FindingKind::edited_up || kind == FindingKind::base_edited_up) return File::up;
  if (kind == FindingKind::edited_down || kind == FindingKind::base_edited_down) return File::down;
  return std::nullopt;
}

const Script* script_of(const Revision& revision, File file) {
  if (file == File::up) return &revision.up;
  return revision.down ? &*revision.down : nullptr;
}

std::string summary_of(const sqltext::ScriptChange& change) {
  using Extent = sqltext::ScriptChange::Extent;
  switch (change.extent) {
    case Extent::none:
    case Extent::layout:
      return "only comments and blanks differ";
    case Extent::directives:
      return "a directive differs, so it is run in another way";
    case Extent::statements:
      return fmt::format("statements differ, from statement {} on", change.statement);
  }
  return {};
}

// Of a script that came or went there is nothing to compare.
void show_edit(Finding& finding, const Script* before, const Script* now,
               std::optional<DatabaseKind> kind) {
  finding.detail +=
      unified_diff(before == nullptr ? "" : before->text, now == nullptr ? "" : now->text);
  if (before == nullptr || now == nullptr) return;
  const sqltext::ScriptChange change =
      kind ? sqltext::compare_scripts(before->text, now->text, engine::dialect_of(*kind))
           : sqltext::compare_scripts(before->text, now->text);
  finding.message += ": " + summary_of(change);
  finding.position = position_at(now->path, now->text, change.offset);
}

}  // namespace

void show_edits(std::vector<Finding>& findings, const History& history, Database& database) {
  for (Finding& finding : findings) {
    const auto file = edited_file(finding.kind);
    if (!file) continue;
    const Revision* revision = history.find(finding.revision);
    auto stored = engine::read_stored_scripts(database, RevisionId(finding.revision));
    if (revision == nullptr || !stored) continue;
    std::optional<std::string> text = *file == File::up ? std::move(stored->up) : stored->down;
    std::optional<Script> before;
    if (text) before = sqltext::read_script({}, std::move(*text)).script;
    show_edit(finding, before ? &*before : nullptr, script_of(*revision, *file), database.kind());
  }
}

void show_edits(std::vector<Finding>& findings, const std::vector<Revision>& ours, const Base& base,
                std::optional<DatabaseKind> scripts_for) {
  for (Finding& finding : findings) {
    const auto file = edited_file(finding.kind);
    if (!file) continue;
    const auto mine = std::find_if(ours.begin(), ours.end(), [&](const Revision& revision) {
      return revision.id.text() == finding.revision;
    });
    const ChangedRevision* changed = base.find(RevisionId(finding.revision));
    if (mine == ours.end() || changed == nullptr) continue;
    const auto& before = base.fork == Base::Fork::known ? changed->fork : changed->tip;
    if (before) show_edit(finding, script_of(*before, *file), script_of(*mine, *file), scripts_for);
  }
}

}  // namespace sqlmig::commands
