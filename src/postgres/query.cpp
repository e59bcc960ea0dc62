#include "postgres/query.hpp"

#include "postgres/errors.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::postgres {
namespace {

void hand_over(const PGresult& result, const std::function<void(Row)>& on_row) {
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

}  // namespace

void query(PGconn* connection, const Statement& statement, const std::function<void(Row)>& on_row) {
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
  const Result result(values.empty() ? libpq().exec(connection, statement.sql.c_str())
                                     : libpq().exec_params(connection, statement.sql.c_str(),
                                                           static_cast<int>(values.size()), nullptr,
                                                           values.data(), nullptr, nullptr, 0));
  const ExecStatusType status = libpq().result_status(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    throw error_of(connection, result.get());
  hand_over(*result, on_row);
}

void run(PGconn* connection, const Statement& statement) {
  query(connection, statement, [](Row) {});
}

}  // namespace sqlmig::postgres
