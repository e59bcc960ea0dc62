// The locks of one PostgreSQL statement.
#pragma once

#include "sqltext/locks.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sqlmig::sqltext {

/// Shape: `made` are the names of what the statement makes. `unread` is the head of a statement
/// that hides others; empty for all others.
struct StatementLocks {
  std::vector<std::pair<std::string, LockMode>> locks;
  std::vector<std::string> made;
  std::string unread;
};

/// The rules. See `locks_of`.
[[nodiscard]] StatementLocks locks_of_statement(std::string_view statement);

}  // namespace sqlmig::sqltext
