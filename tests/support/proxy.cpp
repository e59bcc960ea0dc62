#include "support/proxy.hpp"

#include "support/server.hpp"
#include "support/sockets.hpp"
#include "support/wire.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <deque>
#include <fcntl.h>
#include <list>
#include <mutex>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace sqlmig::test {
namespace {

using Clock = std::chrono::steady_clock;

// One direction of a connection: what was heard and is not yet said on.
struct Way {
  struct Piece {
    Clock::time_point due;
    std::string bytes;
  };
  WireReader reader;
  std::deque<Piece> pieces = {};
  bool at_end = false;  // the speaker has closed

  // Says what is due, as far as the listener takes it. False if the listener is gone.
  bool say(int fd, Clock::time_point now) {
    while (!pieces.empty() && pieces.front().due <= now) {
      std::string& bytes = pieces.front().bytes;
      const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0) return errno == EAGAIN || errno == EINTR;
      bytes.erase(0, static_cast<std::size_t>(sent));
      if (bytes.empty()) pieces.pop_front();
    }
    return true;
  }
};

struct Link {
  Socket client, server;
  Way to_server{WireReader(WireReader::Speaker::client)};
  Way to_client{WireReader(WireReader::Speaker::server)};
  bool client_spoke_last = false;
  bool silent = false;
  bool over = false;
};

}  // namespace

class Proxy::Loop {
 public:
  explicit Loop(std::string server)
      : server_(std::move(server)), listener_(listen_on_loopback(port_)) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
    wake_read_.emplace(pipe[0]);
    wake_write_.emplace(pipe[1]);
    thread_ = std::thread([this] { run(); });
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop() {
    wake_write_.reset();  // the loop sees the end of the pipe
    thread_.join();
  }

  [[nodiscard]] int port() const { return port_; }
  void delay(Clock::duration each_way) {
    const std::lock_guard lock(mutex_);
    delay_ = each_way;
  }
  void cut(const Cut& cut) {
    const std::lock_guard lock(mutex_);
    cut_ = cut;
    traffic_ = {};
    commits_ = 0;
    has_cut_ = false;
  }
  [[nodiscard]] bool has_cut() const {
    const std::lock_guard lock(mutex_);
    return has_cut_;
  }
  [[nodiscard]] Traffic traffic() const {
    const std::lock_guard lock(mutex_);
    return traffic_;
  }

 private:
  void run() {
    for (;;) {
      std::vector<pollfd> fds{{wake_read_->fd(), POLLIN, 0}, {listener_.fd(), POLLIN, 0}};
      for (const Link& link : links_) {
        fds.push_back(watch(link.client.fd(), link.to_server, link.to_client));
        fds.push_back(watch(link.server.fd(), link.to_client, link.to_server));
      }
      const timespec wait = until_next_piece();
      ::ppoll(fds.data(), fds.size(), &wait, nullptr);
      const std::lock_guard lock(mutex_);
      if (fds[0].revents != 0) return;
      std::size_t at = 2;
      for (Link& link : links_) {
        if (fds[at++].revents != 0) hear(link, link.client, link.to_server);
        if (fds[at++].revents != 0) hear(link, link.server, link.to_client);
        hand_on(link);
      }
      links_.remove_if([](const Link& link) { return link.over; });
      if (fds[1].revents != 0) welcome();
    }
  }

  [[nodiscard]] static pollfd watch(int fd, const Way& from, const Way& to) {
    short events = 0;
    if (!from.at_end) events |= POLLIN;
    if (!to.pieces.empty() && to.pieces.front().due <= Clock::now()) events |= POLLOUT;
    return {events != 0 ? fd : -1, events, 0};
  }

  [[nodiscard]] timespec until_next_piece() const {
    const auto now = Clock::now();
    Clock::duration wait = std::chrono::seconds(1);
    for (const Link& link : links_) {
      for (const Way* way : {&link.to_server, &link.to_client}) {
        // What is due already waits for its listener.
        if (!way->pieces.empty() && way->pieces.front().due > now)
          wait = std::min(wait, way->pieces.front().due - now);
      }
    }
    return {0, static_cast<long>(
                   std::min<std::int64_t>(std::chrono::nanoseconds(wait).count(), 999'999'999))};
  }

