#include "sqlite/foreign_key_check.hpp"

#include <fmt/core.h>

#include <cstddef>
#include <utility>

namespace sqlmig::sqlite {

ForeignKeyCheck::ForeignKeyCheck(const Session& session) : session_(session) {
  try {
    before_ = violations();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::interrupted) throw;
    // Keys that do not match their parents cannot be checked; the script may be about to mend them.
  }
}

void ForeignKeyCheck::require_no_new_violation() const {
  constexpr std::size_t kMaxListed = 5;
  std::string listed;
  std::size_t count = 0;
  for (const auto& [violation, times] : violations()) {
    const auto old = before_.find(violation);
    if (old != before_.end() && times <= old->second) continue;
    if (++count <= kMaxListed) {
      listed += fmt::format("\n  {} row {} has no partner in {}", violation[0], violation[1],
                            violation[2]);
    }
  }
  if (count == 0) return;
  throw foreign_key_error(
      fmt::format("the script leaves {} rows that break a foreign key:{}", count, listed))
      .with_advice("it was rolled back");
}

std::map<ForeignKeyCheck::Violation, std::size_t> ForeignKeyCheck::violations() const {
  std::map<Violation, std::size_t> result;
  session_.query({"PRAGMA foreign_key_check", {}}, [&](Row row) {
    Violation violation;
    for (std::size_t i = 0; i < violation.size(); ++i) violation[i] = row[i].value_or("");
    ++result[std::move(violation)];
  });
  return result;
}

}  // namespace sqlmig::sqlite
