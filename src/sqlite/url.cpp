#include "sqlite/url.hpp"

#include <sqlmig/error.hpp>

namespace sqlmig::sqlite {
namespace {

constexpr std::string_view kScheme = "sqlite:";
constexpr std::string_view kMemory = ":memory:";

}  // namespace

bool is_url(std::string_view url) { return url.starts_with(kScheme); }

std::filesystem::path path_of_url(std::string_view url, const std::filesystem::path& folder) {
  std::string_view path = url.substr(kScheme.size());
  if (path.starts_with("//")) path.remove_prefix(2);
  if (path.empty()) {
    throw Error(ErrorCode::config, "the database URL names no file")
        .with_advice("write sqlite:FILE, or sqlite:///ABSOLUTE/FILE");
  }
  if (path == kMemory) return std::string(path);
  return (folder / path).lexically_normal();
}

}  // namespace sqlmig::sqlite
