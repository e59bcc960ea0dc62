#include "sqlite/errors.hpp"

#include "sqltext/token_scanner.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace sqlmig::sqlite {
namespace {

using Name = std::pair<int, std::string_view>;

constexpr std::array kNames{
    Name{SQLITE_ERROR, "SQLITE_ERROR"},
    Name{SQLITE_INTERNAL, "SQLITE_INTERNAL"},
    Name{SQLITE_PERM, "SQLITE_PERM"},
    Name{SQLITE_ABORT, "SQLITE_ABORT"},
    Name{SQLITE_BUSY, "SQLITE_BUSY"},
    Name{SQLITE_LOCKED, "SQLITE_LOCKED"},
    Name{SQLITE_NOMEM, "SQLITE_NOMEM"},
    Name{SQLITE_READONLY, "SQLITE_READONLY"},
    Name{SQLITE_INTERRUPT, "SQLITE_INTERRUPT"},
    Name{SQLITE_IOERR, "SQLITE_IOERR"},
    Name{SQLITE_CORRUPT, "SQLITE_CORRUPT"},
    Name{SQLITE_FULL, "SQLITE_FULL"},
    Name{SQLITE_CANTOPEN, "SQLITE_CANTOPEN"},
    Name{SQLITE_SCHEMA, "SQLITE_SCHEMA"},
    Name{SQLITE_TOOBIG, "SQLITE_TOOBIG"},
    Name{SQLITE_CONSTRAINT, "SQLITE_CONSTRAINT"},
    Name{SQLITE_MISMATCH, "SQLITE_MISMATCH"},
    Name{SQLITE_AUTH, "SQLITE_AUTH"},
    Name{SQLITE_NOTADB, "SQLITE_NOTADB"},
    Name{SQLITE_CONSTRAINT_CHECK, "SQLITE_CONSTRAINT_CHECK"},
    Name{SQLITE_CONSTRAINT_FOREIGNKEY, "SQLITE_CONSTRAINT_FOREIGNKEY"},
    Name{SQLITE_CONSTRAINT_NOTNULL, "SQLITE_CONSTRAINT_NOTNULL"},
    Name{SQLITE_CONSTRAINT_PRIMARYKEY, "SQLITE_CONSTRAINT_PRIMARYKEY"},
    Name{SQLITE_CONSTRAINT_TRIGGER, "SQLITE_CONSTRAINT_TRIGGER"},
    Name{SQLITE_CONSTRAINT_UNIQUE, "SQLITE_CONSTRAINT_UNIQUE"},
};

std::string_view find_name(int code) {
  const auto found = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const Name& name) { return name.first == code; });
  return found == kNames.end() ? std::string_view() : found->second;
}

ErrorCode code_of_result(int extended_code) {
  switch (extended_code & 0xFF) {  // the primary code
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorCode::locked;
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
      return ErrorCode::connection;
    case SQLITE_READONLY:
      return ErrorCode::io;
    default:
      return ErrorCode::sql;
  }
}

bool is_disk_full(int extended_code, int system_error) {
  const int primary = extended_code & 0xFF;
  return primary == SQLITE_FULL ||
         (primary == SQLITE_IOERR && (system_error == ENOSPC || system_error == EDQUOT));
}

std::string advice_for(int extended_code, int system_error) {
  if (is_disk_full(extended_code, system_error))
    return "the disk is full; make room, then run it again";
  switch (extended_code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program uses the database; --lock-wait SECONDS waits longer";
    case SQLITE_READONLY:
      return "the file or its folder cannot be written to by this user";
    case SQLITE_NOTADB:
      return "the file is no SQLite database; check the path in the URL";
    default:
      return {};
  }
}

// SQLite's own words, and for a failed read or write what the system said.
std::string message_of(sqlite3* connection, int extended_code, int system_error) {
  std::string message = sqlite3_errmsg(connection);
  if ((extended_code & 0xFF) != SQLITE_IOERR || system_error == 0) return message;
  return fmt::format("{}: {}", message, std::generic_category().message(system_error));
}

}  // namespace

std::size_t StatementPlace::begin() const {
  sqltext::TokenScanner scanner(text, sqltext::SqlDialect::sqlite);
  sqltext::Token token = scanner.next();
  while (token.kind == sqltext::TokenKind::semicolon) token = scanner.next();
  return prepared_at + token.begin;
}

std::string_view name_of_result(int extended_code) {
  if (const auto name = find_name(extended_code); !name.empty()) return name;
  const auto primary = find_name(extended_code & 0xFF);
  return primary.empty() ? "SQLITE_UNKNOWN" : primary;
}

Error last_error(sqlite3* connection, const std::optional<StatementPlace>& place) {
  const int code = sqlite3_extended_errcode(connection);
  const int system_error = sqlite3_system_errno(connection);
  Error error(code_of_result(code), message_of(connection, code, system_error));
  error.advice = advice_for(code, system_error);
  error.sql = SqlDiagnostic{};
  error.sql->sqlstate = name_of_result(code);
  if (error.code() == ErrorCode::locked) error.sql->repeat = SqlDiagnostic::Repeat::may_help;
  if (place) {
    // SQLite names an offset for most syntax errors, and for nothing else.
    const int within = sqlite3_error_offset(connection);
    const bool exact = within >= 0;
    error.sql->precision =
        exact ? SqlDiagnostic::Precision::exact : SqlDiagnostic::Precision::statement;
    error.sql->offset =
        exact ? place->prepared_at + static_cast<std::size_t>(within) : place->begin();
  }
  return error;
}

Error foreign_key_error(const std::string& message) {
  Error error(ErrorCode::sql, message);
  error.sql = SqlDiagnostic{};
  error.sql->sqlstate = name_of_result(SQLITE_CONSTRAINT_FOREIGNKEY);
  error.sql->precision = SqlDiagnostic::Precision::statement;
  return error;
}

}  // namespace sqlmig::sqlite
