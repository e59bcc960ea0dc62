// Parts of the texts about many databases.
#pragma once

#include "cli/render_text.hpp"
#include "cli/target_outcome.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace sqlmig::cli {

/// What an error says first, in one line, with its place.
[[nodiscard]] std::string first_line_of(const Error& error);

/// With blanks behind it up to that many characters.
[[nodiscard]] std::string padded(const std::string& text, std::size_t width);

/// All names; of many only the first ones, and how many more there are, unless more is wanted.
[[nodiscard]] std::string listed_in_short(const std::vector<std::string>& names, ListStyle list);

/// How many there are, and how many of them ended how; a line.
[[nodiscard]] std::string counts_of(const std::vector<Ended>& ends, const Style& style);

/// Equal for findings that say the same of several databases. The message is left out: it may tell
/// when and by whom something was applied, which is another on each.
[[nodiscard]] std::string key_of(const Finding& finding);

/// Texts that say the same of several, each once, in the order in which they came.
class TextsByTarget {
 public:
  struct Text {
    std::string text;
    std::vector<std::string> names;
  };
  /// Texts with the same key say the same; the first one stays.
  void add(const std::string& key, std::string text, const std::string& name);
  [[nodiscard]] const std::vector<Text>& texts() const { return texts_; }

 private:
  std::vector<Text> texts_;
  std::map<std::string, std::size_t> numbers_;
};

}  // namespace sqlmig::cli
