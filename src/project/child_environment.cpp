#include "project/child_environment.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unistd.h>

namespace sqlmig::project {
namespace {

constexpr std::array<std::string_view, 4> kSecret{"SQLMIG_PASSWORD", "SQLMIG_URL", "DATABASE_URL",
                                                  "PGPASSWORD"};

}  // namespace

std::vector<std::string> child_environment() {
  std::vector<std::string> variables;
  for (char** variable = ::environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::string_view name = text.substr(0, text.find('='));
    if (std::find(kSecret.begin(), kSecret.end(), name) == kSecret.end())
      variables.emplace_back(text);
  }
  return variables;
}

}  // namespace sqlmig::project
