#include "cli/output.hpp"

#include "cli/environment.hpp"

namespace sqlmig::cli {

void print(FILE* stream, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

Style style_for(ColorChoice choice, bool terminal) {
  const auto environment = process_environment();
  const bool wanted =
      choice == ColorChoice::always || (choice == ColorChoice::automatic && terminal &&
                                        environment("NO_COLOR").value_or("").empty());
  return Style(wanted ? Color::on : Color::off);
}

}  // namespace sqlmig::cli
