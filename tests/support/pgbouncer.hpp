// A connection pooler in front of the test's server.
#pragma once

#include "support/child.hpp"
#include "support/databases.hpp"
#include "support/temporary.hpp"

#include <memory>
#include <string>

namespace sqlmig::test {

/// PgBouncer, with a socket in a folder of its own, in front of the database of a test. Gone at the
/// end.
class PgBouncer {
 public:
  /// For how long a client keeps a connection to the server.
  enum class Mode { session, transaction };
  /// `pool_size`: how many connections to the server there are at most. Who waits for one longer
  /// than two seconds is refused.
  PgBouncer(const TestDatabase& database, Mode mode, int pool_size = 20);
  PgBouncer(const PgBouncer&) = delete;
  PgBouncer& operator=(const PgBouncer&) = delete;
  ~PgBouncer();

  /// The database of the test, through the pooler.
  [[nodiscard]] const TestDatabase& database() const { return *database_; }
  [[nodiscard]] std::string url() const { return database_->url(); }

 private:
  void wait_until_it_answers() const;

  TemporaryFolder folder_;
  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<Child> process_;
};

}  // namespace sqlmig::test
