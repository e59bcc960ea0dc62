// Splitting for tests: the statements as texts.
#pragma once

#include "sqltext/statements.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {

// How GoogleTest shows a problem when an expectation fails.
inline std::ostream& operator<<(std::ostream& out, const LexProblem& problem) {
  return out << "problem " << static_cast<int>(problem.kind) << " at byte " << problem.offset;
}

using Texts = std::vector<std::string>;
using Problems = std::vector<LexProblem>;

inline Texts split_texts(std::string_view script, SqlDialect dialect) {
  Texts texts;
  for (const SqlStatement& statement : split_statements(script, dialect).statements) {
    texts.emplace_back(script.substr(statement.begin, statement.end - statement.begin));
  }
  return texts;
}

inline Texts postgres(std::string_view script) { return split_texts(script, SqlDialect::postgres); }
inline Texts sqlite(std::string_view script) { return split_texts(script, SqlDialect::sqlite); }

inline Problems problems_of(std::string_view script, SqlDialect dialect) {
  return split_statements(script, dialect).problems;
}

inline std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

// Scripts of which each is to be one statement as a whole.
inline void expect_whole(const Texts& scripts, SqlDialect dialect) {
  for (const std::string& script : scripts) {
    EXPECT_EQ(split_texts(script, dialect), Texts{script});
    EXPECT_EQ(problems_of(script, dialect), Problems{}) << script;
    EXPECT_EQ(split_texts(script + "\nSELECT 2;", dialect), (Texts{script, "SELECT 2;"}));
  }
}

}  // namespace sqlmig::sqltext
