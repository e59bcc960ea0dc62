// Revisions with and without a transaction, and what must be true of them whatever happened.
#pragma once

#include "support/databases.hpp"
#include "support/temporary.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sqlmig::test {

/// The way that a revision, or a whole run, goes.
enum class Way { up, down };

/// Whether every third revision runs without a transaction, or none does.
enum class Mix { with_statements_alone, transactions_only };

/// A chain of revisions `0001_r`, `0002_r`…. One without a transaction has five statements that can
/// be run again and leave a trace each.
class MixedHistory {
 public:
  MixedHistory(DatabaseKind kind, int length, Mix mix) : kind_(kind), length_(length), mix_(mix) {}

  void write(const TemporaryFolder& folder) const;

  [[nodiscard]] static std::string name(int number);
  /// 0 for another name.
  [[nodiscard]] static int number_of(const std::string& name);
  [[nodiscard]] int length() const { return length_; }

  /// A revision that stopped half-way.
  struct Unfinished {
    int number = 0;
    Way way = Way::up;
    int recorded = 0;  // statements that the row counts as done
    int done = 0;      // statements whose effect is there: as many, or one more
  };
  /// Shape: `breach` says what should not be, and is empty if all is well. The first `applied`
  /// revisions are wholly there, with their rows.
  struct Observed {
    std::string breach;
    int applied = 0;
    std::optional<Unfinished> unfinished;
  };
  [[nodiscard]] Observed observe(const TestDatabase& database) const;

 private:
  struct Contents;

  [[nodiscard]] static Contents contents_of(const TestDatabase& database, DatabaseKind kind);
  // How many statements of a way up show, or nothing if there is a gap between those that do.
  [[nodiscard]] static std::optional<int> effects_of(const Contents& contents, int number);
  // The statements of a revision without a transaction, in order.
  [[nodiscard]] std::vector<std::string> statements(int number, Way way) const;
  // What the rows say, and what should not be in them.
  [[nodiscard]] Observed read_rows(const Contents& contents) const;
  [[nodiscard]] bool has_transaction(int number) const {
    return mix_ == Mix::transactions_only || number % 3 != 0;
  }
  // What should not be in a revision, given what the rows say.
  [[nodiscard]] std::string breach_in(const Contents& contents, int number, Observed& seen) const;

  DatabaseKind kind_;
  int length_;
  Mix mix_;
};

/// Waits until no runner that was killed or cut off is at work: a server finishes what it was sent,
/// and only then notices that the client is gone. Its lock is free when it has.
void wait_until_quiet(const TestDatabase& database);

}  // namespace sqlmig::test
