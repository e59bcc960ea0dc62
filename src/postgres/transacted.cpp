#include "postgres/transacted.hpp"

#include "postgres/errors.hpp"
#include "postgres/unit_error.hpp"
#include "sqltext/statements.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig::postgres {
namespace {

Transacted::Failure failure_of(PGconn* connection, const Outcome& outcome,
                               const UnitMessage& message) {
  const auto place =
      message.locate(outcome.results, character_of(outcome.error.get()),
                     outcome.error ? context_of(outcome.error.get()) : std::string());
  Error error = unit_error(connection, outcome, place);
  roll_back(connection, error);
  return {place.unit, std::move(error)};
}

bool adds_to_an_enum(const Script& script) {
  constexpr std::size_t kWords = 2;  // ALTER TYPE; the name may be quoted
  const auto& text = script.text;
  const auto pieces = sqltext::split_statements(text, sqltext::SqlDialect::postgres).statements;
  return std::any_of(pieces.begin(), pieces.end(), [&](const sqltext::SqlStatement& piece) {
    const auto words =
        sqltext::leading_words(std::string_view(text).substr(piece.begin, piece.end - piece.begin),
                               sqltext::SqlDialect::postgres, kWords);
    return words.size() > 1 && words[0] == "ALTER" && words[1] == "TYPE";
  });
}

// A value that an earlier unit added to an enum can be used after its COMMIT. Whoever adds one and
// uses it in the same script is refused in earnest too.
Error if_tried_together(Error error, std::span<const Unit> units) {
  constexpr std::string_view kUnsafeNewEnumValue = "55P04";
  const Script* script = units.back().script;
  const bool before = std::any_of(units.begin(), units.end() - 1, [](const Unit& unit) {
    return unit.script != nullptr && adds_to_an_enum(*unit.script);
  });
  if (!error.sql || error.sql->sqlstate != kUnsafeNewEnumValue || !before || script == nullptr ||
      adds_to_an_enum(*script))
    return error;
  Error refused(
      ErrorCode::refused,
      "it uses a value that a revision before it adds to an enum, which PostgreSQL allows "
      "only after a COMMIT");
  refused.sql = std::move(error.sql);
  return refused;
}

}  // namespace

Transacted done_by(PGconn* connection, const Outcome& outcome, const UnitMessage& message,
                   std::size_t units) {
  Transacted result;
  const std::vector<std::size_t>& expected = message.commits();
  const auto mismatch = std::mismatch(expected.begin(), expected.end(), outcome.commits.begin(),
                                      outcome.commits.end());
  const auto commits = static_cast<std::size_t>(mismatch.first - expected.begin());
  // What comes behind the last COMMIT is not worth to be called a failure.
  if (commits == expected.size()) return {units, std::nullopt};
  if (expected.size() == units) result.done = commits;  // else they commit together
  if (!outcome.error && outcome.connection == Outcome::Connection::alive) {
    // It answers with the word ROLLBACK where it could not. As after a lost connection, whoever
    // wants to know has to ask.
    result.failure = Transacted::Failure{
        result.done, Error(ErrorCode::connection, "the server did not confirm the COMMIT")};
    return result;
  }
  result.failure = failure_of(connection, outcome, message);
  return result;
}

Transacted tried_by(PGconn* connection, const Outcome& outcome, const UnitMessage& message,
                    std::span<const Unit> units) {
  if (outcome.results >= message.results_of_units()) return {units.size(), std::nullopt};
  Transacted::Failure failure = failure_of(connection, outcome, message);
  failure.error = if_tried_together(std::move(failure.error), units.first(failure.unit + 1));
  // Without a result nothing was begun: the server did not understand the message.
  const std::size_t done = outcome.results == 0 ? 0 : failure.unit;
  return {done, std::move(failure)};
}

void roll_back(PGconn* connection, Error& error) {
  if (error.code() == ErrorCode::connection ||
      libpq().transaction_status(connection) == PQTRANS_IDLE)
    return;
  const Outcome outcome =
      exchange(connection, "ROLLBACK", {}, [](std::size_t) { return PulseAnswer::go_on; });
  if (outcome.error || outcome.connection == Outcome::Connection::lost) {
    error.notes.push_back(std::string("ROLLBACK failed as well: ") +
                          error_of(connection, outcome.error.get()).what());
  }
}

}  // namespace sqlmig::postgres
