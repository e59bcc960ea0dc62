#include "postgres/message.hpp"

#include "core/sql_identifier.hpp"
#include "core/utf8.hpp"
#include <embedded_sql.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace sqlmig::postgres {

UnitMessage::UnitMessage(MessageOptions options) : options_(std::move(options)) {}

void UnitMessage::add(const Unit& unit) {
  Layout layout;
  layout.begin = text_.size();
  begin_session(unit);
  for (const Statement& statement : unit.before) add(statement);
  layout.first_of_script = results_;
  if (unit.script != nullptr) add_script(*unit.script, layout);
  layout.first_after = results_;
  for (const Statement& statement : unit.after) add(statement);
  layout.end = results_;
  units_.push_back(std::move(layout));
  if (options_.commit == Commit::never) add(sql::postgres_check_deferred);
  results_of_units_ = results_;
  if (options_.commit != Commit::each) return;
  commit();
  if (unit.script == nullptr) return;
  reset_session();
  set_for_session(*unit.script);
}

void UnitMessage::end() {
  if (options_.commit == Commit::each) return;
  options_.commit == Commit::never ? add("ROLLBACK") : commit();
  reset_session();
}

void UnitMessage::begin_session(const Unit& unit) {
  const bool first_of_transaction = options_.commit == Commit::each || units_.empty();
  // What is only a record is written whatever the statements before it have set.
  const bool only_record = unit.script == nullptr || unit.script->content == Script::Content::blank;
  if (first_of_transaction) add(only_record ? "BEGIN READ WRITE" : "BEGIN");
  if (unit.script != nullptr) {
    // What an earlier script of this session set, or the role that it took, is not handed on.
    first_of_transaction ? reset_settings() : reset_session();
    add_settings("SET LOCAL", unit.script->directives);
  } else {
    // Such a unit also stands between the statements of a script that run alone. What they set
    // holds for those behind it; only the record is ours.
    add("SET LOCAL SESSION AUTHORIZATION DEFAULT");
    add("SET LOCAL ROLE NONE");
    add("SET LOCAL lock_timeout = 0");
    add("SET LOCAL statement_timeout = 0");
    add_settings("SET LOCAL", {});
  }
  if (!unit.activity.empty()) {
    add(fmt::format("SET LOCAL application_name = {}",
                    options_.literal(fmt::format("sqlmig {}", unit.activity))));
  }
}

void UnitMessage::add_script(const Script& script, Layout& layout) {
  add("SAVEPOINT sqlmig");
  layout.first_of_script = results_;
  layout.script_begin = text_.size();
  layout.script.emplace(script.text);
  text_ += layout.script->text();
  text_ += "\n;";  // the last statement may lack its own, or end in a comment
  results_ += layout.script->statements().size();
  layout.guard = results_;
  add("RELEASE SAVEPOINT sqlmig");
  add("RESET SESSION AUTHORIZATION");
  add("RESET ROLE");
  if (!options_.settings.role.empty())
    add("SET LOCAL ROLE " + quoted_identifier(options_.settings.role));
}

// A script that runs statement by statement is begun by a unit of its own, and its statements find
// in the session what the others are given for their transaction.
void UnitMessage::set_for_session(const Script& script) {
  if (options_.route == Route::pooler) return;
  if (script.directives.transaction == TransactionMode::none) {
    add_settings("SET", script.directives);
  } else if (!options_.settings.role.empty()) {
    add("SET ROLE " + quoted_identifier(options_.settings.role));
  }
}

void UnitMessage::add_settings(std::string_view set, const Directives& directives) {
  const SessionSettings& settings = options_.settings;
  if (!settings.role.empty()) add(fmt::format("{} ROLE {}", set, quoted_identifier(settings.role)));
  const auto add_timeout = [&](std::string_view name, const auto& own, const auto& general) {
    if (const auto timeout = own ? own : general)
      add(fmt::format("{} {} = {}", set, name, timeout->count()));
  };
  add_timeout("lock_timeout", directives.lock_timeout, settings.lock_timeout);
  add_timeout("statement_timeout", directives.statement_timeout, settings.statement_timeout);
}

// Behind a COMMIT, and not in the next message alone: that one is read in the encoding that is set
// when it comes in, and its transaction is as writable as the setting was when it began.
void UnitMessage::reset_session() {
  reset_settings();
  add("CLOSE ALL");
  add("DISCARD TEMP");
  add("DISCARD SEQUENCES");
  add("UNLISTEN *");
  add("DEALLOCATE ALL");
}

