// What a script that ran without foreign keys has broken.
#pragma once

#include "sqlite/session.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <string>

namespace sqlmig::sqlite {

/// Remembers which rows broke a foreign key when it was made.
class ForeignKeyCheck {
 public:
  explicit ForeignKeyCheck(const Session& session);

  /// Rows that were broken before do not count against the script.
  /// Errors: ErrorCode::sql, naming the first rows that are broken now and were not.
  void require_no_new_violation() const;

 private:
  // A row of PRAGMA foreign_key_check: table, rowid, parent table, number of the key.
  using Violation = std::array<std::string, 4>;

  // Rows of tables without rowids cannot be told apart, so they are counted.
  [[nodiscard]] std::map<Violation, std::size_t> violations() const;

  const Session& session_;
  std::map<Violation, std::size_t> before_;
};

}  // namespace sqlmig::sqlite
