// Feeds any bytes to ScriptText, the first line as the CONTEXT of an error, and checks that text
// and data together are the script.
#include "postgres/script_text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

using sqlmig::postgres::ScriptText;

namespace {

void require(bool holds, const char* what, std::string_view script) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\nin: %.*s\n", what, static_cast<int>(script.size()),
               script.data());
  std::abort();
}

void check_places(const ScriptText& text, std::string_view script) {
  std::size_t after = 0;
  for (std::size_t at = 0; at < text.text().size(); ++at) {
    const std::size_t place = text.script_offset(at);
    require(place >= after && place < script.size(), "places ascend in the script", script);
    // The commands that guard a dump are blanked.
    require(text.text()[at] == script[place] || text.text()[at] == ' ', "the byte is the same",
            script);
    after = place + 1;
  }
  require(script.empty() || text.script_offset(text.text().size() + 7) < script.size(),
          "no place is behind the script", script);
}

void check_data(const ScriptText& text, std::string_view script) {
  require(text.data().size() == text.statements().size(), "every statement has its data", script);
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < text.data().size(); ++i) {
    const std::string_view data = text.data()[i];
    require(
        data.data() >= script.data() && data.data() + data.size() <= script.data() + script.size(),
        "data is a part of the script", script);
    require(text.statements()[i] < script.size(), "a statement begins in the script", script);
    left_out += data.size();
  }
  const std::size_t ends = script.size() - text.text().size() - left_out;
  require(text.text().size() + left_out <= script.size() && ends <= 3 * text.data().size(),
          "no more is left out than data and the lines that end it", script);
}

void check_rows(const ScriptText& text, std::string_view script, std::string_view context) {
  for (std::size_t i = 0; i <= text.data().size(); ++i) {
    const auto offset = text.offset_of_row(i, context);
    if (!offset) continue;
    const std::string_view data = text.data().at(i);
    const auto begin = static_cast<std::size_t>(data.data() - script.data());
    require(*offset >= begin && *offset <= begin + data.size(), "a row lies in its data", script);
    require(*offset == begin || script[*offset - 1] == '\n', "a row is a line", script);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer looks for
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  const std::size_t line_end = std::min(input.find('\n'), input.size());
  const std::string_view context = std::string_view(input).substr(0, line_end);
  const std::string script = input.substr(std::min(line_end + 1, input.size()));
  const ScriptText text(script);
  check_places(text, script);
  check_data(text, script);
  check_rows(text, script, context);
  return 0;
}
