#include "sqltext/pragmas.hpp"

#include "sqltext/token_scanner.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace sqlmig::sqltext {
namespace {

constexpr std::string_view kNoTransaction =
    "move it into a revision of its own whose script starts with: -- sqlmig: no-transaction";

struct Rule {
  enum class When : std::uint8_t { set, always };
  std::string_view name;
  When when;
  std::string_view message;  // behind `PRAGMA name`
  std::string_view advice;
};

constexpr std::array kRules{
    Rule{"foreign_keys", Rule::When::set, "does nothing in a transaction",
         "start the script with: -- sqlmig: foreign-keys off"},
    Rule{"journal_mode", Rule::When::set, "cannot be set in a transaction", kNoTransaction},
    Rule{"synchronous", Rule::When::set, "cannot be set in a transaction", kNoTransaction},
    Rule{"wal_checkpoint", Rule::When::always, "cannot run in a transaction", kNoTransaction},
    Rule{"auto_vacuum", Rule::When::set, "does nothing in a transaction",
         "move it, with a VACUUM behind it, into a revision of its own whose script starts with: "
         "-- sqlmig: no-transaction"},
    Rule{"page_size", Rule::When::set, "does nothing in a transaction",
         "move it, with a VACUUM behind it, into a revision of its own whose script starts with: "
         "-- sqlmig: no-transaction"},
    Rule{"encoding", Rule::When::set, "does nothing in a database that is there already",
         "remove it, and set the encoding when the file is made"},
};

bool is_same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

}  // namespace

std::optional<Pragma> pragma_in(std::string_view statement) {
  TokenScanner scanner(statement, SqlDialect::sqlite);
  const auto text = [&](const Token& token) {
    return statement.substr(token.begin, token.end - token.begin);
  };
  if (!is_same_word(text(scanner.next()), "PRAGMA")) return std::nullopt;
  Token name = scanner.next();
  Token behind = scanner.next();
  if (text(behind) == ".") {
    name = scanner.next();
    behind = scanner.next();
  }
  Pragma pragma{text(name), PragmaUse::reads};
  if (name.kind == TokenKind::quoted_identifier && pragma.name.size() >= 2)
    pragma.name = pragma.name.substr(1, pragma.name.size() - 2);
  if (behind.kind == TokenKind::open_paren || text(behind) == "=") pragma.use = PragmaUse::sets;
  return pragma;
}

std::optional<PragmaRefusal> refused_in_transaction(const Pragma& pragma,
                                                    ForeignKeys foreign_keys) {
  for (const Rule& rule : kRules) {
    if (!is_same_word(pragma.name, rule.name)) continue;
    if (rule.when == Rule::When::set && pragma.use == PragmaUse::reads) continue;
    if (rule.name == "foreign_keys" && foreign_keys == ForeignKeys::off) continue;
    return PragmaRefusal{fmt::format("PRAGMA {} {}", rule.name, rule.message),
                         std::string(rule.advice)};
  }
  return std::nullopt;
}

}  // namespace sqlmig::sqltext
