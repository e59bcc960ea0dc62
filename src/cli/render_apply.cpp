// What came of running a plan, as text.
#include "cli/render_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

namespace sqlmig::cli {
namespace {

std::size_t count_ups(const std::vector<Report::Done>& done) {
  return static_cast<std::size_t>(
      std::count_if(done.begin(), done.end(),
                    [](const Report::Done& step) { return step.step.direction == Direction::up; }));
}

std::string_view left_behind(const Report::Failed& failed) {
  switch (failed.left) {
    case Report::Left::nothing:
      // What was stopped, or lost its connection, may never have begun.
      return failed.error.code() == ErrorCode::interrupted ||
                     failed.error.code() == ErrorCode::connection
                 ? "; nothing of it is in the database"
                 : " and was rolled back";
    case Report::Left::part:
      return " half-way; what ran of it is kept";
    case Report::Left::unknown:
      return "; 'sqlmig status' tells whether it is in the database";
  }
  return {};
}

// In a single transaction, what ran before the step that failed goes with it.
std::size_t rolled_back_with(const Step& failed, const commands::ApplyResult& result) {
  const auto is_same = [](const Step& step, const Step& other) {
    return step.id == other.id && step.direction == other.direction;
  };
  const std::vector<Step>& not_run = result.report.not_run;
  std::size_t count = 0;
  for (const Step& step : result.plan.steps) {
    if (is_same(step, failed)) break;
    if (std::any_of(not_run.begin(), not_run.end(),
                    [&](const Step& other) { return is_same(step, other); }))
      ++count;
  }
  return count;
}

}  // namespace

std::string text_of(const commands::ApplyResult& result, const Style& style) {
  const auto& done = result.report.done;
  if (result.report.failed) return {};
  if (done.empty()) return fmt::format("nothing to do on {}\n", result.database);
  const std::size_t up = count_ups(done);
  std::string what;
  if (up < done.size())
    what = fmt::format("{} {}", style.green("reverted"), counted(done.size() - up, "revision"));
  if (up > 0) {
    what += fmt::format("{}{} {}", what.empty() ? "" : ", ", style.green("applied"),
                        counted(up, "revision"));
  }
  return fmt::format("{} on {}\n", what, result.database);
}

std::string failure_text_of(const commands::ApplyResult& result, const Style& style) {
  const Report& report = result.report;
  std::string text = text_of(report.failed->error, style);
  const Report::Failed& failed = *report.failed;
  text += fmt::format("  {} {}{}\n", failed.step.id.text(),
                      failed.error.code() == ErrorCode::interrupted ? "was stopped" : "failed",
                      left_behind(failed));
  const std::size_t ups = count_ups(report.done);
  const bool up = report.failed->step.direction == Direction::up;
  // A redo goes both ways.
  const bool mixed = ups != (up ? report.done.size() : 0);
  const std::size_t together = rolled_back_with(failed.step, result);
  text += fmt::format(
      "  {} before it: {}; {}not run after it: {}\n",
      mixed ? "reverted or applied"
      : up  ? "applied"
            : "reverted",
      counted(report.done.size(), "revision"),
      together == 0 ? "" : "rolled back with it: " + counted(together, "revision") + "; ",
      counted(report.not_run.size() - together, "revision"));
  return text;
}

}  // namespace sqlmig::cli
