// What the contract tests share: a database of each kind, and revisions to run on it.
#pragma once

#include "engine/version_table.hpp"
#include "support/caught.hpp"
#include "support/databases.hpp"
#include "support/histories.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace sqlmig::test {

/// A test of the contract, over a fresh database of the kind that the parameter names.
class ContractTest : public testing::TestWithParam<DatabaseKind> {
 protected:
  /// The port, on a connection that lasts as long as the test.
  Database& port() { return *port_; }
  /// The same database as others see it, each time over a connection of its own.
  [[nodiscard]] const TestDatabase& database() const { return *database_; }
  [[nodiscard]] static bool is_postgres() { return GetParam() == DatabaseKind::postgres; }

  /// Runs `sql` as the script of a unit.
  void run_script(const std::string& sql);

  [[nodiscard]] bool has_table(const std::string& name) const;

  /// Applies all revisions of `history` that are pending, over the connection of the test.
  Report upgrade(const History& history);
  /// Reverts all revisions of `history` that are applied.
  Report downgrade(const History& history);

  /// Connects anew, with these settings for every script.
  void connect_with(const SessionSettings& settings);

  SilentObserver observer_;
  RunOptions options_;
  Operator who_{"dana", "workstation", "because"};

 private:
  std::unique_ptr<TestDatabase> database_ = make_database(GetParam());
  std::unique_ptr<Database> port_ = database_->open();
};

/// Makes the version table where there is none.
void create_version_table(Database& database);

/// The heads of a history.
[[nodiscard]] std::vector<Graph::Index> heads_of(const History& history);

}  // namespace sqlmig::test
