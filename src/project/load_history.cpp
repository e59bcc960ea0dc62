// The migrations folder, read whole: every problem in it is found in one run.
#include "core/suggest.hpp"
#include "core/text_position.hpp"
#include "core/utf8.hpp"
#include "project/files.hpp"
#include "project/manifest_toml.hpp"
#include "project/toml_reader.hpp"
#include "sqltext/script.hpp"
#include <sqlmig/project.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace sqlmig {
namespace {

using project::Entry;

constexpr std::string_view kManifest = "manifest.toml";
constexpr std::string_view kUp = "up.sql";
constexpr std::string_view kDown = "down.sql";

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
    const bool is_revision = !is_root && has(kManifest);
    if (is_revision) {
      read_revision(folder, shown, folder_name, has(kUp), has(kDown));
    } else if (!is_root && (has(kUp) || has(kDown))) {
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
    constexpr std::array<std::string_view, 3> kNames{kManifest, kUp, kDown};
    if (in_revision && std::find(kNames.begin(), kNames.end(), name) != kNames.end()) return;
    if (!in_revision && !in_root && (name == kUp || name == kDown)) return;  // reported already
    const bool sql = name.ends_with(".sql") || name.ends_with(".SQL");
    if (!sql && !(in_root && name == kManifest)) return;
    const auto similar = nearest(name, kNames);
    std::string advice = "a revision is a folder with manifest.toml, up.sql and down.sql";
    if (in_revision && similar) advice = fmt::format("did you mean '{}'?", *similar);
    report(FindingKind::orphan_file, {}, {shown + "/" + name, 0, 0}, "nothing runs this file",
           std::move(advice));
    if (in_revision && name == "verify.sql") findings_.back().severity = Severity::warning;
  }

  void read_revision(const project::Folder& folder, const std::string& shown,
                     const std::string& name, bool has_up, bool has_down) {
    const std::string manifest_name = shown + "/manifest.toml";
    if (const auto problem = RevisionId::problem_with(name)) {
      report(FindingKind::bad_id, name, {manifest_name, 0, 0},
             fmt::format("the folder name '{}' is not a revision id: {}", name, *problem),
             "rename the folder");
      return;
    }
    const RevisionId id(name);
    const auto text = read_text(folder, kManifest, manifest_name, name);
    project::ManifestRead read;
    if (text) read = project::read_manifest(*text, manifest_name);
    for (Finding& finding : read.findings) {
      finding.revision = name;
      findings_.push_back(std::move(finding));
    }
    if (!read.manifest) {
      without_manifest_.push_back(id);
      return;
    }
    Manifest& manifest = *read.manifest;
    if (!has_up) {
      report(FindingKind::missing_up, name, {shown + "/up.sql", 0, 0}, "the revision has no up.sql",
             "add it");
    }
    Script up = has_up ? read_script(folder, kUp, shown + "/up.sql", name)
                       : blank_script(shown + "/up.sql");
    std::optional<Script> down;
    if (manifest.irreversible && has_down) {
      report(FindingKind::unexpected_down, name, {shown + "/down.sql", 0, 0},
             "the manifest says that the revision is irreversible, and there is a down.sql",
             "remove one of the two");
    } else if (!manifest.irreversible && !has_down) {
      report(FindingKind::missing_down, name, {shown + "/down.sql", 0, 0},
             "the revision has no down.sql",
             "add it, or say irreversible = \"why\" in the manifest");
    }
    if (has_down) down = read_script(folder, kDown, shown + "/down.sql", name);
    if (!has_down && !manifest.irreversible) down = blank_script(shown + "/down.sql");
    revisions_.push_back(make_revision(id, std::move(manifest), std::move(up), std::move(down)));
  }

  static Script blank_script(std::string shown) {
    return {std::move(shown), {}, sha256({}), {}, Script::Content::blank};
  }

  Script read_script(const project::Folder& folder, std::string_view name, const std::string& shown,
                     const std::string& id) {
    std::string text = read_text(folder, name, shown, id).value_or("");
    if (const std::size_t line = project::conflict_marker_line(text); line != 0) {
      report(FindingKind::conflict_markers, id, {shown, line, 1},
             "git left conflict markers in this file",
             "resolve the conflict and remove the lines <<<<<<<, ======= and >>>>>>>");
    }
    sqltext::ScriptRead read = sqltext::read_script(shown, std::move(text));
    for (const sqltext::DirectiveProblem& problem : read.problems) {
      report(FindingKind::unknown_directive, id,
             position_at(shown, read.script.text, problem.offset), problem.message, problem.advice);
    }
    return std::move(read.script);
  }

  // The canonical text of a file; nothing and a finding if it is not text.
  std::optional<std::string> read_text(const project::Folder& folder, std::string_view name,
                                       const std::string& shown, const std::string& id) {
    std::string bytes;
    try {
      bytes = folder.read_file(std::string(name));
    } catch (const Error& error) {
      report(FindingKind::unreadable_file, id, {shown, 0, 0}, error.what(),
             "check its permissions");
      return std::nullopt;
    }
    if (const std::size_t nul = bytes.find('\0'); nul != std::string::npos) {
      report(FindingKind::nul_byte, id, position_at(shown, bytes, nul),
             fmt::format("the file holds a NUL byte (at byte {})", nul),
             "save it as plain UTF-8 text");
      return std::nullopt;
    }
    if (const auto bad = first_invalid_utf8(bytes)) {
      report(FindingKind::not_utf8, id, position_at(shown, bytes, *bad),
             fmt::format("the file is not UTF-8 (at byte {})", *bad),
             "convert it, for example with iconv");
      return std::nullopt;
    }
    return canonical_text(std::move(bytes));
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
