#include "project/toml_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig::project {
namespace {

TEST(ConflictMarkers, AreFoundAtTheStartOfALine) {
  struct Row {
    std::string text;
    std::size_t line;
  };
  const std::vector<Row> rows{
      {"", 0},
      {"a\nb\n", 0},
      {"<<<<<<< HEAD\n", 1},
      {"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> main\n", 2},
      {"a\nb\n>>>>>>> main", 3},
      {" <<<<<<< HEAD\n", 0},
      {"-- <<<<<<< HEAD\n", 0},
      {"<<<<<<<\n", 0},
      {"<<<<<< HEAD\n", 0},
      {"<<<<<<<< HEAD\n", 0},
      {"=======\n", 0},  // underlines a heading as well
  };
  for (const Row& row : rows) EXPECT_EQ(conflict_marker_line(row.text), row.line) << row.text;
}

}  // namespace
}  // namespace sqlmig::project
