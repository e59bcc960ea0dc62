// Times the graph work of each command on one big history, made up in memory: no files and no
// database are read, so this is what the graph alone costs.
//
//   cmake --build build/release --target sqlmig_graph_bench && build/release/sqlmig_graph_bench [N]
#include "core/lanes.hpp"
#include <sqlmig/branches.hpp>
#include <sqlmig/plan.hpp>
#include <sqlmig/verify.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace sqlmig;

// Teams that fork and merge all the time: of eight lines, each revision goes on with one, every
// third time joining another; one in fifty depends on a revision of some other line, and every
// thousandth has a label. At the end the lines are joined.
std::vector<Revision> made_up_revisions(std::size_t count) {
  constexpr std::size_t kLines = 8;
  std::mt19937 random(1);
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  const Script script{"up.sql", "SELECT 1;\n", sha256("SELECT 1;\n"), {}};
  std::vector<RevisionId> ids;
  std::vector<std::size_t> tips(kLines, 0);
  std::vector<Revision> revisions;
  revisions.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    char text[32];
    std::snprintf(text, sizeof text, "%08zu_revision", i);
    ids.emplace_back(text);
    std::vector<std::size_t> parents;
    const std::size_t line = below(kLines);
    if (i + 1 == count) {
      parents = tips;
    } else if (i > 0) {
      parents.push_back(tips[line]);
      if (below(3) == 0) parents.push_back(tips[below(kLines)]);
    }
    std::sort(parents.begin(), parents.end());
    parents.erase(std::unique(parents.begin(), parents.end()), parents.end());
    Manifest manifest;
    manifest.path = ids.back().text() + "/manifest.toml";
    for (const std::size_t parent : parents)
      manifest.parents.push_back({ids[parent], revisions[parent].digest, {}});
    if (i > 100 && below(50) == 0) manifest.depends_on.push_back({ids[i - 1 - below(100)], {}});
    if (i % 1000 == 0) manifest.labels.push_back({"label_" + std::to_string(i), {}});
    tips[line] = i;
    revisions.push_back(make_revision(ids.back(), std::move(manifest), script, script));
  }
  return revisions;
}

AppliedRevisions applied_part(const History& history, std::size_t count) {
  AppliedRevisions applied;
  applied.table = AppliedRevisions::Table::present;
  for (Graph::Index i = 0; i < count; ++i) {
    const Revision& revision = history.at(i);
    AppliedRevision row{.id = revision.id,
                        .parents = {},
                        .depends_on = {},
                        .message = {},
                        .up = revision.up.checksum,
                        .down = revision.down->checksum,
                        .digest = revision.digest,
                        .applied_at = {},
                        .database_role = {},
                        .os_user = {},
                        .host = {},
                        .sqlmig_version = {}};
    for (const Graph::Index parent : history.graph.parents(i))
      row.parents.push_back(history.graph.id(parent));
    for (const Graph::Index other : history.graph.dependencies(i))
      row.depends_on.push_back(history.graph.id(other));
    std::sort(row.parents.begin(), row.parents.end());
    std::sort(row.depends_on.begin(), row.depends_on.end());
    row.sequence = static_cast<std::int64_t>(i) + 1;
    applied.rows.push_back(std::move(row));
  }
  return applied;
}

// The median of three, in ms.
void time(const char* what, const std::function<std::size_t()>& work) {
  std::vector<double> times;
  std::size_t result = 0;
  for (int round = 0; round < 3; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    result = work();
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
            .count());
  }
  std::sort(times.begin(), times.end());
  std::printf("| %-58s | %8.1f ms | %8zu |\n", what, times[1], result);
}

void run(std::size_t count) {
  const std::vector<Revision> revisions = made_up_revisions(count);
  const History history = build_history(revisions).history.value();
  const Graph& graph = history.graph;
  const AppliedRevisions half = applied_part(history, count / 2);
  const AppliedRevisions all = applied_part(history, count);
  const RevisionSet applied = applied_set(half, graph);
  const auto spec = [](const char* text) { return parse_revision_spec(text); };
  const auto target = [&](const char* text) {
    return resolve_target(spec(text), history, &applied);
  };
  std::size_t merges = 0;
  for (Graph::Index i = 0; i < graph.size(); ++i) {
    if (graph.is_merge(i)) ++merges;
  }
  std::printf("%zu revisions, %zu merges\n\n| work | time | result |\n|---|---|---|\n", count, merges);
  // A copy is part of it: what is built is moved in.
  time("every command: names, graph", [&] {
    return build_history(revisions).history.value().graph.size();
  });
  time("verify: pins, heads", [&] { return check_pins(history).size() + check_heads(history).size(); });
  time("verify --database, status: files against rows", [&] { return check_applied(history, all).size(); });
  time("plan, upgrade: half is pending", [&] {
    return plan_upgrade(history, half, DatabaseKind::sqlite, target("head").revisions).steps.size();
  });
  time("its plan checksum", [&] {
    return plan_checksum(plan_upgrade(history, half, DatabaseKind::sqlite, target("head").revisions))
        .text().size();
  });
  time("downgrade base: everything", [&] {
    return plan_downgrade(history, all, DatabaseKind::sqlite, target("base")).steps.size();
  });
  time("downgrade LABEL@base", [&] {
    return plan_downgrade(history, all, DatabaseKind::sqlite, target("label_0@base")).steps.size();
  });
  time("downgrade --last, redo: everything, by order of application", [&] {
    std::vector<Graph::Index> every(graph.size());
    std::iota(every.begin(), every.end(), Graph::Index{0});
    return plan_redo(history, all, DatabaseKind::sqlite, every).steps.size();
  });
  time("status, current: rows that no file knows", [&] {
    return unknown_revisions(all, Graph()).size();
  });
  time("rebase, stamp: all that is built on a revision", [&] {
    const Graph::Index low = 100;
    return graph.descendants(std::span(&low, 1), Edges::parents).members().size();
  });
  time("a name that is none: the nearest one", [&] {
    try {
      return target("00050000_revisoin").revisions.size();
    } catch (const Error& error) {
      return error.advice.size();
    }
  });
  time("history -r A:B", [&] {
    return resolve_range(spec("00010000:00090000"), history, &applied).members().size();
  });
  time("heads, history: labels of all branches", [&] { return branch_labels(history).size(); });
  time("history --graph: the lanes", [&] { return draw_lanes(graph, graph.ancestors(graph.heads())).size(); });
  time("why: the chain from the first to the last",
       [&] { return graph.chain(0, static_cast<Graph::Index>(count - 1)).size(); });
  time("show: history checksums", [&] { return history_checksums(history).size(); });
  time("current: heads and history checksums of the rows",
       [&] { return applied_heads(all).size() + applied_history_checksums(all).size(); });
}

}  // namespace

int main(int argc, char** argv) {
  run(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000);
  return 0;
}
