#include "sqltext/psql_commands.hpp"

#include "sqltext/characters.hpp"

#include <algorithm>
#include <array>

namespace sqlmig::sqltext {
namespace {

struct Known {
  std::string_view name;
  std::string_view advice;
};

constexpr std::string_view kInclude =
    "put those statements into this file, or into a revision of their own";
constexpr std::string_view kConnect = "remove it; the URL names the database and the role";
constexpr std::string_view kVariable =
    "write the value itself; variables and conditions of psql are not available";
constexpr std::string_view kSend = "end the statement with ';'";

constexpr std::array kKnown = std::to_array<Known>({
    {"i", kInclude},
    {"include", kInclude},
    {"ir", kInclude},
    {"include_relative", kInclude},
    {"copy", "write COPY ... FROM STDIN, with the data in this file behind it"},
    {".", "it ends the data of COPY ... FROM STDIN; does that lack its ';'?"},
    {"c", kConnect},
    {"connect", kConnect},
    {"set", kVariable},
    {"unset", kVariable},
    {"getenv", kVariable},
    {"prompt", kVariable},
    {"gset", kVariable},
    {"if", kVariable},
    {"elif", kVariable},
    {"else", kVariable},
    {"endif", kVariable},
    {"gexec", "write the statements themselves, or run them in a DO block with EXECUTE"},
    {"g", kSend},
    {"gx", kSend},
    {"gdesc", kSend},
    {"crosstabview", kSend},
    {"watch", kSend},
});

}  // namespace

std::string_view advice_for_psql_command(std::string_view meta_command) {
  const std::size_t end =
      skip_while(meta_command, 1, [](char c) { return (is_word_part(c) && c != '$') || c == '.'; });
  const std::string_view name = meta_command.substr(1, end - 1);
  const auto* const known =
      std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& k) { return k.name == name; });
  return known != kKnown.end() ? known->advice : "remove it, or write it as SQL";
}

}  // namespace sqlmig::sqltext
