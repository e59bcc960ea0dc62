// Edits of manifests that belong together.
#pragma once

#include <sqlmig/project.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::commands {

/// All of them are made before the first is written: half of a change helps nobody.
class ManifestChanges {
 public:
  /// The folder of the project.
  explicit ManifestChanges(std::filesystem::path folder) : folder_(std::move(folder)) {}

  struct Edit {
    std::function<std::optional<std::string>(std::string_view)> change;
    std::function<bool(const Manifest&)> holds;  // whether the result says what is wanted
    std::string by_hand;                         // what a person can do instead
  };
  /// Edits the manifest of a revision and reads the result back.
  /// Errors: ErrorCode::io if it cannot be read, or edited so that it says what is wanted.
  void edit(const Revision& revision, const Edit& edit);

  /// Shape: the names of the files, sorted.
  /// Errors: ErrorCode::io.
  std::vector<std::string> write() const;

 private:
  std::filesystem::path folder_;
  std::map<std::string, std::string> texts_;  // by name, relative to the folder
};

/// Writes the digest of a parent into a manifest that pins it.
[[nodiscard]] ManifestChanges::Edit pin_edit(const RevisionId& parent, const Checksum& digest);

}  // namespace sqlmig::commands
