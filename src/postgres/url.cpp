#include "postgres/url.hpp"

#include <cstddef>

namespace sqlmig::postgres {

bool is_url(std::string_view url) {
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return true;
  // A keyword string begins with letters and '='; a URL of another kind has ':' before that.
  const std::size_t end = url.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
  return end != 0 && end != std::string_view::npos &&
         (url[end] == '=' || (url[end] == ' ' && url.find_first_not_of(' ', end) == url.find('=')));
}

}  // namespace sqlmig::postgres
