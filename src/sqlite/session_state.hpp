// What a script may leave behind in a connection, and taking it back inside a transaction.
#pragma once

#include "sqlite/session.hpp"

#include <string>
#include <utility>
#include <vector>

namespace sqlmig::sqlite {

/// Remembers the settings of a connection in which no script has run.
class SessionState {
 public:
  explicit SessionState(const Session& session);

  /// Sets the pragmas back, and drops what is temporary. What cannot be taken back inside a
  /// transaction, and stays: PRAGMA temp_store, and what belongs to the process, which are PRAGMA
  /// temp_store_directory and hard_heap_limit.
  void restore() const;

 private:
  void drop_temporary_objects() const;

  const Session& session_;
  std::vector<std::pair<std::string, std::string>> values_;  // of each pragma
};

}  // namespace sqlmig::sqlite
