#include "postgres/database.hpp"

#include "core/sql_identifier.hpp"
#include "core/utf8.hpp"
#include "postgres/connection.hpp"
#include "postgres/errors.hpp"
#include "postgres/libpq.hpp"
#include "postgres/message.hpp"
#include <embedded_sql.hpp>

#include <fmt/core.h>

#include <string_view>

namespace sqlmig::postgres {
namespace {

VersionTableDialect make_dialect(const std::string& schema_name) {
  const std::string schema = quoted_identifier(schema_name);
  VersionTableDialect dialect;
  dialect.revisions = schema + ".revisions";
  dialect.events = schema + ".events";
  dialect.format = schema + ".format";
  dialect.create = with_identifier(sql::postgres_version_table, "\"sqlmig\"", schema);
  dialect.format_1_to_2 = with_identifier(sql::postgres_version_table_1_to_2, "\"sqlmig\"", schema);
  dialect.exists = fmt::format(
      "SELECT 1 FROM (VALUES ('{0}.format'), ('{0}.revisions')) AS tables (name)"
      " WHERE pg_catalog.to_regclass(name) IS NOT NULL",
      schema);
  dialect.role = "session_user::text";
  dialect.elapsed_ms =
      "greatest(0, (extract(epoch FROM pg_catalog.clock_timestamp() - at) * 1000)::bigint)";
  dialect.utc_text = [](std::string_view column) {
    return fmt::format(
        "pg_catalog.to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')", column);
  };
  return dialect;
}

// Advisory locks are per database, so the key only has to tell version tables apart. Made when it
// is needed: a process that only looks is spared its first hash, which costs a millisecond.
std::int64_t lock_key(std::string_view schema) {
  const Checksum checksum = sha256(fmt::format("sqlmig lock {}", schema));
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = key << 8U | checksum.bytes()[i];
  return static_cast<std::int64_t>(key);
}

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(Connection connection, const std::string& schema)
      : connection_(std::move(connection)), dialect_(make_dialect(schema)), schema_(schema) {
    libpq().set_notice_receiver(connection_.get(), &PostgresDatabase::receive_notice, this);
  }

  [[nodiscard]] DatabaseKind kind() const override { return DatabaseKind::postgres; }
  [[nodiscard]] std::string name() const override {
    PGconn* connection = connection_.get();
    return fmt::format("postgresql://{}@{}:{}/{}", libpq().user(connection),
                       libpq().host(connection), libpq().port(connection), libpq().db(connection));
  }
  [[nodiscard]] const VersionTableDialect& dialect() const override { return dialect_; }

  void query(const Statement& statement, const std::function<void(Row)>& on_row) override {
    std::vector<std::string> texts;
    std::vector<const char*> values;
    texts.reserve(statement.parameters.size());
    for (const Value& value : statement.parameters) {
      if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        values.push_back(texts.emplace_back(std::to_string(*integer)).c_str());
      } else if (const auto* text = std::get_if<std::string>(&value)) {
        values.push_back(text->c_str());
      } else {
        values.push_back(nullptr);
      }
    }
    const Result result(libpq().exec_params(connection_.get(), statement.sql.c_str(),
                                            static_cast<int>(values.size()), nullptr, values.data(),
                                            nullptr, nullptr, 0));
    const ExecStatusType status = libpq().result_status(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
      throw error_of(connection_.get(), result.get());
    hand_over(*result, on_row);
  }

  using Database::transact;
  [[nodiscard]] Transacted transact(std::span<const Unit> units, Commit /*commit*/) override {
    Transacted result;
    for (const Unit& unit : units) {
      try {
        run_unit(unit);
      } catch (const Error& error) {
        result.failure = Transacted::Failure{result.done, error};
        break;
      }
      ++result.done;
    }
    return result;
  }

  void run_unit(const Unit& unit) {
    const UnitMessage message(unit, [this](std::string_view text) { return quoted_literal(text); });
    const Outcome outcome = send(message.text());
    if (outcome.error) {
      const auto place = message.locate(outcome.results, character_of(outcome.error.get()));
      Error error = describe(outcome, place);
      roll_back(error);
      throw error;
    }
    // The server answers COMMIT with the word ROLLBACK where it could not commit.
    if (!outcome.committed) {
      throw Error(ErrorCode::sql, "the transaction was rolled back by the server");
    }
  }

  void run_alone(std::string_view statement) override {
    const Outcome outcome = send(std::string(statement));
    if (!outcome.error) {
      if (libpq().transaction_status(connection_.get()) == PQTRANS_IDLE) return;
      Error open(ErrorCode::sql, "the statement left a transaction open; it was rolled back");
      open.advice = "without a transaction each statement runs alone; remove what begins one";
      roll_back(open);
      throw open;
    }
    Error error = error_of(connection_.get(), outcome.error.get());
    if (error.sql) {
      const auto character = character_of(outcome.error.get());
      error.sql->offset = character ? byte_offset(statement, *character) : 0;
      if (!character) error.sql->precision = SqlDiagnostic::Precision::statement;
    }
    roll_back(error);
    throw error;
  }

  [[nodiscard]] std::optional<LockHolder> try_lock() override {
    bool taken = false;
    query({"SELECT pg_catalog.pg_try_advisory_lock($1::bigint)", {lock_key(schema_)}},
          [&](Row row) { taken = row[0] == "t"; });
    if (taken) return std::nullopt;
    LockHolder holder;
    query({std::string(sql::postgres_lock_holder), {lock_key(schema_)}},
          [&](Row row) { holder = std::string(row[0].value_or("")); });
    return holder;
  }

