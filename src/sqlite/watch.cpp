#include "sqlite/watch.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace sqlmig::sqlite {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPulse{100};
constexpr int kOpcodes = 1000;  // some ten microseconds

// Short pauses at first, as most locks are held shortly.
milliseconds pause_of(int count) {
  constexpr milliseconds kLongest{50};
  constexpr int kDoublings = 6;
  return std::min(kLongest, milliseconds(1 << std::min(count, kDoublings)));
}

}  // namespace

Watch::Call::Call(Watch& watch) : watch_(watch) {
  watch_.is_in_call_ = true;
  watch_.unit_ = 0;
  watch_.place_.reset();
  watch_.stop_ = Stop::none;
  watch_.thrown_ = nullptr;
  watch_.last_pulse_ = Clock::now();
}

Watch::Call::~Call() {
  watch_.is_in_call_ = false;
  watch_.place_.reset();
}

void Watch::install(sqlite3* connection) {
  sqlite3_busy_handler(connection, &Watch::on_busy, this);
  sqlite3_progress_handler(connection, kOpcodes, &Watch::on_progress, this);
}

void Watch::begin_statement(const StatementPlace& place) {
  place_ = place;
  statement_start_ = Clock::now();
}

void Watch::look_up() {
  if (must_stop()) throw stopped();
}

int Watch::on_progress(void* self) noexcept {
  auto& watch = *static_cast<Watch*>(self);
  return watch.is_in_call_ && watch.must_stop() ? 1 : 0;
}

int Watch::on_busy(void* self, int count) noexcept {
  auto& watch = *static_cast<Watch*>(self);
  const auto now = Clock::now();
  if (count == 0) watch.wait_start_ = now;
  std::chrono::nanoseconds pause = pause_of(count);
  if (watch.patience_.limit) {
    const auto left = *watch.patience_.limit - (now - watch.wait_start_);
    if (left <= std::chrono::nanoseconds(0)) return 0;
    pause = std::min(pause, left);
  }
  watch.waiting_ = true;
  const bool stop = watch.is_in_call_ && watch.must_stop();
  watch.waiting_ = false;
  if (stop) return 0;
  std::this_thread::sleep_for(pause);
  return 1;
}

bool Watch::must_stop() {
  if (stop_ != Stop::none) return true;
  const auto now = Clock::now();
  if (timeout_ && place_ && now - statement_start_ > *timeout_) {
    stop_ = Stop::timed_out;
  } else if (now - last_pulse_ >= kPulse) {
    last_pulse_ = now;
    ask();
  }
  return stop_ != Stop::none;
}

void Watch::ask() {
  Pulse pulse;
  pulse.unit = unit_;
  try {
    if (place_) pulse.offset = place_->begin();
    if (ask_(pulse) == PulseAnswer::cancel) stop_ = Stop::cancelled;
  } catch (...) {
    thrown_ = std::current_exception();
    stop_ = Stop::cancelled;
  }
}

Error Watch::failure(sqlite3* connection) {
  if (stop_ != Stop::none) return stopped();
  Error error = last_error(connection, place_);
  if (error.code() == ErrorCode::locked && patience_.limit) {
    error.advice = fmt::format("another program still used the database after {} ms; {}",
                               patience_.limit->count(), patience_.setting);
  }
  return error;
}

// Says so once: what is done about it, such as a rollback, is not to be stopped as well.
Error Watch::stopped() {
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  const Stop stop = std::exchange(stop_, Stop::none);
  Error error =
      stop == Stop::cancelled ? Error(ErrorCode::interrupted, "stopped on request") : timed_out();
  error.sql = SqlDiagnostic{};
  error.sql->sqlstate = name_of_result(SQLITE_INTERRUPT);
  error.sql->precision = SqlDiagnostic::Precision::statement;
  if (place_) error.sql->offset = place_->begin();
  return error;
}

Error Watch::timed_out() const {
  return Error(ErrorCode::sql,
               fmt::format("the statement was stopped: it ran longer than statement_timeout "
                           "({} ms)",
                           timeout_.value_or(milliseconds(0)).count()))
      .with_advice("give the script a longer statement_timeout, or make the statement faster");
}

}  // namespace sqlmig::sqlite
