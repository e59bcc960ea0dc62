// Feeds any bytes to split_statements, in both dialects, and checks what must hold for all of them.
// Built with SQLMIG_HAVE_PG_QUERY, it also compares the statements with those that PostgreSQL's own
// parser finds, and which of them take data, wherever that parser accepts the text.
#include "sqltext/statements.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

bool is_of_copy(LexProblemKind kind) {
  return kind == LexProblemKind::unterminated_copy || kind == LexProblemKind::text_before_data;
}

bool has_problem(const Statements& split, LexProblemKind kind, std::size_t from, std::size_t to) {
  return std::any_of(split.problems.begin(), split.problems.end(), [&](const LexProblem& problem) {
    return problem.kind == kind && problem.offset >= from && problem.offset < to;
  });
}

void check_problems(const Statements& split, std::string_view script, SqlDialect dialect) {
  std::size_t after = 0;
  for (const LexProblem& problem : split.problems) {
    require(problem.offset >= after && problem.offset < script.size(), "problems ascend", script);
    after = problem.offset + 1;
    require(problem.kind != LexProblemKind::meta_command || dialect == SqlDialect::postgres,
            "only PostgreSQL has psql commands", script);
    require(problem.kind == LexProblemKind::meta_command || is_of_copy(problem.kind) ||
                &problem == &split.problems.back(),
            "nothing follows an unterminated construct", script);
    require(!is_of_copy(problem.kind) || dialect == SqlDialect::postgres,
            "only PostgreSQL has COPY", script);
  }
}

void check_piece(std::string_view piece, std::string_view script, SqlDialect dialect) {
  require(!holds_no_statement(piece.substr(0, 1), dialect),
          "a statement starts with its first byte", script);
  const Statements again = split_statements(piece, dialect);
  require(again.statements.size() == 1 && again.statements[0].begin == 0 &&
              again.statements[0].end == piece.size(),
          "a statement stays one when it stands alone", script);
  require(leading_words(piece, dialect, 3).size() <= 3, "no more words than asked for", script);
  (void)transaction_control(piece, dialect);
}

// The first line of `text` that is `\.`, written anew like past_comment.
std::size_t end_of_data(std::string_view text) {
  if (text == "\\." || text.substr(0, 3) == "\\.\n") return 0;
  const std::size_t inside = text.find("\n\\.\n");
  if (inside != std::string_view::npos) return inside + 1;
  const bool is_last = text.size() >= 3 && text.substr(text.size() - 3) == "\n\\.";
  return is_last ? text.size() - 2 : std::string_view::npos;
}

void check_data(const SqlStatement& statement, const Statements& split, std::string_view script) {
  require(statement.end <= statement.data_begin && statement.data_begin <= statement.data_end &&
              statement.data_end <= statement.next && statement.next <= script.size(),
          "the data lies behind its statement", script);
  const bool is_unterminated =
      has_problem(split, LexProblemKind::unterminated_copy, statement.begin, statement.begin + 1);
  if (statement.next == statement.end) return;
  const std::string_view rest = script.substr(statement.end, statement.data_begin - statement.end);
  require(rest.find('\n') == rest.size() - 1 || statement.data_begin == script.size(),
          "the data begins in the next line", script);
  const bool has_text =
      has_problem(split, LexProblemKind::text_before_data, statement.end, statement.data_begin);
  require(has_text || holds_no_statement(rest, SqlDialect::postgres),
          "what stands before the data is reported", script);
  const std::size_t end = end_of_data(script.substr(statement.data_begin));
  require((end == std::string_view::npos) == is_unterminated, "data without an end is reported",
          script);
  require(is_unterminated ? statement.data_end == script.size()
                          : statement.data_end == statement.data_begin + end,
          "the data ends at the first line that ends it", script);
  const std::string_view behind =
      script.substr(statement.data_end, statement.next - statement.data_end);
  require(is_unterminated ? behind.empty() : behind == "\\.\n" || behind == "\\.",
          "the script goes on behind that line", script);

  const std::string_view alone = script.substr(statement.begin, statement.next - statement.begin);
  const Statements again = split_statements(alone, SqlDialect::postgres);
  require(again.statements.size() == 1 && again.statements[0].next == alone.size() &&
              again.statements[0].data_begin == statement.data_begin - statement.begin &&
              again.statements[0].data_end == statement.data_end - statement.begin,
          "a statement keeps its data when it stands alone", script);
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
    check_data(statement, split, script);
    require(dialect == SqlDialect::postgres || statement.next == statement.end,
            "only PostgreSQL has data", script);
    at = statement.next;
  }
  require(holds_no_statement(script.substr(at), dialect), "nothing is left out at the end", script);
  check_problems(split, script, dialect);
  const Content expected = split.statements.empty() ? Content::blank : Content::statements;
  require(content_of(script, dialect) == expected, "content_of agrees", script);
}

