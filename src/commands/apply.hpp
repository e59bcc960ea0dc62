// What upgrade and downgrade share: plan, lock, plan again, run.
#pragma once

#include "commands/unfinished.hpp"
#include "commands/workspace.hpp"
#include <sqlmig/execute.hpp>

#include <functional>
#include <optional>
#include <string>

namespace sqlmig::commands {

/// Shape: `plan` is what was to be run, `report` what came of it; both are empty of steps if there
/// was nothing to do.
struct ApplyResult {
  std::string database;
  Plan plan;
  Report report;
  std::vector<RevisionId> heads;  // where the database stands then, as far as this run knows
};

/// Something that a person is to agree to before it is done.
struct Question {
  std::string question;           // one sentence: what will happen
  std::string shown = {};         // what it is about, in full; may be empty
  std::optional<Plan> plan = {};  // what would be run, if it is to be seen
};
/// Whether it is agreed to.
using Confirm = std::function<bool(const Question&)>;

/// Errors: ErrorCode::refused if it is not agreed to, ErrorCode::interrupted if it was to stop.
void require_agreed(const Question& question, const Confirm& confirm, const RunOptions& run);

/// What a run is to keep to.
struct ApplyRequest {
  /// Makes the plan for a state of the database; also the place to refuse one.
  std::function<Plan(const AppliedRevisions&)> make_plan;
  std::optional<Checksum> expect;  // the checksum that the plan must have
  std::chrono::milliseconds lock_wait;
  Operator who;
  RunOptions run = {};
  /// What is to be agreed to before this plan is run; nothing if it needs no word.
  std::function<std::optional<Question>(const Plan&, const AppliedRevisions&)> question = nullptr;
  Confirm confirm = nullptr;
  /// Whether every plan is shown and needs a word.
  Config::Confirmation confirmation = Config::Confirmation::none;
  /// What happens when another runner was quicker, before the first step or between two: the plan
  /// is made again as long as nothing was done; or, for relative targets, which mean something else
  /// by then, what is left of it is run; or nothing more is.
  enum class Overtaken { plan_again, run_the_rest, stop } overtaken = Overtaken::plan_again;
};

/// The options with what the configuration says of them.
[[nodiscard]] RunOptions configured(RunOptions run, const Config& config);

/// Plans, and runs the plan under the lock, where it is made again: another runner may have been
/// quicker.
/// Errors: plan_mismatch, having changed nothing; refused, if it is not agreed to; conflict, if the
/// database changed while a person was asked; locked; what `make_plan` throws. A script that fails
/// is in the report.
[[nodiscard]] ApplyResult apply(const ApplyRequest& request, const History& history,
                                Database& database, Observer& observer);

/// Refuses to change a database that does not agree with the files.
/// Errors: ErrorCode::findings.
void require_agreement(const History& history, const AppliedRevisions& applied);

}  // namespace sqlmig::commands
