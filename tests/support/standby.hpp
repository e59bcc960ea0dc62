// A PostgreSQL server that can only be read, because it follows another one.
#pragma once

#include "support/child.hpp"
#include "support/databases.hpp"
#include "support/temporary.hpp"

#include <memory>
#include <string>

namespace sqlmig::test {

/// A hot standby of the server that `primary` is on, from a base backup of it: it has what the
/// primary had when it was made, and follows. Stopped and removed at the end.
class Standby {
 public:
  explicit Standby(const TestDatabase& primary);
  Standby(const Standby&) = delete;
  Standby& operator=(const Standby&) = delete;
  ~Standby();

  /// The database of the test on this server.
  [[nodiscard]] const TestDatabase& database() const { return *database_; }

 private:
  void wait_until_it_answers() const;

  TemporaryFolder folder_;
  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<Child> server_;
};

}  // namespace sqlmig::test
