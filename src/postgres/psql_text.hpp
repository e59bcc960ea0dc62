// SQL as psql has to read it, so that the server is sent what the script says.
#pragma once

#include <string>
#include <string_view>

namespace sqlmig::postgres {

/// SQL without data of COPY: psql puts no variable where `:name` stands, and the lines that guard a
/// dump (`\restrict`) are left out.
/// Source: psql's src/fe_utils/psqlscan.l.
[[nodiscard]] std::string for_psql(std::string_view sql);

/// A whole script, each COPY with its data behind it; every statement ends with `;`.
[[nodiscard]] std::string script_for_psql(std::string_view script);

/// The text as a literal: in dollars with a tag that it does not hold, so that it can be read, or
/// in quotes where it has no need of that.
[[nodiscard]] std::string literal_for_psql(std::string_view text);

/// The text in dollars, such as the body of DO.
[[nodiscard]] std::string dollar_quoted(std::string_view text);

/// An argument of a psql command such as `\set`, in quotes.
[[nodiscard]] std::string psql_argument(std::string_view text);

}  // namespace sqlmig::postgres
