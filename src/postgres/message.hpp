// Units as one message to the server.
#pragma once

#include "postgres/script_text.hpp"
#include "postgres/unit_frame.hpp"
#include <sqlmig/connect.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::postgres {

/// Whether all messages reach the same session, or each transaction perhaps another one, by way of
/// a pooler.
enum class Route { session, pooler };

/// What a message is made for.
struct MessageOptions {
  Commit commit = Commit::each;
  Route route = Route::session;
  SessionSettings settings = {};
  ToLiteral literal;
};

/// Units travel as one simple-protocol message, so that they cost one round trip. Each is
///
///   BEGIN; <reset session>; <settings>; before…; SAVEPOINT; script; RELEASE; <reset role>; after…;
///   COMMIT; <reset session>
///
/// or, with Commit::together, one BEGIN and COMMIT stand around all of them. With Commit::never,
/// one BEGIN and ROLLBACK do, and each unit ends with a check of deferred constraints. The
/// savepoint is a guard: if the script ends our transaction, RELEASE fails, and nothing after it is
/// run. Each statement gives one result, so the number of results before an error tells which
/// statement failed where the server names no position.
class UnitMessage {
 public:
  explicit UnitMessage(MessageOptions options);
  UnitMessage(const UnitMessage&) = delete;
  UnitMessage& operator=(const UnitMessage&) = delete;

  /// Adds a unit behind those that are there. Its texts must outlive the message.
  void add(const Unit& unit);
  /// Ends the message; nothing is added any more.
  void end();

  [[nodiscard]] const std::string& text() const { return text_; }
  /// The data of each COPY FROM STDIN, in the order in which the server asks for it.
  [[nodiscard]] std::vector<std::string_view> copy_data() const;
  /// The numbers of results before each COMMIT, in order.
  [[nodiscard]] const std::vector<std::size_t>& commits() const { return commits_; }
  /// How many results say that all units went well, whatever ends the transaction.
  [[nodiscard]] std::size_t results_of_units() const { return results_of_units_; }

  enum class Part { before, script, guard, after, commit };
  struct Place {
    std::size_t unit;
    Part part;
    std::optional<std::size_t> script_offset = {};  // with Part::script, in bytes of the script
    SqlDiagnostic::Precision precision = SqlDiagnostic::Precision::statement;
  };
  /// What failed, after `results` results, with the character that the server named, if it did, and
  /// the context, which names the row of a COPY.
  [[nodiscard]] Place locate(std::size_t results, std::optional<std::size_t> character,
                             std::string_view context) const;
  /// What runs when this many results have come; the last thing that is known to have begun.
  [[nodiscard]] Pulse running(std::size_t results) const;

 private:
  // Where the parts of a unit begin, by bytes of the message and by results before them.
  struct Layout {
    std::size_t begin = 0;  // bytes
    std::optional<ScriptText> script = {};
    std::size_t script_begin = 0;  // bytes
    std::size_t first_of_script = 0;
    std::size_t guard = 0;
    std::size_t first_after = 0;
    std::size_t end = 0;
  };

  void add(std::string_view statement);
  void add_script(const Script& script, Layout& layout);
  void commit();
  [[nodiscard]] std::optional<Place> place_of_byte(std::size_t offset) const;
  [[nodiscard]] std::size_t unit_after(std::size_t results) const;

  MessageOptions options_;
  UnitFrame frame_;
  UnitFrame::Say say_ = [this](std::string_view statement) { add(statement); };
  std::string text_;
  std::size_t results_ = 0;  // that the message gives, as far as it is built
  std::size_t results_of_units_ = 0;
  std::vector<Layout> units_;
  std::vector<std::size_t> commits_;
};

}  // namespace sqlmig::postgres
