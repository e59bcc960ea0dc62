#include "project/password_file.hpp"

#include "core/shell_word.hpp"
#include "project/files.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <system_error>

namespace sqlmig::project {
namespace {

namespace fs = std::filesystem;

// To be read by others is how containers are handed their secrets; to be written by others is a
// mistake everywhere.
void require_own(const fs::path& file) {
  std::error_code failure;
  const fs::perms mode = fs::status(file, failure).permissions();
  const fs::perms others = fs::perms::group_write | fs::perms::others_write;
  if (failure || (mode & others) == fs::perms::none) return;  // reading it says what is wrong
  throw Error(ErrorCode::config,
              fmt::format("others than its owner may write to the password file {}", file.string()))
      .with_advice(
          fmt::format("chmod go-w {}; if its mode is not yours to choose, put what it holds "
                      "into SQLMIG_PASSWORD",
                      shell_word(file.string())));
}

}  // namespace

std::string read_password_file(const fs::path& file) {
  require_own(file);
  std::string password = read_file(file);
  if (password.ends_with('\n')) password.pop_back();
  if (password.ends_with('\r')) password.pop_back();
  if (password.empty() || password.find('\0') != std::string::npos) {
    throw Error(ErrorCode::config,
                fmt::format("the password file {} holds no password", file.string()))
        .with_advice("write the password into it as it is, with no quotes and no encoding");
  }
  return password;
}

}  // namespace sqlmig::project
