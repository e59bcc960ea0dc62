// Which locks a plan takes.
#pragma once

#include "cli/json_values.hpp"
#include "commands/plan.hpp"

#include <string>

namespace sqlmig::cli {

/// A line for each step that locks something; of many objects the first ones.
[[nodiscard]] std::string locks_text_of(const commands::PlanResult& result);
/// Adds `locks` and `unread` to each step.
void add_locks(Json& steps, const commands::PlanResult& result);

}  // namespace sqlmig::cli
