// What came of running a plan, as text.
#include "cli/render_text.hpp"
#include "cli/render_trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

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

struct NotKept {
  std::vector<std::string> rolled_back;  // in a single transaction, with the step that failed
  std::vector<std::string> not_run;
};

NotKept not_kept(const Step& failed, const commands::ApplyResult& result) {
  const auto is_same = [](const Step& step, const Step& other) {
    return step.id == other.id && step.direction == other.direction;
  };
  const std::vector<Step>& steps = result.plan.steps;
  const auto at = std::find_if(steps.begin(), steps.end(),
                               [&](const Step& step) { return is_same(step, failed); });
  NotKept ids;
  for (const Step& step : result.report.not_run) {
    const bool ran =
        std::any_of(steps.begin(), at, [&](const Step& before) { return is_same(before, step); });
    (ran ? ids.rolled_back : ids.not_run).push_back(step.id.text());
  }
  return ids;
}

}  // namespace

std::string text_of(const commands::ApplyResult& result, const Style& style) {
  const auto& done = result.report.done;
  if (result.report.failed) return {};
  if (result.report.ending == Report::Ending::rolled_back) return trial_text_of(result, style);
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

std::string text_of(const commands::SqlScriptResult& result, const Style& style) {
  if (!result.file) return result.script;
  return fmt::format(
      "{} {}: {}, plan {}\n", style.green("wrote"), result.file->string(),
      result.plan.steps.empty() ? "nothing to do" : counted(result.plan.steps.size(), "step"),
      plan_checksum(result.plan).text());
}

std::string failure_text_of(const commands::ApplyResult& result, const Style& style) {
  const Report& report = result.report;
  std::string text = text_of(report.failed->error, style);
  if (report.ending == Report::Ending::rolled_back) return text + trial_failure_text_of(result);
  const Report::Failed& failed = *report.failed;
  text += fmt::format("  {} {}{}\n", failed.step.id.text(),
                      failed.error.code() == ErrorCode::interrupted ? "was stopped" : "failed",
                      left_behind(failed));
  const std::size_t ups = count_ups(report.done);
  const bool up = report.failed->step.direction == Direction::up;
  // A redo goes both ways.
  const bool mixed = ups != (up ? report.done.size() : 0);
  const auto [together, not_run] = not_kept(failed.step, result);
  text += fmt::format("  {} before it: {}; {}not run after it: {}\n",
                      mixed ? "reverted or applied"
                      : up  ? "applied"
                            : "reverted",
                      listed(ids_of(report.done)),
                      together.empty() ? "" : "rolled back with it: " + listed(together) + "; ",
                      listed(not_run));
  return text;
}

}  // namespace sqlmig::cli
