// Source: the workflow commands of GitHub Actions, and actions/toolkit for how they are escaped.
#include "cli/report.hpp"

#include <fmt/core.h>

namespace sqlmig::cli {
namespace {

enum class Part { data, property };

std::string escaped(std::string_view text, Part part) {
  std::string result;
  for (const char c : text) {
    const bool special =
        c == '%' || c == '\r' || c == '\n' || (part == Part::property && (c == ':' || c == ','));
    if (special) {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result;
}

std::string command_for(const Issue& issue) {
  std::string properties;
  if (issue.position) {
    properties += fmt::format("file={},", escaped(issue.path, Part::property));
    if (issue.position->line != 0) properties += fmt::format("line={},", issue.position->line);
    if (issue.position->column != 0) properties += fmt::format("col={},", issue.position->column);
  }
  return fmt::format("::{} {}title={}::{}\n", to_string(issue.severity), properties,
                     escaped("sqlmig " + issue.code, Part::property),
                     escaped(lines_of(issue), Part::data));
}

// Lines that the runner must not take for commands, whatever the database is called: it looks for
// `##[` anywhere, and for `::` at the beginning.
std::string harmless(const std::string& text) {
  std::string result;
  bool at_start = true;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (at_start && !letter) result += "| ";
    if (c == '[' && result.ends_with("##")) result += ' ';
    result += c;
    at_start = c == '\n' || c == '\r';
  }
  return result;
}

}  // namespace

std::string github_report(const VerifyReport& report) {
  std::string text;
  for (const Issue& issue : report.findings) text += command_for(issue);
  if (report.failure) text += command_for(*report.failure);
  return text + harmless(report.summary);
}

}  // namespace sqlmig::cli
