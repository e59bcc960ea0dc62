#include <sqlmig/error.hpp>
#include <sqlmig/revision.hpp>
#include <sqlmig/revision_spec.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace sqlmig {
namespace {

using Anchor = RevisionPoint::Anchor;

// How it is written, for advice.
constexpr const char* kBranchPoint = "write it as in 'billing@head'";
constexpr const char* kRange = "write FROM:TO, FROM: or :TO";

Anchor anchor_of(std::string_view name) {
  if (name == "head") return Anchor::head;
  if (name == "heads") return Anchor::heads;
  if (name == "base") return Anchor::base;
  if (name == "current") return Anchor::current;
  return Anchor::named;
}

Error not_a_revision(std::string_view text, const std::string& why, std::string advice) {
  return Error(ErrorCode::usage, fmt::format("'{}' is not a revision: {}", text, why))
      .with_advice(std::move(advice));
}

void require_name(std::string_view name, std::string_view text) {
  if (const auto problem = RevisionId::problem_with(name))
    throw not_a_revision(text, *problem, "'sqlmig history' lists the revisions");
}

// `sign` and what stands behind it.
int read_steps(std::string_view signed_number, std::string_view text) {
  int steps = 0;
  const std::string_view digits = signed_number.substr(1);
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), steps);
  if (failure == std::errc::result_out_of_range)
    throw not_a_revision(text, "the number of steps is too large", "name the revision");
  if (failure != std::errc() || end != digits.data() + digits.size() || digits.front() == '-') {
    throw not_a_revision(text, fmt::format("after {} comes a number", signed_number.front()),
                         "write it as in 'head-2' or '+1'; a name holds no + and no -");
  }
  return signed_number.front() == '-' ? -steps : steps;
}

RevisionPoint parse_point(std::string_view text) {
  RevisionPoint point;
  point.text = text;
  std::string_view rest = text;
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    point.branch = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    if (anchor_of(point.branch) != Anchor::named || point.branch.empty()) {
      throw not_a_revision(text, "before @ stands a label or a revision", kBranchPoint);
    }
    require_name(point.branch, text);
  }
  const std::size_t sign = rest.find_first_of("+-");
  const std::string_view name = rest.substr(0, sign);
  if (sign != std::string_view::npos) point.steps = read_steps(rest.substr(sign), text);
  if (name.empty()) {
    if (sign == std::string_view::npos)
      throw not_a_revision(text, "there is no name", kBranchPoint);
    point.anchor = Anchor::current;
    return point;
  }
  point.anchor = anchor_of(name);
  if (point.anchor != Anchor::named) return point;
  require_name(name, text);
  point.name = name;
  return point;
}

}  // namespace

RevisionSpec parse_revision_spec(std::string_view text) {
  if (text.empty())
    throw Error(ErrorCode::usage, "a revision name is empty").with_advice("is a variable empty?");
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    return {parse_point(text), std::string(text)};
  }
  const std::string_view from = text.substr(0, colon);
  const std::string_view to = text.substr(colon + 1);
  if (to.find(':') != std::string_view::npos) {
    throw Error(ErrorCode::usage, fmt::format("'{}' is not a range: a range has two ends", text))
        .with_advice(kRange);
  }
  if (from.empty() && to.empty()) {
    throw Error(ErrorCode::usage, "the range ':' has no end").with_advice(kRange);
  }
  RevisionRange range;
  if (!from.empty()) range.from = parse_point(from);
  if (!to.empty()) range.to = parse_point(to);
  return {std::move(range), std::string(text)};
}

bool needs_database(const RevisionSpec& spec) {
  const auto is_relative = [](const RevisionPoint& point) {
    return point.anchor == Anchor::current;
  };
  if (const auto* point = std::get_if<RevisionPoint>(&spec.form)) return is_relative(*point);
  const auto& range = std::get<RevisionRange>(spec.form);
  return (range.from && is_relative(*range.from)) || (range.to && is_relative(*range.to));
}

bool any_needs_database(const std::vector<RevisionSpec>& specs) {
  return std::any_of(specs.begin(), specs.end(), needs_database);
}

std::string to_string(const RevisionPoint& point) {
  std::string text = point.branch.empty() ? "" : point.branch + "@";
  switch (point.anchor) {
    case Anchor::named:
      text += point.name;
      break;
    case Anchor::head:
      text += "head";
      break;
    case Anchor::heads:
      text += "heads";
      break;
    case Anchor::base:
      text += "base";
      break;
    case Anchor::current:
      text += "current";
      break;
  }
  if (point.steps != 0) text += fmt::format("{:+}", point.steps);
  return text;
}

}  // namespace sqlmig