void UnitMessage::reset_settings() {
  add("RESET SESSION AUTHORIZATION");
  add("RESET ROLE");
  add("RESET ALL");
}

void UnitMessage::commit() {
  commits_.push_back(results_);
  add("COMMIT");
}

void UnitMessage::add(std::string_view statement) {
  text_.append(statement).append(";");
  ++results_;
}

// Our own statements hold no `$` but their parameters.
void UnitMessage::add(const Statement& statement) {
  const std::string_view sql = statement.sql;
  for (std::size_t at = 0; at < sql.size();) {
    if (sql[at] != '$') {
      text_ += sql[at++];
      continue;
    }
    std::size_t number = 0;
    const char* end = std::from_chars(sql.data() + at + 1, sql.data() + sql.size(), number).ptr;
    const Value& value = statement.parameters.at(number - 1);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      text_ += std::to_string(*integer);
    } else if (const auto* string = std::get_if<std::string>(&value)) {
      text_ += options_.literal(*string);
    } else {
      text_ += "NULL";
    }
    at = static_cast<std::size_t>(end - sql.data());
  }
  text_ += ";";
  ++results_;
}

std::vector<std::string_view> UnitMessage::copy_data() const {
  std::vector<std::string_view> all;
  for (const Layout& unit : units_) {
    if (!unit.script) continue;
    const std::vector<std::string_view> data = unit.script->copy_data();
    all.insert(all.end(), data.begin(), data.end());
  }
  return all;
}

// A syntax error anywhere is found before the first statement runs, so the position decides. What
// lacks its end is reported at our own "\n;".
std::optional<UnitMessage::Place> UnitMessage::place_of_byte(std::size_t offset) const {
  const auto behind =
      std::upper_bound(units_.begin(), units_.end(), offset,
                       [](std::size_t at, const Layout& unit) { return at < unit.begin; });
  if (behind == units_.begin()) return std::nullopt;
  const Layout& unit = *std::prev(behind);
  if (!unit.script || offset < unit.script_begin ||
      offset > unit.script_begin + unit.script->text().size() + 1)
    return std::nullopt;
  return Place{static_cast<std::size_t>(std::prev(behind) - units_.begin()), Part::script,
               unit.script->script_offset(offset - unit.script_begin),
               SqlDiagnostic::Precision::exact};
}

std::size_t UnitMessage::unit_after(std::size_t results) const {
  // A COMMIT, or what is checked in its place, belongs to the unit before it.
  const bool ended = options_.commit != Commit::together;
  const auto found = std::find_if(units_.begin(), units_.end(), [&](const Layout& unit) {
    return results < unit.end || (ended && results == unit.end);
  });
  return std::min(static_cast<std::size_t>(found - units_.begin()), units_.size() - 1);
}

UnitMessage::Place UnitMessage::locate(std::size_t results, std::optional<std::size_t> character,
                                       std::string_view context) const {
  if (character) {
    if (auto place = place_of_byte(byte_offset(text_, *character))) return *place;
  }
  const std::size_t number = unit_after(results);
  const Layout& unit = units_[number];
  if (results >= unit.end) return {number, Part::commit};
  if (results < unit.first_of_script) return {number, Part::before};
  if (!unit.script || results > unit.guard) return {number, Part::after};
  if (results == unit.guard) return {number, Part::guard};
  const std::size_t statement = results - unit.first_of_script;
  if (const auto row = unit.script->offset_of_row(statement, context))
    return {number, Part::script, *row, SqlDiagnostic::Precision::exact};
  return {number, Part::script, unit.script->statements()[statement]};
}

Pulse UnitMessage::running(std::size_t results) const {
  Pulse pulse;
  pulse.unit = unit_after(results);
  pulse.precision = Pulse::Precision::at_least;
  const Layout& unit = units_[pulse.unit];
  if (!unit.script || unit.script->statements().empty()) return pulse;
  const std::vector<std::size_t>& statements = unit.script->statements();
  const std::size_t begun = results > unit.first_of_script ? results - unit.first_of_script : 0;
  pulse.offset = statements[std::min(begun, statements.size() - 1)];
  // Results are held back until there are many, so that of several units any may be at work.
  if (units_.size() == 1 && statements.size() == 1) pulse.precision = Pulse::Precision::exact;
  return pulse;
}

}  // namespace sqlmig::postgres
