#include "postgres/exchange.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <poll.h>
#include <utility>

namespace sqlmig::postgres {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPulse{100};
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
    // Rows are nobody's business here; one at a time they need no memory.
    libpq().set_single_row_mode(connection_);
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
    give_pulse();
    while (libpq().is_busy(connection_) != 0) {
      if (!wait_for_input()) return false;
    }
    return true;
  }

  bool wait_for_input() {
    pollfd wanted{libpq().socket(connection_), POLLIN, 0};
    // A signal ends the wait early; then the pulse is early too.
    if (::poll(&wanted, 1, static_cast<int>(kPulse.count())) < 0) next_pulse_ = Clock::now();
    // Asked even where nothing came in: TLS may hold something back.
    if (libpq().consume_input(connection_) != 1) return false;
    give_pulse();
    return true;
  }

  // If it is time for one, however much comes in meanwhile.
  void give_pulse() {
    const auto now = Clock::now();
    if (now < next_pulse_ || outcome_.ending == Outcome::Ending::cancelled) return;
    next_pulse_ = now + kPulse;
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
    } else if (outcome_.error || status == PGRES_SINGLE_TUPLE) {
      // the first error is the one that counts, and a row is not the end of its statement
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
    constexpr int kAsync = 1;
    for (;;) {
      char* buffer = nullptr;
      const int size = libpq().get_copy_data(connection_, &buffer, kAsync);
      const Memory data(buffer);
      if (size < 0 || (size == 0 && !wait_for_input())) return;
      give_pulse();
    }
  }

  PGconn* connection_;
  const std::vector<std::string_view>& copy_data_;
  const OnPulse& on_pulse_;
  std::size_t next_data_ = 0;
  Clock::time_point next_pulse_ = Clock::now() + kPulse;
  Outcome outcome_;
};

}  // namespace

Outcome exchange(PGconn* connection, const std::string& message,
                 const std::vector<std::string_view>& copy_data, const OnPulse& on_pulse) {
  return Exchange(connection, copy_data, on_pulse).run(message);
}

}  // namespace sqlmig::postgres
