// A revision: one schema change, as it stands in its folder.
#pragma once

#include <sqlmig/checksum.hpp>
#include <sqlmig/error.hpp>

#include <chrono>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

/// The name of a revision, which is the name of its folder: 1 to 128 bytes of `[A-Za-z0-9_.]`, not
/// starting with a dot, and none of the words `head heads base current`.
/// Ordered by bytes. Source: docs/formats.md "Revision ids".
class RevisionId {
 public:
  static constexpr std::size_t kMaxBytes = 128;

  /// Errors: ErrorCode::usage if `text` is not a valid id.
  explicit RevisionId(std::string text);

  /// Why `text` is not a valid id, or nothing if it is one.
  [[nodiscard]] static std::optional<std::string> problem_with(std::string_view text);

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  friend auto operator<=>(const RevisionId&, const RevisionId&) = default;

 private:
  std::string text_;
};

enum class Direction { up, down };
[[nodiscard]] std::string_view to_string(Direction direction);

/// How a script is run: with its row in the version table in one transaction, or statement by
/// statement with a record of how far it came (`-- sqlmig: no-transaction`).
enum class TransactionMode { transactional, none };
[[nodiscard]] std::string_view to_string(TransactionMode mode);

/// Whether SQLite enforces foreign keys while the script runs (`-- sqlmig: foreign-keys off`).
enum class ForeignKeys { enforced, off };

/// What the comments in a script's first lines ask for. Source: docs/formats.md "Directives".
struct Directives {
  TransactionMode transaction = TransactionMode::transactional;
  ForeignKeys foreign_keys = ForeignKeys::enforced;
  /// None: as everywhere; zero: without end.
  std::optional<std::chrono::milliseconds> lock_timeout = {};
  std::optional<std::chrono::milliseconds> statement_timeout = {};

  friend bool operator==(const Directives&, const Directives&) = default;
};

/// One SQL file. What is hashed is what is executed.
struct Script {
  enum class Content { statements, blank };
  std::string path;  // as messages name it: relative to the folder of sqlmig.toml, with `/`
  std::string text;  // canonical
  Checksum checksum;
  Directives directives;
  Content content = Content::statements;  // blank: only comments and white space
};

/// A parent as the manifest names it.
struct ParentLink {
  RevisionId id;
  std::optional<Checksum> pin;  // the digest that the parent had when this was written on it
  SourcePosition position;
};

/// A reference by id, such as a dependency, and where it stands.
struct RevisionLink {
  RevisionId id;
  SourcePosition position;
};

/// A label or a tag, and where it stands.
struct NameLink {
  std::string name;
  SourcePosition position;
};

/// What manifest.toml says. Lists keep the order of the file; `build_history` finds duplicates.
struct Manifest {
  std::string path;  // as messages name it
  std::string message;
  std::string created;  // RFC 3339 as written, or empty
  std::string author;
  std::vector<ParentLink> parents;
  std::vector<RevisionLink> depends_on;
  std::vector<NameLink> labels;
  std::vector<NameLink> tags;
  std::optional<std::string> irreversible;  // the reason
  std::optional<std::string> edited;        // why it was changed after others had it
};

/// The ids of the parents, and of the dependencies, sorted as the digest and the version table hold
/// them.
[[nodiscard]] std::vector<RevisionId> parent_ids(const Manifest& manifest);
[[nodiscard]] std::vector<RevisionId> dependency_ids(const Manifest& manifest);

/// Shape: `down` is empty exactly if the manifest says `irreversible`.
struct Revision {
  RevisionId id;
  Manifest manifest;
  Script up;
  std::optional<Script> down;
  Checksum digest;

  [[nodiscard]] bool is_merge() const { return manifest.parents.size() > 1; }
};

/// Puts a revision together; the digest is made from the rest.
[[nodiscard]] Revision make_revision(RevisionId id, Manifest manifest, Script up,
                                     std::optional<Script> down);

/// The digest that a pin holds and the version table keeps: over the id, the sorted parents and
/// dependencies, the up checksum, and the down checksum or the word `irreversible`.
/// Source: docs/formats.md "Digest of a revision".
[[nodiscard]] Checksum revision_digest(const RevisionId& id, const std::vector<RevisionId>& parents,
                                       const std::vector<RevisionId>& depends_on,
                                       const Checksum& up, const std::optional<Checksum>& down);

/// The history checksum of a revision: its digest over the history checksums of its parents.
/// Source: docs/formats.md "History checksum".
[[nodiscard]] Checksum history_checksum(const Checksum& digest,
                                        std::vector<Checksum> parent_histories);

}  // namespace sqlmig
