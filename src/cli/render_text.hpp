// Results and errors as text for people. Each function returns whole lines.
#pragma once

#include "cli/style.hpp"
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

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::cli {

/// `1 revision`, `2 revisions`.
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

[[nodiscard]] std::string text_of(const Error& error, const Style& style);
[[nodiscard]] std::string text_of(const std::vector<Finding>& findings, const Style& style);

[[nodiscard]] std::string text_of(const commands::InitResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::NewRevisionResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::RepinResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::ApplyResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::StampResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::RepairResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::CreateResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::DropResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::WaitResult& result, const Style& style);
[[nodiscard]] std::string text_of(const Plan& plan, const Style& style);
[[nodiscard]] std::string text_of(const commands::PlanResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::SqlScriptResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::VerifyResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::CurrentResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::RebaseResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::TagResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::ExportResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::WhyResult& result, const Style& style);

/// The last lines of the text of a verification: what was looked at and how it went.
[[nodiscard]] std::string summary_of(const commands::VerifyResult& result, const Style& style);

/// How lists show a revision, and `status` the connection: in one line, or in a block of them.
enum class ListStyle { lines, blocks };
[[nodiscard]] std::string text_of(const commands::StatusResult& result, ListStyle list,
                                  const Style& style);
[[nodiscard]] std::string text_of(const commands::HeadsResult& result, ListStyle list,
                                  const Style& style);
[[nodiscard]] std::string text_of(const commands::BranchesResult& result, ListStyle list,
                                  const Style& style);
[[nodiscard]] std::string text_of(const commands::HistoryResult& result, ListStyle list,
                                  const Style& style);
[[nodiscard]] std::string text_of(const commands::ShowResult& result, const Style& style);

/// Of many databases: what happened to each, and how many there are of each kind.
[[nodiscard]] std::string text_of(const commands::ApplyTargetsResult& result, const Style& style);
[[nodiscard]] std::string text_of(const commands::StatusTargetsResult& result, ListStyle list,
                                  const Style& style);
/// What happened to one of them, in a few words.
[[nodiscard]] std::string what_happened(
    const commands::TargetOutcome<commands::ApplyResult>& outcome, const Style& style);

/// What a failed run leaves to be said on standard error: the error, what was done, what was not.
[[nodiscard]] std::string failure_text_of(const commands::ApplyResult& result, const Style& style);
[[nodiscard]] std::string failure_text_of(const commands::ApplyTargetsResult& result,
                                          ListStyle list, const Style& style);

}  // namespace sqlmig::cli
