// What libpq is told of a connection, from the URL and from sqlmig's own defaults.
#pragma once

#include "postgres/libpq.hpp"
#include <sqlmig/connect.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::postgres {

/// The settings of a URL as libpq sees them: of the URL itself, a service file, PG* variables and
/// its own defaults, in that order.
class EffectiveSettings {
 public:
  /// Makes no connection. Errors: ErrorCode::config for a string that cannot be read. No message
  /// holds a part of it.
  explicit EffectiveSettings(const std::string& url);

  /// Empty if nobody says it.
  [[nodiscard]] std::string value(std::string_view keyword) const;
  /// The database that would be connected to.
  [[nodiscard]] std::string database() const;
  /// How a database of that server is shown: `postgresql://app@db:5432/DATABASE`.
  [[nodiscard]] std::string name_of(std::string_view database) const;

 private:
  Connection unconnected_;
  Options options_;
};

/// The arrays of PQconnectdbParams and PQpingParams.
class Settings {
 public:
  /// `database` is connected to instead of that of the URL, if it is not empty. `at_most` is how
  /// long to wait for the server, unless the URL or libpq's own settings say it.
  /// Errors: as EffectiveSettings.
  Settings(const std::string& url, const ConnectOptions& options, const std::string& database,
           std::chrono::seconds at_most);

  [[nodiscard]] const char* const* keywords() const { return keywords_.data(); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }

 private:
  void add(const char* keyword, std::string value);
  void add_unless_said(const EffectiveSettings& said, const char* keyword, std::string value);

  std::vector<std::string> texts_;
  std::vector<const char*> keywords_;
  std::vector<const char*> values_;
};

/// Whether the url itself says a password; not if it cannot be read.
[[nodiscard]] bool holds_password(const std::string& url);

}  // namespace sqlmig::postgres