  void require_lock() override {}
  [[nodiscard]] std::optional<std::string> obstacle(const Script& /*script*/) override {
    return std::nullopt;
  }
  void reconnect() override {}
  [[nodiscard]] std::vector<std::string> invalid_indexes() override { return {}; }
  [[nodiscard]] std::string waiting_for() noexcept override { return {}; }
  void back_up(const std::filesystem::path& /*file*/) override {}
  [[nodiscard]] std::string encryption() override { return {}; }

  void unlock() override {
    bool held = false;
    query({"SELECT pg_catalog.pg_advisory_unlock($1::bigint)", {lock_key(schema_)}},
          [&](Row row) { held = row[0] == "t"; });
    if (!held) throw Error(ErrorCode::internal, "the lock was not held any more");
  }

 private:
  struct Outcome {
    std::size_t results = 0;  // before the error, or all
    Result error;
    bool committed = false;
  };

  // Sends a message and reads all its results, since the connection is busy until the last.
  Outcome send(const std::string& message) {
    Outcome outcome;
    PGconn* connection = connection_.get();
    if (libpq().send_query(connection, message.c_str()) != 1) throw error_of(connection, nullptr);
    while (Result result{libpq().get_result(connection)}) {
      const ExecStatusType status = libpq().result_status(result.get());
      if (status == PGRES_COPY_IN) {
        // The message has no data for it; the server turns this into an error of the statement.
        libpq().put_copy_end(connection,
                             "COPY FROM STDIN has no data here: write INSERT, or COPY from a file");
      } else if (status == PGRES_COPY_OUT) {
        drain_copy();
      } else if (outcome.error) {
        // the first error is the one that counts
      } else if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
                 status == PGRES_EMPTY_QUERY) {
        ++outcome.results;
        const std::string_view command = libpq().cmd_status(result.get());
        outcome.committed = outcome.committed || command == "COMMIT";
      } else {
        outcome.error = std::move(result);
      }
    }
    if (!outcome.error && libpq().status(connection) == CONNECTION_BAD)
      throw error_of(connection, nullptr);
    return outcome;
  }

  void drain_copy() {
    char* buffer = nullptr;
    while (libpq().get_copy_data(connection_.get(), &buffer, 0) > 0) libpq().freemem(buffer);
  }

  static Error in_version_table(const Error& cause) {
    Error error(ErrorCode::version_table,
                std::string("the version table cannot be written: ") + cause.what());
    error.sql = cause.sql;
    error.advice = cause.advice;
    return error;
  }

  [[nodiscard]] Error describe(const Outcome& outcome, const UnitMessage::Place& place) const {
    Error error = error_of(connection_.get(), outcome.error.get());
    if (!error.sql) return error;
    error.sql->offset = place.script_offset;
    error.sql->precision = place.precision;
    switch (place.part) {
      case UnitMessage::Part::before:
        if (error.sql->sqlstate == "23505") {  // unique_violation
          Error conflict(ErrorCode::conflict,
                         "another sqlmig changed the version table in between");
          conflict.sql = error.sql;
          conflict.advice = "look at 'sqlmig status', then say again what is wanted";
          return conflict;
        }
        return in_version_table(error);
      case UnitMessage::Part::script:
        break;
      case UnitMessage::Part::guard: {
        Error ended(ErrorCode::sql, "the script ended sqlmig's transaction");
        ended.advice =
            "what the script did before that may be committed without a record; remove the COMMIT "
            "or ROLLBACK";
        ended.sql = error.sql;
        return ended;
      }
      case UnitMessage::Part::after:
        return in_version_table(error);
      case UnitMessage::Part::commit:
        error.notes.emplace_back("at COMMIT, when deferred constraints are checked");
        break;
    }
    return error;
  }

  void roll_back(Error& error) {
    if (libpq().transaction_status(connection_.get()) == PQTRANS_IDLE ||
        error.code() == ErrorCode::connection)
      return;
    try {
      const Outcome outcome = send("ROLLBACK");
      if (outcome.error) error.notes.emplace_back("ROLLBACK failed as well");
    } catch (const Error& second) {
      error.notes.push_back(std::string("ROLLBACK failed as well: ") + second.what());
    }
  }

  [[nodiscard]] std::string quoted_literal(std::string_view text) {
    const Memory literal(libpq().escape_literal(connection_.get(), text.data(), text.size()));
    if (!literal) throw error_of(connection_.get(), nullptr);
    return literal.get();
  }

  static void hand_over(const PGresult& result, const std::function<void(Row)>& on_row) {
    std::vector<std::optional<std::string_view>> row(
        static_cast<std::size_t>(libpq().nfields(&result)));
    for (int y = 0; y < libpq().ntuples(&result); ++y) {
      for (int x = 0; x < static_cast<int>(row.size()); ++x) {
        auto& cell = row[static_cast<std::size_t>(x)];
        cell.reset();
        if (libpq().getisnull(&result, y, x) == 0) {
          cell = std::string_view(libpq().getvalue(&result, y, x),
                                  static_cast<std::size_t>(libpq().getlength(&result, y, x)));
        }
      }
      on_row(row);
    }
  }

  static void receive_notice(void* self, const PGresult* result) {
    const auto field = [&](int code) {
      const char* value = libpq().result_error_field(result, code);
      return std::string(value != nullptr ? value : "");
    };
    static_cast<PostgresDatabase*>(self)->notify(
        {field(PG_DIAG_SEVERITY_NONLOCALIZED), field(PG_DIAG_MESSAGE_PRIMARY)});
  }

  Connection connection_;
  VersionTableDialect dialect_;
  std::string schema_;
};

}  // namespace

std::unique_ptr<Database> open(const std::string& url, const ConnectOptions& options) {
  return std::make_unique<PostgresDatabase>(connect_to(url), options.version_schema);
}

}  // namespace sqlmig::postgres
