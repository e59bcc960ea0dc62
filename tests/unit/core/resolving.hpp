// Histories to look revisions up in, and what is found.
#pragma once

#include "support/caught.hpp"
#include "support/histories.hpp"
#include "unit/core/graphs.hpp"
#include <sqlmig/resolve.hpp>

#include <string>

namespace sqlmig::test {

// a001 - b001 - c001 - m001 - t001
//             \ d001 /
inline const History& forked() {
  static const History kHistory = history_of({{"a001"},
                                              {"b001", {"a001"}},
                                              {"c001", {"b001"}},
                                              {"d001", {"b001"}},
                                              {"m001", {"c001", "d001"}},
                                              {"t001", {"m001"}}});
  return kHistory;
}

inline Draft labelled(const std::string& id, const Ids& parents, const Ids& labels) {
  Draft draft{id, parents};
  draft.labels = labels;
  return draft;
}

inline Draft depending(const std::string& id, const Ids& parents, const Ids& depends_on) {
  Draft draft{id, parents};
  draft.depends_on = depends_on;
  return draft;
}

inline Draft tagged(const std::string& id, const Ids& parents, const Ids& tags) {
  Draft draft{id, parents};
  draft.tags = tags;
  return draft;
}

// users_1 - orders_1 - orders_2         label orders on orders_1, tag v2 on orders_2
//         \ billing_1 - billing_2       label billing on billing_1
// audit_1                               billing_2 depends on it
inline const History& shop() {
  static const History kHistory = history_of({{"users_1"},
                                              labelled("orders_1", {"users_1"}, {"orders"}),
                                              tagged("orders_2", {"orders_1"}, {"v2"}),
                                              labelled("billing_1", {"users_1"}, {"billing"}),
                                              depending("billing_2", {"billing_1"}, {"audit_1"}),
                                              {"audit_1"}});
  return kHistory;
}

inline RevisionSet set_of(const History& history, const Ids& ids) {
  RevisionSet set(history.graph.size());
  for (const Graph::Index i : test::indices_of(history.graph, ids)) set.insert(i);
  return set;
}

inline Ids target(const History& history, const std::string& text) {
  return ids_of(history.graph,
                resolve_target(parse_revision_spec(text), history, nullptr).revisions);
}

// The same before a database that has `applied`.
inline Ids target(const History& history, const std::string& text, const Ids& applied) {
  const RevisionSet set = set_of(history, applied);
  return ids_of(history.graph, resolve_target(parse_revision_spec(text), history, &set).revisions);
}

inline std::string branch(const History& history, const std::string& text, const Ids& applied) {
  const RevisionSet set = set_of(history, applied);
  const auto found = resolve_target(parse_revision_spec(text), history, &set).branch;
  return found ? history.graph.id(*found).text() : "none";
}

inline std::string one(const History& history, const std::string& text) {
  return history.graph.id(resolve_one(parse_revision_spec(text), history, nullptr)).text();
}

inline Ids range(const History& history, const std::string& text) {
  return ids_of(history.graph,
                resolve_range(parse_revision_spec(text), history, nullptr).members());
}

inline Ids range(const History& history, const std::string& text, const Ids& applied) {
  const RevisionSet set = set_of(history, applied);
  return ids_of(history.graph, resolve_range(parse_revision_spec(text), history, &set).members());
}

inline Error refusal(const History& history, const std::string& text) {
  return caught([&] { (void)target(history, text); });
}

inline Error refusal(const History& history, const std::string& text, const Ids& applied) {
  return caught([&] { (void)target(history, text, applied); });
}

inline Error range_refusal(const History& history, const std::string& text) {
  return caught([&] { (void)range(history, text); });
}

struct Row {
  const char* text;
  Ids ids;
};
struct AppliedRow {
  const char* text;
  Ids applied;
  Ids ids;
};

}  // namespace sqlmig::test
