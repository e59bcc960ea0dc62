// Feeds any bytes to the reader of lexemes, in both dialects, and compares them with the tokens of
// SQLite and, built with SQLMIG_HAVE_PG_QUERY, with those of PostgreSQL's own lexer.
#include "sqltext/lexemes.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
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

std::vector<Lexeme> lexemes_of(std::string_view text, SqlDialect dialect) {
  std::vector<Lexeme> lexemes;
  LexemeReader reader(text, dialect);
  for (Lexeme lexeme = reader.next(); lexeme.kind != Lexeme::Kind::end_of_text;
       lexeme = reader.next()) {
    lexemes.push_back(lexeme);
  }
  return lexemes;
}

std::string_view text_of(const Lexeme& lexeme, std::string_view script) {
  return script.substr(lexeme.begin, lexeme.end - lexeme.begin);
}

bool holds(std::string_view script, std::string_view what) {
  return script.find(what) != std::string_view::npos;
}

// The lexemes with no more between them than keeps them what they are.
std::string spaced_out(std::string_view script, const std::vector<Lexeme>& lexemes) {
  std::string text;
  auto before = Lexeme::Kind::plain;
  for (const Lexeme& lexeme : lexemes) {
    const bool needs_line_end =
        before == Lexeme::Kind::psql_command || lexeme.kind == Lexeme::Kind::string_part;
    text += needs_line_end ? '\n' : ' ';
    text += text_of(lexeme, script);
    before = lexeme.kind;
  }
  return text;
}

void check_invariants(std::string_view script, SqlDialect dialect) {
  const std::vector<Lexeme> lexemes = lexemes_of(script, dialect);
  std::size_t at = 0;
  for (const Lexeme& lexeme : lexemes) {
    require(lexeme.begin >= at && lexeme.end > lexeme.begin && lexeme.end <= script.size(),
            "lexemes ascend within the script", script);
    at = lexeme.end;
  }
  const std::string spaced = spaced_out(script, lexemes);
  const std::vector<Lexeme> again = lexemes_of(spaced, dialect);
  require(again.size() == lexemes.size(), "as many lexemes when spaced out", script);
  for (std::size_t i = 0; i < lexemes.size(); ++i) {
    require(again[i].kind == lexemes[i].kind &&
                text_of(again[i], spaced) == text_of(lexemes[i], script),
            "the same lexemes when spaced out", script);
  }
}

// What SQLite complains about in the first token of `text`, which stands where only a ';' may.
std::string complaint_of_sqlite(std::string_view text) {
  static sqlite3* const kDatabase = [] {
    sqlite3* database = nullptr;
    sqlite3_open(":memory:", &database);
    return database;
  }();
  sqlite3_stmt* statement = nullptr;
  const std::string script = "RELEASE[x]" + std::string(text);
  const int code = sqlite3_prepare_v2(kDatabase, script.c_str(), -1, &statement, nullptr);
  sqlite3_finalize(statement);
  return code == SQLITE_OK ? "" : sqlite3_errmsg(kDatabase);
}

// X'1''2' is two tokens, and 0x1FG was before version 3.46.
bool may_be_more_tokens(const std::string& lexeme) {
  const std::string start = lexeme.substr(0, 2);
  return start == "x'" || start == "X'" || start == "0x" || start == "0X";
}

void compare_with_sqlite(std::string_view script) {
  // Its text ends at a NUL; it takes a byte order mark anywhere for a blank, and a vertical tab
  // behind one.
  if (holds(script, std::string_view("\0", 1)) || holds(script, "\xEF\xBB\xBF") ||
      holds(script, "\v")) {
    return;
  }
  std::size_t at = 0;
  for (const Lexeme& lexeme : lexemes_of(script, SqlDialect::sqlite)) {
    const std::string text(text_of(lexeme, script));
    const bool is_number = text.find_first_of("0123456789.") == 0;
    if (is_number && holds(text, "_")) return;  // two tokens or one, before and from version 3.46
    if (text.substr(0, 2) == "/*") return;      // a comment without an end is one to SQLite
    const std::string complaint = complaint_of_sqlite(script.substr(at));
    if (text == ";") {
      require(complaint.empty(), "SQLite has a semicolon", script);
    } else if (may_be_more_tokens(text)) {
      require(complaint.find('"' + text.substr(0, 2)) != std::string::npos,
              "SQLite has a token that begins so", script);
    } else {
      require(complaint == "near \"" + text + "\": syntax error" ||
                  complaint == "unrecognized token: \"" + text + "\"",
              ("SQLite has the token: " + complaint).c_str(), script);
    }
    at = lexeme.end;
  }
  require(complaint_of_sqlite(script.substr(at)).empty(), "SQLite has no more tokens", script);
}

