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

testing::AssertionResult is_refusal(const ProcessResult& result, int code, const Strings& said) {
  if (const auto ended = exits(result, code); !ended) return ended;
  // Whoever asked for what cannot be is told what can.
  if (code == 2) {
    if (const auto advised = contains(result.err, "next: "); !advised) return advised;
  }
  for (const std::string& part : said) {
    if (const auto found = contains(result.err, part); !found) return found;
  }
  return testing::AssertionSuccess();
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

testing::AssertionResult ProjectTest::refuses(const Arguments& arguments, int code,
                                              const Strings& said,
                                              const Variables& variables) const {
  const auto before = files();
  const auto refused = is_refusal(sqlmig(arguments, variables), code, said);
  if (!refused || files() == before) return refused;
  return testing::AssertionFailure() << "it said so, and changed files all the same";
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

ProcessResult DatabaseProjectTest::sqlmig(const Arguments& arguments,
                                          const Variables& variables) const {
  return run_sqlmig(arguments, {folder_.path(), variables, {}});
}

nlohmann::json DatabaseProjectTest::json(Arguments arguments, const Variables& variables) const {
  arguments.emplace_back("--json");
  return parsed(sqlmig(arguments, variables));
}

std::pair<std::map<std::string, std::string>, std::vector<Strings>> DatabaseProjectTest::state()
    const {
  return {files_of(folder_.path()), {recorded(), events(), tables()}};
}

testing::AssertionResult DatabaseProjectTest::refuses(const Arguments& arguments, int code,
                                                      const Strings& said) const {
  const auto before = state();
  const auto refused = is_refusal(sqlmig(arguments), code, said);
  if (!refused || state() == before) return refused;
  return testing::AssertionFailure() << "it said so, and changed files or database all the same";
}

bool DatabaseProjectTest::has_version_table() const {
  return database_->ask(is_postgres()
                            ? "SELECT count(*) FROM pg_namespace WHERE nspname = 'sqlmig'"
                            : "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlmig_format'") !=
         "0";
}

std::vector<std::string> DatabaseProjectTest::recorded() const {
  if (!has_version_table()) return {"(absent)"};
  return database_->list("SELECT id FROM " + version_table("revisions") + " ORDER BY sequence");
}

std::vector<std::string> DatabaseProjectTest::events() const {
  if (!has_version_table()) return {"(absent)"};
  return database_->list("SELECT event || ' ' || revision FROM " + version_table("events") +
                         " ORDER BY id");
}

std::vector<std::string> DatabaseProjectTest::tables() const {
  return database_->list(
      is_postgres() ? "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                      " AND relkind IN ('r', 'v') ORDER BY relname"
                    : "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
                      " AND name NOT LIKE 'sqlmig_%' AND name NOT LIKE 'sqlite_%' ORDER BY name");
}

void write_table(const TemporaryFolder& folder, const std::string& id, const Strings& parents,
                 const std::string& more) {
  const std::string name = id.substr(id.find_first_not_of("0123456789_"));
  write_revision(folder, {id, parents, "CREATE TABLE " + name + " (i int);\n",
                          "DROP TABLE " + name + ";\n", more});
}

void write_fork(const TemporaryFolder& folder) {
  write_table(folder, "0001_users");
  write_table(folder, "0002_bills", {"0001_users"}, "labels = [\"billing\"]\n");
  write_table(folder, "0002_terms", {"0001_users"}, "labels = [\"search\"]\n");
  write_table(folder, "0003_taxes", {"0002_bills"});
  write_table(folder, "0003_ranks", {"0002_terms"});
  write_table(folder, "0009_nets", {}, "labels = [\"net\"]\n");
}

std::vector<Arguments> looks_at(const std::string& head) {
  return {{"status", "--exit-code"},
          {"current"},
          {"history", "-i"},
          {"show", "--database", head},
          {"plan"},
          {"plan", "--down", "base"},
          {"verify", "--database"},
          {"verify", "--require-applied"},
          {"verify", "--require-heads", head}};
}

Strings ids(const nlohmann::json& list) {
  Strings ids;
  for (const nlohmann::json& item : list)
    ids.push_back(item.is_string() ? item.get<std::string>() : item.value("revision", ""));
  return ids;
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
