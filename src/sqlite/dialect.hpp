// How SQLite spells the statements of the version table.
#pragma once

#include <sqlmig/database.hpp>

#include <string>

namespace sqlmig::sqlite {

/// `prefix` begins the names of the tables.
[[nodiscard]] VersionTableDialect make_dialect(const std::string& prefix);

}  // namespace sqlmig::sqlite
