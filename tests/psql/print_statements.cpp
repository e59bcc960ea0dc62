// Prints how a script is split, for scripts/compare_with_psql: each statement as "S" and its text
// without psql commands, the data behind it as "D" and its text, and "R" where sqlmig refuses what
// psql takes: text between COPY and its data. Each is closed by a NUL.
#include "sqltext/statements.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

using namespace sqlmig::sqltext;

namespace {

void print(char tag, std::string_view text) {
  std::putchar(tag);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::putchar('\0');
}

std::string without_commands(std::string_view script, const SqlStatement& statement,
                             const Statements& split) {
  std::string text;
  std::size_t at = statement.begin;
  for (const LexProblem& problem : split.problems) {
    const bool is_inside = problem.offset >= at && problem.offset < statement.end;
    if (problem.kind != LexProblemKind::meta_command || !is_inside) continue;
    text += script.substr(at, problem.offset - at);
    at = std::min(script.find('\n', problem.offset), statement.end);
  }
  return text.append(script.substr(at, statement.end - at));
}

void print_statements(std::string_view script) {
  const Statements split = split_statements(script, SqlDialect::postgres);
  for (const SqlStatement& statement : split.statements) {
    print('S', without_commands(script, statement, split));
    if (statement.next > statement.end) {
      print('D', script.substr(statement.data_begin, statement.data_end - statement.data_begin));
    }
  }
  for (const LexProblem& problem : split.problems) {
    if (problem.kind == LexProblemKind::text_before_data) print('R', "");
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::ifstream file(argc == 2 ? argv[1] : "", std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "usage: %s FILE\n", argv[0]);
    return 2;
  }
  print_statements(std::string(std::istreambuf_iterator<char>(file), {}));
  return 0;
}
