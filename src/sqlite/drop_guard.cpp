#include "sqlite/drop_guard.hpp"

#include "core/sql_identifier.hpp"

#include <fmt/core.h>

namespace sqlmig::sqlite {

void DropGuard::before(const std::string& table) {
  if (tables_that_refer_to(table).empty()) return;
  const std::string count =
      value_of(session_, {"SELECT count(*) FROM main." + quoted_identifier(table), {}});
  drop_ = Drop{table, std::stoll(count), sqlite3_total_changes64(session_.handle())};
}

void DropGuard::after(const StatementPlace& place) {
  if (!drop_) return;
  // SQLite counts the rows of the table itself, and those that its foreign keys lead to.
  const std::int64_t changes = sqlite3_total_changes64(session_.handle()) - drop_->changes_before;
  if (changes > drop_->rows)
    losses_.push_back({drop_->table, changes - drop_->rows, place.begin()});
  drop_.reset();
}

void DropGuard::require_no_loss() const {
  for (const Loss& loss : losses_) {
    const std::string others = tables_that_refer_to(loss.table);
    if (others.empty()) continue;
    Error error = foreign_key_error(
        fmt::format("DROP TABLE {} deleted or changed {} rows of tables that refer to it ({})",
                    loss.table, loss.rows, others));
    error.advice =
        "it was rolled back; to rebuild a table, start the script with: -- sqlmig: foreign-keys "
        "off";
    error.sql->offset = loss.offset;
    throw error;
  }
}

std::string DropGuard::tables_that_refer_to(const std::string& table) const {
  return value_of(session_,
                  {"SELECT group_concat(DISTINCT child.name) FROM main.sqlite_schema AS child,"
                   " pragma_foreign_key_list(child.name, 'main') AS key"
                   " WHERE child.type = 'table' AND lower(key.\"table\") = lower($1)",
                   {table}});
}

}  // namespace sqlmig::sqlite
