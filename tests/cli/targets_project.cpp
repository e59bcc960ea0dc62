#include "cli/targets_project.hpp"

namespace sqlmig::test {

void TargetsProject::add_databases(DatabaseKind kind, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    databases_.push_back({kind, make_database(kind)});
    list("t" + std::to_string(databases_.size() - 1) + " " + databases_.back().database->url());
  }
}

void TargetsProject::list(const std::string& line) {
  lines_ += line + "\n";
  folder_.write("targets.txt", lines_);
}

Strings TargetsProject::recorded(std::size_t number) const {
  const auto& [kind, database] = databases_.at(number);
  const bool postgres = kind == DatabaseKind::postgres;
  const std::string there =
      database->ask(postgres ? "SELECT count(*) FROM pg_namespace WHERE nspname = 'sqlmig'"
                             : "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlmig_format'");
  if (there == "0") return {"(absent)"};
  return database->list(std::string("SELECT id FROM ") +
                        (postgres ? "sqlmig.revisions" : "sqlmig_revisions") +
                        " ORDER BY sequence");
}

}  // namespace sqlmig::test
