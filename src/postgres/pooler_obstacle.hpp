// What does not work through a pooler.
#pragma once

#include <sqlmig/connect.hpp>
#include <sqlmig/revision.hpp>

#include <optional>
#include <string>

namespace sqlmig::postgres {

/// Why a script whose statements run outside a transaction cannot be run where each of them may
/// reach another session; nothing if it can.
[[nodiscard]] std::optional<std::string> obstacle_of_pooler(const Script& script,
                                                            const SessionSettings& settings);

}  // namespace sqlmig::postgres
