// How PostgreSQL spells the version table's statements.
#pragma once

#include <sqlmig/database.hpp>

#include <string>

namespace sqlmig::postgres {

/// `schema` is the schema of the version table.
[[nodiscard]] VersionTableDialect make_dialect(const std::string& schema);

}  // namespace sqlmig::postgres
