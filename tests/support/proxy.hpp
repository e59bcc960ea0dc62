// A way to a PostgreSQL server that is long, or breaks.
#pragma once

#include "support/databases.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace sqlmig::test {

/// Where a connection through a proxy is cut, once.
struct Cut {
  enum class At {
    bytes_from_client,  // so many of them were handed on, counted over all connections
    bytes_from_server,
    commit_request,  // the message that asks for it was handed on; nothing of the answer is
    commit_answer,   // the server has committed; its answer and what comes after are not handed on
  };
  /// What the client notices: an orderly end, a reset, or nothing at all.
  enum class How { end, reset, silence };
  /// Whether the client can connect again.
  enum class Afterwards { reachable, gone };

  At at;
  std::size_t count = 1;  // how many bytes, or which COMMIT, from 1
  How how = How::end;
  Afterwards afterwards = Afterwards::reachable;
};

/// Listens at a port of its own of 127.0.0.1, on a thread of its own, and hands everything on to
/// the server of `database`, over its Unix socket.
class Proxy {
 public:
  explicit Proxy(const TestDatabase& database);
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;
  ~Proxy();

  /// The database of the test, through the proxy.
  [[nodiscard]] const std::string& url() const { return url_; }

  /// From now on, whatever is said arrives so much later.
  void delay(std::chrono::microseconds each_way);
  /// Counts anew from here, and cuts then; the server is reachable until then.
  void cut(const Cut& cut);
  [[nodiscard]] bool has_cut() const;

  /// What went through since it was made, or since the last `cut`.
  struct Traffic {
    std::size_t from_client = 0;  // bytes
    std::size_t from_server = 0;
    /// How often the client said something and then waited for the server: over all connections.
    std::size_t round_trips = 0;
  };
  [[nodiscard]] Traffic traffic() const;

 private:
  class Loop;

  std::unique_ptr<Loop> loop_;
  std::string url_;
};

}  // namespace sqlmig::test
