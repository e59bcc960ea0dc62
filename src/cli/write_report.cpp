#include "cli/write_report.hpp"

#include "project/files.hpp"
#include "project/io_error.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <exception>
#include <filesystem>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace sqlmig::cli {
namespace {

namespace fs = std::filesystem;

Error cannot_write(const std::string& file, std::string_view why, std::string advice) {
  return Error(ErrorCode::io, fmt::format("cannot write the report {}: {}", file, why))
      .with_advice(std::move(advice));
}

// A new file beside `to`, which takes its place once it is complete.
void write_beside_and_move(const fs::path& to, fs::file_status before, std::string_view report) {
  fs::path beside = to;
  beside += fmt::format(".{}.new", ::getpid());
  try {
    project::create_file(beside, report);
    if (fs::exists(before)) fs::permissions(beside, before.permissions());
    fs::rename(beside, to);
  } catch (const std::exception&) {
    std::error_code ignored;
    fs::remove(beside, ignored);
    throw;
  }
}

}  // namespace

void write_report(const std::string& file, std::string_view report) {
  std::error_code failure;
  const fs::file_status before = fs::status(file, failure);
  if (fs::exists(before) && !fs::is_regular_file(before))
    throw cannot_write(file, "it is something else than a file",
                       "name a file that is one, or not there yet");
  const fs::path to = fs::exists(before) ? fs::canonical(file, failure) : fs::path(file);
  const fs::path folder = to.has_parent_path() ? to.parent_path() : ".";
  if (!fs::is_directory(folder, failure)) {
    throw cannot_write(file, fmt::format("there is no folder {}", folder.string()),
                       "make the folder first");
  }
  try {
    write_beside_and_move(to, before, report);
  } catch (const fs::filesystem_error& error) {
    throw project::io_error("write", "the report " + file, error.code());
  } catch (const Error& error) {
    throw cannot_write(file, error.what(), error.advice);
  }
}

}  // namespace sqlmig::cli
