// From what a database said about a script to a place in the file.
#pragma once

#include <sqlmig/error.hpp>
#include <sqlmig/revision.hpp>

namespace sqlmig::engine {

/// The same error with position and excerpt, if the database named an offset in the script.
[[nodiscard]] Error with_position(Error error, const Script& script);

}  // namespace sqlmig::engine
