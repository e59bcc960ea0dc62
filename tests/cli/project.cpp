#include "cli/project.hpp"

#include <fstream>
#include <sstream>

namespace sqlmig::test {
namespace {

nlohmann::json parsed(const ProcessResult& result) {
  nlohmann::json object = nlohmann::json::parse(result.out, nullptr, false);
  if (object.is_discarded())
    ADD_FAILURE() << "not one JSON object: " << result.out << "\nstderr: " << result.err;
  return object;
}

}  // namespace

std::map<std::string, std::string> files_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = std::filesystem::relative(entry.path(), folder).generic_string();
    std::ostringstream bytes;
    if (entry.is_regular_file()) bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    files.emplace(name, bytes.str());
  }
  return files;
}

ProjectTest::ProjectTest() {
  folder_.write("sqlmig.toml", "url = \"sqlite:app.db\"\n");
  std::filesystem::create_directory(folder_ / "migrations");
}

ProcessResult ProjectTest::sqlmig(const Arguments& arguments, const Variables& variables) const {
  return run_sqlmig(arguments, {folder_.path(), variables, {}});
}

nlohmann::json ProjectTest::json(Arguments arguments, const Variables& variables) const {
  arguments.emplace_back("--json");
  return parsed(sqlmig(arguments, variables));
}

std::string ProjectTest::ask(const std::string& sql) const {
  ConnectOptions options;
  options.access = Access::read_only;
  options.folder = folder_.path();
  std::string value = "(no row)";
  connect("sqlite:app.db", options)->query({sql, {}}, [&](Row row) {
    value = std::string(row[0].value_or("(null)"));
  });
  return value;
}

DatabaseProjectTest::DatabaseProjectTest() {
  folder_.write("sqlmig.toml", "url = \"" + database_->url() + "\"\n");
  std::filesystem::create_directory(folder_ / "migrations");
}

ProcessResult DatabaseProjectTest::sqlmig(const Arguments& arguments) const {
  return run_sqlmig(arguments, {folder_.path(), {}, {}});
}

nlohmann::json DatabaseProjectTest::json(Arguments arguments) const {
  arguments.emplace_back("--json");
  return parsed(sqlmig(arguments));
}

bool DatabaseProjectTest::has_version_table() const {
  return database_->ask(is_postgres()
                            ? "SELECT count(*) FROM pg_namespace WHERE nspname = 'sqlmig'"
                            : "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlmig_format'") !=
         "0";
}

std::vector<std::string> DatabaseProjectTest::recorded() const {
  if (!has_version_table()) return {"(absent)"};
  return database_->list(std::string("SELECT id FROM ") +
                         (is_postgres() ? "sqlmig.revisions" : "sqlmig_revisions") +
                         " ORDER BY sequence");
}

std::vector<std::string> DatabaseProjectTest::events() const {
  if (!has_version_table()) return {"(absent)"};
  return database_->list(std::string("SELECT event || ' ' || revision FROM ") +
                         (is_postgres() ? "sqlmig.events" : "sqlmig_events") + " ORDER BY id");
}

std::vector<std::string> DatabaseProjectTest::tables() const {
  return database_->list(
      is_postgres() ? "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                      " AND relkind IN ('r', 'v') ORDER BY relname"
                    : "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
                      " AND name NOT LIKE 'sqlmig_%' AND name NOT LIKE 'sqlite_%' ORDER BY name");
}

testing::AssertionResult contains(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no \"" << part << "\" in:\n" << text;
}

testing::AssertionResult exits(const ProcessResult& result, int code) {
  if (result.exit_code == code) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "exit code " << result.exit_code << "\n--- stdout\n"
                                     << result.out << "--- stderr\n"
                                     << result.err;
}

}  // namespace sqlmig::test
