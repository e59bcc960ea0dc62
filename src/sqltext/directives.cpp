#include "sqltext/directives.hpp"

#include "core/duration.hpp"
#include "core/suggest.hpp"
#include "sqltext/statements.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <optional>
#include <variant>

namespace sqlmig::sqltext {
namespace {

constexpr std::string_view kLockTimeout = "lock-timeout";
constexpr std::string_view kStatementTimeout = "statement-timeout";
constexpr std::array<std::string_view, 4> kKnown{"no-transaction", "foreign-keys off", kLockTimeout,
                                                 kStatementTimeout};
constexpr std::string_view kBlanks = " \t\r\f\v";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(), [](char want, char have) {
           return want == (have >= 'A' && have <= 'Z' ? static_cast<char>(have - 'A' + 'a') : have);
         });
}

// Whether a colon stands before the directive, blanks aside.
enum class Colon { present, missing };

struct Directive {
  std::string_view text;   // all of it
  std::string_view name;   // all of it too, but for those that are followed by a duration
  std::string_view value;  // the duration, or empty
  Colon colon;
};

// Whether what comes before the first blank of `text` is, or was to be, a directive with a
// duration.
std::optional<std::string_view> timed_name(std::string_view text) {
  constexpr std::array<std::string_view, 2> kTimed{kLockTimeout, kStatementTimeout};
  return nearest(text.substr(0, text.find_first_of(kBlanks)), kTimed);
}

// The known directive that is nearest to what was written.
std::optional<std::string_view> nearest_directive(std::string_view text) {
  if (const auto whole = nearest(text, kKnown)) return whole;
  return timed_name(text);
}

Directive make_directive(std::string_view text, Colon colon) {
  if (!timed_name(text)) return {text, text, {}, colon};
  const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
  return {text, text.substr(0, end), trimmed(text.substr(end)), colon};
}

// What follows `-- sqlmig:` in a line comment, or nothing if the comment is not meant for us.
std::optional<Directive> directive_in(std::string_view line) {
  line = trimmed(line);
  if (!line.starts_with("--")) return std::nullopt;
  line = trimmed(line.substr(2));
  if (!starts_with_ignoring_case(line, "sqlmig")) return std::nullopt;
  const std::string_view rest = line.substr(6);
  line = trimmed(rest);
  if (line.starts_with(":")) return make_directive(trimmed(line.substr(1)), Colon::present);
  // Without the colon it may be prose; if it reads like a directive, it is a misspelled one.
  const bool is_word = rest.size() > line.size();
  if (!is_word || !nearest_directive(line)) return std::nullopt;
  const Directive directive = make_directive(line, Colon::missing);
  const bool is_prose = directive.value.find_first_of(kBlanks) != std::string_view::npos;
  return is_prose ? std::nullopt : std::optional(directive);
}

class Scanner {
 public:
  explicit Scanner(std::string_view script) : script_(script) {}

  DirectiveScan scan() {
    // Most scripts have no directive at all.
    if (std::search(script_.begin(), script_.end(), kMark.begin(), kMark.end(),
                    [](char a, char b) { return (a | 0x20) == b; }) == script_.end()) {
      return {};
    }
    std::size_t at = 0;
    while (at < script_.size()) {
      const std::size_t end = std::min(script_.find('\n', at), script_.size());
      const std::string_view line = script_.substr(at, end - at);
      const std::size_t code = in_header_ ? past_block_comments(line) : 0;
      if (const auto directive = directive_in(line.substr(code))) {
        read(*directive, at + line.find("--", code));
      } else if (in_header_) {
        const std::string_view rest = trimmed(line.substr(code));
        in_header_ = rest.empty() || rest.starts_with("--");
      }  // else only looking for directives that came too late
      at = end + 1;
    }
    if (result_.directives.transaction == TransactionMode::none &&
        result_.directives.foreign_keys == ForeignKeys::off) {
      report(0, "the directives no-transaction and foreign-keys off exclude each other",
             "a no-transaction script says PRAGMA foreign_keys = OFF itself");
    }
    return std::move(result_);
  }

