#include "postgres/connection.hpp"

#include "postgres/errors.hpp"
#include "postgres/settings.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <thread>
#include <utility>

namespace sqlmig::postgres {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kAnswerWithin{10};
constexpr std::chrono::seconds kLeastWait{2};  // that libpq knows; 0 is without end
// A pause between two attempts, which doubles from the first to the last.
constexpr std::chrono::milliseconds kFirstPause{250};
constexpr std::chrono::milliseconds kLongestPause{1000};

// Why the server is not ready; empty if it is, or if asking again is of no use.
std::string_view why_not_ready(const Settings& settings) {
  switch (libpq().ping_params(settings.keywords(), settings.values(), 1)) {
    case PQPING_REJECT:
      return "the server does not accept connections yet";
    case PQPING_NO_RESPONSE:
      return "the server does not answer";
    case PQPING_OK:
    case PQPING_NO_ATTEMPT:
      break;
  }
  return {};
}

Error cannot_connect(PGconn* connection) {
  const bool no_password = libpq().connection_needs_password(connection) != 0;
  return Error(ErrorCode::connection,
               "cannot connect: " + one_line(libpq().error_message(connection)))
      .with_advice(no_password
                       ? "set SQLMIG_PASSWORD, name a password_file in sqlmig.toml, or write the "
                         "password into ~/.pgpass"
                       : "check that the server runs and that the database URL is right");
}

// Tries until a moment. libpq does not tell why a connection was refused, so the server is asked
// whether it is ready beforehand: a wrong password is tried once only.
class Attempts {
 public:
  Attempts(const std::string& url, const ConnectOptions& options, const std::string& database)
      : url_(url), options_(options), database_(database), end_(Clock::now() + options.wait) {}

  Connection connect() {
    for (;;) {
      wait_until_ready();
      const Settings with = settings();
      Connection connection(libpq().connectdb_params(with.keywords(), with.values(), 1));
      if (libpq().status(connection.get()) == CONNECTION_OK) return connection;
      const bool went_away = is_time_left() && !why_not_ready(settings()).empty();
      if (!went_away) throw cannot_connect(connection.get());
    }
  }

 private:
  [[nodiscard]] bool is_time_left() const { return Clock::now() < end_; }

  [[nodiscard]] Settings settings() const {
    auto left = kAnswerWithin;
    if (options_.wait.count() > 0)
      left = std::min(left, std::chrono::ceil<std::chrono::seconds>(end_ - Clock::now()));
    return {url_, options_, database_, std::max(left, kLeastWait)};
  }

  void wait_until_ready() {
    while (is_time_left()) {
      const std::string_view why = why_not_ready(settings());
      if (why.empty()) return;
      if (!std::exchange(told_, true) && options_.on_wait) options_.on_wait(why);
      std::this_thread::sleep_for(std::min<Clock::duration>(pause_, end_ - Clock::now()));
      pause_ = std::min(pause_ * 2, kLongestPause);
    }
  }

  const std::string& url_;
  const ConnectOptions& options_;
  const std::string& database_;
  Clock::time_point end_;
  std::chrono::milliseconds pause_ = kFirstPause;
  bool told_ = false;
};

}  // namespace

Connection connect_to(const std::string& url, const ConnectOptions& options,
                      const std::string& database) {
  return Attempts(url, options, database).connect();
}

std::string encryption_of(PGconn* connection) {
  if (libpq().gss_enc_in_use(connection) != 0) return "GSSAPI";
  if (libpq().ssl_in_use(connection) == 0) {
    const bool socket = std::string_view(libpq().host(connection)).starts_with('/');
    return socket ? "none, over a Unix socket" : "none";
  }
  const auto attribute = [&](const char* name) {
    const char* value = libpq().ssl_attribute(connection, name);
    return std::string(value != nullptr ? value : "");
  };
  return fmt::format("{} with {}", attribute("protocol"), attribute("cipher"));
}

}  // namespace sqlmig::postgres
