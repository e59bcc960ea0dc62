#include "support/process.hpp"

#include "support/temporary.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace sqlmig::test {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

void redirect(const std::string& file, int flags, int to) {
  const int fd = ::open(file.c_str(), flags, 0600);
  if (fd < 0 || ::dup2(fd, to) < 0) ::_exit(126);
  ::close(fd);
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& command, const ProcessOptions& options) {
  const TemporaryFolder streams;
  streams.write("in", options.input);
  const std::string in = (streams / "in").string();
  const std::string out = (streams / "out").string();
  const std::string err = (streams / "err").string();
  std::vector<std::string> arguments = command;
  const char* path = std::getenv("PATH");
  std::vector<std::string> variables{std::string("PATH=") + (path != nullptr ? path : ""),
                                     "LANG=C.UTF-8", "HOME=" + streams.path().string()};
  for (const auto& [name, value] : options.environment) {
    std::string entry = name;
    variables.push_back(entry.append("=").append(value));
  }
  const std::vector<char*> argv = pointers(arguments);
  const std::vector<char*> envp = pointers(variables);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(126);
    redirect(in, O_RDONLY, STDIN_FILENO);
    redirect(out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    redirect(err, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
    ::execvpe(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), streams.read("out"),
          streams.read("err")};
}

ProcessResult run_sqlmig(const std::vector<std::string>& arguments, const ProcessOptions& options) {
  std::vector<std::string> command{SQLMIG_TEST_BINARY};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run_process(command, options);
}

}  // namespace sqlmig::test
