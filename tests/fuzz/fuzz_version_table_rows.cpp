// Feeds a version table that holds any texts to read_applied: it gives the rows or says that they
// are damaged. The input: how many tables there are, in the first byte; then a row a line, its
// columns parted by tabs, \\N for NULL. The first row is that of the format.
#include "core/recorded.hpp"
#include "engine/version_table.hpp"
#include <sqlmig/applied.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace sqlmig;

namespace {

void require(bool holds, const char* what, std::string_view text) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\nin: %.*s\n", what, static_cast<int>(text.size()), text.data());
  std::abort();
}

using Cells = std::vector<std::optional<std::string_view>>;

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// A connection whose queries give what was prepared, in the order in which they are asked.
class PreparedDatabase final : public Database {
 public:
  PreparedDatabase(std::size_t tables, std::vector<Cells> format, std::vector<Cells> rows)
      : answers_{std::vector<Cells>(tables, Cells{"1"}), std::move(format), std::move(rows)} {
    dialect_.utc_text = [](std::string_view column) { return std::string(column); };
  }

  [[nodiscard]] DatabaseKind kind() const override { return DatabaseKind::sqlite; }
  [[nodiscard]] std::string name() const override { return "prepared"; }
  [[nodiscard]] const VersionTableDialect& dialect() const override { return dialect_; }
  void query(const Statement& /*statement*/, const std::function<void(Row)>& on_row) override {
    for (const Cells& cells : answers_.at(next_++)) on_row(cells);
  }
  [[nodiscard]] Transacted transact(std::span<const Unit> /*units*/, Commit /*commit*/) override {
    std::abort();  // reading writes nothing, and takes no lock
  }
  void run_alone(std::string_view /*statement*/) override { std::abort(); }
  [[nodiscard]] std::optional<LockHolder> try_lock() override { std::abort(); }
  void require_lock() override { std::abort(); }
  void unlock() override { std::abort(); }
  [[nodiscard]] std::optional<std::string> running_elsewhere(
      std::string_view /*statement*/) override {
    return {};
  }
  void reconnect() override { std::abort(); }
  [[nodiscard]] std::optional<std::string> obstacle(const Script& /*script*/) override {
    return {};
  }
  [[nodiscard]] std::vector<IndexName> invalid_indexes() override { return {}; }
  [[nodiscard]] std::string waiting_for() noexcept override { return {}; }
  void back_up(const std::filesystem::path& /*file*/) override { std::abort(); }
  [[nodiscard]] std::string encryption() override { return {}; }

 private:
  VersionTableDialect dialect_;
  std::vector<std::vector<Cells>> answers_;
  std::size_t next_ = 0;
};

Cells cells_of(std::string_view line, std::size_t columns) {
  Cells cells;
  for (const std::string_view text : parts_of(line, '\t')) {
    cells.push_back(text == "\\N" ? std::nullopt : std::optional(text));
  }
  cells.resize(columns, "");  // a query gives as many as it asks for
  return cells;
}

void check_rows(const AppliedRevisions& applied, std::size_t rows, std::string_view text) {
  require(applied.rows.size() == rows, "every row is read", text);
  for (const AppliedRevision& row : applied.rows) {
    require(!RevisionId::problem_with(row.id.text()), "ids are valid", text);
    require(applied.find(row.id.text()) != nullptr, "rows are found by id", text);
  }
  // What the commands make of the rows, whatever they say of each other.
  (void)applied_heads(applied);
  (void)applied_head_histories(applied);
  (void)unknown_revisions(applied, [](const RevisionId& id) { return id.text().size() % 2 == 0; });
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer looks for
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kFormatColumns = 3;
  constexpr std::size_t kColumns = 18;
  const std::string text(data, data + size);
  if (text.empty()) return 0;
  const std::size_t tables = static_cast<std::size_t>(text[0] - '0') % 3;
  const auto lines = parts_of(std::string_view(text).substr(1), '\n');
  std::vector<Cells> format;
  std::vector<Cells> rows;
  for (const std::string_view line : lines) {
    format.empty() ? format.push_back(cells_of(line, kFormatColumns))
                   : rows.push_back(cells_of(line, kColumns));
  }
  PreparedDatabase database(tables, format, rows);
  try {
    const AppliedRevisions applied = engine::read_applied(database);
    check_rows(applied, tables == 0 ? 0 : rows.size(), text);
  } catch (const Error& error) {
    require(error.code() == ErrorCode::version_table_damaged ||
                error.code() == ErrorCode::version_table,
            "what is damaged is said to be", text);
    require(!error.advice.empty(), "an error says what to do", text);
  }
  return 0;
}
