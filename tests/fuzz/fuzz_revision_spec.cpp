// Feeds any bytes to parse_revision_spec, which throws nothing but Error, and resolves what it
// accepts in a graph with every shape of fork.
#include <sqlmig/error.hpp>
#include <sqlmig/revision_spec.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

using namespace sqlmig;

namespace {

void require(bool holds, const char* what, std::string_view text) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\nin: %.*s\n", what, static_cast<int>(text.size()), text.data());
  std::abort();
}

const Graph& forked() {
  static const Graph kGraph = [] {
    const auto id = [](const char* text) { return RevisionId(text); };
    auto built = Graph::build({{id("2026_a"), {}, {}},
                               {id("2026_b"), {id("2026_a")}, {}},
                               {id("2026_c"), {id("2026_b")}, {}},
                               {id("2026_d"), {id("2026_b")}, {}},
                               {id("2026_m"), {id("2026_c"), id("2026_d")}, {}},
                               {id("2027_x"), {}, {id("2026_a")}}});
    return std::get<Graph>(std::move(built));
  }();
  return kGraph;
}

// The text that has the meaning of `spec`.
std::string spelled(const RevisionSpec& spec) {
  using Anchor = RevisionSpec::Anchor;
  std::string text = spec.name;
  if (spec.anchor == Anchor::head) text = "head";
  if (spec.anchor == Anchor::heads) text = "heads";
  if (spec.anchor == Anchor::base) text = "base";
  if (spec.anchor == Anchor::current) text = "current";
  if (spec.steps > 0) text += "+" + std::to_string(spec.steps);
  if (spec.steps < 0) text += std::to_string(spec.steps);
  return text;
}

void check_resolve(const RevisionSpec& spec, const RevisionSet* applied, std::string_view text) {
  try {
    std::size_t after = 0;
    for (const Graph::Index index : resolve(spec, forked(), applied)) {
      require(index < forked().size() && index + 1 > after, "revisions ascend", text);
      after = index + 1;
    }
  } catch (const Error& error) {
    require(error.code() == ErrorCode::usage || error.code() == ErrorCode::unknown_revision ||
                error.code() == ErrorCode::ambiguous_revision,
            "a name is refused for a reason", text);
  }
}

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
  const RevisionSpec again = parse_revision_spec(spelled(spec));
  require(again.anchor == spec.anchor && again.name == spec.name && again.steps == spec.steps,
          "what is spelled out means the same", text);
  // A walk of a thousand steps says no more than one of ten.
  if (spec.steps > 10 || spec.steps < -10) return 0;
  RevisionSet applied(forked().size());
  check_resolve(spec, nullptr, text);
  check_resolve(spec, &applied, text);
  for (Graph::Index i = 0; i < forked().size(); ++i) {
    applied.insert(i);
    check_resolve(spec, &applied, text);
  }
  return 0;
}
