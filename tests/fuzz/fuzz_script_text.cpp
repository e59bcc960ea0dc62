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
#include <vector>

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

std::size_t offset_in(std::string_view script, std::string_view part) {
  return static_cast<std::size_t>(part.data() - script.data());
}

void check_data(const ScriptText& text, std::string_view script) {
  std::size_t after = 0;
  for (const std::string_view data : text.copy_data()) {
    const std::size_t begin = offset_in(script, data);
    require(begin >= after && begin + data.size() < script.size(), "data ascends in the script",
            script);
    after = begin + data.size();
    require(script.substr(after, 2) == "\\.", "the line that ends it is behind it", script);
  }
  for (const std::size_t statement : text.statements())
    require(statement < script.size(), "a statement begins in the script", script);
}

void check_rows(const ScriptText& text, std::string_view script, std::string_view context) {
  const auto all = text.copy_data();
  for (std::size_t i = 0; i <= text.statements().size(); ++i) {
    const auto offset = text.offset_of_row(i, context);
    if (!offset) continue;
    require(*offset < script.size() && script.substr(*offset - 1, 1) == "\n", "a row is a line",
            script);
    require(std::any_of(all.begin(), all.end(),
                        [&](std::string_view data) {
                          const std::size_t begin = offset_in(script, data);
                          return *offset >= begin && *offset <= begin + data.size();
                        }),
            "a row lies in data", script);
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
