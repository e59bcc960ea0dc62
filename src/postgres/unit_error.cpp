#include "postgres/unit_error.hpp"

#include "core/utf8.hpp"
#include "postgres/errors.hpp"

#include <string>
#include <utility>

namespace sqlmig::postgres {
namespace {

Error in_version_table(const Error& cause) {
  // A lock on the table, or an end of the connection, says nothing about the table.
  const bool about_the_table = cause.code() == ErrorCode::sql;
  Error error(about_the_table ? ErrorCode::version_table : cause.code(),
              std::string("the version table cannot be written: ") + cause.what());
  error.sql = cause.sql;
  error.advice = cause.advice;
  return error;
}

Error changed_in_between(const Error& cause) {
  Error conflict(ErrorCode::conflict, "another sqlmig changed the version table in between");
  conflict.sql = cause.sql;
  conflict.advice = "look at 'sqlmig status', then say again what is wanted";
  return conflict;
}

Error transaction_ended(const Error& cause) {
  Error ended(ErrorCode::sql, "the script ended sqlmig's transaction");
  ended.advice =
      "what the script did before that may be committed without a record; remove the COMMIT or "
      "ROLLBACK";
  ended.sql = cause.sql;
  return ended;
}

bool was_interrupted(const Outcome& outcome, const Error& error) {
  return outcome.ending == Outcome::Ending::cancelled && error.sql &&
         (error.sql->sqlstate == "57014" || error.sql->sqlstate == "57000");
}

Error interrupted_error(const Error& cause) {
  Error interrupted(ErrorCode::interrupted, "stopped on request");
  interrupted.sql = cause.sql;
  return interrupted;
}

// Where in a statement that ran alone its error is.
void locate(SqlDiagnostic& sql, const ScriptText& text, const PGresult* result) {
  const auto character = character_of(result);
  const auto row = text.statements().empty() ? std::nullopt : text.offset_of_row(0, sql.context);
  if (character) {
    sql.offset = text.script_offset(byte_offset(text.text(), *character));
  } else {
    sql.offset = row.value_or(0);
    if (!row) sql.precision = SqlDiagnostic::Precision::statement;
  }
}

}  // namespace

Error unit_error(PGconn* connection, const Outcome& outcome, const UnitMessage::Place& place) {
  Error error = error_of(connection, outcome.error.get());
  if (!error.sql) return error;
  error.sql->offset = place.script_offset;
  error.sql->precision = place.precision;
  if (was_interrupted(outcome, error)) return interrupted_error(error);
  switch (place.part) {
    case UnitMessage::Part::before:
      // unique_violation
      return error.sql->sqlstate == "23505" ? changed_in_between(error) : in_version_table(error);
    case UnitMessage::Part::script:
      break;
    case UnitMessage::Part::guard:
      return transaction_ended(error);
    case UnitMessage::Part::after:
      return in_version_table(error);
    case UnitMessage::Part::commit:
      error.notes.emplace_back("at COMMIT, when deferred constraints are checked");
      break;
  }
  return error;
}

Error statement_error(PGconn* connection, const Outcome& outcome, const ScriptText& statement) {
  Error error = error_of(connection, outcome.error.get());
  if (!error.sql) return error;
  locate(*error.sql, statement, outcome.error.get());
  return was_interrupted(outcome, error) ? interrupted_error(error) : error;
}

}  // namespace sqlmig::postgres
