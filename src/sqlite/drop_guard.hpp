// Notices a DROP TABLE that takes rows of other tables along.
#pragma once

#include "sqlite/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sqlmig::sqlite {

/// With foreign keys enforced, DROP TABLE first deletes the rows of the table, and ON DELETE
/// CASCADE and SET NULL do their work. Where a table is rebuilt that is a loss nobody asked for:
/// the rows of its children are gone, and the script succeeds. Source: "Making Other Kinds Of Table
/// Schema Changes" in SQLite's ALTER TABLE page.
class DropGuard {
 public:
  explicit DropGuard(const Session& session) : session_(session) {}

  /// Called around a statement that drops a table.
  void before(const std::string& table);
  void after(const StatementPlace& place);

  /// A table that is dropped for good, with its children behind it, is no loss.
  /// Errors: ErrorCode::sql, at the DROP TABLE, if other tables still refer to the name.
  void require_no_loss() const;

 private:
  struct Drop {
    std::string table;
    std::int64_t rows;            // that it had
    std::int64_t changes_before;  // of this connection
  };
  struct Loss {
    std::string table;
    std::int64_t rows;  // of other tables
    std::size_t offset;
  };

  // Names, as a list; empty if there are none. A table may refer to itself.
  [[nodiscard]] std::string tables_that_refer_to(const std::string& table) const;

  const Session& session_;
  std::optional<Drop> drop_;
  std::vector<Loss> losses_;
};

}  // namespace sqlmig::sqlite
