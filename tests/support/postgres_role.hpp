// A role of its own for a test.
#pragma once

#include "support/databases.hpp"

#include <string>

namespace sqlmig::test {

/// A role that can log in and may do nothing else; dropped, with its rights, at the end.
class PostgresRole {
 public:
  explicit PostgresRole(const TestDatabase& database);
  PostgresRole(const PostgresRole&) = delete;
  PostgresRole& operator=(const PostgresRole&) = delete;
  ~PostgresRole();

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The database of the test, for this role.
  [[nodiscard]] std::string url() const;

  /// Lets it log in over TCP, where the server asks for this password.
  void set_password(const std::string& password) const;
  /// The port of the server over TCP, on 127.0.0.1.
  [[nodiscard]] static std::string tcp_port();

 private:
  const TestDatabase& database_;
  std::string name_;
};

}  // namespace sqlmig::test