 private:
  static constexpr std::string_view kMark = "sqlmig";

  // Where the first text of a line begins that is neither blank nor in a block comment.
  std::size_t past_block_comments(std::string_view line) {
    std::size_t at = 0;
    for (;;) {
      if (in_block_comment_) {
        const std::size_t end = line.find("*/", at);
        if (end == std::string_view::npos) return line.size();
        in_block_comment_ = false;
        at = end + 2;
      }
      at = std::min(line.find_first_not_of(kBlanks, at), line.size());
      if (!line.substr(at).starts_with("/*")) return at;
      in_block_comment_ = true;
      at += 2;
    }
  }

  void read(const Directive& directive, std::size_t offset) {
    const std::string_view text = directive.text;
    if (!in_header_) {
      if (is_in_data(offset)) return;
      report(offset,
             fmt::format("directive '{}' stands after the first statement, where it has no effect",
                         text),
             "move it to the top of the file");
      return;
    }
    if (std::find(seen_.begin(), seen_.end(), directive.name) != seen_.end()) {
      report(offset, fmt::format("directive '{}' is given twice", directive.name), "remove one");
    } else if (directive.colon == Colon::missing) {
      report(offset, fmt::format("directive '{}' lacks its colon", text),
             fmt::format("write -- sqlmig: {}", as_it_should_be(directive)));
    } else if (text == "no-transaction") {
      result_.directives.transaction = TransactionMode::none;
    } else if (text == "foreign-keys off") {
      result_.directives.foreign_keys = ForeignKeys::off;
    } else if (directive.name == kLockTimeout) {
      result_.directives.lock_timeout = duration(directive, offset);
    } else if (directive.name == kStatementTimeout) {
      result_.directives.statement_timeout = duration(directive, offset);
    } else {
      const auto similar = nearest_directive(text);
      report(offset, fmt::format("unknown directive '{}'", text),
             similar ? fmt::format("did you mean '{}'?", *similar)
                     : "known are: no-transaction, foreign-keys off, lock-timeout, "
                       "statement-timeout");
    }
    seen_.push_back(directive.name);
  }

  static std::string as_it_should_be(const Directive& directive) {
    std::string text(*nearest_directive(directive.text));
    if (!directive.value.empty()) text.append(" ").append(directive.value);
    return text;
  }

  std::optional<std::chrono::milliseconds> duration(const Directive& directive,
                                                    std::size_t offset) {
    if (directive.value.empty()) {
      report(offset, fmt::format("directive '{}' does not say how long", directive.name),
             fmt::format("write -- sqlmig: {} 5s", directive.name));
      return std::nullopt;
    }
    const auto read = parse_duration(directive.value);
    if (const auto* bad = std::get_if<BadDuration>(&read)) {
      report(offset, fmt::format("directive '{}': {}", directive.name, bad->message), bad->advice);
      return std::nullopt;
    }
    return std::get<std::chrono::milliseconds>(read);
  }

  // Split only here, because hardly any script gets this far. SQLite has no COPY, so that it does
  // not matter which database the script is for.
  bool is_in_data(std::size_t offset) {
    if (!split_) split_ = split_statements(script_, SqlDialect::postgres);
    const auto after = std::partition_point(
        split_->statements.begin(), split_->statements.end(),
        [&](const SqlStatement& statement) { return statement.begin <= offset; });
    if (after == split_->statements.begin()) return false;
    const SqlStatement& before = *std::prev(after);
    return before.data_begin <= offset && offset < before.data_end;
  }

  void report(std::size_t offset, std::string message, std::string advice) {
    result_.problems.push_back({offset, std::move(message), std::move(advice)});
  }

  std::string_view script_;
  bool in_header_ = true;
  bool in_block_comment_ = false;
  std::vector<std::string_view> seen_;
  std::optional<Statements> split_;
  DirectiveScan result_;
};

}  // namespace

DirectiveScan scan_directives(std::string_view script) { return Scanner(script).scan(); }

}  // namespace sqlmig::sqltext
