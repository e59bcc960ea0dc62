#include "contract/contract.hpp"

namespace sqlmig::test {

void ContractTest::run_script(const std::string& sql) {
  const Script script = script_of("up.sql", sql);
  port().transact({{}, &script, {}});
}

void ContractTest::connect_with(const SessionSettings& settings) {
  ConnectOptions options;
  options.session = settings;
  port_ = connect(database().url(), options);
}

bool ContractTest::has_table(const std::string& name) const {
  const std::string sql = is_postgres()
                              ? "SELECT count(*) FROM pg_tables WHERE tablename = '" + name + "'"
                              : "SELECT count(*) FROM sqlite_schema WHERE name = '" + name + "'";
  return database().ask(sql) != "0";
}

Report ContractTest::upgrade(const History& history) {
  create_version_table(port());
  const AppliedRevisions applied = engine::read_applied(port());
  const Plan plan = plan_upgrade(history, applied, GetParam(), heads_of(history));
  return execute(plan, history, applied, port(), who_, observer_, options_);
}

Report ContractTest::downgrade(const History& history) {
  const AppliedRevisions applied = engine::read_applied(port());
  const Plan plan = plan_downgrade(history, applied, GetParam(), {});
  return execute(plan, history, applied, port(), who_, observer_, options_);
}

void create_version_table(Database& database) {
  engine::prepare_version_table(database, AppliedRevisions::Table::absent);
}

std::vector<Graph::Index> heads_of(const History& history) { return history.graph.heads(); }

}  // namespace sqlmig::test
