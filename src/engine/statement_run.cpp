#include "engine/statement_run.hpp"

#include "core/sql_identifier.hpp"
#include "core/text_position.hpp"
#include "core/unfinished.hpp"
#include "engine/runnable.hpp"
#include "engine/sql_error.hpp"
#include "engine/step_unit.hpp"
#include "sqltext/mentions.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace sqlmig::engine {
namespace {

// With the data behind it, where it is COPY.
std::string_view text_of(const sqltext::SqlStatement& statement, std::string_view script) {
  return script.substr(statement.begin, statement.next - statement.begin);
}

std::string qualified(const IndexName& index) {
  return quoted_identifier(index.schema) + "." + quoted_identifier(index.name);
}

}  // namespace

void require_resumable(const Script& script, const AppliedRevision& row,
                       const StoredScripts& stored, sqltext::SqlDialect dialect) {
  const bool up = row.state == RevisionState::applying;
  const std::string before = up ? stored.up : stored.down.value_or("");
  const auto old_statements = sqltext::split_statements(before, dialect).statements;
  const auto statements = sqltext::split_statements(script.text, dialect).statements;
  const auto refuse = [&](const std::string& why, std::size_t offset) {
    Error error(ErrorCode::refused,
                fmt::format("{} cannot go on where it stopped: {}", row.id.text(), why));
    error.position = position_at(script.path, script.text, offset);
    error.advice = fmt::format(
        "put back what ran already ({} of {} statements); or end it by hand: sqlmig repair "
        "--mark-applied or --mark-reverted {} --reason \"...\"",
        row.statements_done, row.statements_total, row.id.text());
    throw error;
  };
  if (script.directives.transaction != TransactionMode::none)
    refuse("it is no longer a no-transaction script", 0);
  for (std::size_t i = 0; i < static_cast<std::size_t>(row.statements_done); ++i) {
    if (i >= statements.size() || i >= old_statements.size())
      refuse("it is shorter than what ran already", script.text.size());
    if (text_of(statements[i], script.text) != text_of(old_statements[i], before))
      refuse(fmt::format("its statement {} ran already, and was another one then", i + 1),
             statements[i].begin);
  }
}

std::optional<Report::Failed> StatementRun::run(const Step& step, const History& history,
                                                const AppliedRevision* unfinished,
                                                std::int64_t event) {
  step_ = &step;
  history_ = &history;
  script_ = &script_of(history, step);
  unfinished_ = unfinished;
  event_ = event;
  begun_ = false;
  finishing_ = false;
  try {
    begin();
    run_statements();
    finish();
  } catch (Error& error) {
    return failed(std::move(error));
  }
  return std::nullopt;
}

void StatementRun::begin() {
  statements_ = sqltext::split_statements(script_->text, dialect_of(database_.kind())).statements;
  progress_ = progress_at_start(*step_, statements_.size());
  if (unfinished_ != nullptr) progress_.statements_done = unfinished_->statements_done;
  require_ended();
  invalid_before_ = database_.invalid_indexes();
  const Script settings = blank_script(*script_, script_->directives);
  const Event event = event_of(*step_, event_);
  Unit unit = unit_to_begin(*step_, *history_, event, progress_, settings, writer_);
  if (unfinished_ != nullptr) {
    unit.before = {writer_.add_event(event),
                   writer_.require_progress(step_->id, progress_, event_)};
    unit.after = {writer_.update_row(history_->at(step_->revision)),
                  writer_.set_progress(step_->id, progress_)};
  }
  watch_.begin({{step_, script_}});
  database_.transact(unit);
  begun_ = true;
}

// A runner that was killed leaves its statement behind in the server, and with a pooler in between
// not its lock.
void StatementRun::require_ended() {
  const auto next = static_cast<std::size_t>(progress_.statements_done);
  if (unfinished_ == nullptr || next >= statements_.size()) return;
  const auto who = database_.running_elsewhere(text_of(statements_[next], script_->text));
  if (!who) return;
  Error error(ErrorCode::locked,
              fmt::format("the statement that it stopped at is being run still, by {}", *who));
  error.position = position_at(script_->path, script_->text, statements_[next].begin);
  throw std::move(error).with_advice(
      "wait for its end, and look whether it took effect; then say it again");
}

