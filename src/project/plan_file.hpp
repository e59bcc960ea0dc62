// A frozen plan as a file. Source: docs/formats.md "Plan file".
#pragma once

#include <sqlmig/frozen_plan.hpp>

#include <string>
#include <string_view>

namespace sqlmig::project {

/// The text of the file: the same for the same plan.
[[nodiscard]] std::string plan_file_text(const FrozenPlan& plan);

/// The plan of a file; `name` is how messages call it.
/// Errors: ErrorCode::config with every problem if it is no plan file;
/// ErrorCode::plan_mismatch if it was changed after it was made, so that it is not the plan whose
/// checksum it says.
[[nodiscard]] FrozenPlan parse_plan_file(std::string text, const std::string& name);

}  // namespace sqlmig::project
