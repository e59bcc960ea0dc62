#include "postgres/watcher.hpp"

#include "postgres/query.hpp"
#include <embedded_sql.hpp>

#include <algorithm>
#include <cstdint>
#include <exception>

namespace sqlmig::postgres {

std::string Watcher::blocker_of(const Session& session) noexcept {
  try {
    if (!connection_) connection_ = connect_();
    Statement question{std::string(sql::postgres_waiting_for), {Value(), session.application_name}};
    if (session.process != 0) question.parameters[0] = std::int64_t{session.process};
    std::string blocker;
    query(connection_.get(), question,
          [&](Row row) { blocker = std::string(row[0].value_or("")); });
    return blocker;
  } catch (const std::exception&) {
    // No second connection to be had, or no longer: to know is not worth a failure.
    connection_.reset();
    return {};
  }
}

void BlockerLookout::look(const Watcher::Session& session) {
  const auto now = Clock::now();
  if (mode_ == Mode::off || now < next_) return;
  constexpr Clock::duration kLongest = std::chrono::seconds(5);
  pause_ = std::min(2 * pause_, kLongest);
  next_ = now + pause_;
  if (std::string blocker = watcher_.blocker_of(session); !blocker.empty())
    seen_ = std::move(blocker);
}

}  // namespace sqlmig::postgres
