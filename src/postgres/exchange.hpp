// Sending a message and reading what comes back.
#pragma once

#include "postgres/libpq.hpp"
#include <sqlmig/database.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::postgres {

/// What came back.
struct Outcome {
  std::size_t results = 0;           // before the error, or all
  std::vector<std::size_t> commits;  // the numbers of results before each that said COMMIT
  Result error = nullptr;            // the first one; none if there was none, or if `lost`
  enum class Connection { alive, lost } connection = Connection::alive;
  enum class Ending { by_itself, cancelled } ending = Ending::by_itself;
};

/// Is asked some ten times a second, with the number of results so far.
using OnPulse = std::function<PulseAnswer(std::size_t results)>;

/// Sends `message` in the simple protocol and reads all its results, since the connection is busy
/// until the last. `copy_data` is what the server is given where it asks for data, in order. If a
/// pulse is answered with `cancel`, the server is asked to stop.
[[nodiscard]] Outcome exchange(PGconn* connection, const std::string& message,
                               const std::vector<std::string_view>& copy_data,
                               const OnPulse& on_pulse);

}  // namespace sqlmig::postgres
