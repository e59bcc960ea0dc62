#include "postgres/pooler_obstacle.hpp"

#include "sqltext/session_use.hpp"

#include <fmt/core.h>

namespace sqlmig::postgres {

std::optional<std::string> obstacle_of_pooler(const Script& script,
                                              const SessionSettings& settings) {
  if (!settings.role.empty() || settings.lock_timeout || settings.statement_timeout ||
      script.directives.lock_timeout || script.directives.statement_timeout) {
    return "through a pooler, statements outside a transaction cannot be given a role or a timeout";
  }
  if (const auto use = sqltext::first_use_of_session(script.text)) {
    return fmt::format(
        "through a pooler, each of its statements may reach another session, and '{}' is for one "
        "session",
        *use);
  }
  return std::nullopt;
}

}  // namespace sqlmig::postgres
