#include "cli/script_player.hpp"

#include <sstream>
#include <stdexcept>

namespace sqlmig::test {
namespace {

bool is_sqlite(const TestDatabase& database) { return database.url().starts_with("sqlite:"); }

std::string file_of(const TestDatabase& database) {
  return database.url().substr(std::string("sqlite://").size());
}

std::string dump_of(const TestDatabase& database) {
  const ProcessResult dump =
      run_process(is_sqlite(database)
                      ? Strings{"sqlite3", file_of(database), ".dump"}
                      : Strings{"pg_dump", "--exclude-schema=sqlmig", "--inserts", database.url()},
                  {});
  if (dump.exit_code != 0) throw std::runtime_error(dump.err);
  // Newer ones of pg_dump write a random word, and our own rows hold times.
  std::istringstream lines(dump.out);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("\\restrict") || line.starts_with("\\unrestrict")) continue;
    if (line.find("sqlmig_") != std::string::npos) continue;
    text += line + "\n";
  }
  return text;
}

}  // namespace

ProcessResult play(const TestDatabase& database, const std::string& script,
                   const TemporaryFolder& folder) {
  if (is_sqlite(database)) {
    return run_process({"sqlite3", "-bail", file_of(database)},
                       {.folder = folder.path(), .environment = {}, .input = script});
  }
  folder.write("script.sql", script);
  return run_process({"psql", "-X", "-v", "ON_ERROR_STOP=1", "-f", "script.sql", database.url()},
                     {.folder = folder.path(), .environment = {}, .input = {}});
}

std::string image_of(const TestDatabase& database) {
  const std::string table = is_sqlite(database) ? "sqlmig_" : "sqlmig.";
  std::string image = dump_of(database);
  const bool has_table =
      database.ask(is_sqlite(database)
                       ? "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlmig_revisions'"
                       : "SELECT count(*) FROM pg_class WHERE oid ="
                         " to_regclass('sqlmig.revisions')") == "1";
  if (!has_table) return image + "no version table\n";
  const auto add = [&](const std::string& columns, const std::string& from) {
    for (const std::string& row : database.list("SELECT " + columns + " FROM " + table + from))
      image += row + "\n";
  };
  add("id || '|' || parents || '|' || depends_on || '|' || message || '|' || up_checksum || '|' ||"
      " coalesce(down_checksum, '-') || '|' || digest || '|' || state || statements_done || '/' ||"
      " statements_total || '|' || sequence || '|' || database_role || '|' || sqlmig_version ||"
      " '|' || origin || '|' || up_text || '|' || coalesce(down_text, '-')",
      "revisions ORDER BY sequence");
  add("id || '|' || event || '|' || revision || '|' || database_role || '|' || sqlmig_version ||"
      " '|' || reason",
      "events WHERE event <> 'failure' ORDER BY id");
  add("version || ''", "format");
  return image;
}

}  // namespace sqlmig::test
