#include "support/standby.hpp"

namespace sqlmig::test {

Standby::Standby(const TestDatabase& primary) : cluster_(server_of(primary)) {
  const Server server = server_of(primary);
  cluster_.make_data({"pg_basebackup", "--host", server.socket, "--port", server.port, "--username",
                      "postgres", "--pgdata", "data", "--checkpoint", "fast", "--no-sync",
                      "--write-recovery-conf"});
  // A standby must have room for as much as its primary.
  const std::vector<std::string> settings = primary.list(
      "SELECT '-c' || name || '=' || setting FROM pg_settings WHERE name IN "
      "('max_connections', 'max_locks_per_transaction')");
  cluster_.start(settings);
  database_ = cluster_.database(primary.ask("SELECT current_database()"));
}

}  // namespace sqlmig::test
