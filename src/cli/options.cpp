#include "cli/options.hpp"

#include "cli/grammar.hpp"
#include "core/suggest.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace sqlmig::cli {
namespace {

// `--url=` is what a script writes whose variable is not set; CLI11 would take the next word for
// the value.
void require_values(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument.empty())
      throw Error(ErrorCode::usage, "an argument is empty").with_advice("is a variable empty?");
    if (argument.starts_with("--") && argument.ends_with("=")) {
      throw Error(ErrorCode::usage,
                  fmt::format("{} has no value", argument.substr(0, argument.size() - 1)))
          .with_advice("is a variable empty?");
    }
  }
}

class Parser {
 public:
  Parser()
      : app_("Plain SQL migrations with a checksummed revision graph, for SQLite and PostgreSQL.",
             "sqlmig") {
    declare_commands(app_, words_);
  }

  Parsed parse(std::vector<std::string> arguments) {
    require_values(arguments);
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    try {
      app_.parse(arguments);
    } catch (const CLI::CallForHelp&) {
      return help();
    } catch (const CLI::ParseError& error) {
      if (words_.version) return to_command_line(words_, "version");
      throw explain(error);
    }
    CLI::App* command = app_.get_subcommands().front();
    return to_command_line(words_, command->get_name());
  }

 private:
  std::string help() {
    const auto chosen = app_.get_subcommands();
    return chosen.empty() ? app_.help() : chosen.front()->help("sqlmig");
  }

  Error explain(const CLI::ParseError& error) {
    const auto chosen = app_.get_subcommands();
    CLI::App* context = chosen.empty() ? &app_ : chosen.front();
    const std::string help =
        chosen.empty() ? "sqlmig --help" : "sqlmig " + context->get_name() + " --help";
    const std::vector<std::string> unknown = app_.remaining(true);
    if (!unknown.empty()) return unknown_word(unknown.front(), *context, help);
    if (chosen.empty())
      return Error(ErrorCode::usage, "no command was given").with_advice("see: " + help);
    return Error(ErrorCode::usage, error.what()).with_advice("see: " + help);
  }

  Error unknown_word(const std::string& word, CLI::App& context, const std::string& help) {
    std::vector<std::string> known;
    const bool option = word.starts_with("-");
    if (option) {
      for (const CLI::App* app : {&context, &app_}) {
        for (const CLI::Option* each : app->get_options()) {
          for (const std::string& name : each->get_lnames()) known.push_back("--" + name);
        }
      }
    } else {
      for (const CLI::App* each : app_.get_subcommands({})) {
        known.push_back(each->get_name());
        for (const std::string& alias : each->get_aliases()) known.push_back(alias);
      }
    }
    const bool command = !option && &context == &app_;
    const std::vector<std::string_view> views(known.begin(), known.end());
    const auto similar = option || command ? nearest(word, views) : std::nullopt;
    return Error(ErrorCode::usage, command ? fmt::format("there is no command '{}'", word)
                                           : fmt::format("'{}' was not expected here", word))
        .with_advice(similar ? fmt::format("did you mean '{}'? See: {}", *similar, help)
                             : "see: " + help);
  }

  CLI::App app_;
  Words words_;
};

}  // namespace

Parsed parse(const std::vector<std::string>& arguments) { return Parser().parse(arguments); }

}  // namespace sqlmig::cli
