#include "support/process.hpp"

#include "support/temporary.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

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

// The three streams of a process, as files.
class Files {
 public:
  explicit Files(const std::string& input) { folder_.write("in", input); }

  void take_in_child() const {
    redirect(path("in"), O_RDONLY, STDIN_FILENO);
    redirect(path("out"), O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    redirect(path("err"), O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  }
  [[nodiscard]] std::string out() const { return folder_.read("out"); }
  [[nodiscard]] std::string err() const { return folder_.read("err"); }

 private:
  [[nodiscard]] std::string path(const char* name) const { return (folder_ / name).string(); }

  TemporaryFolder folder_;
};

// The three streams of a process, as one terminal.
class Terminal {
 public:
  Terminal() : ours_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (ours_ < 0 || ::grantpt(ours_) != 0 || ::unlockpt(ours_) != 0)
      throw std::runtime_error("cannot make a terminal for the test");
    name_ = ::ptsname(ours_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() { ::close(ours_); }

  void take_in_child() const {
    ::setsid();
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
      redirect(name_, O_RDWR, stream);
  }
  // Types `input`, and watches until the process has let go of the terminal.
  [[nodiscard]] std::string watch(const std::string& input) const {
    if (::write(ours_, input.data(), input.size()) != static_cast<ssize_t>(input.size()))
      throw std::runtime_error("cannot type");
    std::string shown;
    std::array<char, 4096> bytes{};
    for (;;) {
      const ssize_t count = ::read(ours_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return shown;
      shown.append(bytes.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  int ours_;
  std::string name_;
};

std::vector<std::string> variables_of(const ProcessOptions& options,
                                      const std::filesystem::path& home) {
  const char* path = std::getenv("PATH");
  std::vector<std::string> variables{std::string("PATH=") + (path != nullptr ? path : ""),
                                     "LANG=C.UTF-8", "HOME=" + home.string()};
  for (const auto& [name, value] : options.environment) {
    std::string entry = name;
    variables.push_back(entry.append("=").append(value));
  }
  return variables;
}

template <typename Streams>
pid_t start(const std::vector<std::string>& command, const ProcessOptions& options,
            const std::filesystem::path& home, const Streams& streams) {
  std::vector<std::string> arguments = command;
  std::vector<std::string> variables = variables_of(options, home);
  const std::vector<char*> argv = pointers(arguments);
  const std::vector<char*> envp = pointers(variables);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(126);
    streams.take_in_child();
    ::execvpe(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& command, const ProcessOptions& options) {
  const TemporaryFolder home;
  if (options.streams == ProcessOptions::Streams::terminal) {
    const Terminal terminal;
    const pid_t child = start(command, options, home.path(), terminal);
    std::string shown = terminal.watch(options.input);
    return {wait_for(child), std::move(shown), {}};
  }
  const Files files(options.input);
  const int exit_code = wait_for(start(command, options, home.path(), files));
  return {exit_code, files.out(), files.err()};
}

ProcessResult run_sqlmig(const std::vector<std::string>& arguments, const ProcessOptions& options) {
  std::vector<std::string> command{SQLMIG_TEST_BINARY};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run_process(command, options);
}

}  // namespace sqlmig::test
