// sqlmig downgrade
#pragma once

#include "commands/apply.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace sqlmig::commands {

/// Exactly one of `target` and `last` is given.
struct DowngradeRequest {
  ProjectRequest project;
  std::optional<std::string> target;
  std::optional<std::size_t> last;  // revert this many, by order of application
  std::optional<Checksum> expect;
  Operator who;
  EmptyDowns empty_downs = EmptyDowns::refused;
};

/// Reverts every applied revision that stands on the target, or the last applied ones.
/// Errors: ErrorCode::refused before anything is reverted, if one of them cannot be.
[[nodiscard]] ApplyResult downgrade(const DowngradeRequest& request, Observer& observer);

/// The plan of a downgrade.
[[nodiscard]] Plan make_downgrade_plan(const History& history, const AppliedRevisions& applied,
                                       DatabaseKind kind, const DowngradeRequest& request);

}  // namespace sqlmig::commands
