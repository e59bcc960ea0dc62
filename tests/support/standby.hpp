// A PostgreSQL server that can only be read, because it follows another one.
#pragma once

#include "support/cluster.hpp"
#include "support/databases.hpp"

#include <memory>

namespace sqlmig::test {

/// A hot standby of the server that `primary` is on, from a base backup of it: it has what the
/// primary had when it was made, and follows. Stopped and removed at the end.
class Standby {
 public:
  explicit Standby(const TestDatabase& primary);

  /// The database of the test on this server.
  [[nodiscard]] const TestDatabase& database() const { return *database_; }

 private:
  Cluster cluster_;
  std::unique_ptr<TestDatabase> database_;
};

}  // namespace sqlmig::test
