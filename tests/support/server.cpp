#include "support/server.hpp"

#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

namespace sqlmig::test {
namespace {

struct stat owner_of(const std::string& folder) {
  struct stat owner {};
  if (::stat(folder.c_str(), &owner) != 0)
    throw std::runtime_error("cannot look at the folder of the server's socket");
  return owner;
}

}  // namespace

Server server_of(const TestDatabase& database) {
  return {database.ask("SELECT setting FROM pg_config WHERE name = 'BINDIR'"),
          database.ask("SHOW unix_socket_directories"), database.ask("SHOW port")};
}

std::vector<std::string> as_server_user(const Server& server,
                                        const std::vector<std::string>& command) {
  std::vector<std::string> words{"setpriv", "--pdeathsig", "INT"};
  if (::geteuid() == 0) {
    const struct stat owner = owner_of(server.socket);
    for (const std::string& word : {std::string("--reuid"), std::to_string(owner.st_uid),
                                    std::string("--regid"), std::to_string(owner.st_gid)}) {
      words.push_back(word);
    }
    words.emplace_back("--clear-groups");
  }
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

void give_to_server_user(const Server& server, const std::filesystem::path& folder) {
  if (::geteuid() != 0) return;
  const struct stat owner = owner_of(server.socket);
  if (::chown(folder.c_str(), owner.st_uid, owner.st_gid) != 0)
    throw std::runtime_error("cannot give a folder to the server's user");
}

}  // namespace sqlmig::test
