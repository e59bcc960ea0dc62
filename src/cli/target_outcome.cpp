#include "cli/target_outcome.hpp"

#include "cli/exit_status.hpp"

#include <algorithm>
#include <variant>
#include <vector>

namespace sqlmig::cli {
namespace {

using commands::ApplyResult;
using commands::StatusResult;
using commands::TargetOutcome;

Ended ended(const Error& error) {
  if (error.code() == ErrorCode::interrupted) return Ended::stopped;
  return error.code() == ErrorCode::connection ? Ended::cannot_connect : Ended::failed;
}

Ended ended(const ApplyResult& result) {
  const Report& report = result.report;
  if (report.failed) {
    const bool stopped = report.failed->error.code() == ErrorCode::interrupted;
    return stopped ? Ended::stopped : Ended::failed;
  }
  if (report.done.empty() && !report.untried) return Ended::nothing_to_do;
  if (report.ending == Report::Ending::rolled_back) return Ended::tried;
  return report.done.back().step.direction == Direction::up ? Ended::upgraded : Ended::reverted;
}

Ended ended(const StatusResult& result) {
  if (has_errors(result.findings)) return Ended::problems;
  return result.pending.empty() ? Ended::up_to_date : Ended::pending;
}

template <typename Result>
Ended ended_of(const TargetOutcome<Result>& outcome) {
  if (const auto* result = std::get_if<Result>(&outcome.came)) return ended(*result);
  if (const auto* error = std::get_if<Error>(&outcome.came)) return ended(*error);
  return Ended::not_begun;
}

// Of those that are not 0.
int common_code(const std::vector<int>& codes) {
  int common = kDone;
  for (const int code : codes) {
    if (code == kDone) continue;
    if (common != kDone && code != common) return kFailed;
    common = code;
  }
  return common;
}

}  // namespace

Ended ended(const TargetOutcome<ApplyResult>& outcome) { return ended_of(outcome); }
Ended ended(const TargetOutcome<StatusResult>& outcome) { return ended_of(outcome); }

std::string_view to_string(Ended ended) {
  switch (ended) {
    case Ended::upgraded:
      return "upgraded";
    case Ended::reverted:
      return "reverted";
    case Ended::tried:
      return "tried";
    case Ended::nothing_to_do:
      return "nothing-to-do";
    case Ended::up_to_date:
      return "up-to-date";
    case Ended::pending:
      return "pending";
    case Ended::problems:
      return "problems";
    case Ended::failed:
      return "failed";
    case Ended::cannot_connect:
      return "cannot-connect";
    case Ended::stopped:
      return "stopped";
    case Ended::not_begun:
      return "not-begun";
  }
  return "failed";
}

int exit_code_of(const ApplyResult& result) {
  if (!result.report.failed) return kDone;
  // A connection that is lost half-way is a failed run; 6 says that there never was one.
  const ErrorCode code = result.report.failed->error.code();
  return code == ErrorCode::connection ? kFailed : exit_status(code);
}

int exit_code_of(const StatusResult& result, PendingExit pending) {
  return pending == PendingExit::pending && !result.pending.empty() ? kPending : kDone;
}

int exit_code_of(const TargetOutcome<ApplyResult>& outcome) {
  if (const auto* result = std::get_if<ApplyResult>(&outcome.came)) return exit_code_of(*result);
  const auto* error = std::get_if<Error>(&outcome.came);
  return exit_status(error != nullptr ? error->code() : ErrorCode::interrupted);
}

int exit_code_of(const TargetOutcome<StatusResult>& outcome, PendingExit pending) {
  if (const auto* result = std::get_if<StatusResult>(&outcome.came))
    return exit_code_of(*result, pending);
  const auto* error = std::get_if<Error>(&outcome.came);
  return exit_status(error != nullptr ? error->code() : ErrorCode::interrupted);
}

int exit_code_of(const commands::ApplyTargetsResult& result) {
  std::vector<int> codes;
  for (const auto& outcome : result.targets) {
    const Ended end = ended(outcome);
    if (end == Ended::stopped || end == Ended::not_begun)
      return exit_status(ErrorCode::interrupted);
    codes.push_back(exit_code_of(outcome));
  }
  return common_code(codes);
}

int exit_code_of(const commands::StatusTargetsResult& result, PendingExit pending) {
  std::vector<int> codes;
  for (const auto& outcome : result.targets) codes.push_back(exit_code_of(outcome, pending));
  std::vector<int> failures = codes;
  std::erase(failures, kPending);
  return common_code(
      std::any_of(failures.begin(), failures.end(), [](int code) { return code != kDone; })
          ? failures
          : codes);
}

}  // namespace sqlmig::cli
