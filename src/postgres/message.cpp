#include "postgres/message.hpp"

#include "core/utf8.hpp"
#include <embedded_sql.hpp>

#include <algorithm>
#include <utility>

namespace sqlmig::postgres {

UnitMessage::UnitMessage(MessageOptions options)
    : options_(std::move(options)), frame_(options_.settings, options_.literal) {}

void UnitMessage::add(const Unit& unit) {
  Layout layout;
  layout.begin = text_.size();
  const bool opens = options_.commit == Commit::each || units_.empty();
  frame_.begin(unit, opens ? UnitFrame::Opens::transaction : UnitFrame::Opens::nothing, say_);
  for (const Statement& statement : unit.before) add(with_values(statement, options_.literal));
  layout.first_of_script = results_;
  if (unit.script != nullptr) add_script(*unit.script, layout);
  layout.first_after = results_;
  for (const Statement& statement : unit.after) add(with_values(statement, options_.literal));
  layout.end = results_;
  units_.push_back(std::move(layout));
  if (options_.commit == Commit::never) add(sql::postgres_check_deferred);
  results_of_units_ = results_;
  if (options_.commit != Commit::each) return;
  commit();
  if (unit.script == nullptr) return;
  frame_.reset_session(say_);
  if (options_.route == Route::session) frame_.set_for_session(*unit.script, say_);
}

void UnitMessage::end() {
  if (options_.commit == Commit::each) return;
  options_.commit == Commit::never ? add("ROLLBACK") : commit();
  frame_.reset_session(say_);
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
  frame_.take_back_role(say_);
}

void UnitMessage::commit() {
  commits_.push_back(results_);
  add("COMMIT");
}

void UnitMessage::add(std::string_view statement) {
  text_.append(statement).append(";");
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
