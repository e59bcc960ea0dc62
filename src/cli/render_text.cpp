#include "cli/render_text.hpp"

#include "core/id_list.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

namespace sqlmig::cli {
namespace {

std::string indented(std::string_view text, std::string_view by) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    result.append(by).append(text.substr(0, end)).append("\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

// Colours the lines of a diff.
std::string styled_detail(std::string_view text, const Style& style) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    result += "    ";
    if (line.starts_with("+")) {
      result += style.green(line);
    } else if (line.starts_with("-")) {
      result += style.red(line);
    } else {
      result.append(line);
    }
    result += "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

std::string text_of_finding(const Finding& finding, const Style& style) {
  std::string text;
  if (finding.position) text += style.bold(to_string(*finding.position)) + ": ";
  const std::string label =
      fmt::format("{}[{}]", to_string(finding.severity), code_of(finding.kind));
  text += finding.severity == Severity::error ? style.red(label) : style.yellow(label);
  text += ": " + finding.message + "\n";
  text += styled_detail(finding.detail, style);
  if (!finding.advice.empty()) text += "    " + style.cyan("next: ") + finding.advice + "\n";
  return text;
}

std::string text_of_sql(const SqlDiagnostic& sql) {
  std::string text;
  if (!sql.detail.empty()) text += indented("DETAIL: " + sql.detail, "  ");
  if (!sql.hint.empty()) text += indented("HINT: " + sql.hint, "  ");
  if (!sql.context.empty()) text += indented("CONTEXT: " + sql.context, "  ");
  if (!sql.blocker.empty()) text += indented("it waited for " + sql.blocker, "  ");
  return text;
}

}  // namespace

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string text_of(const std::vector<Finding>& findings, const Style& style) {
  std::string text;
  for (const Finding& finding : findings) text += text_of_finding(finding, style);
  return text;
}

std::string text_of(const Error& error, const Style& style) {
  std::string text = text_of(error.findings, style);
  if (error.position) text += style.bold(to_string(*error.position)) + ": ";
  if (error.sql) {
    text += style.red("ERROR " + error.sql->sqlstate) + ": ";
  } else {
    text += style.red("error") + ": ";
  }
  text.append(error.what()).append("\n").append(error.excerpt);
  if (error.sql) text += text_of_sql(*error.sql);
  for (const std::string& note : error.notes) text += "  " + note + "\n";
  if (!error.advice.empty()) text += "  " + style.cyan("next: ") + error.advice + "\n";
  return text;
}

std::string text_of(const commands::InitResult& result, const Style& style) {
  std::string text;
  for (const std::string& name : result.created) text += fmt::format("created {}\n", name);
  for (const std::string& name : result.kept) text += fmt::format("kept    {}\n", name);
  for (const commands::ByHand& left : result.by_hand) {
    text += fmt::format("\nBy hand: {}\n", left.what);
    for (const std::string& line : left.lines) text += fmt::format("  {}\n", style.bold(line));
  }
  if (result.project == commands::InitResult::Project::found) return text;
  const auto step = [&](std::string_view command, std::string_view what) {
    return fmt::format("  {}{}{}\n", style.bold(command), std::string(35 - command.size(), ' '),
                       what);
  };
  return text + "\nFirst steps:\n" +
         step("sqlmig revision -m \"add users\"",
              "write a revision, then fill in its up.sql and down.sql") +
         step("sqlmig verify", "check all revisions, with no database") +
         step("sqlmig upgrade", "apply what is pending");
}

std::string text_of(const commands::NewRevisionResult& result, const Style& style) {
  std::string text =
      fmt::format("{} {}\n", style.bold(result.id.text()),
                  result.parents.empty() ? "as a base" : "on " + joined(result.parents));
  for (const std::string& file : result.files) text += "  " + file + "\n";
  if (result.heads.size() > 1) {
    text += fmt::format("there are {} now: {}\n", counted(result.heads.size(), "head"),
                        joined(result.heads));
  }
  return text;
}

std::string text_of(const commands::RepinResult& result, const Style& style) {
  if (result.changed.empty()) return "nothing to do: every pin is right\n";
  std::string text;
  for (const auto& change : result.changed) {
    text += fmt::format("{}: {} is pinned at {} (was {})\n", style.bold(change.file),
                        change.parent.text(), change.after.brief(), change.before.brief());
  }
  return text;
}

std::string text_of(const commands::RebaseResult& result, const Style& style) {
  if (result.moved.empty()) {
    return fmt::format("nothing to do: {} is built on {}\n", result.revision.text(),
                       result.onto.text());
  }
  std::string text =
      fmt::format("{} is built on {} now", style.bold(result.revision.text()), result.onto.text());
  text += result.moved.size() == 1 ? "\n"
                                   : fmt::format(", and with it {} on top of it\n",
                                                 counted(result.moved.size() - 1, "revision"));
  for (const std::string& file : result.files) text += "  " + file + "\n";
  if (!result.database) text += "  no database is configured, so none was asked what it has\n";
  if (!result.against) text += "  no main branch is known here, so none was asked what it has\n";
  return text;
}

std::string text_of(const commands::TagResult& result, const Style& style) {
  return fmt::format("{} has the tag {} ({})\n", style.bold(result.id.text()), result.tag,
                     result.file);
}

std::string text_of(const commands::ExportResult& result, const Style& style) {
  std::string text;
  for (const auto& exported : result.exported) {
    text += fmt::format("{} as {} has it\n", style.bold(exported.id.text()), result.database);
    for (const std::string& file : exported.files) text += "  " + file + "\n";
  }
  return text +
         "author, time, labels and tags are not kept in a database; add them if they matter\n";
}

std::string text_of(const commands::StampResult& result, const Style& style) {
  if (result.added.empty() && result.removed.empty())
    return "nothing to do: it is recorded like that\n";
  std::string text;
  const auto holds = [](const std::vector<RevisionId>& ids, const RevisionId& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  for (const RevisionId& id : result.removed) {
    if (!holds(result.added, id))
      text += style.yellow("no longer recorded") + " " + id.text() + "\n";
  }
  for (const RevisionId& id : result.added) {
    text += style.green(holds(result.removed, id) ? "recorded anew" : "recorded as applied") + " " +
            id.text() + "\n";
  }
  return text + "no script was run on " + result.database + "\n";
}

std::string text_of(const commands::RepairResult& result, const Style& style) {
  if (result.repaired.empty()) return "nothing to do: what is recorded is what the files say\n";
  std::string text;
  for (const auto& repaired : result.repaired) {
    text += style.bold(repaired.id.text()) + "\n";
    for (const RecordChange& change : repaired.changes) {
      text += fmt::format("  {:<11}  was {}\n  {:<11}  now {}\n", change.what,
                          style.red(change.before), "", style.green(change.after));
    }
  }
  const bool dry = result.extent == commands::RepairRequest::Extent::dry_run;
  return text + (dry ? "dry run: nothing was changed on " + result.database + "\n"
                     : "recorded on " + result.database + "; no script was run\n");
}

std::string text_of(const commands::CreateResult& result, const Style& /*style*/) {
  const bool now = result.created == DatabaseSite::Created::now;
  return now ? fmt::format("created {}\n", result.database)
             : fmt::format("{} is there already\n", result.database);
}

std::string text_of(const commands::DropResult& result, const Style& /*style*/) {
  const bool now = result.dropped == DatabaseSite::Dropped::now;
  return now ? fmt::format("dropped {}\n", result.database)
             : fmt::format("{} is not there\n", result.database);
}

std::string text_of(const commands::WaitResult& result, const Style& /*style*/) {
  return fmt::format("{} accepts connections\n", result.database);
}

std::string text_of(const commands::VerifyResult& result, const Style& style) {
  return text_of(result.findings, style) + summary_of(result, style);
}

std::string summary_of(const commands::VerifyResult& result, const Style& style) {
  std::string text;
  const auto errors = static_cast<std::size_t>(
      std::count_if(result.findings.begin(), result.findings.end(),
                    [](const Finding& f) { return f.severity == Severity::error; }));
  const std::size_t warnings = result.findings.size() - errors;
  std::string seen = counted(result.revisions, "revision");
  if (result.against) seen += " against " + *result.against;
  seen += result.database ? fmt::format(", and {} with {} applied and {} pending", *result.database,
                                        result.applied, result.pending)
                          : ", files only";
  if (!result.scripts_for && result.revisions > 0) {
    text += style.yellow("note") +
            ": the scripts themselves were not checked: no database URL says what they are for\n";
  }
  if (errors == 0) {
    return text + fmt::format("{}: {}{}\n", style.green("ok"), seen,
                              warnings == 0 ? "" : ", " + counted(warnings, "warning"));
  }
  return text + fmt::format("{}: {} in {}\n", style.red("failed"), counted(errors, "error"), seen);
}

}  // namespace sqlmig::cli
