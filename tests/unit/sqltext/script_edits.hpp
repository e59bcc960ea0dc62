// Edits of scripts for tests, and what they are expected to be.
#pragma once

#include "sqltext/script_change.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

namespace sqlmig::sqltext {

// How GoogleTest shows a change when an expectation fails.
inline std::ostream& operator<<(std::ostream& out, const ScriptChange& change) {
  return out << "extent " << static_cast<int>(change.extent) << ", statement " << change.statement
             << ", byte " << change.offset;
}

using Extent = ScriptChange::Extent;
inline constexpr auto kPostgres = SqlDialect::postgres;
inline constexpr auto kSqlite = SqlDialect::sqlite;

struct Edit {
  std::string_view before;
  std::string_view after;
};
using Edits = std::vector<Edit>;

// Each edit has the extent in each of some dialects, and so has its reverse.
class Expectation {
 public:
  explicit Expectation(std::vector<SqlDialect> dialects) : dialects_(std::move(dialects)) {}

  void expect_layout(const Edits& edits) const { expect(Extent::layout, edits); }
  void expect_directives(const Edits& edits) const { expect(Extent::directives, edits); }
  void expect_statements(const Edits& edits) const { expect(Extent::statements, edits); }

 private:
  void expect(Extent extent, const Edits& edits) const {
    for (const SqlDialect dialect : dialects_) {
      for (const auto& [before, after] : edits) {
        EXPECT_EQ(compare_scripts(before, after, dialect).extent, extent)
            << before << "\n=> " << after;
        EXPECT_EQ(compare_scripts(after, before, dialect).extent, extent)
            << after << "\n=> " << before;
      }
    }
  }

  std::vector<SqlDialect> dialects_;
};

inline const Expectation kInPostgres({kPostgres});
inline const Expectation kInSqlite({kSqlite});
inline const Expectation kInBoth({kPostgres, kSqlite});

}  // namespace sqlmig::sqltext
