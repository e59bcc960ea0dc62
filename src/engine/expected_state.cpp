#include "engine/expected_state.hpp"

#include "engine/version_table.hpp"
#include <sqlmig/history.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace sqlmig::engine {
namespace {

using Runs = SqlScriptOptions::Runs;

std::string values_or_none(const std::vector<std::string>& rows, std::string_view none) {
  if (rows.empty()) return fmt::format("SELECT {} WHERE 1 = 0", none);
  return fmt::format("VALUES\n  {}", fmt::join(rows, ",\n  "));
}

// What the files know: of each revision whether it has to be there.
std::string expected_rows(const Plan& plan, const AppliedRevisions& from, Runs runs,
                          const ClientScript& client) {
  std::vector<std::string> rows;
  const auto add = [&](const RevisionId& id, const Checksum& digest, int needed) {
    rows.push_back(fmt::format("({}, {}, {})", client.literal(id.text()),
                               client.literal(digest.text()), needed));
  };
  for (const AppliedRevision& row : from.rows) add(row.id, row.digest, 1);
  if (runs == Runs::what_is_missing) {
    for (const Step& step : plan.steps) add(step.id, step.digest, 0);
  }
  return values_or_none(rows, "'', '', 0");
}

// What stands on what among the steps. What is below them is needed anyway.
std::string stands_on(const Plan& plan, const History& history, const ClientScript& client) {
  RevisionSet steps(history.graph.size());
  for (const Step& step : plan.steps) steps.insert(step.revision);
  std::vector<std::string> rows;
  for (const Step& step : plan.steps) {
    for (const auto below :
         {history.graph.parents(step.revision), history.graph.dependencies(step.revision)}) {
      for (const Graph::Index index : below) {
        if (!steps.contains(index)) continue;
        rows.push_back(fmt::format("({}, {})", client.literal(step.id.text()),
                                   client.literal(history.graph.id(index).text())));
      }
    }
  }
  return fmt::format(",\nstands_on (id, below) AS ({})", values_or_none(rows, "'', ''"));
}

}  // namespace

std::string differences_query(const Plan& plan, const History& history,
                              const AppliedRevisions& from, Runs runs, const ClientScript& client) {
  const VersionTableDialect& names = client.dialect();
  const std::int64_t format =
      from.table == AppliedRevisions::Table::older ? kVersionTableFormat - 1 : kVersionTableFormat;
  std::string query = fmt::format(
      "WITH expected (id, digest, needed) AS ({0}){4}\n"
      "SELECT 'the version table has format ' || version || ', and this script is for format {1}'\n"
      "  FROM {3} WHERE version <> {1}\n"
      "UNION ALL SELECT e.id || ' is not applied' FROM expected AS e\n"
      "  WHERE e.needed = 1 AND NOT EXISTS (SELECT 1 FROM {2} AS r WHERE r.id = e.id)\n"
      "UNION ALL SELECT r.id || ' was applied with other scripts or parents'\n"
      "  FROM {2} AS r JOIN expected AS e ON e.id = r.id WHERE e.digest <> r.digest\n"
      "UNION ALL SELECT r.id || ' stopped half-way' FROM {2} AS r WHERE r.state <> 'applied'\n",
      expected_rows(plan, from, runs, client), format, names.revisions, names.format,
      runs == Runs::what_is_missing ? stands_on(plan, history, client) : "");
  if (runs == Runs::planned_state) {
    return query + fmt::format(
                       "UNION ALL SELECT r.id || ' is applied' FROM {} AS r\n"
                       "  WHERE NOT EXISTS (SELECT 1 FROM expected AS e WHERE e.id = r.id)",
                       names.revisions);
  }
  return query +
         fmt::format(
             "UNION ALL SELECT s.id || ' is applied without ' || s.below FROM stands_on AS s\n"
             "  WHERE EXISTS (SELECT 1 FROM {0} AS r WHERE r.id = s.id)\n"
             "  AND NOT EXISTS (SELECT 1 FROM {0} AS r WHERE r.id = s.below)",
             names.revisions);
}

}  // namespace sqlmig::engine
