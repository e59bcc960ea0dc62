// Whether a script speaks of something by its name.
#pragma once

#include <string_view>

namespace sqlmig::sqltext {

/// Whether `name`, as a PostgreSQL catalog has it, stands in `script` as an identifier: quoted as
/// it is, or not quoted in any case of letters.
[[nodiscard]] bool mentions(std::string_view script, std::string_view name);

/// Whether a script speaks of giving advisory locks back, with `pg_advisory_unlock` or one of its
/// kin. Strings count too: the body of a DO block is one.
[[nodiscard]] bool mentions_unlocking(std::string_view script);

}  // namespace sqlmig::sqltext
