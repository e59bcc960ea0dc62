// What came of changing many databases, as text.
#include "cli/render_targets.hpp"

#include "cli/target_outcome.hpp"
#include "core/id_list.hpp"
#include "core/utf8.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace sqlmig::cli {
namespace {

using commands::ApplyResult;
using commands::TargetOutcome;
using Outcome = TargetOutcome<ApplyResult>;

std::string in_words(Ended ended) {
  std::string text(to_string(ended));
  std::replace(text.begin(), text.end(), '-', ' ');
  return text;
}

std::string colored(Ended ended, std::string_view text, const Style& style) {
  switch (ended) {
    case Ended::upgraded:
    case Ended::reverted:
    case Ended::tried:
    case Ended::up_to_date:
      return style.green(text);
    case Ended::problems:
    case Ended::failed:
    case Ended::cannot_connect:
      return style.red(text);
    case Ended::pending:
    case Ended::stopped:
    case Ended::not_begun:
      return style.yellow(text);
    case Ended::nothing_to_do:
      break;
  }
  return std::string(text);
}

std::string plain_what(const Outcome& outcome) {
  const Ended end = ended(outcome);
  const auto* result = std::get_if<ApplyResult>(&outcome.came);
  if (result == nullptr) return in_words(end);
  const std::size_t done = result->report.done.size();
  if (end == Ended::tried && result->report.untried)
    return fmt::format("tried {} of {}", done, result->plan.steps.size());
  if (done == 0) return in_words(end);
  const bool whole = end == Ended::upgraded || end == Ended::reverted || end == Ended::tried;
  return fmt::format("{} {}{}", in_words(end), whole ? "" : "after ", done);
}

// Where it stands, or the first line of what ended it.
std::string where_or_why(const Outcome& outcome) {
  if (const auto* error = std::get_if<Error>(&outcome.came)) return first_line_of(*error);
  const auto* result = std::get_if<ApplyResult>(&outcome.came);
  if (result == nullptr) return {};
  const Report& report = result->report;
  if (report.failed) return first_line_of(report.failed->error);
  if (report.untried)
    return fmt::format("up to {}: {}", report.untried->step.id.text(), report.untried->reason);
  return result->heads.empty() ? "(nothing is applied)" : joined(result->heads);
}

void add_failure(TextsByTarget& failures, const Outcome& outcome, const Style& style) {
  const auto* result = std::get_if<ApplyResult>(&outcome.came);
  if (result != nullptr && result->report.failed) {
    const std::string text = failure_text_of(*result, style);
    failures.add(text, text, outcome.name);
  }
  const auto* error = std::get_if<Error>(&outcome.came);
  if (error == nullptr) return;
  std::string key = error->what();
  for (const Finding& finding : error->findings) key += key_of(finding);
  failures.add(key, text_of(*error, style), outcome.name);
}

}  // namespace

std::string first_line_of(const Error& error) {
  std::string text = error.position ? to_string(*error.position) + ": " : "";
  if (error.sql) text += fmt::format("ERROR {}: ", error.sql->sqlstate);
  text += error.what();
  return text.substr(0, text.find('\n'));
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t length = count_characters(text);
  return text + std::string(length < width ? width - length : 0, ' ');
}

std::string listed_in_short(const std::vector<std::string>& names, ListStyle list) {
  constexpr std::size_t kMost = 3;
  // One more takes no more room than to say that there is one more.
  const bool all = list == ListStyle::blocks || names.size() <= kMost + 1;
  const std::size_t shown = all ? names.size() : kMost;
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text.append(i == 0 ? "" : ", ").append(names[i]);
  return all ? text : text + fmt::format(" and {} more", names.size() - shown);
}

std::string key_of(const Finding& finding) {
  return fmt::format("{} {}\n{}\n", code_of(finding.kind), finding.revision, finding.detail);
}

void TextsByTarget::add(const std::string& key, std::string text, const std::string& name) {
  const auto [at, is_new] = numbers_.emplace(key, texts_.size());
  if (is_new) texts_.push_back({std::move(text), {}});
  texts_[at->second].names.push_back(name);
}

std::string counts_of(const std::vector<Ended>& ends, const Style& style) {
  std::string text = counted(ends.size(), "database");
  std::string_view separator = ": ";
  for (int i = 0; i <= static_cast<int>(kLastEnded); ++i) {
    const auto end = static_cast<Ended>(i);
    const auto count = std::count(ends.begin(), ends.end(), end);
    if (count == 0) continue;
    text.append(separator).append(colored(end, fmt::format("{} {}", count, in_words(end)), style));
    separator = ", ";
  }
  return text + "\n";
}

std::string what_happened(const Outcome& outcome, const Style& style) {
  return colored(ended(outcome), plain_what(outcome), style);
}

std::string text_of(const commands::ApplyTargetsResult& result, const Style& style) {
  std::size_t names = 0;
  std::size_t whats = 0;
  std::vector<Ended> ends;
  for (const Outcome& outcome : result.targets) {
    names = std::max(names, count_characters(outcome.name));
    whats = std::max(whats, plain_what(outcome).size());
    ends.push_back(ended(outcome));
  }
  std::string text;
  for (const Outcome& outcome : result.targets) {
    const std::string why = where_or_why(outcome);
    const std::string what = plain_what(outcome);
    const std::string room = why.empty() ? "" : std::string(whats - what.size() + 2, ' ');
    text += fmt::format("{}  {}{}{}\n", padded(outcome.name, names),
                        colored(ended(outcome), what, style), room, why);
  }
  return text + counts_of(ends, style);
}

std::string failure_text_of(const commands::ApplyTargetsResult& result, ListStyle list,
                            const Style& style) {
  TextsByTarget failures;
  for (const Outcome& outcome : result.targets) add_failure(failures, outcome, style);
  std::string text;
  for (const auto& [failure, names] : failures.texts())
    text += fmt::format("{}\n{}\n", style.bold(listed_in_short(names, list) + ":"), failure);
  return text;
}

}  // namespace sqlmig::cli
