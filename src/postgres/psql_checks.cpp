#include "postgres/psql_checks.hpp"

#include "core/statement_text.hpp"
#include "postgres/psql_text.hpp"
#include "sqltext/mentions.hpp"
#include "sqltext/statements.hpp"
#include <embedded_sql.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>

namespace sqlmig::postgres {
namespace {

// Units: most differences that are named.
constexpr int kMostNamed = 20;

std::string lower(std::string_view word) {
  std::string text(word);
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c;
  });
  return text;
}

// The identifiers of a statement, as the catalog has them.
std::vector<std::string> identifiers(std::string_view statement) {
  std::vector<std::string> names;
  sqltext::TokenScanner scanner(statement, sqltext::SqlDialect::postgres);
  for (sqltext::Token token = scanner.next(); token.kind != sqltext::TokenKind::end_of_text;
       token = scanner.next()) {
    const std::string_view text = statement.substr(token.begin, token.end - token.begin);
    if (token.kind == sqltext::TokenKind::word) names.push_back(lower(text));
    if (token.kind != sqltext::TokenKind::quoted_identifier || !text.starts_with('"')) continue;
    std::string name;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
      name += text[i];
      if (text[i] == '"') ++i;
    }
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

std::string block_to_lock(std::int64_t key) {
  std::string holder(sql::postgres_lock_holder);
  holder = with_values({holder, {key}}, &literal_for_psql);
  return fmt::format(
      "\nBEGIN\n"
      "  IF NOT pg_catalog.pg_try_advisory_lock({0}) THEN\n"
      "    RAISE EXCEPTION USING\n"
      "      MESSAGE = 'sqlmig: another runner is at work on this database; nothing was changed',\n"
      "      DETAIL = coalesce((\n{1}), 'nothing is known of it'),\n"
      "      HINT = 'run it again when that has ended';\n"
      "  END IF;\n"
      "END\n",
      key, holder);
}

std::string block_to_require_lock(std::int64_t key) {
  return fmt::format(
      "\nBEGIN\n"
      "  IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_locks\n"
      "      WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'advisory' AND objsubid = 1\n"
      "      AND (classid::bigint << 32 | objid::bigint) = {}) THEN\n"
      "    RAISE EXCEPTION 'sqlmig: the lock that keeps other runners out was lost'\n"
      "      USING HINT = 'what ran before is recorded; see sqlmig status';\n"
      "  END IF;\n"
      "END\n",
      key);
}

std::string block_to_unlock(std::int64_t key) {
  return fmt::format("\nBEGIN\n  PERFORM pg_catalog.pg_advisory_unlock({});\nEND\n", key);
}

std::string block_to_require(const ScriptBeginning& beginning, const VersionTableDialect& names) {
  const bool needed = beginning.table == ScriptBeginning::VersionTable::needed;
  return fmt::format(
      "\nDECLARE\n"
      "  differences text;\n"
      "BEGIN\n"
      "  IF pg_catalog.to_regclass({0}) IS NULL AND pg_catalog.to_regclass({1}) IS NULL THEN\n"
      "    {2};\n"
      "  END IF;\n"
      "  SELECT pg_catalog.string_agg(difference, E'\\n') INTO differences FROM (SELECT * FROM (\n"
      "{3}\n"
      ") AS found (difference) LIMIT {4}) AS named;\n"
      "  IF differences IS NOT NULL THEN\n"
      "    RAISE EXCEPTION USING\n"
      "      MESSAGE = 'sqlmig: the database is not in the state that this script was written for;"
      " nothing was changed',\n"
      "      DETAIL = differences;\n"
      "  END IF;\n"
      "END\n",
      literal_for_psql(names.format), literal_for_psql(names.revisions),
      needed ? "RAISE EXCEPTION 'sqlmig: there is no version table here; nothing was changed'\n"
               "      USING DETAIL = 'this script was written for a database in which revisions are"
               " applied'"
             : "RETURN",
      beginning.differences, kMostNamed);
}

std::optional<std::string> block_to_require_valid_index(std::string_view statement) {
  constexpr std::size_t kWords = 3;  // CREATE UNIQUE INDEX
  const auto words = sqltext::leading_words(statement, sqltext::SqlDialect::postgres, kWords);
  if (std::find(words.begin(), words.end(), "INDEX") == words.end()) return std::nullopt;
  std::string names;
  for (const std::string& name : identifiers(statement))
    names += (names.empty() ? "" : ", ") + literal_for_psql(name);
  return fmt::format(
      "\nDECLARE\n"
      "  invalid text;\n"
      "BEGIN\n"
      "  SELECT pg_catalog.string_agg(i.name, ', ') INTO invalid FROM (\n{}\n"
      "  ) AS i (schema, name) WHERE i.name IN ({});\n"
      "  IF invalid IS NOT NULL THEN\n"
      "    RAISE EXCEPTION 'sqlmig: the index % is invalid: it is there, and not used', invalid;\n"
      "  END IF;\n"
      "END\n",
      std::string_view(sql::postgres_invalid_indexes), names);
}

bool may_unlock(std::string_view script) {
  const std::string text = lower(script);
  return text.find("advisory_unlock") != std::string::npos ||
         text.find("discard") != std::string::npos;
}

std::vector<ScriptProblem> unskippable_data(std::string_view script) {
  std::vector<ScriptProblem> problems;
  for (const sqltext::SqlStatement& statement :
       sqltext::split_statements(script, sqltext::SqlDialect::postgres).statements) {
    const std::string_view data =
        script.substr(statement.data_begin, statement.data_end - statement.data_begin);
    const std::size_t at = data.find_first_of("\r\x01\x02");
    if (at == std::string_view::npos) continue;
    problems.push_back({statement.data_begin + at,
                        "a control character in the data of COPY, which cannot be skipped"});
  }
  return problems;
}

}  // namespace sqlmig::postgres
