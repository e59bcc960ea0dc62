#include "support/old_version_table.hpp"

#include "core/id_list.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <fstream>
#include <sstream>

namespace sqlmig::test {
namespace {

std::string ddl_of_format_1(DatabaseKind kind) {
  const std::string name = kind == DatabaseKind::sqlite ? "sqlite" : "postgres";
  std::ostringstream text;
  text << std::ifstream(std::string(SQLMIG_TEST_SOURCE_DIR) + "/tests/data/version_table_1." +
                        name + ".sql")
              .rdbuf();
  return text.str();
}

Statement event_of(const VersionTableDialect& names, const Revision& revision,
                   std::int64_t number) {
  return {fmt::format("INSERT INTO {} (id, event, revision, database_role, os_user, host,"
                      " sqlmig_version) VALUES ($1, 'upgrade', $2, '', 'dana', 'there', '0.1.0')",
                      names.events),
          {number, revision.id.text()}};
}

Statement row_of(const VersionTableDialect& names, const Revision& revision, std::int64_t number) {
  return {
      fmt::format("INSERT INTO {} (id, parents, depends_on, message, up_checksum,"
                  " down_checksum, digest, up_text, down_text, state, statements_done,"
                  " statements_total, sequence, applied_at, database_role, os_user, host,"
                  " duration_ms, sqlmig_version, origin) VALUES ($1, $2, '', $3, $4, $5, $6,"
                  " $7, $8, 'applied', 0, 0, $9, (SELECT at FROM {} WHERE id = $9), '', 'dana',"
                  " 'there', 1, '0.1.0', 'upgrade')",
                  names.revisions, names.events),
      {revision.id.text(), joined(parent_ids(revision.manifest), " "), revision.manifest.message,
       revision.up.checksum.text(), revision.down.value().checksum.text(), revision.digest.text(),
       revision.up.text, revision.down.value().text, number}};
}

}  // namespace

void write_format_1(const TestDatabase& database, const std::vector<Revision>& applied) {
  const auto port = database.open();
  port->run_alone(ddl_of_format_1(port->kind()));
  std::int64_t number = 0;
  for (const Revision& revision : applied) {
    ++number;
    port->transact(
        {{event_of(port->dialect(), revision, number), row_of(port->dialect(), revision, number)},
         nullptr,
         {}});
  }
}

}  // namespace sqlmig::test
