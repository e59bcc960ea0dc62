// The server that a test database is on: where it is, and with which programs a test runs beside
// it.
#pragma once

#include "support/databases.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace sqlmig::test {

/// What a PostgreSQL server says about itself.
struct Server {
  std::string programs;  // the folder of initdb, postgres and the like
  std::string socket;    // the folder of its Unix socket
  std::string port;
};
[[nodiscard]] Server server_of(const TestDatabase& database);

/// PostgreSQL and what belongs to it refuse to run as root, so root runs `command` as the user that
/// the server belongs to. It ends with the test, whatever ends the test.
[[nodiscard]] std::vector<std::string> as_server_user(const Server& server,
                                                      const std::vector<std::string>& command);
/// Gives a folder to that user, so that it can write there.
void give_to_server_user(const Server& server, const std::filesystem::path& folder);

}  // namespace sqlmig::test
