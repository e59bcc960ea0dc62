#include "cli/options.hpp"

#include "cli/words.hpp"
#include "core/suggest.hpp"
#include <sqlmig/error.hpp>
#include <sqlmig/version.hpp>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace sqlmig::cli {
namespace {

constexpr const char* kFooter =
    "'sqlmig COMMAND --help' explains a command. Exit codes: 0 done, 1 failed, 2 usage or\n"
    "configuration, 3 verification found problems, 4 pending (when asked), 5 locked,\n"
    "6 cannot connect, 7 another plan than expected.";

constexpr const char* kMore = "Options of every command: sqlmig --help";
constexpr const char* kUpgradeMore =
    "Each script commits together with its row in the version table. Files and database must "
    "agree;\n"
    "nothing is run if they do not.\n\n"
    "  sqlmig upgrade                 up to the single head\n"
    "  sqlmig upgrade heads           up to all heads\n"
    "  sqlmig upgrade +1              one revision further\n"
    "  sqlmig upgrade --expect SHA    only what 'sqlmig plan' showed\n\n"
    "Options of every command: sqlmig --help";
constexpr const char* kDowngradeMore =
    "Every applied revision that stands on TARGET is reverted, the newest first; TARGET stays.\n"
    "If one of them cannot be reverted, none is.\n\n"
    "  sqlmig downgrade 20260105      back to the revision whose id starts so\n"
    "  sqlmig downgrade -1            one revision back\n"
    "  sqlmig downgrade base --yes    everything\n\n"
    "Options of every command: sqlmig --help";
constexpr const char* kVerifyMore =
    "Finds every problem in one run: the folder, the manifests, the graph, the pins, the scripts, "
    "and\n"
    "more than one head. Exits with 3 if one of them is an error. Pending revisions are no "
    "problem.\n\n"
    "Options of every command: sqlmig --help";
constexpr const char* kTargetHelp =
    "Where to: an id or the start of one, head, heads, base, +N, head-2";

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// `-1` would be read as an option, so it gets its long form, which means the same. `--url=` is what
// a script writes whose variable is not set; CLI11 would take the next word for the value.
std::vector<std::string> prepared(std::vector<std::string> arguments) {
  constexpr std::array<std::string_view, 13> kTakeValue{
      "-m",    "--message", "--reason", "--lock-wait", "--last",    "--id",    "--head",
      "--url", "--env",     "--color",  "-C",          "--project", "--expect"};
  std::string_view before;
  for (std::string& argument : arguments) {
    const bool is_value =
        std::find(kTakeValue.begin(), kTakeValue.end(), before) != kTakeValue.end();
    before = argument;
    if (!is_value && argument.size() > 1 && argument[0] == '-' &&
        is_number(std::string_view(argument).substr(1))) {
      argument.insert(0, "current");
    } else if (argument.starts_with("--") && argument.ends_with("=")) {
      throw Error(ErrorCode::usage,
                  fmt::format("{} has no value", argument.substr(0, argument.size() - 1)))
          .with_advice("is a variable empty?");
    } else if (argument.empty()) {
      throw Error(ErrorCode::usage, "an argument is empty").with_advice("is a variable empty?");
    }
  }
  return arguments;
}

class Parser {
 public:
  Parser()
      : app_("Plain SQL migrations with a checksummed revision graph, for SQLite and PostgreSQL.",
             "sqlmig") {
    app_.require_subcommand(1);
    app_.footer(kFooter);
    app_.get_formatter()->column_width(34);
    app_.get_formatter()->label("REQUIRED", "");
    app_.get_formatter()->label("SUBCOMMAND", "COMMAND");
    app_.set_help_flag("-h,--help", "Show this help");
    app_.add_flag("--version", words_.version, "Show the version");
    app_.add_option("-C,--project", words_.project,
                    "Folder of the project (default: here or above)")
        ->type_name("DIR");
    app_.add_option("--env", words_.environment, "Environment of sqlmig.toml; SQLMIG_ENV")
        ->type_name("NAME");
    app_.add_option("--url", words_.url, "Database; SQLMIG_URL, DATABASE_URL")->type_name("URL");
    app_.add_option("--lock-wait", words_.lock_wait,
                    "How long to wait for another runner (default: 60)")
        ->type_name("SECONDS");
    app_.add_flag("--json", words_.json, "One JSON object on standard output");
    app_.add_option("--color", words_.color, "auto, always or never; NO_COLOR is honoured")
        ->type_name("WHEN");
    app_.add_flag("-q,--quiet", words_.quiet, "No progress on standard error");
    add_authoring();
    add_running();
    add_looking();
    // Global options may stand after the command as well.
    for (CLI::App* command : app_.get_subcommands({})) command->fallthrough();
  }

