// Results and errors as JSON: one object for each run. Source: docs/cli.md "JSON".
#pragma once

#include "commands/apply.hpp"
#include "commands/create.hpp"
#include "commands/drop.hpp"
#include "commands/export.hpp"
#include "commands/history.hpp"
#include "commands/init.hpp"
#include "commands/plan.hpp"
#include "commands/rebase.hpp"
#include "commands/repair.hpp"
#include "commands/repin.hpp"
#include "commands/revision.hpp"
#include "commands/sql_script.hpp"
#include "commands/stamp.hpp"
#include "commands/tag.hpp"
#include "commands/targets.hpp"
#include "commands/verify.hpp"
#include "commands/views.hpp"
#include "commands/wait.hpp"
#include <sqlmig/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sqlmig::cli {

struct VersionResult {
  std::string version;
};

/// What a command came to; `Error` where it came to nothing.
using Result = std::variant<
    commands::InitResult, commands::NewRevisionResult, commands::RepinResult, commands::ApplyResult,
    commands::StampResult, commands::RepairResult, commands::CreateResult, commands::DropResult,
    commands::WaitResult, commands::PlanResult, commands::VerifyResult, commands::StatusResult,
    commands::CurrentResult, commands::HeadsResult, commands::BranchesResult,
    commands::HistoryResult, commands::ShowResult, commands::WhyResult, commands::RebaseResult,
    commands::TagResult, commands::ExportResult, commands::ApplyTargetsResult,
    commands::StatusTargetsResult, commands::SqlScriptResult, VersionResult, Error>;

/// The object with a final newline. Text that is not UTF-8 is repaired, not refused.
[[nodiscard]] std::string json_of(std::string_view command, int exit_code, const Result& result);

}  // namespace sqlmig::cli
