// A unit as one message to the server.
#pragma once

#include <sqlmig/database.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sqlmig::postgres {

/// A unit travels as one simple-protocol message, so that it costs one round trip:
///
///   BEGIN; <reset session>; before…; SAVEPOINT; script; RELEASE; <reset role>; after…; COMMIT;
///   <reset session>
///
/// The savepoint is a guard: if the script ends our transaction, RELEASE fails, and nothing after
/// it is run. Each statement gives one result, so the number of results before an error tells which
/// statement failed where the server names no position.
class UnitMessage {
 public:
  /// `quote` turns a text into a literal.
  UnitMessage(const Unit& unit, const std::function<std::string(std::string_view)>& quote);

  [[nodiscard]] const std::string& text() const { return text_; }

  enum class Part { before, script, guard, after, commit };
  struct Place {
    Part part;
    std::optional<std::size_t> script_offset;  // with Part::script, in bytes of the script
    SqlDiagnostic::Precision precision = SqlDiagnostic::Precision::statement;
  };
  /// What failed, after `results` results, with the character that the server named, if it did.
  [[nodiscard]] Place locate(std::size_t results, std::optional<std::size_t> character) const;

 private:
  void add(std::string_view statement);
  void add(const Statement& statement, const std::function<std::string(std::string_view)>& quote);

  std::string text_;
  std::size_t results_ = 0;  // that the message gives, as far as it is built
  std::string_view script_;
  std::size_t script_begin_ = 0;     // bytes of the message
  std::size_t first_of_script_ = 0;  // results before each part
  std::size_t guard_ = 0;
  std::size_t first_after_ = 0;
  std::size_t commit_ = 0;
};

}  // namespace sqlmig::postgres
