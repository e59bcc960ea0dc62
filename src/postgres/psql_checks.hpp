// What a script for psql looks after, as bodies of DO blocks that raise an exception.
#pragma once

#include <sqlmig/client_script.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::postgres {

/// Takes the lock that sqlmig takes, without waiting.
[[nodiscard]] std::string block_to_lock(std::int64_t key);
[[nodiscard]] std::string block_to_require_lock(std::int64_t key);
[[nodiscard]] std::string block_to_unlock(std::int64_t key);

/// Requires the state that the script was written for.
[[nodiscard]] std::string block_to_require(const ScriptBeginning& beginning,
                                           const VersionTableDialect& names);

/// After a statement that builds an index: IF NOT EXISTS passes over one that is invalid. Nothing
/// for other statements.
[[nodiscard]] std::optional<std::string> block_to_require_valid_index(std::string_view statement);

/// Whether a script may give away the lock of its session.
[[nodiscard]] bool may_unlock(std::string_view script);

/// The data of COPY that cannot be read where the script is skipped.
[[nodiscard]] std::vector<ScriptProblem> unskippable_data(std::string_view script);

}  // namespace sqlmig::postgres
