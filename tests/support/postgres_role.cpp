#include "support/postgres_role.hpp"

#include <fmt/core.h>

#include <exception>

namespace sqlmig::test {
namespace {

constexpr std::string_view kSuperuser = "user=postgres";

}  // namespace

// Roles belong to the server, so the name is made from that of the database, which is unique there.
PostgresRole::PostgresRole(const TestDatabase& database)
    : database_(database), name_(database.ask("SELECT current_database() || '_role'")) {
  database.run(fmt::format("CREATE ROLE {} LOGIN", name_));
}

PostgresRole::~PostgresRole() {
  try {
    database_.run(fmt::format("DROP OWNED BY {}", name_));
    database_.run(fmt::format("DROP ROLE {}", name_));
  } catch (const std::exception&) {
    // The server goes away with the tests.
  }
}

std::string PostgresRole::url() const {
  std::string url = database_.url();
  return url.replace(url.find(kSuperuser), kSuperuser.size(), "user=" + name_);
}

}  // namespace sqlmig::test
