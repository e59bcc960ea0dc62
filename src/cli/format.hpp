// The formats of output by name, and the files that are to hold reports.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::cli {

/// `text` and `json` are for every command, the others are reports of `verify`.
enum class Format { text, json, github, sarif, junit, gitlab };

[[nodiscard]] std::string_view to_string(Format format);

/// The format of this name; `option` is the one that it stands behind.
/// Errors: ErrorCode::usage, with the nearest known name and all of them.
[[nodiscard]] Format parse_format(std::string_view option, std::string_view name);

/// A file that a report goes to.
struct ReportFile {
  Format format = Format::text;
  std::string file;
};

/// The values of --output, each FORMAT=FILE.
/// Errors: ErrorCode::usage for another form, a format that is none, or a file that is there twice.
[[nodiscard]] std::vector<ReportFile> parse_report_files(const std::vector<std::string>& values);

}  // namespace sqlmig::cli