  Parsed parse(std::vector<std::string> arguments) {
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
  // `more` stands below the options: what the command does not do, and examples.
  CLI::App* command(const char* name, const char* text, const char* group,
                    const char* more = kMore) {
    CLI::App* added = app_.add_subcommand(name, text);
    added->footer(more);
    added->group(group);
    added->set_help_flag("-h,--help", "Show this help");
    return added;
  }

  void add_targets(CLI::App* to) {
    to->add_option("target", words_.revisions, kTargetHelp)->type_name("TARGET");
  }
  void add_reason(CLI::App* to) {
    to->add_option("--reason", words_.reason, "Why; kept in the events of the version table")
        ->type_name("TEXT");
  }
  void add_expect(CLI::App* to) {
    to->add_option("--expect", words_.expect, "Run only if the plan has this checksum")
        ->type_name("SHA256");
  }

  void add_authoring() {
    constexpr const char* kGroup = "Write revisions";
    CLI::App* init =
        command("init", "Start a project: sqlmig.toml and a folder for revisions", kGroup);
    init->add_option("folder", words_.folder, "Where (default: here)")->type_name("DIR");
    CLI::App* revision = command("revision", "Add a revision on the head", kGroup);
    revision->add_option("-m,--message", words_.message, "What it does, in a few words")
        ->type_name("TEXT")
        ->required();
    revision->add_option("--head", words_.head, "The head to build on, if there are several")
        ->type_name("REV");
    revision->add_option("--id", words_.id, "The id (default: made from time and message)")
        ->type_name("ID");
    CLI::App* merge = command("merge", "Join heads in one revision", kGroup);
    merge->add_option("revision", words_.revisions, "The heads to join (default: all)")
        ->type_name("REV");
    merge->add_option("-m,--message", words_.message, "What it joins")->type_name("TEXT");
    CLI::App* repin =
        command("repin", "Accept an edit of a revision that others are built on", kGroup);
    repin->add_option("revision", words_.revisions, "The edited revisions")
        ->type_name("REV")
        ->required();
  }

  void add_running() {
    constexpr const char* kGroup = "Change a database";
    CLI::App* upgrade = command("upgrade", "Apply what is pending up to TARGET (default: head)",
                                kGroup, kUpgradeMore);
    upgrade->alias("up");
    add_targets(upgrade);
    add_expect(upgrade);
    add_reason(upgrade);
    CLI::App* downgrade =
        command("downgrade", "Revert what stands on TARGET", kGroup, kDowngradeMore);
    downgrade->alias("down");
    downgrade->add_option("target", words_.revision, "The revision to go back to: an id, base, -N")
        ->type_name("TARGET");
    downgrade
        ->add_option("--last", words_.last, "Instead: revert the last N in order of application")
        ->type_name("N");
    downgrade->add_flag("--yes", words_.yes, "Do not ask before reverting everything");
    downgrade->add_flag("--allow-empty-down", words_.allow_empty_down,
                        "Go over down scripts that hold no statement");
    add_expect(downgrade);
    add_reason(downgrade);
    CLI::App* stamp = command("stamp", "Record revisions as applied without running them", kGroup);
    stamp->add_option("target", words_.revisions, kTargetHelp)->type_name("TARGET")->required();
    add_reason(stamp);
  }

  void add_looking() {
    constexpr const char* kGroup = "Look and check";
    CLI::App* plan =
        command("plan", "Show what an upgrade or downgrade would run, and its checksum", kGroup);
    add_targets(plan);
    plan->add_flag("--down", words_.down, "Plan the downgrade to TARGET instead");
    CLI::App* verify =
        command("verify", "Check the revisions: the gate for CI", kGroup, kVerifyMore);
    verify->add_flag("--database", words_.database,
                     "Compare with the configured database too (as --url and --env do)");
    CLI::App* status = command("status", "Show how the database stands against the files", kGroup);
    status->add_flag("--exit-code", words_.exit_code, "Exit with 4 if revisions are pending");
    command("current", "Show what the database has applied", kGroup);
    command("heads", "Show the heads of the files", kGroup);
    CLI::App* history = command("history", "List all revisions, newest first", kGroup);
    history->add_flag("-i,--indicate-current", words_.database,
                      "Mark what the database has applied");
    CLI::App* show = command("show", "Show one revision", kGroup);
    show->add_option("revision", words_.revision, "Which")->type_name("REV")->required();
    show->add_flag("--database", words_.database,
                   "Say when and by whom it was applied (as --url and --env do)");
    command("version", "Show the version", kGroup);
  }

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

Parsed parse(const std::vector<std::string>& arguments) {
  return Parser().parse(prepared(arguments));
}

}  // namespace sqlmig::cli
