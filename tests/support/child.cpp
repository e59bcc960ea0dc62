#include "support/child.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace sqlmig::test {

namespace {

// `output` and `errors` are where the two streams go; they are thrown away where there is none.
pid_t start(std::vector<std::string> command, const std::filesystem::path& folder, int output = -1,
            int errors = -1) {
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
    if (output >= 0) ::dup2(output, STDOUT_FILENO);
    if (errors >= 0) ::dup2(errors, STDERR_FILENO);
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

std::unique_ptr<Child> Child::listened_to(const std::vector<std::string>& arguments,
                                          const std::filesystem::path& folder) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
  const int output = ::memfd_create("output", MFD_CLOEXEC);
  if (output < 0) throw std::runtime_error("cannot make a file");
  const pid_t pid = start(sqlmig_with(arguments), folder, output, pipe[1]);
  ::close(pipe[1]);
  return std::unique_ptr<Child>(new Child(pid, output, pipe[0]));
}

Child::~Child() {
  for (const int stream : {output_, errors_}) {
    if (stream >= 0) ::close(stream);
  }
  if (pid_ < 0) return;
  kill();
  wait();
}

void Child::kill() const { ::kill(pid_, SIGKILL); }

void Child::quit() const { ::kill(pid_, SIGQUIT); }

void Child::interrupt() const { ::kill(pid_, SIGINT); }

int Child::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::optional<int> Child::wait_for(std::chrono::milliseconds time) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (!has_ended()) {
    if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return wait();
}

bool Child::has_ended() const {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == pid_;
}

std::optional<std::string> Child::next_line() {
  for (;;) {
    if (const std::size_t end = read_.find('\n'); end != std::string::npos) {
      std::string line = read_.substr(0, end);
      read_.erase(0, end + 1);
      return line;
    }
    std::array<char, 4096> bytes{};
    const ssize_t count = ::read(errors_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    read_.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

std::string Child::output() const {
  std::string text;
  std::array<char, 4096> bytes{};
  for (;;) {
    const ssize_t count =
        ::pread(output_, bytes.data(), bytes.size(), static_cast<off_t>(text.size()));
    if (count <= 0) return text;
    text.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace sqlmig::test
