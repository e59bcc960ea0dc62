#include "project/plan_file.hpp"

#include "project/toml_reader.hpp"
#include "project/toml_writer.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <utility>

namespace sqlmig::project {
namespace {

constexpr std::int64_t kFormat = 1;
constexpr std::array<std::string_view, 6> kKeys{"format",    "checksum", "database",
                                                "direction", "from",     "step"};
constexpr std::array<std::string_view, 6> kStepKeys{"revision", "script",      "script_checksum",
                                                    "digest",   "transaction", "reason"};

class PlanFileReader {
 public:
  explicit PlanFileReader(const std::string& name) : toml_(name) {}

  FrozenPlan read(const std::string& text) {
    const auto table = toml_.parse(text);
    if (table) {
      toml_.require_known_keys(*table, kKeys);
      read_table(*table);
    }
    if (!toml_.findings().empty()) {
      Error error(ErrorCode::config, fmt::format("{} is not a plan file", toml_.file()));
      error.findings = std::move(toml_.findings());
      throw error;
    }
    require_unchanged();
    return std::move(plan_);
  }

 private:
  void read_table(const toml::table& table) {
    if (const toml::node* node = require(table, "format")) {
      const auto format = toml_.integer(*node, "format");
      if (format && *format != kFormat)
        report(*node, fmt::format("this sqlmig knows plan files of format {} only", kFormat),
               "use the sqlmig that wrote it, or make the plan again");
    }
    checksum_ = checksum(table, "checksum");
    plan_.database = one_of(table, "database", {DatabaseKind::sqlite, DatabaseKind::postgres})
                         .value_or(DatabaseKind::sqlite);
    plan_.direction =
        one_of(table, "direction", {Direction::up, Direction::down}).value_or(Direction::up);
    if (const toml::node* node = require(table, "from")) {
      if (const toml::table* heads = toml_.table(*node, "from")) read_from(*heads);
    }
    if (const toml::node* node = table.get("step")) read_steps(*node);
  }

  void read_from(const toml::table& heads) {
    for (const auto& [key, node] : heads) {
      const auto head = id(std::string(key.str()), node);
      const auto history = checksum_of(node, key.str());
      if (head && history) plan_.from.push_back({*head, *history});
    }
    std::sort(plan_.from.begin(), plan_.from.end(),
              [](const AppliedHead& a, const AppliedHead& b) { return a.history < b.history; });
  }

  void read_steps(const toml::node& node) {
    const toml::array* steps = node.as_array();
    if (steps == nullptr || !steps->is_homogeneous(toml::node_type::table)) {
      report(node, "'step' must be a list of tables", "write [[step]] above each");
      return;
    }
    for (const toml::node& step : *steps) read_step(*step.as_table());
  }

  void read_step(const toml::table& table) {
    toml_.require_known_keys(table, kStepKeys);
    const auto name = text(table, "revision");
    const auto revision = name ? id(*name, *table.get("revision")) : std::nullopt;
    auto path = text(table, "script");
    const auto script = checksum(table, "script_checksum");
    const auto digest = checksum(table, "digest");
    const auto transaction =
        one_of(table, "transaction", {TransactionMode::transactional, TransactionMode::none});
    auto reason = text(table, "reason");
    if (!revision || !path || !script || !digest || !transaction || !reason) return;
    plan_.steps.push_back({plan_.direction, *revision, *digest, *script, *transaction,
                           std::move(*path), std::move(*reason)});
  }

  const toml::node* require(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr)
      report(table, fmt::format("'{}' is missing", key),
             "make the plan again: sqlmig plan -o FILE");
    return node;
  }

  std::optional<std::string> text(const toml::table& table, std::string_view key) {
    const toml::node* node = require(table, key);
    return node != nullptr ? toml_.string(*node, key) : std::nullopt;
  }

  std::optional<RevisionId> id(std::string name, const toml::node& node) {
    if (const auto problem = RevisionId::problem_with(name)) {
      report(node, fmt::format("'{}' is no revision id: {}", name, *problem),
             "make the plan again: sqlmig plan -o FILE");
      return std::nullopt;
    }
    return RevisionId(std::move(name));
  }

  std::optional<Checksum> checksum(const toml::table& table, std::string_view key) {
    const toml::node* node = require(table, key);
    return node != nullptr ? checksum_of(*node, key) : std::nullopt;
  }

  std::optional<Checksum> checksum_of(const toml::node& node, std::string_view key) {
    const auto value = toml_.string(node, key);
    if (!value) return std::nullopt;
    const auto parsed = Checksum::parse(*value);
    if (!parsed)
      report(node, fmt::format("'{}' is no checksum", key), "it is sha256: and 64 hex digits");
    return parsed;
  }

  template <typename T>
  std::optional<T> one_of(const toml::table& table, std::string_view key,
                          std::initializer_list<T> choices) {
    const auto value = text(table, key);
    if (!value) return std::nullopt;
    std::string names;
    for (const T choice : choices) {
      if (*value == to_string(choice)) return choice;
      names.append(names.empty() ? "" : " or ").append(to_string(choice));
    }
    report(*table.get(key), fmt::format("'{}' must be {}", key, names),
           "make the plan again: sqlmig plan -o FILE");
    return std::nullopt;
  }

  void report(const toml::node& node, std::string message, std::string advice) {
    toml_.report(FindingKind::bad_value, toml_.position(node.source()), std::move(message),
                 std::move(advice));
  }

  void require_unchanged() const {
    const Checksum actual = plan_checksum(plan_);
    if (!checksum_ || *checksum_ == actual) return;
    throw Error(ErrorCode::plan_mismatch,
                fmt::format("{} was changed after it was made: it is the plan {}, and says that "
                            "it is {}",
                            toml_.file(), actual.text(), checksum_->text()))
        .with_advice("have the plan made and reviewed again; nothing was changed");
  }

  TomlReader toml_;
  FrozenPlan plan_{DatabaseKind::sqlite, Direction::up, {}, {}};
  std::optional<Checksum> checksum_;  // that the file says
};

void add(std::string& text, std::string_view key, std::string_view value) {
  text += fmt::format("{} = {}\n", key, toml_string(value));
}

}  // namespace

std::string plan_file_text(const FrozenPlan& plan) {
  std::string text = fmt::format(
      "# A plan of sqlmig. It is run as it stands here, or not at all:\n"
      "#   sqlmig {} --plan FILE\n"
      "format = {}\n",
      plan.direction == Direction::up ? "upgrade" : "downgrade", kFormat);
  add(text, "checksum", plan_checksum(plan).text());
  add(text, "database", to_string(plan.database));
  add(text, "direction", to_string(plan.direction));
  text +=
      "\n# Where the database stands before: the applied heads, and what their histories are.\n";
  text += "[from]\n";
  for (const AppliedHead& head : plan.from)
    add(text, toml_key(head.id.text()), head.history.text());
  for (const FrozenPlan::Step& step : plan.steps) {
    text += "\n[[step]]\n";
    add(text, "revision", step.id.text());
    add(text, "script", step.path);
    add(text, "script_checksum", step.script.text());
    add(text, "digest", step.digest.text());
    add(text, "transaction", to_string(step.transaction));
    add(text, "reason", step.reason);
  }
  return text;
}

FrozenPlan parse_plan_file(std::string text, const std::string& name) {
  return PlanFileReader(name).read(canonical_text(std::move(text)));
}

}  // namespace sqlmig::project