#ifdef SQLMIG_HAVE_PG_QUERY
// What the server is sent: the script without data, and the statements where they are in that.
struct SentText {
  std::string text;
  std::vector<std::size_t> statements;
};

SentText without_data(std::string_view script, const Statements& split) {
  SentText sent;
  std::size_t at = 0;
  for (const SqlStatement& statement : split.statements) {
    sent.statements.push_back(sent.text.size() + (statement.begin - at));
    sent.text += script.substr(at, statement.data_begin - at);
    at = statement.next;
  }
  sent.text += script.substr(at);
  return sent;
}

// Whether it is COPY FROM STDIN, or nothing where the parser refuses it.
std::optional<bool> takes_data(std::string_view statement) {
  // As JSON, in which a name cannot look like a key.
  const PgQueryParseResult parsed = pg_query_parse(std::string(statement).c_str());
  std::optional<bool> result;
  if (parsed.error == nullptr) {
    const std::string_view tree = parsed.parse_tree;
    const auto has = [&](std::string_view key) { return tree.find(key) != std::string_view::npos; };
    result = has("\"stmt\":{\"CopyStmt\":{") && has("\"is_from\":true") && !has("\"filename\":");
  }
  pg_query_free_parse_result(parsed);
  return result;
}

void compare_with_parser(const std::string& script) {
  // The parser's text ends at a NUL, and it takes a byte order mark for a name.
  if (script.find('\0') != std::string::npos || script.rfind("\xEF\xBB\xBF", 0) == 0) return;
  const Statements split = split_statements(script, SqlDialect::postgres);
  const SentText sent = without_data(script, split);
  const PgQuerySplitResult parsed = pg_query_split_with_parser(sent.text.c_str());
  const bool is_text_before_data =
      has_problem(split, LexProblemKind::text_before_data, 0, script.size());
  if (parsed.error == nullptr && !is_text_before_data) {
    require(std::all_of(split.problems.begin(), split.problems.end(),
                        [](const LexProblem& problem) { return is_of_copy(problem.kind); }),
            "no problem in what the parser accepts", script);
    require(static_cast<std::size_t>(parsed.n_stmts) == split.statements.size(),
            "as many statements as the parser finds", script);
    for (std::size_t i = 0; i < split.statements.size(); ++i) {
      const SqlStatement& statement = split.statements[i];
      const std::size_t ours = sent.statements[i];
      const auto begin = static_cast<std::size_t>(parsed.stmts[i]->stmt_location);
      const auto length = static_cast<std::size_t>(parsed.stmts[i]->stmt_len);
      require(begin <= ours && (length == 0 || ours < begin + length),
              "each where the parser has it", script);
      const bool is_unterminated = has_problem(split, LexProblemKind::unterminated_copy,
                                               statement.begin, statement.begin + 1);
      const auto takes = takes_data(
          std::string_view(script).substr(statement.begin, statement.end - statement.begin));
      require(!takes || *takes == (statement.next > statement.end || is_unterminated),
              "data where the parser finds that it is to come", script);
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
