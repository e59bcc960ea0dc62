#include "support/postgres_role.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <exception>
#include <random>
#include <stdexcept>
#include <string_view>

namespace sqlmig::test {
namespace {

constexpr std::string_view kSuperuser = "user=postgres";

}  // namespace

// Roles belong to the server, and one that owns something elsewhere outlives its test, so that the
// number of its process could come again.
PostgresRole::PostgresRole(const TestDatabase& database)
    : database_(database),
      name_(database.ask(
          fmt::format("SELECT current_database() || '_role_{:08x}'", std::random_device()()))) {
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

void PostgresRole::set_password(const std::string& password) const {
  std::string literal = "'";
  for (const char c : password) literal.append(c == '\'' ? 2 : 1, c);
  database_.run(fmt::format("ALTER ROLE {} PASSWORD {}'", name_, literal));
}

std::string PostgresRole::tcp_port() {
  const char* url = std::getenv("SQLMIG_TEST_POSTGRES_TCP_URL");
  if (url == nullptr)
    throw std::runtime_error("SQLMIG_TEST_POSTGRES_TCP_URL is not set; run scripts/test");
  const std::string text = url;
  const std::size_t colon = text.rfind(':');
  return text.substr(colon + 1, text.find('/', colon) - colon - 1);
}

}  // namespace sqlmig::test
