// argv -> what was asked for.
#pragma once

#include <sqlmig/checksum.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sqlmig::cli {

struct InitOptions {
  std::string folder = ".";
};
struct RevisionOptions {
  std::string message;
  std::optional<std::string> head;
  std::optional<std::string> id;
};
struct MergeOptions {
  std::vector<std::string> revisions;
  std::string message;
};
struct RepinOptions {
  std::vector<std::string> revisions;
};
struct UpgradeOptions {
  std::vector<std::string> targets;
  std::optional<Checksum> expect;
  std::string reason;
};
struct DowngradeOptions {
  std::optional<std::string> target;
  std::optional<std::size_t> last;
  std::optional<Checksum> expect;
  std::string reason;
  enum class Confirmation { ask, given } confirmation = Confirmation::ask;
  enum class EmptyDowns { refused, allowed } empty_downs = EmptyDowns::refused;
};
struct StampOptions {
  std::vector<std::string> targets;
  std::string reason;
};
struct PlanOptions {
  std::vector<std::string> targets;
  enum class Direction { up, down } direction = Direction::up;
};
struct VerifyOptions {
  enum class Scope { files, files_and_database } scope = Scope::files;
};
struct StatusOptions {
  enum class PendingExit { done, pending } pending_exit = PendingExit::done;
};
struct CurrentOptions {};
struct HeadsOptions {};
struct HistoryOptions {
  enum class Marks { graph, graph_and_database } marks = Marks::graph;
};
struct ShowOptions {
  std::string revision;
  enum class Scope { files, files_and_database } scope = Scope::files;
};
struct VersionOptions {};

using Command =
    std::variant<InitOptions, RevisionOptions, MergeOptions, RepinOptions, UpgradeOptions,
                 DowngradeOptions, StampOptions, PlanOptions, VerifyOptions, StatusOptions,
                 CurrentOptions, HeadsOptions, HistoryOptions, ShowOptions, VersionOptions>;

enum class Format { text, json };
enum class ColorChoice { automatic, always, never };
enum class Progress { shown, quiet };

struct CommandLine {
  Command command;
  std::string command_name;
  std::optional<std::string> project;
  std::optional<std::string> environment;
  std::optional<std::string> url;
  std::chrono::milliseconds lock_wait = std::chrono::seconds(60);
  Format format = Format::text;
  ColorChoice color = ColorChoice::automatic;
  Progress progress = Progress::shown;
};

/// Shape: a command line, or the help text that was asked for.
using Parsed = std::variant<CommandLine, std::string>;

/// Reads the arguments (without the program's name).
/// Errors: ErrorCode::usage, with the nearest known word where one is unknown.
[[nodiscard]] Parsed parse(const std::vector<std::string>& arguments);

}  // namespace sqlmig::cli
