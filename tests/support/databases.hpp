// A fresh database of each kind for a test.
#pragma once

#include <sqlmig/connect.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace sqlmig::test {

/// A database of its own, dropped at the end. Tests over both kinds take its URL and nothing else.
class TestDatabase {
 public:
  TestDatabase() = default;
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  virtual ~TestDatabase() = default;

  [[nodiscard]] virtual std::string url() const = 0;

  [[nodiscard]] std::unique_ptr<Database> open(Access access = Access::read_write) const;
  /// Runs statements that are not sqlmig's, over a connection of their own.
  void run(const std::string& sql) const;
  /// The first column of the first row, or "(no row)", or "(null)".
  [[nodiscard]] std::string ask(const std::string& sql) const;
  /// The first column of all rows.
  [[nodiscard]] std::vector<std::string> list(const std::string& sql) const;
};

/// A new SQLite file, or a new database on the server of SQLMIG_TEST_POSTGRES_URL.
/// Throws if that variable is not set: a missing server fails the tests, it never skips them.
[[nodiscard]] std::unique_ptr<TestDatabase> make_database(DatabaseKind kind);

/// A database that is there already, and stays.
[[nodiscard]] std::unique_ptr<TestDatabase> database_at(std::string url);

/// Names a test by its database, `sqlite` or `postgres`, so that ctest can label it.
[[nodiscard]] std::string kind_name(const testing::TestParamInfo<DatabaseKind>& info);

}  // namespace sqlmig::test
