#include "cli/format.hpp"

#include "core/suggest.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>

namespace sqlmig::cli {
namespace {

// In the order of the enum.
constexpr std::array<std::string_view, 6> kNames{"text",  "json",  "github",
                                                 "sarif", "junit", "gitlab"};
constexpr std::string_view kAllNames = "the formats are text, json, github, sarif, junit, gitlab";

ReportFile parse_report_file(const std::string& value) {
  const std::size_t equals = value.find('=');
  if (equals == std::string::npos) {
    throw Error(ErrorCode::usage, fmt::format("--output takes FORMAT=FILE, not '{}'", value))
        .with_advice("such as --output sarif=sqlmig.sarif");
  }
  ReportFile report{parse_format("--output", std::string_view(value).substr(0, equals)),
                    value.substr(equals + 1)};
  if (report.file.empty()) {
    throw Error(ErrorCode::usage, fmt::format("--output {} names no file", value))
        .with_advice("is a variable empty?");
  }
  if (report.file == "-") {
    throw Error(ErrorCode::usage, "--output writes files, and '-' is none")
        .with_advice(
            fmt::format("standard output gets what --format {} says", to_string(report.format)));
  }
  return report;
}

}  // namespace

std::string_view to_string(Format format) { return kNames[static_cast<std::size_t>(format)]; }

Format parse_format(std::string_view option, std::string_view name) {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found != kNames.end()) return static_cast<Format>(found - kNames.begin());
  const auto similar = nearest(name, kNames);
  throw Error(ErrorCode::usage, fmt::format("{} knows no format '{}'", option, name))
      .with_advice(similar ? fmt::format("did you mean '{}'? {}", *similar, kAllNames)
                           : std::string(kAllNames));
}

std::vector<ReportFile> parse_report_files(const std::vector<std::string>& values) {
  std::vector<ReportFile> reports;
  for (const std::string& value : values) {
    const ReportFile report = parse_report_file(value);
    const auto path = std::filesystem::path(report.file).lexically_normal();
    for (const ReportFile& other : reports) {
      if (std::filesystem::path(other.file).lexically_normal() != path) continue;
      throw Error(ErrorCode::usage, fmt::format("--output names {} twice", report.file))
          .with_advice("a file can hold one report");
    }
    reports.push_back(report);
  }
  return reports;
}

}  // namespace sqlmig::cli
