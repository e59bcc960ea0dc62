#include "project/targets_file.hpp"

#include "core/utf8.hpp"
#include "project/files.hpp"
#include "project/variables.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

namespace sqlmig::project {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kAsIn =
    "write NAME URL, or URL alone, where the URL is sqlite:FILE, postgresql://USER@HOST/DATABASE "
    "or "
    "host=... dbname=...";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

bool is_url(std::string_view text) {
  try {
    (void)database_kind(text);
    return true;
  } catch (const Error&) {
    return false;
  }
}

// What a URL with a password looks like is no name: names are printed.
bool can_be_name(std::string_view text) {
  return !first_invalid_utf8(text) && std::none_of(text.begin(), text.end(), [](char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x20 || byte == 0x7F || character == '@' || character == '=';
  });
}

// A file may be reached by links.
std::string file_behind(const std::string& database) {
  const std::filesystem::path path = database.substr(database.find(':') + 1);
  std::error_code failure;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, failure);
  return failure ? database : real.string();
}

class TargetsReader {
 public:
  TargetsReader(const std::filesystem::path& file, const std::filesystem::path& start,
                const Environment& environment)
      : file_(file.string()), folder_((start / file).parent_path()), environment_(environment) {}

  std::vector<Target> read(std::string_view text) {
    for (; !text.empty(); ++line_) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      read_line(trimmed(text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (targets_.empty() && findings_.empty()) {
      throw Error(ErrorCode::config, fmt::format("{} lists no database", file_))
          .with_advice(std::string(kAsIn));
    }
    if (!findings_.empty()) {
      Error error(ErrorCode::config, fmt::format("{} cannot be used", file_));
      error.findings = std::move(findings_);
      throw error;
    }
    return std::move(targets_);
  }

 private:
  void read_line(std::string_view line) {
    if (line.empty() || line.starts_with('#')) return;
    auto expanded = expand_variables(line, environment_);
    if (auto* bad = std::get_if<BadVariable>(&expanded))
      return report(std::move(bad->message), std::move(bad->advice));
    const std::string_view text = trimmed(std::get<std::string>(expanded));
    if (is_url(text)) return add({}, std::string(text));
    const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
    const std::string_view url = trimmed(text.substr(end));
    // What stands there is not repeated: it may hold a password.
    if (!is_url(url)) return report("here is no database URL of a known kind", std::string(kAsIn));
    if (!can_be_name(text.substr(0, end)))
      return report("a name holds no '@', no '=' and no control character",
                    "give the database another name");
    add(std::string(text.substr(0, end)), std::string(url));
  }

  void add(std::string name, std::string url) {
    std::string database;
    try {
      database = database_name(url, folder_);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::config) throw;
      return report(error.what(), error.advice);
    }
    const bool file = database_kind(url) == DatabaseKind::sqlite;
    if (name.empty()) name = file ? url : database;
    // Of servers only the same text is the same database: two of one name may differ in what it
    // does not show.
    const std::string same = file ? file_behind(database) : url;
    if (const auto [at, is_new] = urls_.emplace(same, line_); !is_new) {
      report(fmt::format("line {} lists this database already", at->second),
             "remove one of the two");
    } else if (const auto [other, is_free] = names_.emplace(name, line_); !is_free) {
      report(fmt::format("line {} has the name '{}' already", other->second, name),
             "give each database a name of its own: NAME URL");
    } else {
      targets_.push_back({std::move(name), std::move(url)});
    }
  }

  void report(std::string message, std::string advice) {
    findings_.push_back({FindingKind::bad_value,
                         Severity::error,
                         {},
                         SourcePosition{file_, line_, 0},
                         std::move(message),
                         std::move(advice),
                         {}});
  }

  std::string file_;
  std::filesystem::path folder_;
  const Environment& environment_;
  std::size_t line_ = 1;
  std::map<std::string, std::size_t> urls_;   // to the line that has it
  std::map<std::string, std::size_t> names_;  // likewise
  std::vector<Target> targets_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Target> parse_targets(std::string_view text, const std::filesystem::path& file,
                                  const std::filesystem::path& start,
                                  const Environment& environment) {
  return TargetsReader(file, start, environment).read(text);
}

std::vector<Target> read_targets_file(const std::filesystem::path& file,
                                      const std::filesystem::path& start,
                                      const Environment& environment) {
  return parse_targets(canonical_text(read_file(start / file)), file, start, environment);
}

}  // namespace sqlmig::project
