// sqlite: URLs.
#pragma once

#include <filesystem>
#include <string_view>

namespace sqlmig::sqlite {

/// Whether the URL names an SQLite database.
[[nodiscard]] bool is_url(std::string_view url);

/// The file of `sqlite:PATH`, `sqlite://PATH` (as `sqlite:///absolute` is usually written) or
/// `sqlite::memory:`; a relative path starts at `folder`.
/// Errors: ErrorCode::config if it names no file.
[[nodiscard]] std::filesystem::path path_of_url(std::string_view url,
                                                const std::filesystem::path& folder);

}  // namespace sqlmig::sqlite
