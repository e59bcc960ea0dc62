// From a database URL to a connection.
#pragma once

#include <sqlmig/database.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sqlmig {

/// `read_only` creates nothing, takes no write lock and needs no right but to read; an SQLite file
/// that is not there reads as an empty database.
enum class Access { read_only, read_write };

/// What every script runs with, unless its directives say otherwise.
struct SessionSettings {
  std::string role;  // PostgreSQL: SET ROLE; empty: the role that connects
  /// How long a statement may wait for a lock, and how long it may run. None: what the database
  /// says itself; zero: without end. On SQLite the first is how long a script waits to begin.
  std::optional<std::chrono::milliseconds> lock_timeout;
  std::optional<std::chrono::milliseconds> statement_timeout;
};

struct ConnectOptions {
  Access access = Access::read_write;
  /// Where a relative SQLite path starts.
  std::filesystem::path folder;
  /// PostgreSQL: the schema of the version table. SQLite: the prefix of its tables.
  std::string version_schema = "sqlmig";
  /// How long to wait for another writer before giving up (ErrorCode::locked).
  std::chrono::milliseconds lock_wait = std::chrono::seconds(60);
  SessionSettings session = {};
  /// Replaces the password of the url, as it is, with no encoding.
  std::optional<std::string> password = {};
  /// How long to try again while the database does not accept connections yet.
  std::chrono::milliseconds wait = std::chrono::milliseconds(0);
  /// Told once why there is a wait, before it begins.
  std::function<void(std::string_view why)> on_wait = nullptr;
};

/// The kind of database that a URL names, with no connection made.
/// Errors: ErrorCode::config; the message never repeats the URL.
[[nodiscard]] DatabaseKind database_kind(std::string_view url);

/// Whether the url itself says a password, which anybody who sees the url can read.
/// Errors: as `database_kind`; ErrorCode::connection if the client library is not installed.
[[nodiscard]] bool holds_password(const std::string& url);

/// How the database of a url is shown: `sqlite:/absolute/path`, where a relative path starts at
/// `folder`, or `postgresql://app@db:5432/shop`. No connection is made, and no password is in it.
/// Errors: ErrorCode::config for a URL that cannot be read; as `holds_password`.
[[nodiscard]] std::string database_name(const std::string& url,
                                        const std::filesystem::path& folder);

/// Opens `sqlite:PATH`, `postgresql://…` or a libpq keyword string (`host=… dbname=…`).
/// Errors: ErrorCode::config for a URL that is none of these, ErrorCode::connection.
/// Source: docs/cli.md "Database URLs".
[[nodiscard]] std::unique_ptr<Database> connect(const std::string& url,
                                                const ConnectOptions& options);

}  // namespace sqlmig
