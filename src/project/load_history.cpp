// The migrations folder, read whole: every problem in it is found in one run.
#include "core/suggest.hpp"
#include "project/files.hpp"
#include "project/parallel.hpp"
#include "project/read_revision.hpp"
#include <sqlmig/project.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

namespace sqlmig {
namespace {

using project::Entry;
using project::kDownFile;
using project::kManifestFile;
using project::kUpFile;

// What folders hold, in the order of their names.
struct Found {
  std::vector<Revision> revisions;
  std::vector<RevisionId> without_manifest;
  std::vector<Finding> findings;

  void append(Found more) {
    std::move(more.revisions.begin(), more.revisions.end(), std::back_inserter(revisions));
    std::move(more.without_manifest.begin(), more.without_manifest.end(),
              std::back_inserter(without_manifest));
    std::move(more.findings.begin(), more.findings.end(), std::back_inserter(findings));
  }
};

class FolderReader {
 public:
  enum class Threads { one, many };
  FolderReader(const Config& config, Threads threads) : config_(config), threads_(threads) {}

  Found read_all() {
    walk_folder(project::Folder(config_.migrations), config_.migrations_name, {});
    return std::move(found_);
  }

 private:
  // `folder_name` is the last part of the path: the id, if this turns out to be a revision.
  void walk_folder(project::Folder folder, const std::string& shown,
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
    std::vector<std::string> folders;
    for (const Entry& entry : entries) {
      if (entry.name.starts_with(".")) continue;  // editors' and version control's own
      if (entry.type == Entry::Type::folder) {
        folders.push_back(entry.name);
      } else {
        check_orphan(entry.name, shown, is_revision, is_root);
      }
    }
    walk_children(folder, shown, folders);
  }

  // Many folders are shared out among threads in blocks; what is found does not depend on who was
  // first.
  void walk_children(const project::Folder& parent, const std::string& shown,
                     std::span<const std::string> names) {
    constexpr std::size_t kBlock = 64;
    if (threads_ == Threads::one || names.size() <= kBlock) {
      for (const std::string& name : names) walk_child(parent, shown + "/" + name, name);
      return;
    }
    std::vector<Found> blocks((names.size() + kBlock - 1) / kBlock);
    project::for_each_index(blocks.size(), [&](std::size_t i) {
      FolderReader reader(config_, Threads::one);
      const auto part = names.subspan(i * kBlock, std::min(kBlock, names.size() - i * kBlock));
      reader.walk_children(parent, shown, part);
      blocks[i] = std::move(reader.found_);
    });
    for (Found& block : blocks) found_.append(std::move(block));
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
    if (in_revision && name == "verify.sql") found_.findings.back().severity = Severity::warning;
  }

  void read_revision(const project::Folder& folder, const std::string& shown,
                     const std::string& name, bool has_up, bool has_down) {
    const auto read = [&](std::string_view file) { return read_file(folder, file, shown, name); };
    project::RevisionRead result = project::read_revision(
        {shown, read(kManifestFile), has_up ? read(kUpFile).value_or("") : no_file(),
         has_down ? read(kDownFile).value_or("") : no_file()});
    std::move(result.findings.begin(), result.findings.end(), std::back_inserter(found_.findings));
    if (result.revision) {
      found_.revisions.push_back(std::move(*result.revision));
    } else if (!RevisionId::problem_with(name)) {
      found_.without_manifest.emplace_back(name);
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
    found_.findings.push_back({kind,
                               Severity::error,
                               std::move(revision),
                               std::move(where),
                               std::move(message),
                               std::move(advice),
                               {}});
  }

  const Config& config_;
  Threads threads_;
  Found found_;
};

}  // namespace

LoadedHistory load_history(const Config& config) {
  // Not an empty history: a gate must not open because a path is misspelled.
  std::error_code failure;
  if (!std::filesystem::is_directory(config.migrations, failure)) {
    throw Error(ErrorCode::config, fmt::format("there is no folder {}", config.migrations.string()))
        .with_advice("create it, or correct 'migrations' in sqlmig.toml");
  }
  Found found = FolderReader(config, FolderReader::Threads::many).read_all();
  HistoryCheck check = build_history(std::move(found.revisions), found.without_manifest);
  std::move(check.findings.begin(), check.findings.end(), std::back_inserter(found.findings));
  sort_findings(found.findings);
  return {std::move(check.history), std::move(check.unlinked), std::move(found.findings)};
}

}  // namespace sqlmig