// Each statement commits by itself, so the row says before the first and after each how far the
// script has come.
void StatementRun::run_statements() {
  for (auto i = static_cast<std::size_t>(progress_.statements_done); i < statements_.size(); ++i) {
    if (watch_.interrupted()) {
      Error stopped(ErrorCode::interrupted, "stopped on request");
      stopped.position = position_at(script_->path, script_->text, statements_[i].begin);
      throw stopped;
    }
    run_statement(statements_[i]);
    require_valid_index(statements_[i]);
    ++progress_.statements_done;
    database_.transact(unit_of_progress(*step_, progress_, writer_));
  }
}

void StatementRun::run_statement(const sqltext::SqlStatement& statement) {
  watch_.begin_statement(statement.begin);
  try {
    database_.run_alone(text_of(statement, script_->text));
  } catch (Error& error) {
    if (error.sql && error.sql->offset) *error.sql->offset += statement.begin;
    if (error.code() == ErrorCode::connection) {
      error.position = position_at(script_->path, script_->text, statement.begin);
      error.notes.emplace_back(
          "whether the statement that was running took effect is not known; look before you go on");
    }
    throw;
  }
}

// A statement that passes over an invalid index, by IF NOT EXISTS, has not done what it says; it is
// not counted, so that it is run again once the index is dropped.
void StatementRun::require_valid_index(const sqltext::SqlStatement& statement) {
  const std::string_view text = text_of(statement, script_->text);
  constexpr std::size_t kWords = 3;  // CREATE UNIQUE INDEX
  const auto words = sqltext::leading_words(text, sqltext::SqlDialect::postgres, kWords);
  if (std::find(words.begin(), words.end(), "INDEX") == words.end()) return;
  for (const IndexName& index : database_.invalid_indexes()) {
    if (!sqltext::mentions(text, index.name)) continue;
    Error error(ErrorCode::sql, fmt::format("the index {} is invalid: it is there, and not used",
                                            qualified(index)));
    error.position = position_at(script_->path, script_->text, statement.begin);
    error.excerpt = excerpt_at(script_->text, statement.begin);
    throw error;
  }
}

void StatementRun::finish() {
  const Script reset = blank_script(*script_, {});
  finishing_ = true;
  database_.transact(unit_to_finish(*step_, event_, progress_, reset, writer_));
}

// Those that are new, and those that the script names: IF NOT EXISTS passes over what an earlier
// attempt has left.
std::vector<IndexName> StatementRun::broken_indexes() {
  std::vector<IndexName> broken = database_.invalid_indexes();
  std::erase_if(broken, [&](const IndexName& index) {
    return std::binary_search(invalid_before_.begin(), invalid_before_.end(), index) &&
           !sqltext::mentions(script_->text, index.name);
  });
  return broken;
}

Report::Failed StatementRun::failed(Error error) {
  Report::Failed failed{
      *step_, with_position(std::move(error), *script_),
      begun_ || unfinished_ != nullptr ? Report::Left::part : Report::Left::nothing};
  if (!begun_) {
    if (failed.error.code() == ErrorCode::connection) failed.left = Report::Left::unknown;
    return failed;
  }
  Error& told = failed.error;
  if (finishing_ && told.code() == ErrorCode::connection) {
    failed.left = Report::Left::unknown;
    told.notes.emplace_back("all statements ran; whether that was recorded is not known");
    told.advice = "look at 'sqlmig status'; 'sqlmig upgrade --resume' records it if it was not";
    return failed;
  }
  told.notes.push_back(fmt::format("{} of {} statements ran, and what they did is kept",
                                   progress_.statements_done, progress_.statements_total));
  if (told.code() != ErrorCode::connection) {
    try {
      for (const IndexName& index : broken_indexes()) {
        told.notes.push_back(
            fmt::format("the index {0} is invalid; before it can be built again: DROP INDEX "
                        "CONCURRENTLY {0}",
                        qualified(index)));
      }
    } catch (const Error&) {
      // To look for them is not worth hiding the failure.
    }
  }
  const std::string ways = ways_on(step_->id, progress_at_start(*step_, 0).state);
  told.advice = told.advice.empty() ? ways : told.advice + "; " + ways;
  return failed;
}

}  // namespace sqlmig::engine
