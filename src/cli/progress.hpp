// What a person sees while scripts run: on standard error, so that standard output stays clean.
#pragma once

#include "cli/style.hpp"
#include <sqlmig/execute.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

namespace sqlmig::cli {

/// A line for each step; on a terminal with many steps a bar instead.
class ProgressObserver final : public Observer {
 public:
  /// `unusual`: no word of steps that are done; those of notices, waits and retries.
  enum class Mode { quiet, unusual, lines, bar_if_many };
  /// `front` stands before every line.
  ProgressObserver(Mode mode, Style style, std::string front = {})
      : mode_(mode), style_(style), front_(std::move(front)) {}
  ProgressObserver(const ProgressObserver&) = delete;
  ProgressObserver& operator=(const ProgressObserver&) = delete;
  ~ProgressObserver() override;

  void on_step_start(const Step& step, std::size_t number, std::size_t total) override;
  void on_step_done(const Step& step, std::chrono::milliseconds duration) override;
  void on_notice(const Notice& notice) override;
  void on_lock_wait(const LockHolder& holder) override;
  void on_heartbeat(const Step& step, const Heartbeat& heartbeat) override;
  void on_retry(const Step& step, const Retry& retry) override;

 private:
  void say(const std::string& line) const;
  void draw_bar(const Step& step);
  void clear_bar();

  Mode mode_;
  Style style_;
  std::string front_;
  std::size_t number_ = 0;
  std::size_t total_ = 0;
  bool bar_drawn_ = false;
  std::chrono::steady_clock::time_point last_drawn_;
};

}  // namespace sqlmig::cli
