// Folders and files that last as long as a test.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::test {

/// A new, empty folder with a short path; removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
    return path_ / name;
  }

  /// Writes a file, with the folders that lead to it.
  void write(const std::string& name, std::string_view bytes) const;
  [[nodiscard]] std::string read(const std::string& name) const;

 private:
  std::filesystem::path path_;
};

/// Writes a revision `migrations/ID` of `folder` with unpinned parents.
struct RevisionFiles {
  std::string id;
  std::vector<std::string> parents = {};
  std::string up = "SELECT 1;\n";
  std::string down = "SELECT 1;\n";
  std::string more = {};  // lines of its manifest
};
void write_revision(const TemporaryFolder& folder, const RevisionFiles& revision);

}  // namespace sqlmig::test
