// The plan that was reviewed before it is run.
#pragma once

#include "commands/unfinished.hpp"
#include "commands/workspace.hpp"
#include <sqlmig/frozen_plan.hpp>

#include <filesystem>
#include <optional>

namespace sqlmig::commands {

/// What an upgrade or a downgrade is to keep to. Shape: empty where nothing was reviewed.
struct ReviewedRequest {
  std::optional<Checksum> expect;                // the checksum that the plan must have
  std::optional<std::filesystem::path> file;     // the plan itself
  std::optional<std::filesystem::path> signers;  // one of whom must have signed that file
};

/// The plan in the file that the request names, or nothing if it names none.
/// Errors: ErrorCode::refused if the environment wants a reviewed plan and there is none;
/// ErrorCode::plan_mismatch if the file was changed, is not signed as it has to be, or is not the
/// plan expected; ErrorCode::usage if it goes the other way; ErrorCode::config; ErrorCode::io.
[[nodiscard]] std::optional<FrozenPlan> reviewed_plan(const ReviewedRequest& request,
                                                      const Config& config, Direction direction);

/// Errors: ErrorCode::refused if the environment wants a reviewed plan, which `command` cannot
/// have.
void require_no_review(const Config& config, std::string_view command);

/// The checksum that the plan must have; none for the rest of one that was begun.
[[nodiscard]] std::optional<Checksum> expected_of(const ReviewedRequest& request,
                                                  const std::optional<FrozenPlan>& plan,
                                                  Unfinished unfinished);

/// The history that a reviewed plan is run from.
/// Errors: ErrorCode::plan_mismatch with the findings, if the folder has problems.
[[nodiscard]] const History& history_of_reviewed(const Workspace& workspace);

/// What is to be run of it. Errors: as `thaw` and `thaw_rest`.
[[nodiscard]] Plan plan_of_reviewed(const FrozenPlan& frozen, const History& history,
                                    const AppliedRevisions& applied, DatabaseKind kind,
                                    Unfinished unfinished);

}  // namespace sqlmig::commands
