#include "project/folder_base.hpp"

#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

namespace sqlmig::project {
namespace {

// Only where it keeps its revisions counts; its databases are no business of ours.
Config config_of(const std::filesystem::path& folder, const Config& ours) {
  std::error_code failure;
  if (std::filesystem::exists(folder / "sqlmig.toml", failure)) {
    ConfigFlags flags;
    flags.folder = folder;
    return load_config(folder, flags, [](const std::string&) { return std::nullopt; });
  }
  Config config = ours;
  config.migrations = folder;
  return config;
}

// What cannot be read would be missing in the comparison without a word.
void require_readable(const LoadedHistory& loaded, const std::string& shown) {
  const std::vector<Revision>& read = loaded.history ? loaded.history->revisions : loaded.unlinked;
  Error error(ErrorCode::findings, fmt::format("{} has revisions that cannot be read", shown));
  for (const Finding& finding : loaded.findings) {
    const bool is_read = std::any_of(read.begin(), read.end(), [&](const Revision& revision) {
      return revision.id.text() == finding.revision;
    });
    const bool matters =
        finding.severity == Severity::error && finding.kind != FindingKind::orphan_file;
    if (matters && !is_read) error.findings.push_back(finding);
  }
  if (!error.findings.empty()) throw std::move(error).with_advice("compare with another checkout");
}

}  // namespace

Base read_folder_base(const std::filesystem::path& folder, const std::string& shown,
                      const Config& config, const std::vector<Revision>& ours) {
  std::error_code failure;
  if (!std::filesystem::is_directory(folder, failure)) {
    throw Error(ErrorCode::config, fmt::format("there is no folder {}", shown))
        .with_advice("name a checkout of what this is to be merged into");
  }
  const Config theirs = config_of(folder, config);
  LoadedHistory loaded = load_history(theirs);
  require_readable(loaded, shown);
  std::vector<Revision> tip =
      loaded.history ? std::move(loaded.history->revisions) : std::move(loaded.unlinked);
  if (tip.empty() && theirs.folder == config.folder) {
    throw Error(ErrorCode::config, fmt::format("{} holds no revisions", shown))
        .with_advice("name a project's folder, or the folder of its revisions");
  }
  std::map<RevisionId, ChangedRevision> changed;
  for (const Revision& revision : ours) {
    changed.try_emplace(revision.id, ChangedRevision{revision.id, std::nullopt, std::nullopt});
  }
  std::map<RevisionId, const Revision*> mine;
  for (const Revision& revision : ours) mine.emplace(revision.id, &revision);
  for (Revision& revision : tip) {
    const auto found = mine.find(revision.id);
    if (found != mine.end() && is_alike(*found->second, revision)) {
      changed.erase(revision.id);
      continue;
    }
    const RevisionId id = revision.id;
    changed.insert_or_assign(id, ChangedRevision{id, std::nullopt, std::move(revision)});
  }
  Base base{shown, Base::Kind::folder, Base::Fork::unknown, {}};
  base.tip_branches = theirs.branches;
  for (auto& [id, revision] : changed) base.changed.push_back(std::move(revision));
  return base;
}

}  // namespace sqlmig::project
