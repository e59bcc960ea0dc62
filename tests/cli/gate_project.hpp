// A project in git, as a gate in CI meets it: `origin`, which is bare, and clones of it.
#pragma once

#include "cli/project.hpp"
#include "support/repository.hpp"

#include <string>

namespace sqlmig::test {

class GateProject {
 public:
  /// `origin` and the clone `seed`, whose `main` holds the revision 0001_users.
  GateProject();

  void git(const std::string& where, Arguments arguments) const;
  void commit(const std::string& where) const { repositories_.commit_all(where); }
  /// A new clone of `origin` on a new branch of the same name.
  void clone(const std::string& where) const;
  /// Commits all, and makes it the main branch of `origin`.
  void merge_into_main(const std::string& where) const;
  void fetch(const std::string& where) const { git(where, {"fetch", "--quiet", "origin"}); }

  [[nodiscard]] ProcessResult sqlmig(const std::string& where, const Arguments& arguments,
                                     Variables variables = {}) const;
  [[nodiscard]] nlohmann::json json(const std::string& where, Arguments arguments) const;
  /// `sqlmig verify --against origin/main`.
  [[nodiscard]] ProcessResult verify(const std::string& where, const Arguments& more = {}) const;
  /// The codes of what verify finds, warnings in brackets, sorted.
  [[nodiscard]] Strings found(const std::string& where, const Arguments& more = {}) const;

  /// Adds a revision on its parents, as `sqlmig revision` does, that makes a table.
  void add(const std::string& where, const std::string& id, const Strings& parents) const;
  void write(const std::string& name, const std::string& bytes) const {
    repositories_.folder().write(name, bytes);
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    return repositories_.folder().read(name);
  }
  [[nodiscard]] std::filesystem::path path(const std::string& name) const {
    return repositories_.folder() / name;
  }
  [[nodiscard]] const Repositories& repositories() const { return repositories_; }

  /// Runs what a finding says to do next: the commands in `text`, which are git's or sqlmig's, as
  /// they stand there, in a shell. Gives the commands that were run.
  [[nodiscard]] Strings follow(const std::string& where, const std::string& text) const;

 private:
  Repositories repositories_;
};

}  // namespace sqlmig::test
