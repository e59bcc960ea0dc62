// Which locks a script takes, as far as it tells.
#pragma once

#include "sqltext/token_scanner.hpp"
#include <sqlmig/error.hpp>
#include <sqlmig/revision.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {

/// Shape: PostgreSQL's table-level modes from the weakest to the strongest; `write` is that of
/// SQLite, which has one writer at a time.
enum class LockMode : std::uint8_t {
  row_share,
  row_exclusive,
  share_update_exclusive,
  share,
  share_row_exclusive,
  exclusive,
  access_exclusive,
  write,
};
/// As SQL spells it, such as `ACCESS EXCLUSIVE`.
[[nodiscard]] std::string_view to_string(LockMode mode);

/// A lock that a statement takes. `object` is a name as the statement has it, or says what is
/// locked where the statement does not name it.
struct Lock {
  std::string object;
  LockMode mode;
  SourcePosition position;  // of the statement
};

/// Shape: `locks` has each object once, in the order in which they come first in the script, with
/// the strongest mode and the statement that takes it. What the script made before is left out.
/// `unread` are the statements that hide others, such as DO.
struct Locks {
  struct Unread {
    std::string head;  // such as `DO`
    SourcePosition position;
  };
  std::vector<Lock> locks;
  std::vector<Unread> unread;
};

/// Reads no table but what the script says: nothing is known of partitions and children, of what a
/// foreign key refers to that is dropped, of views and functions. Reading (ACCESS SHARE) is left
/// out. Source: PostgreSQL 15's manual, "Explicit Locking" and the page of each statement, checked
/// against pg_locks; docs/locks.md.
[[nodiscard]] Locks locks_of(const Script& script, SqlDialect dialect);

}  // namespace sqlmig::sqltext
