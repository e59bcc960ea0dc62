#include "project/put_file.hpp"

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

namespace sqlmig::project {
namespace {

namespace fs = std::filesystem;

Error cannot_write(const std::string& what, std::string_view why, std::string advice) {
  return Error(ErrorCode::io, fmt::format("cannot write {}: {}", what, why))
      .with_advice(std::move(advice));
}

// A new file beside `to`, which takes its place once it is complete.
void write_beside_and_move(const fs::path& to, fs::file_status before, std::string_view bytes) {
  fs::path beside = to;
  beside += fmt::format(".{}.new", ::getpid());
  try {
    create_file(beside, bytes);
    if (fs::exists(before)) fs::permissions(beside, before.permissions());
    fs::rename(beside, to);
  } catch (const std::exception&) {
    std::error_code ignored;
    fs::remove(beside, ignored);
    throw;
  }
}

}  // namespace

void put_file(const fs::path& file, std::string_view bytes, std::string_view what) {
  const std::string name = fmt::format("{} {}", what, file.string());
  std::error_code failure;
  const fs::file_status before = fs::status(file, failure);
  if (fs::exists(before) && !fs::is_regular_file(before))
    throw cannot_write(name, "it is something else than a file",
                       "name a file that is one, or not there yet");
  const fs::path to = fs::exists(before) ? fs::canonical(file, failure) : file;
  const fs::path folder = to.has_parent_path() ? to.parent_path() : ".";
  if (!fs::is_directory(folder, failure)) {
    throw cannot_write(name, fmt::format("there is no folder {}", folder.string()),
                       "make the folder first");
  }
  try {
    write_beside_and_move(to, before, bytes);
  } catch (const fs::filesystem_error& error) {
    throw io_error("write", name, error.code());
  } catch (const Error& error) {
    throw cannot_write(name, error.what(), error.advice);
  }
}

}  // namespace sqlmig::project
