// Feeds two texts, with a line of ===== between them, to compare_scripts, in both dialects, and
// checks what must hold for all of them. A text without that line is compared with itself only.
#include "sqltext/directives.hpp"
#include "sqltext/lexemes.hpp"
#include "sqltext/script_change.hpp"
#include "sqltext/statements.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace sqlmig::sqltext;
using Extent = ScriptChange::Extent;

namespace {

void require(bool holds, const char* what, std::string_view before, std::string_view after) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\nbefore: %.*s\nafter: %.*s\n", what,
               static_cast<int>(before.size()), before.data(), static_cast<int>(after.size()),
               after.data());
  std::abort();
}

void check_shape(const ScriptChange& change, std::string_view before, std::string_view after,
                 SqlDialect dialect) {
  const std::size_t statements = split_statements(after, dialect).statements.size();
  require((change.statement > 0) == (change.extent == Extent::statements),
          "a statement is named if one differs", before, after);
  require(change.statement <= statements + 1, "one more than the last at most", before, after);
  require(change.offset <= after.size(), "the offset lies in the text", before, after);
  require((change.extent == Extent::none) == (before == after), "equal texts are no change", before,
          after);
}

void check_pair(std::string_view before, std::string_view after, SqlDialect dialect) {
  const ScriptChange change = compare_scripts(before, after, dialect);
  const ScriptChange reverse = compare_scripts(after, before, dialect);
  check_shape(change, before, after, dialect);
  check_shape(reverse, after, before, dialect);
  require(change.extent == reverse.extent, "the reverse has the same extent", before, after);
}

void check_both_dialects(std::string_view before, std::string_view after) {
  const auto is_layout = [](const ScriptChange& change) { return change.extent == Extent::layout; };
  const bool in_both = is_layout(compare_scripts(before, after, SqlDialect::postgres)) &&
                       is_layout(compare_scripts(before, after, SqlDialect::sqlite));
  require(is_layout(compare_scripts(before, after)) == in_both,
          "layout without a dialect is layout for both", before, after);
}

bool has_data(std::string_view script, SqlDialect dialect) {
  const auto statements = split_statements(script, dialect).statements;
  return std::any_of(statements.begin(), statements.end(), [](const SqlStatement& statement) {
    return statement.data_begin > statement.end;
  });
}

// Data that is longer by a blank is another, wherever it is in the script.
void check_data(const std::string& script) {
  for (const SqlStatement& statement : split_statements(script, SqlDialect::postgres).statements) {
    if (statement.data_end == statement.data_begin) continue;
    std::string edited = script;
    edited.insert(statement.data_end - 1, " ");
    require(compare_scripts(script, edited, SqlDialect::postgres).extent == Extent::statements,
            "data is compared byte by byte", script, edited);
  }
}

// The script with a blank or comment more between any two of its lexemes, but where that would join
// two parts of a string or become part of a psql command.
std::string with_fillers(const std::string& script, std::size_t rotation, SqlDialect dialect) {
  constexpr std::array<std::string_view, 4> kFillers{" ", "\t/* ' */", " /*\n*/\t", " -- $$\n/**/"};
  std::string edited;
  std::size_t copied = 0;
  LexemeReader reader(script, dialect);
  Lexeme before = reader.next();
  for (Lexeme after = reader.next(); after.kind != Lexeme::Kind::end_of_text;
       after = reader.next()) {
    const bool is_exempt =
        before.kind == Lexeme::Kind::psql_command || after.kind == Lexeme::Kind::string_part;
    if (!is_exempt) {
      edited.append(script, copied, before.end - copied);
      edited += kFillers[rotation % kFillers.size()];
      copied = before.end;
    }
    before = after;
    ++rotation;
  }
  return edited.append(script, copied);
}

void check_script(const std::string& script, SqlDialect dialect) {
  check_pair(script, script, dialect);
  // SQLite's $a(;) is one lexeme, but it is split at the semicolon.
  const bool may_disagree = dialect == SqlDialect::sqlite &&
                            script.find('(') != std::string::npos &&
                            script.find_first_of("$@:#") != std::string::npos;
  if (may_disagree) return;
  if (has_data(script, dialect)) return check_data(script);  // its lexemes are not all of it
  for (std::size_t rotation = 0; rotation < 4; ++rotation) {
    const std::string edited = with_fillers(script, rotation, dialect);
    if (edited == script) return;
    check_pair(script, edited, dialect);
    const bool is_run_alike =
        scan_directives(edited).directives == scan_directives(script).directives;
    require(compare_scripts(script, edited, dialect).extent ==
                (is_run_alike ? Extent::layout : Extent::directives),
            "what is inserted between lexemes is layout", script, edited);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer looks for
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view kSeparator = "=====\n";
  const std::string both(data, data + size);
  const std::size_t separator = both.find(kSeparator);
  const std::string before = both.substr(0, separator);
  const std::string after =
      separator == std::string::npos ? before : both.substr(separator + kSeparator.size());
  for (const SqlDialect dialect : {SqlDialect::postgres, SqlDialect::sqlite}) {
    check_script(before, dialect);
    check_pair(before, after, dialect);
  }
  check_both_dialects(before, after);
  return 0;
}
