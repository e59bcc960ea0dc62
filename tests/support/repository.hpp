// git, as a test uses it.
#pragma once

#include "support/process.hpp"
#include "support/temporary.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sqlmig::test {

/// The variables of a git that has an author and calls the first branch `main`. With a home of its
/// own, as `run_process` makes one, it reads nobody's configuration.
[[nodiscard]] std::map<std::string, std::string> git_variables();

/// Runs git in a folder. Throws with what it said if it fails.
void run_git(const std::filesystem::path& folder, std::vector<std::string> arguments);

/// A folder for repositories. No configuration of the user or the machine counts in them, and git
/// looks for no repository around them.
class Repositories {
 public:
  /// Runs git in the folder `where`, and gives what it wrote. Throws if it fails.
  std::string git(const std::string& where, std::vector<std::string> arguments) const;
  /// The same, however it ends.
  [[nodiscard]] ProcessResult try_git(const std::string& where,
                                      std::vector<std::string> arguments) const;
  /// A new repository, whose branch is `main`, without a commit.
  void init(const std::string& where, const std::vector<std::string>& options = {}) const;
  /// Commits all that is in the working tree.
  void commit_all(const std::string& where, const std::string& message = "x") const;
  /// The `file://` URL of a repository, from which git clones as over a network.
  [[nodiscard]] std::string url(const std::string& where) const;

  /// What makes git, whoever runs it, the same everywhere.
  [[nodiscard]] std::map<std::string, std::string> variables() const;
  [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

}  // namespace sqlmig::test
