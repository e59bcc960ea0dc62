#include "cli/progress.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <string>

namespace sqlmig::cli {
namespace {

constexpr std::size_t kMany = 20;  // steps from which on a bar says more than lines
constexpr std::size_t kBarWidth = 30;
constexpr std::chrono::milliseconds kRedraw{50};

void write(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace

ProgressObserver::~ProgressObserver() { clear_bar(); }

// In one piece: others may have something to say at the same time.
void ProgressObserver::say(const std::string& line) const { write(front_ + line); }

void ProgressObserver::on_step_start(const Step& step, std::size_t number, std::size_t total) {
  number_ = number;
  total_ = total;
  if (mode_ == Mode::bar_if_many && total >= kMany) draw_bar(step);
}

void ProgressObserver::on_step_done(const Step& step, std::chrono::milliseconds duration) {
  if (mode_ == Mode::quiet || mode_ == Mode::unusual) return;
  if (mode_ == Mode::bar_if_many && total_ >= kMany) return;
  say(fmt::format("{} {} {}\n", style_.green(to_string(step.direction) == "up" ? "up  " : "down"),
                  step.id.text(), style_.dim(fmt::format("{} ms", duration.count()))));
}

void ProgressObserver::on_notice(const Notice& notice) {
  if (mode_ == Mode::quiet) return;
  clear_bar();
  say(fmt::format("{}: {}\n", style_.yellow(notice.severity), notice.message));
}

void ProgressObserver::on_lock_wait(const LockHolder& holder) {
  if (mode_ == Mode::quiet) return;
  say(fmt::format("waiting for another sqlmig{}{}\n", holder.empty() ? "" : ": ", holder));
}

void ProgressObserver::on_heartbeat(const Step& step, const Heartbeat& heartbeat) {
  if (mode_ == Mode::quiet) return;
  clear_bar();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(heartbeat.elapsed);
  std::string where;
  if (heartbeat.statement) {
    where = fmt::format(" at {}:{}{}", heartbeat.statement->file, heartbeat.statement->line,
                        heartbeat.precision == Pulse::Precision::exact ? "" : " or later");
  }
  say(style_.dim(fmt::format("{} is running for {} s{}{}{}", step.id.text(), seconds.count(), where,
                             heartbeat.waits_for.empty() ? "" : ", waits for ",
                             heartbeat.waits_for)) +
      "\n");
}

void ProgressObserver::on_retry(const Step& step, const Retry& retry) {
  if (mode_ == Mode::quiet) return;
  clear_bar();
  const std::string blocker = retry.error.sql ? retry.error.sql->blocker : "";
  say(fmt::format("{} {}: attempt {} of {} failed: {}{}{}; the next one is in {} ms\n",
                  style_.yellow("again"), step.id.text(), retry.attempt, retry.attempts,
                  retry.error.what(), blocker.empty() ? "" : "; it waited for ", blocker,
                  retry.pause.count()));
}

void ProgressObserver::draw_bar(const Step& step) {
  const auto now = std::chrono::steady_clock::now();
  if (bar_drawn_ && number_ != total_ && now - last_drawn_ < kRedraw) return;
  last_drawn_ = now;
  bar_drawn_ = true;
  const std::size_t filled = kBarWidth * number_ / total_;
  // \r and "erase to the end of the line" redraw in place.
  write(fmt::format("\r[{}{}] {}/{} {}\033[K", std::string(filled, '#'),
                    std::string(kBarWidth - filled, '.'), number_, total_,
                    step.id.text().substr(0, 40)));
}

void ProgressObserver::clear_bar() {
  if (!bar_drawn_) return;
  write("\r\033[K");
  bar_drawn_ = false;
}

}  // namespace sqlmig::cli
