// The text of a script as the server is sent it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::postgres {

/// What of a script goes into a message, and what goes beside it: the data behind COPY … FROM STDIN
/// is sent when the server asks for it, and the commands that pg_dump guards its dumps with mean
/// nothing to a server. Linear time.
class ScriptText {
 public:
  /// `script` must outlive it.
  explicit ScriptText(std::string_view script);

  /// The SQL to be sent.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// What follows each COPY FROM STDIN up to the line `\.`, in the order in which the server asks
  /// for it. May be empty texts.
  [[nodiscard]] std::vector<std::string_view> copy_data() const;
  /// Where each statement begins in the script, in order.
  [[nodiscard]] const std::vector<std::size_t>& statements() const { return statements_; }
  /// The place in the script of a place in `text()`, both in bytes; no further than the end.
  [[nodiscard]] std::size_t script_offset(std::size_t text_offset) const;
  /// The place in the script of the row that the server names in the CONTEXT of an error, such as
  /// `COPY t, line 2, column a: "x"`; nothing if it names none. The row after the last is the line
  /// `\.`. `statement` counts from 0. Source: PostgreSQL's CopyFromErrorCallback(), whose words may
  /// be in another language, but not in another order.
  [[nodiscard]] std::optional<std::size_t> offset_of_row(std::size_t statement,
                                                         std::string_view context) const;

 private:
  void append(std::size_t begin, std::size_t end);

  // A run of bytes that the two have in common.
  struct Piece {
    std::size_t text_begin;
    std::size_t script_begin;
  };

  std::string_view script_;
  std::string text_;
  std::vector<std::optional<std::string_view>> data_;
  std::vector<std::size_t> statements_;
  std::vector<Piece> pieces_;
};

}  // namespace sqlmig::postgres
