#include "commands/reviewed.hpp"

#include "project/files.hpp"
#include "project/plan_file.hpp"
#include "project/signature.hpp"

#include <fmt/core.h>

#include <string>
#include <utility>

namespace sqlmig::commands {
namespace {

std::string_view command_for(Direction direction) {
  return direction == Direction::up ? "upgrade" : "downgrade";
}

std::string place_of(const Config& config) {
  return config.environment.empty() ? "sqlmig.toml"
                                    : fmt::format("the environment '{}'", config.environment);
}

void require_review(const ReviewedRequest& request, const Config& config) {
  if (config.plans == Config::Plans::reviewed && !request.file && !request.expect) {
    throw Error(ErrorCode::refused,
                fmt::format("{} says require_plan = true, and no plan was given", place_of(config)))
        .with_advice("'sqlmig plan -o FILE' makes one; once it is reviewed, say --plan FILE");
  }
}

void require_expected(const FrozenPlan& plan, const ReviewedRequest& request) {
  if (!request.expect || *request.expect == plan_checksum(plan)) return;
  throw Error(
      ErrorCode::plan_mismatch,
      fmt::format("{} holds the plan {}, and {} was expected; nothing was changed",
                  request.file->string(), plan_checksum(plan).text(), request.expect->text()))
      .with_advice("take the file that was reviewed");
}

}  // namespace

std::optional<FrozenPlan> reviewed_plan(const ReviewedRequest& request, const Config& config,
                                        Direction direction) {
  require_review(request, config);
  const auto& signers = request.signers ? request.signers : config.plan_signers;
  if (!request.file) {
    if (!signers) return std::nullopt;
    throw Error(ErrorCode::refused, "the plan has to be signed, and no plan file was given")
        .with_advice("say --plan FILE; its signature is looked for in FILE.sig");
  }
  const std::string name = request.file->string();
  std::string bytes = project::read_file(*request.file);
  if (signers) project::require_signature(*request.file, bytes, *signers);
  FrozenPlan plan = project::parse_plan_file(std::move(bytes), name);
  require_expected(plan, request);
  if (plan.direction == direction) return plan;
  throw Error(ErrorCode::usage,
              fmt::format("{} is the plan of a{} {}", name,
                          plan.direction == Direction::up ? "n" : "", command_for(plan.direction)))
      .with_advice(
          fmt::format("run it with: sqlmig {} --plan {}", command_for(plan.direction), name));
}

void require_no_review(const Config& config, std::string_view command) {
  if (config.plans == Config::Plans::any && !config.plan_signers) return;
  throw Error(ErrorCode::refused, fmt::format("{} wants a plan that was reviewed, and {} has none",
                                              place_of(config), command))
      .with_advice("use 'sqlmig downgrade --plan FILE' and 'sqlmig upgrade --plan FILE'");
}

std::optional<Checksum> expected_of(const ReviewedRequest& request,
                                    const std::optional<FrozenPlan>& plan, Unfinished unfinished) {
  if (!plan) return request.expect;
  if (unfinished == Unfinished::resumed) return std::nullopt;
  return plan_checksum(*plan);
}

const History& history_of_reviewed(const Workspace& workspace) {
  try {
    return require_history(workspace);
  } catch (const Error& error) {
    Error mismatch(ErrorCode::plan_mismatch,
                   "these revisions are not those that the plan was made of; nothing was changed");
    mismatch.findings = error.findings;
    throw mismatch;
  }
}

Plan plan_of_reviewed(const FrozenPlan& frozen, const History& history,
                      const AppliedRevisions& applied, DatabaseKind kind, Unfinished unfinished) {
  const bool resumed = unfinished == Unfinished::resumed;
  return resumed ? thaw_rest(frozen, history, applied, kind) : thaw(frozen, history, applied, kind);
}

}  // namespace sqlmig::commands
