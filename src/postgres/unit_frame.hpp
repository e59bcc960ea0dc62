// The statements around a unit: what makes the session that of the unit, and takes it back.
#pragma once

#include "core/statement_text.hpp"
#include <sqlmig/connect.hpp>

#include <functional>
#include <string_view>

namespace sqlmig::postgres {

/// Said for a message to the server and for a script alike.
class UnitFrame {
 public:
  /// Is given each statement, without `;`.
  using Say = std::function<void(std::string_view statement)>;

  UnitFrame(const SessionSettings& settings, const ToLiteral& literal)
      : settings_(settings), literal_(literal) {}

  enum class Opens { transaction, nothing };
  /// `opens`: whether the unit begins its transaction.
  void begin(const Unit& unit, Opens opens, const Say& say) const;
  /// Behind the unit's script, whatever role it has taken.
  void take_back_role(const Say& say) const;
  /// Behind the COMMIT of a unit with a script.
  void reset_session(const Say& say) const;
  /// Behind that: what holds until the next unit, such as for the statements of a script that run
  /// alone.
  void set_for_session(const Script& script, const Say& say) const;

 private:
  void add_settings(std::string_view set, const Directives& directives, const Say& say) const;

  const SessionSettings& settings_;
  const ToLiteral& literal_;
};

}  // namespace sqlmig::postgres
