// Builds a history, opens a database and plans an upgrade, with nothing but the public headers.
#include <sqlmig/connect.hpp>
#include <sqlmig/history.hpp>
#include <sqlmig/plan.hpp>
#include <sqlmig/version.hpp>

#include <iostream>
#include <utility>
#include <vector>

namespace {

sqlmig::Script script(const std::string& path, const std::string& text) {
  const std::string canonical = sqlmig::canonical_text(text);
  return {path, canonical, sqlmig::sha256(canonical), {}, sqlmig::Script::Content::statements};
}

sqlmig::Revision revision(const std::string& name, const std::vector<sqlmig::RevisionId>& parents) {
  const sqlmig::RevisionId id(name);
  sqlmig::Manifest manifest;
  manifest.path = name + "/manifest.toml";
  manifest.message = name;
  for (const sqlmig::RevisionId& parent : parents)
    manifest.parents.push_back({parent, std::nullopt, {}});
  sqlmig::Script up = script(name + "/up.sql", "CREATE TABLE " + name + " (id integer)");
  sqlmig::Script down = script(name + "/down.sql", "DROP TABLE " + name);
  const sqlmig::Checksum digest =
      sqlmig::revision_digest(id, parents, {}, up.checksum, down.checksum);
  return {id, std::move(manifest), std::move(up), std::move(down), digest};
}

}  // namespace

int main() {
  std::vector<sqlmig::Revision> revisions;
  revisions.push_back(revision("orders", {sqlmig::RevisionId("users")}));
  revisions.push_back(revision("users", {}));
  const sqlmig::HistoryCheck check = sqlmig::build_history(std::move(revisions));
  if (!check.history) return 1;

  const auto database = sqlmig::connect("sqlite::memory:", {});
  const auto heads = check.history->graph.heads();
  const sqlmig::Plan plan = sqlmig::plan_upgrade(*check.history, {}, database->kind(), heads);
  for (const sqlmig::Step& step : plan.steps) {
    database->transact({{}, &check.history->at(step.revision).up, {}});
  }
  std::size_t tables = 0;
  database->query({"SELECT name FROM sqlite_schema", {}}, [&](sqlmig::Row) { ++tables; });
  std::cout << "sqlmig " << sqlmig::version() << ": " << plan.steps.size() << " steps, " << tables
            << " tables\n";
  return tables == 2 ? 0 : 1;
}
