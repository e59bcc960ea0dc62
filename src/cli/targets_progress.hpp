// What a person sees while many databases are worked on: on standard error.
#pragma once

#include "cli/progress.hpp"
#include "commands/targets.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace sqlmig::cli {

/// A line for each database that has ended. Of what happens on one, only what is out of the
/// ordinary, behind its name.
class TargetsProgress final : public commands::TargetsObserver {
 public:
  TargetsProgress(ProgressObserver::Mode mode, Style style) : mode_(mode), style_(style) {}

  [[nodiscard]] std::unique_ptr<Observer> observer_of(const std::string& target) override;
  void on_wait(const std::string& target, std::string_view why) override;
  void on_end(const commands::TargetOutcome<commands::ApplyResult>& outcome,
              std::size_t total) override;

 private:
  ProgressObserver::Mode mode_;
  Style style_;
  std::mutex mutex_;
  std::size_t ended_ = 0;  // guarded by mutex_
};

}  // namespace sqlmig::cli
