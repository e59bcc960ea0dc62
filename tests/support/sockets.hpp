// Sockets that close themselves.
#pragma once

#include <string>
#include <utility>

namespace sqlmig::test {

class Socket {
 public:
  explicit Socket(int fd = -1) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { close(); }

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }
  void close();
  /// Closes it so that the other side is told of an error, as after a crash.
  void reset();

 private:
  int fd_;
};

/// Connects to a Unix socket; not open if nobody listens there.
[[nodiscard]] Socket connect_to_file(const std::string& path);
/// Listens at 127.0.0.1 on a port that was free, which is put into `port`.
[[nodiscard]] Socket listen_on_loopback(int& port);
/// The next connection, which sends without waiting for more; not open if it is gone already.
[[nodiscard]] Socket accept_from(const Socket& listener);

}  // namespace sqlmig::test
