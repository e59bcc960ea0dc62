// A project and the many databases that it is run on.
#pragma once

#include "cli/project.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace sqlmig::test {

/// The databases t0, t1 and so on, which `targets.txt` lists; empty, and of SQLite not there yet.
class TargetsProject : public ProjectTest {
 protected:
  void add_databases(DatabaseKind kind, std::size_t count);
  /// Adds a line to targets.txt.
  void list(const std::string& line);

  [[nodiscard]] const TestDatabase& database(std::size_t number) const {
    return *databases_.at(number).database;
  }
  /// The applied revisions in order of application; "(absent)" if there is no version table.
  [[nodiscard]] Strings recorded(std::size_t number) const;
  [[nodiscard]] std::size_t count() const { return databases_.size(); }

 private:
  struct Listed {
    DatabaseKind kind;
    std::unique_ptr<TestDatabase> database;
  };
  std::vector<Listed> databases_;
  std::string lines_;
};

}  // namespace sqlmig::test
