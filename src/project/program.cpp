#include "project/program.hpp"

#include "project/file_descriptor.hpp"
#include "project/io_error.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sqlmig::project {
namespace {

[[noreturn]] void throw_io(std::string_view program, int error) {
  throw io_error("run", program, error);
}

struct Pipe {
  FileDescriptor read_end;
  FileDescriptor write_end;

  explicit Pipe(std::string_view program) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_io(program, errno);
    read_end.reset(ends[0]);
    write_end.reset(ends[1]);
  }
};

// What the program finds as its standard input, output and error.
class Streams {
 public:
  Streams(std::string_view program, const Pipe& in, const Pipe& out, const Pipe& err) {
    if (const int error = ::posix_spawn_file_actions_init(&actions_); error != 0)
      throw_io(program, error);
    if (const int error = connect(in, out, err); error != 0) {
      ::posix_spawn_file_actions_destroy(&actions_);
      throw_io(program, error);
    }
  }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;
  ~Streams() { ::posix_spawn_file_actions_destroy(&actions_); }

  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  int connect(const Pipe& in, const Pipe& out, const Pipe& err) {
    int error = ::posix_spawn_file_actions_adddup2(&actions_, in.read_end.get(), STDIN_FILENO);
    if (error != 0) return error;
    error = ::posix_spawn_file_actions_adddup2(&actions_, out.write_end.get(), STDOUT_FILENO);
    if (error != 0) return error;
    return ::posix_spawn_file_actions_adddup2(&actions_, err.write_end.get(), STDERR_FILENO);
  }

  posix_spawn_file_actions_t actions_{};
};

// Appends what can be read now; false at the end.
bool read_some(int fd, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t got = ::read(fd, buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR;
  text.append(buffer.data(), static_cast<std::size_t>(got));
  return got > 0;
}

// Writes what fits; false when all is written, or nobody reads it any more.
bool write_some(int fd, std::string_view& text) {
  const ssize_t put = ::write(fd, text.data(), text.size());
  if (put < 0) return errno == EINTR || errno == EAGAIN;
  text.remove_prefix(static_cast<std::size_t>(put));
  return !text.empty();
}

// All at once: a program that fills the one pipe would wait forever for us to leave the other.
void exchange(Pipe& in, std::string_view input, const Pipe& out, const Pipe& err,
              ProgramOutput& output) {
  if (input.empty()) in.write_end.reset();
  std::array<pollfd, 3> streams{{{out.read_end.get(), POLLIN, 0},
                                 {err.read_end.get(), POLLIN, 0},
                                 {in.write_end.get(), POLLOUT, 0}}};
  const std::array<std::string*, 2> texts{&output.out, &output.err};
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    if (::poll(streams.data(), streams.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
      // poll passes over a negative descriptor.
      if (streams[i].revents != 0 && !read_some(streams[i].fd, *texts[i])) streams[i].fd = -1;
    }
    if (streams[2].revents != 0 && !write_some(streams[2].fd, input)) {
      streams[2].fd = -1;
      in.write_end.reset();
    }
  }
}

// A program that ends before it has read everything must not end us.
class NoBrokenPipe {
 public:
  NoBrokenPipe() : before_(std::signal(SIGPIPE, SIG_IGN)) {}
  NoBrokenPipe(const NoBrokenPipe&) = delete;
  NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;
  ~NoBrokenPipe() { std::signal(SIGPIPE, before_); }

 private:
  void (*before_)(int);
};

}  // namespace

std::vector<char*> exec_array(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::optional<ProgramOutput> run_program(const std::vector<std::string>& command,
                                         const std::vector<std::string>& environment,
                                         std::string_view input) {
  std::vector<std::string> arguments = command;
  std::vector<std::string> variables = environment;
  Pipe in(command.at(0));
  Pipe out(command.at(0));
  Pipe err(command.at(0));
  if (::fcntl(in.write_end.get(), F_SETFL, O_NONBLOCK) != 0) throw_io(command.at(0), errno);
  pid_t child = -1;
  const int error =
      ::posix_spawnp(&child, command.at(0).c_str(), Streams(command.at(0), in, out, err).get(),
                     nullptr, exec_array(arguments).data(), exec_array(variables).data());
  if (error == ENOENT || error == EACCES) return std::nullopt;
  if (error != 0) throw_io(command.at(0), error);
  // As long as a write end is open here, the pipe does not end.
  in.read_end.reset();
  out.write_end.reset();
  err.write_end.reset();
  ProgramOutput output;
  {
    const NoBrokenPipe guard;
    exchange(in, input, out, err, output);
  }
  out.read_end.reset();
  err.read_end.reset();
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw_io(command.at(0), errno);
  }
  output.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return output;
}

}  // namespace sqlmig::project
