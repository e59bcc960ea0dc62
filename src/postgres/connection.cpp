#include "postgres/connection.hpp"

#include "postgres/errors.hpp"
#include <sqlmig/error.hpp>

#include <array>
#include <string_view>

namespace sqlmig::postgres {
namespace {

bool has_value(const PQconninfoOption* options, std::string_view keyword) {
  for (; options != nullptr && options->keyword != nullptr; ++options) {
    if (options->keyword == keyword) return options->val != nullptr;
  }
  return false;
}

// An unescaped @ or / in a password moves the rest of it into another part, which libpq would then
// quote in its error.
bool looks_misread(const PQconninfoOption* option) {
  for (; option != nullptr && option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    const std::string_view keyword = option->keyword;
    const std::string_view value = option->val;
    if (keyword == "port" && value.find_first_not_of("0123456789,") != std::string_view::npos)
      return true;
    const bool plain = keyword == "host" || keyword == "hostaddr" || keyword == "dbname";
    if (plain && value.find('@') != std::string_view::npos) return true;
  }
  return false;
}

// libpq waits for an address that does not answer as long as the kernel does, which is minutes.
bool says_how_long_to_wait(const PQconninfoOption* url) {
  constexpr std::string_view kKeyword = "connect_timeout";
  const Options defaults(libpq().conndefaults());  // of PGCONNECT_TIMEOUT and the like
  return has_value(url, kKeyword) || has_value(defaults.get(), kKeyword);
}

}  // namespace

Connection connect_to(const std::string& url) {
  char* parse_error = nullptr;
  const Options parsed(libpq().conninfo_parse(url.c_str(), &parse_error));
  const Memory parse_error_owner(parse_error);
  if (!parsed || looks_misread(parsed.get())) {
    // libpq's own message would repeat the string, with the password in it.
    throw Error(ErrorCode::config, "the database URL cannot be read")
        .with_advice("special characters in it must be percent-encoded, such as %40 for @");
  }
  const char* wait = says_how_long_to_wait(parsed.get()) ? nullptr : "10";
  const std::array<const char*, 5> keywords{
      "dbname", "client_encoding", "fallback_application_name", "connect_timeout", nullptr};
  const std::array<const char*, 5> values{url.c_str(), "UTF8", "sqlmig", wait, nullptr};
  Connection connection(libpq().connectdb_params(keywords.data(), values.data(), 1));
  if (libpq().status(connection.get()) != CONNECTION_OK) {
    throw Error(ErrorCode::connection,
                "cannot connect: " + one_line(libpq().error_message(connection.get())))
        .with_advice("check that the server runs and that the database URL is right");
  }
  return connection;
}

}  // namespace sqlmig::postgres
