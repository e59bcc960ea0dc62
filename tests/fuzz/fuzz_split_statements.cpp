// Feeds any bytes to split_statements, in both dialects, and checks what must hold for all of them.
// Built with SQLMIG_HAVE_PG_QUERY, it also compares the statements with those that PostgreSQL's own
// parser finds, wherever that parser accepts the text.
#include "sqltext/statements.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#ifdef SQLMIG_HAVE_PG_QUERY
#include <pg_query.h>
#endif

using namespace sqlmig::sqltext;

namespace {

void require(bool holds, const char* what, std::string_view script) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\nin: %.*s\n", what, static_cast<int>(script.size()),
               script.data());
  std::abort();
}

// One past the comment that opens at `at`. Written anew, and not with the scanner, so that the two
// can disagree.
std::size_t past_comment(std::string_view text, std::size_t at, SqlDialect dialect) {
  if (text[at] == '-') {
    const char* ends = dialect == SqlDialect::postgres ? "\r\n" : "\n";
    return std::min(text.find_first_of(ends, at), text.size());
  }
  int depth = 0;
  while (at < text.size()) {
    const std::string_view two = text.substr(at, 2);
    if (two == "/*" && (depth == 0 || dialect == SqlDialect::postgres)) {
      ++depth;
      at += 2;
    } else if (two == "*/") {
      at += 2;
      if (--depth == 0) return at;
    } else {
      ++at;
    }
  }
  return text.size();
}

bool holds_no_statement(std::string_view gap, SqlDialect dialect) {
  const std::string_view blanks = dialect == SqlDialect::postgres ? " \t\n\r\f\v;" : " \t\n\r\f;";
  std::size_t at = 0;
  while (at < gap.size()) {
    const std::string_view two = gap.substr(at, 2);
    if (blanks.find(gap[at]) != std::string_view::npos) {
      ++at;
    } else if (two == "--" || two == "/*") {
      at = past_comment(gap, at, dialect);
    } else if (gap[at] == '\\' && dialect == SqlDialect::postgres) {
      at = std::min(gap.find_first_of("\r\n", at), gap.size());
    } else {
      return false;
    }
  }
  return true;
}

void check_problems(const Statements& split, std::string_view script, SqlDialect dialect) {
  std::size_t after = 0;
  for (const LexProblem& problem : split.problems) {
    require(problem.offset >= after && problem.offset < script.size(), "problems ascend", script);
    after = problem.offset + 1;
    require(problem.kind != LexProblemKind::meta_command || dialect == SqlDialect::postgres,
            "only PostgreSQL has psql commands", script);
    require(problem.kind == LexProblemKind::meta_command || &problem == &split.problems.back(),
            "nothing follows an unterminated construct", script);
  }
}

void check_piece(std::string_view piece, std::string_view script, SqlDialect dialect) {
  require(!holds_no_statement(piece.substr(0, 1), dialect),
          "a statement starts with its first byte", script);
  const Statements again = split_statements(piece, dialect);
  require(again.statements.size() == 1 && again.statements[0] == SqlStatement{0, piece.size()},
          "a statement stays one when it stands alone", script);
  require(leading_words(piece, dialect, 3).size() <= 3, "no more words than asked for", script);
  (void)transaction_control(piece, dialect);
}

void check_invariants(std::string_view script, SqlDialect dialect) {
  const Statements split = split_statements(script, dialect);
  std::size_t at = 0;
  for (const SqlStatement& statement : split.statements) {
    require(
        statement.begin >= at && statement.end > statement.begin && statement.end <= script.size(),
        "statements ascend within the script", script);
    require(holds_no_statement(script.substr(at, statement.begin - at), dialect),
            "nothing is left out", script);
    check_piece(script.substr(statement.begin, statement.end - statement.begin), script, dialect);
    at = statement.end;
  }
  require(holds_no_statement(script.substr(at), dialect), "nothing is left out at the end", script);
  check_problems(split, script, dialect);
  const Content expected = split.statements.empty() ? Content::blank : Content::statements;
  require(content_of(script, dialect) == expected, "content_of agrees", script);
}

#ifdef SQLMIG_HAVE_PG_QUERY
void compare_with_parser(const std::string& script) {
  // The parser's text ends at a NUL, and it takes a byte order mark for a name.
  if (script.find('\0') != std::string::npos || script.rfind("\xEF\xBB\xBF", 0) == 0) return;
  const PgQuerySplitResult parsed = pg_query_split_with_parser(script.c_str());
  if (parsed.error == nullptr) {
    const Statements split = split_statements(script, SqlDialect::postgres);
    require(split.problems.empty(), "no problem in what the parser accepts", script);
    require(static_cast<std::size_t>(parsed.n_stmts) == split.statements.size(),
            "as many statements as the parser finds", script);
    for (std::size_t i = 0; i < split.statements.size(); ++i) {
      const std::size_t ours = split.statements[i].begin;
      const auto begin = static_cast<std::size_t>(parsed.stmts[i]->stmt_location);
      const auto length = static_cast<std::size_t>(parsed.stmts[i]->stmt_len);
      require(begin <= ours && (length == 0 || ours < begin + length),
              "each where the parser has it", script);
    }
  }
  pg_query_free_split_result(parsed);
}
#endif

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer looks for
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string script(data, data + size);
  check_invariants(script, SqlDialect::postgres);
  check_invariants(script, SqlDialect::sqlite);
#ifdef SQLMIG_HAVE_PG_QUERY
  compare_with_parser(script);
#endif
  return 0;
}
