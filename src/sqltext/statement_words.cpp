#include "sqltext/statement_words.hpp"

#include "sqltext/keywords.hpp"
#include "sqltext/lexemes.hpp"

#include <algorithm>

namespace sqlmig::sqltext {
namespace {

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '"' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

StatementWords::StatementWords(std::string_view statement) {
  LexemeReader reader(statement, SqlDialect::postgres);
  for (Lexeme lexeme = reader.next(); lexeme.kind != Lexeme::Kind::end_of_text;
       lexeme = reader.next()) {
    const std::string_view text = statement.substr(lexeme.begin, lexeme.end - lexeme.begin);
    if (text != ";") lexemes_.push_back(text);
  }
}

bool StatementWords::is(std::string_view keyword, std::size_t ahead) const {
  return at_ + ahead < lexemes_.size() && is_keyword(lexemes_[at_ + ahead], keyword);
}

bool StatementWords::is_any_of(std::initializer_list<std::string_view> keywords) const {
  return std::any_of(keywords.begin(), keywords.end(),
                     [this](std::string_view keyword) { return is(keyword); });
}

bool StatementWords::accept(std::string_view keyword) { return accept({keyword}); }

bool StatementWords::accept(std::initializer_list<std::string_view> keywords) {
  std::size_t ahead = 0;
  for (const std::string_view keyword : keywords) {
    if (!is(keyword, ahead++)) return false;
  }
  at_ += ahead;
  return true;
}

void StatementWords::skip() {
  std::size_t depth = 0;
  do {
    if (is("(")) ++depth;
    if (is(")") && depth > 0) --depth;
    step();
  } while (depth > 0 && !at_end());
}

bool StatementWords::skip_behind(std::string_view keyword) {
  while (!at_end()) {
    if (accept(keyword)) return true;
    skip();
  }
  return false;
}

std::optional<std::string> StatementWords::name() {
  if (!is_part_of_name(at_)) return std::nullopt;
  std::string name(lexemes_[at_++]);
  while (is(".") && is_part_of_name(at_ + 1)) {
    name.append(".").append(lexemes_[at_ + 1]);
    at_ += 2;
  }
  return name;
}

bool StatementWords::is_part_of_name(std::size_t at) const {
  if (at >= lexemes_.size() || !begins_name(lexemes_[at].front())) return false;
  // A string with a prefix, such as E'…', is none.
  return lexemes_[at].back() != '\'';
}

std::string folded_name(std::string_view name) {
  std::string folded;
  bool quoted = false;
  for (const char c : name) {
    if (c == '"') quoted = !quoted;
    folded += quoted || c < 'A' || c > 'Z' ? c : static_cast<char>(c - 'A' + 'a');
  }
  // What is quoted without need is the same as what is not.
  std::string plain = folded;
  std::erase(plain, '"');
  const bool no_need = std::all_of(plain.begin(), plain.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
  return no_need ? plain : folded;
}

std::string without_last_part(const std::string& name) {
  bool quoted = false;
  std::size_t end = name.size();
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '"') quoted = !quoted;
    if (name[i] == '.' && !quoted) end = i;
  }
  return name.substr(0, end);
}

}  // namespace sqlmig::sqltext
