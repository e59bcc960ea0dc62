// A PostgreSQL server of the test's own.
#pragma once

#include "support/child.hpp"
#include "support/databases.hpp"
#include "support/server.hpp"
#include "support/temporary.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sqlmig::test {

/// A server on the folder `data` of a folder of its own, which only the test reaches: over a Unix
/// socket there. It does not wait for the disk, since the system outlives it. Stopped and removed
/// at the end.
class Cluster {
 public:
  /// Runs the programs of `server`, as its user.
  explicit Cluster(Server server);
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;
  ~Cluster();

  /// Makes the folder `data`: `command` is the name of a program of PostgreSQL and its arguments.
  void make_data(std::vector<std::string> command) const;
  /// Starts the server and waits until it answers. `settings` are arguments of `postgres`.
  void start(const std::vector<std::string>& settings = {});
  /// Ends the server without a word to anybody and without a checkpoint, as
  /// `pg_ctl stop -m immediate` does.
  void stop_immediately();
  /// Kills the first process of the server; the others notice it by and by.
  void kill();

  /// A database of the cluster.
  [[nodiscard]] std::unique_ptr<TestDatabase> database(const std::string& name) const;

 private:
  [[nodiscard]] bool answers() const;

  Server server_;
  TemporaryFolder folder_;
  std::unique_ptr<Child> process_;
};

/// A cluster that was just made, with a database `postgres`.
[[nodiscard]] std::unique_ptr<Cluster> make_cluster();

}  // namespace sqlmig::test
