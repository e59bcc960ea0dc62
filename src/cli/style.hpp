// Colours, where there is someone to see them.
#pragma once

#include <string>
#include <string_view>

namespace sqlmig::cli {

enum class Color { off, on };

/// Puts ANSI colours around a text, or leaves it alone.
class Style {
 public:
  explicit Style(Color color) : color_(color) {}

  [[nodiscard]] std::string bold(std::string_view text) const { return in("1", text); }
  [[nodiscard]] std::string dim(std::string_view text) const { return in("2", text); }
  [[nodiscard]] std::string red(std::string_view text) const { return in("31;1", text); }
  [[nodiscard]] std::string green(std::string_view text) const { return in("32", text); }
  [[nodiscard]] std::string yellow(std::string_view text) const { return in("33", text); }
  [[nodiscard]] std::string cyan(std::string_view text) const { return in("36", text); }

 private:
  [[nodiscard]] std::string in(std::string_view code, std::string_view text) const;

  Color color_;
};

}  // namespace sqlmig::cli