  void welcome() {
    Socket client = accept_from(listener_);
    if (!client.is_open()) return;
    if (has_cut_ && cut_->afterwards == Cut::Afterwards::gone) return;
    Socket server = connect_to_file(server_);
    if (!server.is_open()) return;
    links_.push_back({std::move(client), std::move(server)});
  }

  void hear(Link& link, const Socket& speaker, Way& way) {
    if (link.over || way.at_end) return;
    std::array<char, 65536> bytes{};
    const ssize_t count = ::recv(speaker.fd(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
      way.at_end = true;
      return;
    }
    if (link.silent) return;
    const bool from_client = &way == &link.to_server;
    for (WireMessage& message : way.reader.read({bytes.data(), static_cast<std::size_t>(count)})) {
      if (!hear(link, way, message, from_client)) return;
    }
  }

  // False if the connection was cut at this message.
  bool hear(Link& link, Way& way, WireMessage& message, bool from_client) {
    if (from_client && !link.client_spoke_last && !message.ends_the_session())
      ++traffic_.round_trips;
    link.client_spoke_last = from_client;
    std::size_t& count = from_client ? traffic_.from_client : traffic_.from_server;
    if (cut_ && !has_cut_) {
      const auto by_bytes = from_client ? Cut::At::bytes_from_client : Cut::At::bytes_from_server;
      if (cut_->at == by_bytes && count + message.bytes.size() >= cut_->count) {
        message.bytes.resize(cut_->count - count);
        return cut_after(link, way, message.bytes);
      }
      if (cut_->at == Cut::At::commit_request && from_client && message.asks_to_commit() &&
          ++commits_ == cut_->count)
        return cut_after(link, way, message.bytes);
      if (cut_->at == Cut::At::commit_answer && !from_client && message.says_committed() &&
          ++commits_ == cut_->count)
        return cut_after(link, way, {});
    }
    count += message.bytes.size();
    way.pieces.push_back({Clock::now() + delay_, std::move(message.bytes)});
    return true;
  }

  bool cut_after(Link& link, Way& way, const std::string& last) {
    has_cut_ = true;
    way.pieces.push_back({Clock::now(), last});
    static_cast<void>(link.to_server.say(link.server.fd(), Clock::time_point::max()));
    if (&way == &link.to_client)
      static_cast<void>(way.say(link.client.fd(), Clock::time_point::max()));
    if (cut_->how == Cut::How::silence) {
      link.to_client.pieces.clear();
      link.silent = true;
      return false;
    }
    if (cut_->how == Cut::How::reset) link.client.reset();
    link.over = true;
    return false;
  }

  static void hand_on(Link& link) {
    if (link.over) return;
    const auto now = Clock::now();
    if (!link.to_server.say(link.server.fd(), now) || !link.to_client.say(link.client.fd(), now))
      link.over = true;
    for (const Way* way : {&link.to_server, &link.to_client})
      link.over = link.over || (way->at_end && way->pieces.empty());
  }

  const std::string server_;  // the path of its socket
  int port_ = 0;
  Socket listener_;
  std::optional<Socket> wake_read_, wake_write_;
  std::list<Link> links_;  // of the thread alone

  mutable std::mutex mutex_;  // guards what is below
  Clock::duration delay_{};
  std::optional<Cut> cut_;
  bool has_cut_ = false;
  std::size_t commits_ = 0;
  Traffic traffic_;

  std::thread thread_;
};

Proxy::Proxy(const TestDatabase& database) {
  const Server server = server_of(database);
  loop_ = std::make_unique<Loop>(server.socket + "/.s.PGSQL." + server.port);
  url_ = fmt::format("host=127.0.0.1 port={} user={} dbname={} sslmode=disable gssencmode=disable",
                     loop_->port(), database.ask("SELECT session_user"),
                     database.ask("SELECT current_database()"));
}

Proxy::~Proxy() = default;

void Proxy::delay(std::chrono::microseconds each_way) { loop_->delay(each_way); }

void Proxy::cut(const Cut& cut) { loop_->cut(cut); }

bool Proxy::has_cut() const { return loop_->has_cut(); }

Proxy::Traffic Proxy::traffic() const { return loop_->traffic(); }

}  // namespace sqlmig::test
