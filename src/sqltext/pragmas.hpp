// Which of SQLite's PRAGMA statements a transaction refuses or silently ignores.
#pragma once

#include <sqlmig/revision.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sqlmig::sqltext {

enum class PragmaUse : std::uint8_t { reads, sets };

/// A PRAGMA statement: its name as it is written, without the schema before it.
struct Pragma {
  std::string_view name;
  PragmaUse use;
};

/// What `statement` is as a PRAGMA; nothing if it is another statement. The view is into it.
[[nodiscard]] std::optional<Pragma> pragma_in(std::string_view statement);

/// Why a PRAGMA has no place in a script that runs in a transaction, and what to write instead.
struct PragmaRefusal {
  std::string message;
  std::string advice;
};

/// Shape: nothing for a PRAGMA that works in a transaction. With foreign keys off,
/// `PRAGMA foreign_keys` is allowed: it says what is so already.
/// Source: SQLite's pragma.c, and what SQLite 3.40 does in both journal modes; docs/sqlite.md
/// "Pragmas".
[[nodiscard]] std::optional<PragmaRefusal> refused_in_transaction(const Pragma& pragma,
                                                                  ForeignKeys foreign_keys);

}  // namespace sqlmig::sqltext
