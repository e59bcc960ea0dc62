// Walking along a PostgreSQL statement by its words and names.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {

/// Shape: nothing moves behind the end of the statement. Keywords are given in upper case; a quoted
/// identifier is never one. The statement must outlive the walk.
class StatementWords {
 public:
  explicit StatementWords(std::string_view statement);

  [[nodiscard]] bool at_end() const { return at_ >= lexemes_.size(); }
  /// Whether the lexeme that comes `ahead` lexemes behind the next is this keyword, or this sign.
  [[nodiscard]] bool is(std::string_view keyword, std::size_t ahead = 0) const;
  [[nodiscard]] bool is_any_of(std::initializer_list<std::string_view> keywords) const;
  /// Goes behind the keywords if all of them come next.
  bool accept(std::string_view keyword);
  bool accept(std::initializer_list<std::string_view> keywords);
  /// Goes behind one lexeme, or behind all between a parenthesis and its end.
  void skip();
  /// Goes behind the next of these keywords outside of parentheses, or to the end if there is none.
  bool skip_behind(std::string_view keyword);
  /// Goes to the next comma outside of parentheses, and behind it.
  bool skip_behind_comma() { return skip_behind(","); }
  /// Goes behind one lexeme, into a parenthesis too.
  void step() { ++at_; }
  /// A name, with what it is qualified by, as it is written but for blanks; nothing, having gone
  /// nowhere, if none comes next.
  [[nodiscard]] std::optional<std::string> name();

 private:
  [[nodiscard]] bool is_part_of_name(std::size_t at) const;

  std::vector<std::string_view> lexemes_;
  std::size_t at_ = 0;
};

/// Two names of the same thing, as far as their schema is given alike, are equal when they are
/// folded: what is not quoted is taken in small letters.
[[nodiscard]] std::string folded_name(std::string_view name);
/// The name without its last part; the whole name if it has only one.
[[nodiscard]] std::string without_last_part(const std::string& name);

}  // namespace sqlmig::sqltext
