#include "project/read_revision.hpp"

#include "core/text_position.hpp"
#include "core/utf8.hpp"
#include "project/manifest_toml.hpp"
#include "project/toml_reader.hpp"
#include "sqltext/script.hpp"

#include <fmt/core.h>

#include <utility>

namespace sqlmig::project {
namespace {

class RevisionReader {
 public:
  explicit RevisionReader(RevisionFiles files)
      : files_(std::move(files)), name_(files_.folder.substr(files_.folder.rfind('/') + 1)) {}

  RevisionRead read() {
    auto revision = revision_or_nothing();
    return {std::move(revision), std::move(findings_)};
  }

 private:
  std::optional<Revision> revision_or_nothing() {
    if (const auto problem = RevisionId::problem_with(name_)) {
      report(FindingKind::bad_id, {path_of(kManifestFile), 0, 0},
             fmt::format("the folder name '{}' is not a revision id: {}", name_, *problem),
             "rename the folder");
      return std::nullopt;
    }
    auto manifest = read_manifest_file();
    if (!manifest) return std::nullopt;
    check_pair(*manifest);
    Script up = read_script(kUpFile, std::move(files_.up).value_or(""));
    std::optional<Script> down;
    if (files_.down || !manifest->irreversible)
      down = read_script(kDownFile, std::move(files_.down).value_or(""));
    return make_revision(RevisionId(name_), std::move(*manifest), std::move(up), std::move(down));
  }

  std::optional<Manifest> read_manifest_file() {
    if (!files_.manifest) return std::nullopt;
    const auto text = text_of(kManifestFile, std::move(*files_.manifest));
    if (!text) return std::nullopt;
    ManifestRead read = read_manifest(*text, path_of(kManifestFile));
    for (Finding& finding : read.findings) {
      finding.revision = name_;
      findings_.push_back(std::move(finding));
    }
    return std::move(read.manifest);
  }

  void check_pair(const Manifest& manifest) {
    if (!files_.up) {
      report(FindingKind::missing_up, {path_of(kUpFile), 0, 0}, "the revision has no up.sql",
             "add it");
    }
    if (manifest.irreversible && files_.down) {
      report(FindingKind::unexpected_down, {path_of(kDownFile), 0, 0},
             "the manifest says that the revision is irreversible, and there is a down.sql",
             "remove one of the two");
    } else if (!manifest.irreversible && !files_.down) {
      report(FindingKind::missing_down, {path_of(kDownFile), 0, 0}, "the revision has no down.sql",
             "add it, or say irreversible = \"why\" in the manifest");
    }
  }

  Script read_script(std::string_view file, std::string bytes) {
    std::string path = path_of(file);
    std::string text = text_of(file, std::move(bytes)).value_or("");
    if (const std::size_t line = conflict_marker_line(text); line != 0) {
      report(FindingKind::conflict_markers, {path, line, 1},
             "git left conflict markers in this file",
             "resolve the conflict and remove the lines <<<<<<<, ======= and >>>>>>>");
    }
    sqltext::ScriptRead read = sqltext::read_script(path, std::move(text));
    for (const sqltext::DirectiveProblem& problem : read.problems) {
      report(FindingKind::unknown_directive, position_at(path, read.script.text, problem.offset),
             problem.message, problem.advice);
    }
    return std::move(read.script);
  }

  // The canonical text of a file; nothing and a finding if it is not text.
  std::optional<std::string> text_of(std::string_view file, std::string bytes) {
    if (const std::size_t nul = bytes.find('\0'); nul != std::string::npos) {
      report(FindingKind::nul_byte, position_at(path_of(file), bytes, nul),
             fmt::format("the file holds a NUL byte (at byte {})", nul),
             "save it as plain UTF-8 text");
      return std::nullopt;
    }
    if (const auto bad = first_invalid_utf8(bytes)) {
      report(FindingKind::not_utf8, position_at(path_of(file), bytes, *bad),
             fmt::format("the file is not UTF-8 (at byte {})", *bad),
             "convert it, for example with iconv");
      return std::nullopt;
    }
    return canonical_text(std::move(bytes));
  }

  [[nodiscard]] std::string path_of(std::string_view file) const {
    return fmt::format("{}/{}", files_.folder, file);
  }

  void report(FindingKind kind, SourcePosition where, std::string message, std::string advice) {
    findings_.push_back({kind,
                         Severity::error,
                         name_,
                         std::move(where),
                         std::move(message),
                         std::move(advice),
                         {}});
  }

  RevisionFiles files_;
  std::string name_;
  std::vector<Finding> findings_;
};

}  // namespace

RevisionRead read_revision(RevisionFiles files) { return RevisionReader(std::move(files)).read(); }

}  // namespace sqlmig::project
