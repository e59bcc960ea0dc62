#include "cli/run.hpp"

#include "cli/environment.hpp"
#include "cli/exit_status.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/render_text.hpp"
#include "cli/report.hpp"
#include "cli/runner.hpp"
#include "cli/style.hpp"
#include "cli/target_outcome.hpp"
#include "project/put_file.hpp"

#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

namespace sqlmig::cli {
namespace {

// Pending revisions alone, where they are asked about, have a code of their own.
int exit_code_of(const std::vector<Finding>& findings) {
  int code = kDone;
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::error) continue;
    if (finding.kind != FindingKind::pending) return kFindings;
    code = kPending;
  }
  return code;
}

int exit_code_of(const CommandLine& line, const Result& result) {
  if (const auto* apply = std::get_if<commands::ApplyResult>(&result))
    return cli::exit_code_of(*apply);
  if (const auto* verify = std::get_if<commands::VerifyResult>(&result)) {
    return exit_code_of(verify->findings);
  }
  if (const auto* status = std::get_if<commands::StatusResult>(&result)) {
    return cli::exit_code_of(*status, line.pending_exit);
  }
  if (const auto* many = std::get_if<commands::ApplyTargetsResult>(&result))
    return cli::exit_code_of(*many);
  if (const auto* many = std::get_if<commands::StatusTargetsResult>(&result))
    return cli::exit_code_of(*many, line.pending_exit);
  if (const auto* error = std::get_if<Error>(&result)) return exit_status(error->code());
  return kDone;
}

struct TextPrinter {
  Style out;
  Style err;
  ListStyle list;

  template <typename T>
  void operator()(const T& result) const {
    print(stdout, text_of(result, out));
  }
  void operator()(const commands::ApplyResult& result) const {
    if (result.report.failed) {
      print(stderr, failure_text_of(result, err));
    } else {
      print(stdout, text_of(result, out));
    }
  }
  void operator()(const commands::ApplyTargetsResult& result) const {
    print(stderr, failure_text_of(result, list, err));
    print(stdout, text_of(result, out));
  }
  void operator()(const commands::StatusTargetsResult& result) const {
    print(stdout, text_of(result, list, out));
  }
  void operator()(const commands::StatusResult& result) const {
    print(stdout, text_of(result, list, out));
  }
  void operator()(const commands::HeadsResult& result) const {
    print(stdout, text_of(result, list, out));
  }
  void operator()(const commands::BranchesResult& result) const {
    print(stdout, text_of(result, list, out));
  }
  void operator()(const commands::HistoryResult& result) const {
    print(stdout, text_of(result, list, out));
  }
  void operator()(const VersionResult& result) const {
    print(stdout, "sqlmig " + result.version + "\n");
  }
  void operator()(const Error& error) const { print(stderr, text_of(error, err)); }
};

// The exit code with which it ends: a report that is missing must not look like success.
int write_report_files(const CommandLine& line, int code, const Result& result) {
  int after = code;
  for (const ReportFile& report : line.report_files) {
    try {
      project::put_file(report.file, render_report(report.format, line.command_name, code, result),
                        "the report");
    } catch (const Error& error) {
      print(stderr, text_of(error, style_for(line.color, stderr_is_terminal())));
      after = exit_status(error.code());
    }
  }
  return after;
}

int answer(const CommandLine& line, const Result& result) {
  const int code = write_report_files(line, exit_code_of(line, result), result);
  if (line.format != Format::text) {
    print(stdout, render_report(line.format, line.command_name, code, result));
  } else {
    std::visit(TextPrinter{style_for(line.color, stdout_is_terminal()),
                           style_for(line.color, stderr_is_terminal()),
                           line.detail == Detail::block ? ListStyle::blocks : ListStyle::lines},
               result);
  }
  // A full disk or a closed pipe behind standard output must not look like success.
  return std::fflush(stdout) == 0 ? code : kFailed;
}

// The words could not be read, so whether JSON is wanted is looked up among them.
Format format_of_unread(const std::vector<std::string>& arguments) {
  std::string_view before;
  for (const std::string_view word : arguments) {
    if (word == "--json" || word == "--format=json" || (before == "--format" && word == "json"))
      return Format::json;
    before = word;
  }
  return Format::text;
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  CommandLine line;
  try {
    Parsed parsed = parse(arguments);
    if (const auto* help = std::get_if<std::string>(&parsed)) {
      print(stdout, *help);
      return kDone;
    }
    line = std::get<CommandLine>(std::move(parsed));
  } catch (const Error& error) {
    line.format = format_of_unread(arguments);
    return answer(line, error);
  }
  return answer(line, run_command(line));
}

}  // namespace sqlmig::cli
