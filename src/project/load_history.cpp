// The migrations folder, read whole: every problem in it is found in one run.
#include "core/suggest.hpp"
#include "project/files.hpp"
#include "project/read_revision.hpp"
#include <sqlmig/project.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace sqlmig {
namespace {

using project::Entry;
using project::kDownFile;
using project::kManifestFile;
using project::kUpFile;

class HistoryLoader {
 public:
  explicit HistoryLoader(const Config& config) : config_(config) {}

  LoadedHistory load() {
    walk_folder(project::Folder(config_.migrations), config_.migrations_name, {});
    HistoryCheck check = build_history(std::move(revisions_), without_manifest_);
    std::move(check.findings.begin(), check.findings.end(), std::back_inserter(findings_));
    sort_findings(findings_);
    return {std::move(check.history), std::move(check.unlinked), std::move(findings_)};
  }

 private:
  // `folder_name` is the last part of the path: the id, if this turns out to be a revision.
  void walk_folder(const project::Folder& folder, const std::string& shown,
                   const std::string& folder_name) {
    std::vector<Entry> entries = folder.entries();
    std::erase_if(entries, [&](const Entry& entry) { return !is_safe(entry, folder, shown); });
    const auto has = [&](std::string_view name) {
      return std::any_of(entries.begin(), entries.end(), [&](const Entry& e) {
        return e.name == name && e.type != Entry::Type::folder;
      });
    };
    const bool is_root = folder_name.empty();
    const bool is_revision = !is_root && has(kManifestFile);
    if (is_revision) {
      read_revision(folder, shown, folder_name, has(kUpFile), has(kDownFile));
    } else if (!is_root && (has(kUpFile) || has(kDownFile))) {
      report(FindingKind::folder_without_manifest, folder_name, {shown, 0, 0},
             "the folder holds SQL but no manifest.toml, so it is no revision",
             "add manifest.toml, or remove the folder");
    }
    for (const Entry& entry : entries) {
      if (entry.name.starts_with(".")) continue;  // editors' and version control's own
      if (entry.type == Entry::Type::folder) {
        walk_child(folder, shown + "/" + entry.name, entry.name);
      } else {
        check_orphan(entry.name, shown, is_revision, is_root);
      }
    }
  }

  void walk_child(const project::Folder& parent, const std::string& shown,
                  const std::string& name) {
    try {
      walk_folder(parent.open_folder(name), shown, name);
    } catch (const Error& error) {
      report(FindingKind::unreadable_file, {}, {shown, 0, 0}, error.what(),
             "check its permissions");
    }
  }

  bool is_safe(const Entry& entry, const project::Folder& folder, const std::string& shown) {
    if (entry.type == Entry::Type::file || entry.type == Entry::Type::folder) return true;
    const std::string name = shown + "/" + entry.name;
    if (entry.type == Entry::Type::other) {
      report(FindingKind::unreadable_file, {}, {name, 0, 0}, "this is neither a file nor a folder",
             "remove it");
      return false;
    }
    if (entry.name.starts_with(".")) return false;  // such as the lock link of an editor
    std::error_code failure;
    const std::filesystem::path target =
        std::filesystem::canonical(folder.path() + "/" + entry.name, failure);
    if (failure) {
      report(FindingKind::path_escapes, {}, {name, 0, 0}, "the symbolic link leads nowhere",
             "remove it");
      return false;
    }
    // A folder reached twice would be two revisions with one id, or a loop.
    if (std::filesystem::is_directory(target, failure) ||
        !project::lies_within(target, config_.migrations)) {
      report(FindingKind::path_escapes, {}, {name, 0, 0}, "the symbolic link leaves its folder",
             "put a copy of the file here: what is reviewed must be what is run");
      return false;
    }
    return true;
  }

  void check_orphan(const std::string& name, const std::string& shown, bool in_revision,
                    bool in_root) {
    constexpr std::array<std::string_view, 3> kNames{kManifestFile, kUpFile, kDownFile};
    if (in_revision && std::find(kNames.begin(), kNames.end(), name) != kNames.end()) return;
    if (!in_revision && !in_root && (name == kUpFile || name == kDownFile))
      return;  // reported already
    const bool sql = name.ends_with(".sql") || name.ends_with(".SQL");
    if (!sql && !(in_root && name == kManifestFile)) return;
    const auto similar = nearest(name, kNames);
    std::string advice = "a revision is a folder with manifest.toml, up.sql and down.sql";
    if (in_revision && similar) advice = fmt::format("did you mean '{}'?", *similar);
    report(FindingKind::orphan_file, {}, {shown + "/" + name, 0, 0}, "nothing runs this file",
           std::move(advice));
    if (in_revision && name == "verify.sql") findings_.back().severity = Severity::warning;
  }

  void read_revision(const project::Folder& folder, const std::string& shown,
                     const std::string& name, bool has_up, bool has_down) {
    const auto read = [&](std::string_view file) { return read_file(folder, file, shown, name); };
    project::RevisionRead result = project::read_revision(
        {shown, read(kManifestFile), has_up ? read(kUpFile).value_or("") : no_file(),
         has_down ? read(kDownFile).value_or("") : no_file()});
    std::move(result.findings.begin(), result.findings.end(), std::back_inserter(findings_));
    if (result.revision) {
      revisions_.push_back(std::move(*result.revision));
    } else if (!RevisionId::problem_with(name)) {
      without_manifest_.emplace_back(name);
    }
  }

  static std::optional<std::string> no_file() { return std::nullopt; }

  // Nothing and a finding if it cannot be read.
  std::optional<std::string> read_file(const project::Folder& folder, std::string_view name,
                                       const std::string& shown, const std::string& id) {
    try {
      return folder.read_file(std::string(name));
    } catch (const Error& error) {
      report(FindingKind::unreadable_file, id, {fmt::format("{}/{}", shown, name), 0, 0},
             error.what(), "check its permissions");
      return std::nullopt;
    }
  }

  void report(FindingKind kind, std::string revision, SourcePosition where, std::string message,
              std::string advice) {
    findings_.push_back({kind,
                         Severity::error,
                         std::move(revision),
                         std::move(where),
                         std::move(message),
                         std::move(advice),
                         {}});
  }

  const Config& config_;
  std::vector<Revision> revisions_;
  std::vector<RevisionId> without_manifest_;
  std::vector<Finding> findings_;
};

}  // namespace

LoadedHistory load_history(const Config& config) {
  // Not an empty history: a gate must not open because a path is misspelled.
  std::error_code failure;
  if (!std::filesystem::is_directory(config.migrations, failure)) {
    throw Error(ErrorCode::config, fmt::format("there is no folder {}", config.migrations.string()))
        .with_advice("create it, or correct 'migrations' in sqlmig.toml");
  }
  return HistoryLoader(config).load();
}

}  // namespace sqlmig
