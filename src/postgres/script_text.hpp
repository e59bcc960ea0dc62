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
/// nothing to a server.
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
  /// Where the row of data begins in the script that the context of an error of this statement
  /// names ("COPY t, line 3"); nothing if it names none.
  [[nodiscard]] std::optional<std::size_t> offset_of_row(std::size_t statement,
                                                         std::string_view context) const;

 private:
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
