#include "postgres/exchange.hpp"

#include <algorithm>
#include <array>
#include <poll.h>
#include <utility>

namespace sqlmig::postgres {
namespace {

constexpr int kPulseMilliseconds = 100;
constexpr std::size_t kCopyChunk = std::size_t{1} << 20U;

class Exchange {
 public:
  Exchange(PGconn* connection, const std::vector<std::string_view>& copy_data,
           const OnPulse& on_pulse)
      : connection_(connection), copy_data_(copy_data), on_pulse_(on_pulse) {}

  Outcome run(const std::string& message) {
    if (libpq().send_query(connection_, message.c_str()) != 1) {
      outcome_.connection = Outcome::Connection::lost;
      return std::move(outcome_);
    }
    for (;;) {
      if (!wait_for_result()) break;
      Result result(libpq().get_result(connection_));
      if (!result) break;
      take(std::move(result));
    }
    if (libpq().status(connection_) == CONNECTION_BAD)
      outcome_.connection = Outcome::Connection::lost;
    return std::move(outcome_);
  }

 private:
  // Returns whether the connection is there still.
  bool wait_for_result() {
    while (libpq().is_busy(connection_) != 0) {
      pollfd wanted{libpq().socket(connection_), POLLIN, 0};
      // A signal ends the wait early; then the pulse is early too.
      const int ready = ::poll(&wanted, 1, kPulseMilliseconds);
      // Asked even where nothing came in: TLS may hold something back.
      if (libpq().consume_input(connection_) != 1) return false;
      if (ready <= 0) give_pulse();
    }
    return true;
  }

  void give_pulse() {
    if (outcome_.ending == Outcome::Ending::cancelled) return;
    if (on_pulse_(outcome_.results) == PulseAnswer::cancel) cancel();
  }

  // The answer is the end of the message, with an error or without: it may have been too late.
  void cancel() {
    outcome_.ending = Outcome::Ending::cancelled;
    const Cancel request(libpq().get_cancel(connection_));
    std::array<char, 256> reason{};
    if (request)
      (void)libpq().cancel(request.get(), reason.data(), static_cast<int>(reason.size()));
  }

  void take(Result result) {
    const ExecStatusType status = libpq().result_status(result.get());
    if (status == PGRES_COPY_IN) {
      send_copy_data();
    } else if (status == PGRES_COPY_OUT) {
      drain_copy();
    } else if (outcome_.error) {
      // the first error is the one that counts
    } else if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
               status == PGRES_EMPTY_QUERY) {
      if (std::string_view(libpq().cmd_status(result.get())) == "COMMIT")
        outcome_.commits.push_back(outcome_.results);
      ++outcome_.results;
    } else {
      outcome_.error = std::move(result);
    }
  }

  void send_copy_data() {
    if (next_data_ >= copy_data_.size()) {
      libpq().put_copy_end(connection_, "there is no data behind this COPY FROM STDIN");
      return;
    }
    std::string_view data = copy_data_[next_data_++];
    while (!data.empty()) {
      give_pulse();
      if (outcome_.ending == Outcome::Ending::cancelled) {
        libpq().put_copy_end(connection_, "stopped on request");
        return;
      }
      const std::string_view chunk = data.substr(0, kCopyChunk);
      if (libpq().put_copy_data(connection_, chunk.data(), static_cast<int>(chunk.size())) != 1)
        break;  // the reason comes as a result
      data.remove_prefix(chunk.size());
    }
    libpq().put_copy_end(connection_, nullptr);
  }

  void drain_copy() {
    char* buffer = nullptr;
    while (libpq().get_copy_data(connection_, &buffer, 0) > 0) libpq().freemem(buffer);
  }

  PGconn* connection_;
  const std::vector<std::string_view>& copy_data_;
  const OnPulse& on_pulse_;
  std::size_t next_data_ = 0;
  Outcome outcome_;
};

}  // namespace

Outcome exchange(PGconn* connection, const std::string& message,
                 const std::vector<std::string_view>& copy_data, const OnPulse& on_pulse) {
  return Exchange(connection, copy_data, on_pulse).run(message);
}

}  // namespace sqlmig::postgres
