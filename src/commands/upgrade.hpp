// sqlmig upgrade
#pragma once

#include "commands/apply.hpp"

#include <string>
#include <vector>

namespace sqlmig::commands {

struct UpgradeRequest {
  ProjectRequest project;
  std::vector<std::string> targets{"head"};
  std::optional<Checksum> expect;
  Operator who;
};

/// Applies what is pending up to the targets.
[[nodiscard]] ApplyResult upgrade(const UpgradeRequest& request, Observer& observer);

/// The plan of an upgrade to `targets`.
/// Errors: those of `resolve`; ErrorCode::findings if database and files do not agree.
[[nodiscard]] Plan make_upgrade_plan(const History& history, const AppliedRevisions& applied,
                                     DatabaseKind kind, const std::vector<std::string>& targets);

}  // namespace sqlmig::commands
