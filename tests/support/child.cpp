#include "support/child.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace sqlmig::test {

namespace {

pid_t start(std::vector<std::string> command, const std::filesystem::path& folder) {
  std::vector<char*> argv;
  argv.reserve(command.size() + 1);
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("cannot fork");
  if (pid == 0) {
    const int nowhere = ::open("/dev/null", O_RDWR);
    if (nowhere < 0 || ::chdir(folder.c_str()) != 0) ::_exit(126);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, stream);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
  return pid;
}

std::vector<std::string> sqlmig_with(const std::vector<std::string>& arguments) {
  std::vector<std::string> command{SQLMIG_TEST_BINARY};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

}  // namespace

Child::Child(const std::vector<std::string>& arguments, const std::filesystem::path& folder)
    : pid_(start(sqlmig_with(arguments), folder)) {}

std::unique_ptr<Child> Child::running(std::vector<std::string> command,
                                      const std::filesystem::path& folder) {
  return std::unique_ptr<Child>(new Child(start(std::move(command), folder)));
}

Child::~Child() {
  if (pid_ < 0) return;
  kill();
  wait();
}

void Child::kill() const { ::kill(pid_, SIGKILL); }

void Child::quit() const { ::kill(pid_, SIGQUIT); }

int Child::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace sqlmig::test
