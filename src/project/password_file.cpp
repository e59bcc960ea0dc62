#include "project/password_file.hpp"

#include "core/shell_word.hpp"
#include "project/files.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <system_error>

namespace sqlmig::project {
namespace {

namespace fs = std::filesystem;

void require_private(const fs::path& file) {
  std::error_code failure;
  const fs::perms mode = fs::status(file, failure).permissions();
  const fs::perms others = fs::perms::group_all | fs::perms::others_all;
  if (failure || (mode & others) == fs::perms::none) return;  // reading it says what is wrong
  throw Error(ErrorCode::config,
              fmt::format("others than its owner may use the password file {}", file.string()))
      .with_advice(
          fmt::format("chmod 600 {}; if its mode is not yours to choose, put what it holds "
                      "into SQLMIG_PASSWORD",
                      shell_word(file.string())));
}

}  // namespace

std::string read_password_file(const fs::path& file) {
  require_private(file);
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