#ifdef SQLMIG_HAVE_PG_QUERY

struct PostgresToken {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t kind = 0;
};

// Reads what pg_query_scan() returns: a message of protocol buffers, whose fields are numbers but
// for the tokens, which are messages of numbers.
class ProtobufReader {
 public:
  explicit ProtobufReader(std::string_view bytes) : bytes_(bytes) {}

  std::vector<PostgresToken> tokens() {
    constexpr std::uint64_t kMessage = 2;
    std::vector<PostgresToken> tokens;
    while (at_ < bytes_.size()) {
      const std::uint64_t key = number();
      const std::uint64_t value = number();
      if ((key & 7U) != kMessage) continue;
      tokens.push_back(ProtobufReader(bytes_.substr(at_, value)).token());
      at_ += value;
    }
    return tokens;
  }

 private:
  PostgresToken token() {
    PostgresToken token;
    while (at_ < bytes_.size()) {
      const std::uint64_t field = number() >> 3U;
      const std::uint64_t value = number();
      if (field == 1) token.begin = value;
      if (field == 2) token.end = value;
      if (field == 4) token.kind = value;
    }
    return token;
  }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if ((byte & 0x80U) == 0) return value;
    }
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
};

// As the grammar numbers them.
constexpr std::uint64_t kUnicodeIdentifier = 259;
constexpr std::uint64_t kFirstString = 261;
constexpr std::uint64_t kLastString = 264;
constexpr std::uint64_t kUnicodeString = 262;
constexpr std::uint64_t kLineComment = 275;
constexpr std::uint64_t kBlockComment = 276;

// To libpg_query, for which comments are tokens, a string does not go on behind one.
bool ends_string_with_comment(const std::vector<PostgresToken>& tokens) {
  const auto is_end = [](const PostgresToken& token, const PostgresToken& next) {
    return token.kind >= kFirstString && token.kind <= kLastString && next.kind == kLineComment;
  };
  return std::adjacent_find(tokens.begin(), tokens.end(), is_end) != tokens.end();
}

void compare_with_tokens(std::string_view script, const std::vector<PostgresToken>& tokens) {
  const std::vector<Lexeme> lexemes = lexemes_of(script, SqlDialect::postgres);
  auto token = tokens.begin();
  const auto skip_comments = [&] {
    while (token != tokens.end() && (token->kind == kLineComment || token->kind == kBlockComment)) {
      ++token;
    }
  };
  for (std::size_t i = 0; i < lexemes.size(); ++i) {
    const std::size_t begin = lexemes[i].begin;
    while (i + 1 < lexemes.size() && lexemes[i + 1].kind == Lexeme::Kind::string_part) ++i;
    const std::size_t end = lexemes[i].end;
    // 1e3$a is an error to the later of PostgreSQL 15's minor releases, and libpg_query is earlier.
    const std::string_view text = script.substr(begin, end - begin);
    if (text.find_first_of("0123456789.") == 0 && holds(text, "$")) return;
    skip_comments();
    require(token != tokens.end() && token->begin == begin, "PostgreSQL's token begins there",
            script);
    // N'a' and B'1''1' are two tokens.
    const bool may_be_more = text.substr(1, 1) == "'" && text.find_first_of("nNbBxX") == 0;
    while (may_be_more && token->end < end && token + 1 != tokens.end()) ++token;
    const bool has_end = token->kind != kUnicodeIdentifier && token->kind != kUnicodeString;
    require(!has_end || token->end == end, "PostgreSQL's token ends there", script);
    ++token;
  }
  skip_comments();
  require(token == tokens.end(), "PostgreSQL has no more tokens", script);
}

void compare_with_postgres(const std::string& script) {
  // The lexer's text ends at a NUL. libpg_query has rules of its own for a question mark, and knows
  // nothing of psql. A vertical tab is a blank to PostgreSQL 16.
  if (script.find_first_of(std::string_view("\0?\\\v", 4)) != std::string::npos) return;
  const PgQueryScanResult scanned = pg_query_scan(script.c_str());
  if (scanned.error == nullptr) {
    const auto tokens = ProtobufReader({scanned.pbuf.data, scanned.pbuf.len}).tokens();
    if (!ends_string_with_comment(tokens)) compare_with_tokens(script, tokens);
  }
  pg_query_free_scan_result(scanned);
}
#endif

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer looks for
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string script(data, data + size);
  check_invariants(script, SqlDialect::postgres);
  check_invariants(script, SqlDialect::sqlite);
  compare_with_sqlite(script);
#ifdef SQLMIG_HAVE_PG_QUERY
  compare_with_postgres(script);
#endif
  return 0;
}
