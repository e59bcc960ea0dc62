#include "project/io_error.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <string>

namespace sqlmig::project {
namespace {

std::string advice_for(int cause) {
  switch (cause) {
    case EACCES:
    case EPERM:
      return "give this user the permission, or run it as another one";
    case EROFS:
      return "the file system is mounted read-only; work on one that can be written to";
    case ENOSPC:
    case EDQUOT:
      return "make room on the disk, then say it again";
    case EMFILE:
    case ENFILE:
      return "too many files are open; 'ulimit -n' shows the limit";
    case EEXIST:
      return "something of that name is in the way; move it";
    case ENOTDIR:
      return "a file stands where a folder should be; move it";
    case ENAMETOOLONG:
      return "choose a shorter name";
    default:
      return {};
  }
}

}  // namespace

Error io_error(std::string_view action, std::string_view what, std::error_code cause) {
  Error error(ErrorCode::io, fmt::format("cannot {} {}: {}", action, what, cause.message()));
  error.advice = advice_for(cause.value());
  return error;
}

Error io_error(std::string_view action, std::string_view what, int cause) {
  return io_error(action, what, std::error_code(cause, std::generic_category()));
}

}  // namespace sqlmig::project
