#include "sqlite/dialect.hpp"

#include "core/sql_identifier.hpp"
#include <embedded_sql.hpp>

#include <fmt/core.h>

namespace sqlmig::sqlite {

VersionTableDialect make_dialect(const std::string& prefix) {
  const auto table = [&](std::string_view name) {
    return "main." + quoted_identifier(fmt::format("{}_{}", prefix, name));
  };
  VersionTableDialect dialect;
  dialect.revisions = table("revisions");
  dialect.events = table("events");
  dialect.format = table("format");
  const auto prefixed = [&](std::string_view ddl) {
    return with_identifier(ddl, "\"sqlmig_", "\"" + prefix + "_");
  };
  dialect.create = prefixed(sql::sqlite_version_table);
  dialect.format_1_to_2 = prefixed(sql::sqlite_version_table_1_to_2);
  dialect.exists = fmt::format(
      "SELECT 1 FROM main.sqlite_schema WHERE type = 'table'"
      " AND lower(name) IN (lower('{0}_format'), lower('{0}_revisions'))",
      prefix);
  dialect.role = "''";
  dialect.elapsed_ms = "max(0, CAST((julianday('now') - julianday(at)) * 86400000 AS INTEGER))";
  dialect.utc_text = [](std::string_view column) { return std::string(column); };
  return dialect;
}

}  // namespace sqlmig::sqlite
