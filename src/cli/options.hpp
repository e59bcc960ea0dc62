// argv -> what was asked for.
#pragma once

#include "cli/format.hpp"
#include "commands/create.hpp"
#include "commands/downgrade.hpp"
#include "commands/drop.hpp"
#include "commands/export.hpp"
#include "commands/history.hpp"
#include "commands/init.hpp"
#include "commands/merge.hpp"
#include "commands/plan.hpp"
#include "commands/rebase.hpp"
#include "commands/repair.hpp"
#include "commands/repin.hpp"
#include "commands/revision.hpp"
#include "commands/sql_script.hpp"
#include "commands/stamp.hpp"
#include "commands/tag.hpp"
#include "commands/targets.hpp"
#include "commands/upgrade.hpp"
#include "commands/verify.hpp"
#include "commands/views.hpp"
#include "commands/wait.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sqlmig::cli {

struct VersionRequest {};

/// The request of the command, without what does not stand on the command line: where the project
/// is, what time it is, who asks. Of the operator only the reason is there.
using Command =
    std::variant<VersionRequest, commands::InitRequest, commands::RevisionRequest,
                 commands::MergeRequest, commands::RebaseRequest, commands::RepinRequest,
                 commands::TagRequest, commands::ExportRequest, commands::UpgradeRequest,
                 commands::DowngradeRequest, commands::RedoRequest, commands::StampRequest,
                 commands::RepairRequest, commands::CreateRequest, commands::DropRequest,
                 commands::WaitRequest, commands::PlanRequest, commands::VerifyRequest,
                 commands::StatusRequest, commands::CurrentRequest, commands::HeadsRequest,
                 commands::BranchesRequest, commands::HistoryRequest, commands::ShowRequest,
                 commands::WhyRequest, commands::SqlScriptRequest>;

enum class ColorChoice { automatic, always, never };
enum class Progress { shown, quiet };
/// An answer given beforehand to what a command would ask.
enum class Confirmation { ask, given };
/// How much a list says of each revision.
enum class Detail { line, block };
/// Whether new scripts are opened.
enum class Editor { closed, open };
/// What `status` ends with if revisions are pending.
enum class PendingExit { done, pending };

struct CommandLine {
  Command command;
  std::string command_name;
  ConfigFlags flags;
  std::chrono::milliseconds lock_wait = std::chrono::seconds(60);
  std::chrono::milliseconds wait = std::chrono::milliseconds(0);  // for the database to be ready
  Format format = Format::text;
  std::vector<ReportFile> report_files;             // of verify
  std::optional<commands::TargetsRequest> targets;  // many databases instead of one
  ColorChoice color = ColorChoice::automatic;
  Progress progress = Progress::shown;
  Confirmation confirmation = Confirmation::ask;
  Detail detail = Detail::line;
  Editor editor = Editor::closed;
  PendingExit pending_exit = PendingExit::done;
};

/// Shape: a command line, or the help text that was asked for.
using Parsed = std::variant<CommandLine, std::string>;

/// Reads the arguments (without the program's name).
/// Errors: ErrorCode::usage, with the nearest known word where one is unknown.
[[nodiscard]] Parsed parse(const std::vector<std::string>& arguments);

}  // namespace sqlmig::cli
