#include "cli/targets_progress.hpp"

#include "cli/output.hpp"
#include "cli/render_text.hpp"

#include <fmt/core.h>

namespace sqlmig::cli {

using Mode = ProgressObserver::Mode;

std::unique_ptr<Observer> TargetsProgress::observer_of(const std::string& target) {
  const Mode mode = mode_ == Mode::quiet ? Mode::quiet : Mode::unusual;
  return std::make_unique<ProgressObserver>(mode, style_, target + ": ");
}

void TargetsProgress::on_wait(const std::string& target, std::string_view why) {
  if (mode_ == Mode::quiet) return;
  print(stderr, fmt::format("{}: waiting for the database: {}\n", target, why));
}

void TargetsProgress::on_end(const commands::TargetOutcome<commands::ApplyResult>& outcome,
                             std::size_t total) {
  if (mode_ == Mode::quiet) return;
  const std::lock_guard lock(mutex_);
  print(stderr, fmt::format("[{}/{}] {}: {}\n", ++ended_, total, outcome.name,
                            what_happened(outcome, style_)));
}

}  // namespace sqlmig::cli
