// Feeds any bytes to parse_revision_spec, which throws nothing but Error, and resolves what it
// accepts in a history with every shape of fork, before databases in several states.
#include <sqlmig/error.hpp>
#include <sqlmig/resolve.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace sqlmig;

namespace {

void require(bool holds, const char* what, std::string_view text) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\nin: %.*s\n", what, static_cast<int>(text.size()), text.data());
  std::abort();
}

struct Names {
  std::vector<std::string> parents = {};
  std::vector<std::string> depends_on = {};
  std::vector<std::string> labels = {};
  std::vector<std::string> tags = {};
};

Revision revision(const std::string& id, const Names& names) {
  Manifest manifest;
  for (const std::string& parent : names.parents) {
    manifest.parents.push_back({RevisionId(parent), std::nullopt, {}});
  }
  for (const std::string& other : names.depends_on) {
    manifest.depends_on.push_back({RevisionId(other), {}});
  }
  for (const std::string& label : names.labels) manifest.labels.push_back({label, {}});
  for (const std::string& tag : names.tags) manifest.tags.push_back({tag, {}});
  const Script script{"", "", sha256(""), {}, Script::Content::blank};
  return make_revision(RevisionId(id), std::move(manifest), script, script);
}

// 2026_a - 2026_b - 2026_c - 2026_m    labels: left on c, right on d; 2026_e is built on c and
//                 \ 2026_d /           depends on d
// 2027_x - 2027_y                      label other on x, which depends on a
const History& forked() {
  static const History kHistory =
      build_history({revision("2026_a", {{}, {}, {}, {"v1"}}), revision("2026_b", {{"2026_a"}}),
                     revision("2026_c", {{"2026_b"}, {}, {"left"}}),
                     revision("2026_d", {{"2026_b"}, {}, {"right"}}),
                     revision("2026_e", {{"2026_c"}, {"2026_d"}}),
                     revision("2026_m", {{"2026_c", "2026_d"}, {}, {}, {"v2.0"}}),
                     revision("2027_x", {{}, {"2026_a"}, {"other"}}),
                     revision("2027_y", {{"2027_x"}})})
          .history.value();
  return kHistory;
}

// What may come out of a name that cannot be resolved.
template <typename Resolve>
void resolve_or_refuse(Resolve resolve, std::string_view text) {
  try {
    resolve();
  } catch (const Error& error) {
    require(error.code() == ErrorCode::usage || error.code() == ErrorCode::unknown_revision ||
                error.code() == ErrorCode::ambiguous_revision,
            "a name is refused for a reason", text);
  }
}

void check_resolve(const RevisionSpec& spec, const RevisionSet* applied, std::string_view text) {
  const std::size_t size = forked().graph.size();
  resolve_or_refuse(
      [&] {
        const RevisionTarget target = resolve_target(spec, forked(), applied);
        require(!std::holds_alternative<RevisionRange>(spec.form), "a range is no target", text);
        std::size_t after = 0;
        for (const Graph::Index index : target.revisions) {
          require(index < size && index + 1 > after, "revisions ascend", text);
          after = index + 1;
        }
        require(!target.branch || *target.branch < size, "the branch is a revision", text);
      },
      text);
  resolve_or_refuse(
      [&] {
        require(resolve_one(spec, forked(), applied) < size, "one revision is a revision", text);
      },
      text);
  resolve_or_refuse(
      [&] {
        const auto members = resolve_range(spec, forked(), applied).members();
        require(!std::holds_alternative<RevisionPoint>(spec.form), "a point is no range", text);
        require(members.empty() || members.back() < size, "a range holds revisions", text);
      },
      text);
}

void check_spelling(const RevisionPoint& point, std::string_view text) {
  require(text.find(point.text) != std::string_view::npos, "the text is kept", text);
  const RevisionSpec again = parse_revision_spec(to_string(point));
  const auto* same = std::get_if<RevisionPoint>(&again.form);
  require(same != nullptr && same->branch == point.branch && same->anchor == point.anchor &&
              same->name == point.name && same->steps == point.steps,
          "what is spelled out means the same", text);
}

bool is_long_walk(const RevisionPoint& point) { return point.steps > 10 || point.steps < -10; }

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer looks for
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  RevisionSpec spec;
  try {
    spec = parse_revision_spec(text);
  } catch (const Error& error) {
    require(error.code() == ErrorCode::usage, "what cannot be read is a matter of usage", text);
    return 0;
  }
  require(text.ends_with(spec.text), "the text is kept", text);
  std::vector<RevisionPoint> points;
  if (const auto* range = std::get_if<RevisionRange>(&spec.form)) {
    require(range->from || range->to, "a range has an end", text);
    if (range->from) points.push_back(*range->from);
    if (range->to) points.push_back(*range->to);
  } else {
    points.push_back(std::get<RevisionPoint>(spec.form));
  }
  for (const RevisionPoint& point : points) {
    check_spelling(point, text);
    // A walk of a thousand steps says no more than one of ten.
    if (is_long_walk(point)) return 0;
  }
  check_resolve(spec, nullptr, text);
  const std::size_t revisions = forked().graph.size();
  RevisionSet upwards(revisions);
  check_resolve(spec, &upwards, text);
  for (Graph::Index i = 0; i < revisions; ++i) {
    RevisionSet alone(revisions);  // as after a gap
    alone.insert(i);
    check_resolve(spec, &alone, text);
    upwards.insert(i);
    check_resolve(spec, &upwards, text);
  }
  return 0;
}
