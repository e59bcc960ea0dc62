#include "sqlite/session.hpp"

#include <fmt/core.h>

#include <string>
#include <vector>

namespace sqlmig::sqlite {
namespace {

int bind(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(statement, index, *number);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  return sqlite3_bind_null(statement, index);
}

std::optional<std::string_view> column(sqlite3_stmt* statement, int index) {
  const auto* text = static_cast<const void*>(sqlite3_column_text(statement, index));
  if (text == nullptr) return std::nullopt;
  return std::string_view(static_cast<const char*>(text),
                          static_cast<std::size_t>(sqlite3_column_bytes(statement, index)));
}

}  // namespace

void Session::query(const Statement& statement, const std::function<void(Row)>& on_row) const {
  const PreparedStatement prepared = prepare(statement);
  std::vector<std::optional<std::string_view>> row(
      static_cast<std::size_t>(sqlite3_column_count(prepared.get())));
  int code = SQLITE_DONE;
  while ((code = sqlite3_step(prepared.get())) == SQLITE_ROW) {
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = column(prepared.get(), static_cast<int>(i));
    on_row(row);
  }
  if (code != SQLITE_DONE) throw watch_.failure(handle());
}

void Session::run(const char* sql) const {
  if (sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    throw watch_.failure(handle());
}

// Walks along the statements with sqlite3_prepare_v2, which knows where each ends. The length is
// given as -1: with the bytes that remain, SQLite would copy them for every statement.
void Session::run_script(std::string_view text, const Follower& follower) const {
  const std::string script(text);
  const bool began_in_transaction = in_transaction();
  for (const char* at = script.c_str(); *at != '\0';) {
    const StatementPlace place{static_cast<std::size_t>(at - script.c_str()), at};
    watch_.begin_statement(place);
    watch_.look_up();
    sqlite3_stmt* raw = nullptr;
    const char* tail = nullptr;
    int code = sqlite3_prepare_v2(handle(), at, -1, &raw, &tail);
    const PreparedStatement prepared(raw);
    if (code == SQLITE_OK) {
      if (follower.prepared) follower.prepared();
      code = SQLITE_DONE;
    }
    while (raw != nullptr && (code = sqlite3_step(raw)) == SQLITE_ROW) {
    }
    if (code != SQLITE_DONE) throw watch_.failure(handle());
    if (follower.done) follower.done(place);
    if (began_in_transaction && !in_transaction()) break;
    at = tail;
  }
  watch_.end_statement();
}

bool Session::in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }

PreparedStatement Session::prepare(const Statement& statement) const {
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v2(handle(), statement.sql.c_str(), -1, &raw, nullptr);
  PreparedStatement prepared(raw);
  if (code != SQLITE_OK) throw watch_.failure(handle());
  for (std::size_t i = 0; i < statement.parameters.size(); ++i) {
    // SQLite numbers $n by first appearance, so they are bound by name.
    const int index = sqlite3_bind_parameter_index(raw, fmt::format("${}", i + 1).c_str());
    if (bind(raw, index, statement.parameters[i]) != SQLITE_OK) throw watch_.failure(handle());
  }
  return prepared;
}

std::string value_of(const Session& session, const Statement& statement) {
  std::optional<std::string> value;
  session.query(statement, [&](Row row) {
    if (!value) value = row[0].value_or("");
  });
  return value.value_or("");
}

Transaction::~Transaction() {
  if (session_.in_transaction())
    sqlite3_exec(session_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace sqlmig::sqlite
