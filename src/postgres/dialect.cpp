#include "postgres/dialect.hpp"

#include "core/sql_identifier.hpp"
#include <embedded_sql.hpp>

#include <fmt/core.h>

#include <string_view>

namespace sqlmig::postgres {

VersionTableDialect make_dialect(const std::string& schema_name) {
  const std::string schema = quoted_identifier(schema_name);
  VersionTableDialect dialect;
  dialect.revisions = schema + ".revisions";
  dialect.events = schema + ".events";
  dialect.format = schema + ".format";
  dialect.create = with_identifier(sql::postgres_version_table, "\"sqlmig\"", schema);
  dialect.format_1_to_2 = with_identifier(sql::postgres_version_table_1_to_2, "\"sqlmig\"", schema);
  dialect.exists = fmt::format(
      "SELECT 1 FROM (VALUES ('{0}.format'), ('{0}.revisions')) AS tables (name)"
      " WHERE pg_catalog.to_regclass(name) IS NOT NULL",
      schema);
  dialect.role = "session_user::text";
  dialect.elapsed_ms =
      "greatest(0, (extract(epoch FROM pg_catalog.clock_timestamp() - at) * 1000)::bigint)";
  dialect.utc_text = [](std::string_view column) {
    return fmt::format(
        "pg_catalog.to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')", column);
  };
  return dialect;
}

}  // namespace sqlmig::postgres
