#include <sqlmig/applied.hpp>

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace sqlmig {

std::string_view to_string(RevisionState state) {
  switch (state) {
    case RevisionState::applied:
      return "applied";
    case RevisionState::applying:
      return "applying";
    case RevisionState::reverting:
      return "reverting";
  }
  return "applied";
}

std::optional<RevisionState> parse_revision_state(std::string_view text) {
  for (const auto state :
       {RevisionState::applied, RevisionState::applying, RevisionState::reverting}) {
    if (text == to_string(state)) return state;
  }
  return std::nullopt;
}

std::string_view to_string(Origin origin) {
  switch (origin) {
    case Origin::upgrade:
      return "upgrade";
    case Origin::stamp:
      return "stamp";
    case Origin::squash:
      return "squash";
  }
  return "upgrade";
}

std::optional<Origin> parse_origin(std::string_view text) {
  for (const auto origin : {Origin::upgrade, Origin::stamp, Origin::squash}) {
    if (text == to_string(origin)) return origin;
  }
  return std::nullopt;
}

const AppliedRevision* AppliedRevisions::find(std::string_view id) const {
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const AppliedRevision& row) { return row.id.text() == id; });
  return found == rows.end() ? nullptr : &*found;
}

RevisionSet applied_set(const AppliedRevisions& applied, const Graph& graph) {
  RevisionSet set(graph.size());
  for (const AppliedRevision& row : applied.rows) {
    if (const auto index = graph.find(row.id.text())) set.insert(*index);
  }
  return set;
}

std::vector<const AppliedRevision*> applied_heads(const AppliedRevisions& applied) {
  std::unordered_set<std::string_view> parents;
  for (const AppliedRevision& row : applied.rows) {
    for (const RevisionId& parent : row.parents) parents.insert(parent.text());
  }
  std::vector<const AppliedRevision*> heads;
  for (const AppliedRevision& row : applied.rows) {
    if (!parents.contains(row.id.text())) heads.push_back(&row);
  }
  std::sort(heads.begin(), heads.end(),
            [](const AppliedRevision* a, const AppliedRevision* b) { return a->id < b->id; });
  return heads;
}

namespace {

// What each row that no file knows is built on, found along the recorded parents. Not along the
// order of the rows: a parent that filled a gap got its row after its child.
class KnownBelow {
 public:
  KnownBelow(const AppliedRevisions& applied, const IsKnown& is_known) : is_known_(is_known) {
    for (const AppliedRevision& row : applied.rows) {
      if (!is_known(row.id)) rows_.emplace(row.id.text(), Entry{&row, {}, State::untouched});
    }
  }

  [[nodiscard]] bool is_unknown(const RevisionId& id) const { return rows_.contains(id.text()); }

  // Depth first without recursion, since the rows may form a chain of any length.
  const std::set<RevisionId>& of(const RevisionId& id) {
    std::vector<Entry*> open{&rows_.at(id.text())};
    while (!open.empty()) {
      Entry& entry = *open.back();
      if (entry.state == State::untouched) {
        entry.state = State::open;
        for (const RevisionId& parent : entry.row->parents) {
          const auto found = rows_.find(parent.text());
          if (found != rows_.end() && found->second.state == State::untouched)
            open.push_back(&found->second);
        }
        continue;
      }
      open.pop_back();
      if (entry.state == State::open) finish(entry);
    }
    return rows_.at(id.text()).known;
  }

 private:
  enum class State { untouched, open, done };
  struct Entry {
    const AppliedRevision* row;
    std::set<RevisionId> known;
    State state;
  };

  void finish(Entry& entry) {
    for (const RevisionId& parent : entry.row->parents) {
      if (is_known_(parent)) {
        entry.known.insert(parent);
      } else if (const auto found = rows_.find(parent.text()); found != rows_.end()) {
        entry.known.insert(found->second.known.begin(), found->second.known.end());
      }
    }
    entry.state = State::done;
  }

  const IsKnown& is_known_;
  std::unordered_map<std::string_view, Entry> rows_;
};

}  // namespace

std::vector<UnknownRevision> unknown_revisions(const AppliedRevisions& applied,
                                               const IsKnown& is_known) {
  KnownBelow below(applied, is_known);
  std::vector<UnknownRevision> unknown;
  for (const AppliedRevision& row : applied.rows) {
    if (!below.is_unknown(row.id)) continue;
    const std::set<RevisionId>& known = below.of(row.id);
    unknown.push_back({&row, {known.begin(), known.end()}});
  }
  return unknown;
}

std::vector<UnknownRevision> unknown_revisions(const AppliedRevisions& applied,
                                               const Graph& graph) {
  return unknown_revisions(applied,
                           [&](const RevisionId& id) { return graph.find(id.text()).has_value(); });
}

std::vector<AppliedHead> applied_head_histories(const AppliedRevisions& applied) {
  // Rows are in order of application, in which a parent comes before its children, so one pass
  // does; where a gap was filled later, more do. A parent without a row (which check_applied
  // reports) counts for nothing.
  std::unordered_set<std::string_view> open;
  for (const AppliedRevision& row : applied.rows) open.insert(row.id.text());
  std::unordered_map<std::string_view, Checksum> histories;
  for (bool found_some = true; found_some && !open.empty();) {
    found_some = false;
    for (const AppliedRevision& row : applied.rows) {
      const bool waits =
          std::any_of(row.parents.begin(), row.parents.end(),
                      [&](const RevisionId& parent) { return open.contains(parent.text()); });
      if (waits || !open.contains(row.id.text())) continue;
      std::vector<Checksum> below;
      for (const RevisionId& parent : row.parents) {
        if (const auto found = histories.find(parent.text()); found != histories.end()) {
          below.push_back(found->second);
        }
      }
      histories.emplace(row.id.text(), history_checksum(row.digest, std::move(below)));
      open.erase(row.id.text());
      found_some = true;
    }
  }
  std::vector<AppliedHead> result;
  for (const AppliedRevision* head : applied_heads(applied)) {
    // Only parents in a circle, which no run records, would leave a head without one.
    const auto found = histories.find(head->id.text());
    if (found != histories.end()) result.push_back({head->id, found->second});
  }
  std::sort(result.begin(), result.end(),
            [](const AppliedHead& a, const AppliedHead& b) { return a.history < b.history; });
  return result;
}

}  // namespace sqlmig
