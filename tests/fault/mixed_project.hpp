// A project with a MixedHistory, and a database to run it on.
#pragma once

#include "fault/mixed_history.hpp"
#include "support/databases.hpp"
#include "support/temporary.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sqlmig::test {

class MixedProject {
 public:
  MixedProject(DatabaseKind kind, int length, Mix mix = Mix::with_statements_alone);
  /// On a database that is there already.
  MixedProject(std::unique_ptr<TestDatabase> database, DatabaseKind kind, int length,
               Mix mix = Mix::with_statements_alone);

  [[nodiscard]] const TestDatabase& database() const { return *database_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] int length() const { return history_.length(); }

  /// The arguments of sqlmig that go all the way.
  [[nodiscard]] static std::vector<std::string> all_the_way(Way way);
  /// How long that takes from one end to the other; it is at the same end afterwards as before.
  [[nodiscard]] std::chrono::microseconds time_all_the_way() const;

  /// What is there once no runner is at work.
  [[nodiscard]] MixedHistory::Observed observe() const;
  /// Resumes a revision that stopped half-way, and looks at the result.
  void settle(const MixedHistory::Unfinished& half) const;
  /// Whether a run from wherever it is now gets to the end, and everything is right there.
  [[nodiscard]] testing::AssertionResult can_go(Way way) const;
  /// The way from where it is: the other way at an end.
  [[nodiscard]] Way next(Way way, const MixedHistory::Observed& seen) const;

 private:
  [[nodiscard]] testing::AssertionResult succeeds(const std::vector<std::string>& arguments) const;

  TemporaryFolder folder_;
  MixedHistory history_;
  std::unique_ptr<TestDatabase> database_;
};

}  // namespace sqlmig::test
