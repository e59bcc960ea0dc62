#include "support/pgbouncer.hpp"

#include "support/server.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

namespace sqlmig::test {
namespace {

// The port is only part of the name of the socket, which stands in a folder of our own.
constexpr int kPort = 6432;

std::string settings(const Server& server, const std::string& database, const std::string& folder,
                     PgBouncer::Mode mode, int pool_size) {
  // Without passwords (auth_type any) it has to be told as whom to connect.
  return fmt::format(
      "[databases]\n"
      "{0} = host={1} port={2} dbname={0} user=postgres\n"
      "[pgbouncer]\n"
      "listen_addr =\n"
      "listen_port = {3}\n"
      "unix_socket_dir = {4}\n"
      "auth_type = any\n"
      "pool_mode = {5}\n"
      "default_pool_size = {6}\n"
      "max_client_conn = 100\n"
      "query_wait_timeout = 2\n"
      "server_round_robin = 1\n",  // so that two transactions seldom share a session by chance
      database, server.socket, server.port, kPort, folder,
      mode == PgBouncer::Mode::session ? "session" : "transaction", pool_size);
}

}  // namespace

PgBouncer::PgBouncer(const TestDatabase& database, Mode mode, int pool_size) {
  const Server server = server_of(database);
  const std::string name = database.ask("SELECT current_database()");
  const std::string folder = folder_.path().string();
  folder_.write("pgbouncer.ini", settings(server, name, folder, mode, pool_size));
  give_to_server_user(server, folder_.path());
  database_ =
      database_at(fmt::format("host={} port={} user=postgres dbname={}", folder, kPort, name));
  // Debian has it in a folder that is not in everybody's PATH.
  process_ = Child::running(
      as_server_user(server, {"sh", "-c",
                              "PATH=$PATH:/usr/sbin exec pgbouncer --quiet pgbouncer.ini "
                              ">pgbouncer.log 2>&1"}),
      folder_.path());
  wait_until_it_answers();
}

PgBouncer::~PgBouncer() {
  process_->kill();
  process_->wait();
}

void PgBouncer::wait_until_it_answers() const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  for (;;) {
    try {
      static_cast<void>(database_->open(Access::read_only));
      return;
    } catch (const Error&) {
      if (std::chrono::steady_clock::now() < deadline && !process_->has_ended()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        continue;
      }
      throw std::runtime_error(
          "pgbouncer does not start; scripts/install-packages test installs "
          "it: " +
          folder_.read("pgbouncer.log"));
    }
  }
}

}  // namespace sqlmig::test
