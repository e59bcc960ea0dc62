#include "postgres/settings.hpp"

#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <array>
#include <utility>

namespace sqlmig::postgres {
namespace {

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

// Nothing if it cannot be read. libpq's own message would repeat the string, with the password.
Options parse(const std::string& url) {
  char* message = nullptr;
  Options parsed(libpq().conninfo_parse(url.c_str(), &message));
  const Memory owner(message);
  return parsed;
}

std::string value_of(const PQconninfoOption* option, std::string_view keyword) {
  for (; option != nullptr && option->keyword != nullptr; ++option) {
    if (option->keyword == keyword) return option->val != nullptr ? option->val : "";
  }
  return {};
}

}  // namespace

EffectiveSettings::EffectiveSettings(const std::string& url) {
  const Options parsed = parse(url);
  if (!parsed || looks_misread(parsed.get())) {
    throw Error(ErrorCode::config, "the database URL cannot be read")
        .with_advice("special characters in it must be percent-encoded, such as %40 for @");
  }
  // Nothing but a connection tells what a service file says. An sslmode that does not exist keeps
  // it from being made, and a password keeps .pgpass from being read.
  const std::array<const char*, 4> keywords{"dbname", "sslmode", "password", nullptr};
  const std::array<const char*, 4> values{url.c_str(), "none", "none", nullptr};
  unconnected_.reset(libpq().connect_start_params(keywords.data(), values.data(), 1));
  options_.reset(libpq().conninfo(unconnected_.get()));
}

std::string EffectiveSettings::value(std::string_view keyword) const {
  return value_of(options_.get(), keyword);
}

std::string EffectiveSettings::database() const { return libpq().db(unconnected_.get()); }

std::string EffectiveSettings::name_of(std::string_view database) const {
  PGconn* connection = unconnected_.get();
  return fmt::format("postgresql://{}@{}:{}/{}", libpq().user(connection), libpq().host(connection),
                     libpq().port(connection), database);
}

Settings::Settings(const std::string& url, const ConnectOptions& options,
                   const std::string& database, std::chrono::seconds at_most) {
  const EffectiveSettings said(url);
  texts_.reserve(16);  // the arrays point into it
  add("dbname", url);
  add("dbname", database);
  add("password", options.password.value_or(""));
  add("client_encoding", "UTF8");
  add("fallback_application_name", "sqlmig");
  // libpq waits for an address that does not answer as long as the kernel does, which is minutes.
  add_unless_said(said, "connect_timeout", std::to_string(at_most.count()));
  // A statement may run for an hour without a word, and what forwards the connection forgets it.
  add_unless_said(said, "keepalives_idle", "60");
  add_unless_said(said, "keepalives_interval", "10");
  add_unless_said(said, "keepalives_count", "6");
  // What was sent and is not acknowledged would be sent again for a quarter of an hour.
  add_unless_said(said, "tcp_user_timeout", "120000");
  keywords_.push_back(nullptr);
  values_.push_back(nullptr);
}

// libpq passes over empty values.
void Settings::add(const char* keyword, std::string value) {
  keywords_.push_back(keyword);
  values_.push_back(texts_.emplace_back(std::move(value)).c_str());
}

void Settings::add_unless_said(const EffectiveSettings& said, const char* keyword,
                               std::string value) {
  if (said.value(keyword).empty()) add(keyword, std::move(value));
}

bool holds_password(const std::string& url) {
  const Options parsed = parse(url);
  return parsed && !value_of(parsed.get(), "password").empty();
}

}  // namespace sqlmig::postgres
