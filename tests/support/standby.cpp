#include "support/standby.hpp"

#include "support/process.hpp"
#include <sqlmig/error.hpp>

#include <chrono>
#include <stdexcept>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace sqlmig::test {
namespace {

using Words = std::vector<std::string>;

// What the server says about itself; all of it, because it runs with settings of its own.
struct Server {
  explicit Server(const TestDatabase& database)
      : programs(database.ask("SELECT setting FROM pg_config WHERE name = 'BINDIR'")),
        socket(database.ask("SHOW unix_socket_directories")),
        port(database.ask("SHOW port")),
        // A standby must have room for as much as its primary.
        settings(
            database.list("SELECT '-c' || name || '=' || setting FROM pg_settings WHERE name IN "
                          "('max_connections', 'max_locks_per_transaction')")) {}

  std::string programs, socket, port;
  Words settings;
};

// PostgreSQL refuses to run as root, so root runs it as the user that the primary belongs to. It
// ends with the test, whatever ends the test.
Words as_owner_of(const std::string& folder, const std::string& mine) {
  Words command{"setpriv", "--pdeathsig", "INT"};
  if (::geteuid() != 0) return command;
  struct stat owner {};
  if (::stat(folder.c_str(), &owner) != 0 ||
      ::chown(mine.c_str(), owner.st_uid, owner.st_gid) != 0) {
    throw std::runtime_error("cannot give the folder of the standby to its user");
  }
  for (const std::string& word : {std::string("--reuid"), std::to_string(owner.st_uid),
                                  std::string("--regid"), std::to_string(owner.st_gid)}) {
    command.push_back(word);
  }
  command.emplace_back("--clear-groups");
  return command;
}

Words joined(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

class OnStandby final : public TestDatabase {
 public:
  OnStandby(const std::string& database, const std::string& folder, const std::string& port)
      : url_("host=" + folder + " port=" + port + " user=postgres dbname=" + database) {}
  [[nodiscard]] std::string url() const override { return url_; }

 private:
  std::string url_;
};

}  // namespace

Standby::Standby(const TestDatabase& primary) {
  const Server server(primary);
  const std::string folder = folder_.path().string();
  const Words as_user = as_owner_of(server.socket, folder);
  const ProcessResult backup = run_process(
      joined(as_user, {server.programs + "/pg_basebackup", "--host", server.socket, "--port",
                       server.port, "--username", "postgres", "--pgdata", "data", "--checkpoint",
                       "fast", "--no-sync", "--write-recovery-conf"}),
      {folder_.path(), {}, {}});
  if (backup.exit_code != 0) throw std::runtime_error("pg_basebackup failed: " + backup.err);
  const Words start{"sh", "-c", "exec \"$@\" >server.log 2>&1", "sh"};
  const Words postgres = joined({server.programs + "/postgres", "-D", folder + "/data", "-F", "-k",
                                 folder, "-p", server.port, "-clisten_addresses="},
                                server.settings);
  database_ =
      std::make_unique<OnStandby>(primary.ask("SELECT current_database()"), folder, server.port);
  server_ = Child::running(joined(joined(as_user, start), postgres), folder_.path());
  wait_until_it_answers();
}

Standby::~Standby() {
  // Killed outright, it would leave a segment of shared memory.
  server_->quit();
  server_->wait();
}

void Standby::wait_until_it_answers() const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  for (;;) {
    try {
      static_cast<void>(database_->open(Access::read_only));
      return;
    } catch (const Error&) {
      if (std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        continue;
      }
      throw std::runtime_error("the standby does not start: " + folder_.read("server.log"));
    }
  }
}

}  // namespace sqlmig::test
