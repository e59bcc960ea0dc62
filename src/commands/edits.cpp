#include "commands/edits.hpp"

#include "core/text_diff.hpp"
#include "engine/version_table.hpp"

#include <algorithm>
#include <string>

namespace sqlmig::commands {
namespace {

enum class File { up, down };

std::optional<File> edited_file(FindingKind kind) {
  if (kind == FindingKind::edited_up || kind == FindingKind::base_edited_up) return File::up;
  if (kind == FindingKind::edited_down || kind == FindingKind::base_edited_down) return File::down;
  return std::nullopt;
}

const std::string& text_of(const Revision& revision, File file) {
  static const std::string kNone;
  if (file == File::up) return revision.up.text;
  return revision.down ? revision.down->text : kNone;
}

void show_edit(Finding& finding, const std::string& before, const std::string& now) {
  finding.detail += unified_diff(before, now);
}

}  // namespace

void show_edits(std::vector<Finding>& findings, const History& history, Database& database) {
  for (Finding& finding : findings) {
    const auto file = edited_file(finding.kind);
    if (!file) continue;
    const Revision* revision = history.find(finding.revision);
    const auto stored = engine::read_stored_scripts(database, RevisionId(finding.revision));
    if (revision == nullptr || !stored) continue;
    show_edit(finding, *file == File::up ? stored->up : stored->down.value_or(""),
              text_of(*revision, *file));
  }
}

void show_edits(std::vector<Finding>& findings, const std::vector<Revision>& ours,
                const Base& base) {
  for (Finding& finding : findings) {
    const auto file = edited_file(finding.kind);
    if (!file) continue;
    const auto mine = std::find_if(ours.begin(), ours.end(), [&](const Revision& revision) {
      return revision.id.text() == finding.revision;
    });
    const ChangedRevision* changed = base.find(RevisionId(finding.revision));
    if (mine == ours.end() || changed == nullptr) continue;
    const auto& before = base.fork == Base::Fork::known ? changed->fork : changed->tip;
    if (before) show_edit(finding, text_of(*before, *file), text_of(*mine, *file));
  }
}

}  // namespace sqlmig::commands
