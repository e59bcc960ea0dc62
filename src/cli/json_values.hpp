// The parts of results as JSON. Source: docs/cli.md "JSON".
#pragma once

#include "commands/history.hpp"
#include "commands/repair.hpp"
#include "commands/revision_line.hpp"
#include "commands/views.hpp"
#include <sqlmig/applied.hpp>
#include <sqlmig/error.hpp>
#include <sqlmig/plan.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace sqlmig::cli {

using Json = nlohmann::ordered_json;

template <typename T, typename Convert>
[[nodiscard]] Json array_of(const std::vector<T>& items, Convert convert) {
  Json array = Json::array();
  for (const T& item : items) array.push_back(convert(item));
  return array;
}

template <typename T, typename Convert>
[[nodiscard]] Json or_null(const std::optional<T>& value, Convert convert) {
  return value ? Json(convert(*value)) : Json(nullptr);
}

[[nodiscard]] Json ids_json(const std::vector<RevisionId>& ids);
[[nodiscard]] Json checksum_json(const Checksum& checksum);
[[nodiscard]] Json finding_json(const Finding& finding);
[[nodiscard]] Json error_json(const Error& error);
[[nodiscard]] Json step_json(const Step& step);
[[nodiscard]] Json plan_json(const Plan& plan);
[[nodiscard]] Json row_json(const AppliedRevision& row);
[[nodiscard]] Json line_json(const commands::RevisionLine& line);
[[nodiscard]] Json unknown_json(const commands::UnknownLine& line);
[[nodiscard]] Json current_json(const commands::CurrentLine& line);
[[nodiscard]] std::string_view name_of(commands::WhyResult::Order order);
[[nodiscard]] Json link_json(const commands::WhyResult::Link& link);
[[nodiscard]] Json script_json(const Script& script);
[[nodiscard]] std::string_view name_of(commands::RepairRequest::Way way);
[[nodiscard]] Json repaired_json(const commands::RepairResult::Repaired& repaired);

}  // namespace sqlmig::cli
