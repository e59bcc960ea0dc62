// What commands have in common when they are declared.
#pragma once

#include "cli/grammar.hpp"
#include "cli/help_texts.hpp"

namespace sqlmig::cli {

class GrammarParts {
 public:
  GrammarParts(CLI::App& app, Words& words) : app_(app), words_(words) {}

 protected:
  static constexpr const char* kWrite = "Write revisions";
  static constexpr const char* kChange = "Change a database";
  static constexpr const char* kLook = "Look and check";

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
  void add_revisions(CLI::App* to, const char* text) {
    to->add_option("revision", words_.revisions, text)->type_name("REV")->required();
  }
  void add_revision(CLI::App* to, const char* text) {
    to->add_option("revision", words_.revision, text)->type_name("REV")->required();
  }
  void add_many(CLI::App* to) {
    to->add_option("--targets", words_.targets,
                   "Many databases instead of one, which this file lists")
        ->type_name("FILE");
    to->add_option("--jobs", words_.jobs, "With --targets: how many at once (default: 4)")
        ->type_name("N");
  }
  void add_reason(CLI::App* to) {
    to->add_option("--reason", words_.reason, "Why; kept in the events of the version table")
        ->type_name("TEXT");
  }
  void add_expect(CLI::App* to) {
    to->add_option("--expect", words_.expect, "Run only if the plan has this checksum")
        ->type_name("SHA256");
  }
  void add_review(CLI::App* to) {
    to->add_option("--plan", words_.plan_file, "Run exactly the plan in this file, or nothing")
        ->type_name("FILE");
    add_expect(to);
    to->add_option("--require-signature", words_.signers,
                   "Only a plan that one of these has signed (FILE.sig, as ssh-keygen makes it)")
        ->type_name("SIGNERS");
  }
  void add_verbose(CLI::App* to) {
    to->add_flag("-v,--verbose", words_.verbose, "Say more of each revision");
  }
  void add_allowances(CLI::App* to) {
    to->add_flag("--allow-empty-down", words_.allow_empty_down,
                 "Go over down scripts that hold no statement");
    to->add_flag("--allow-modified", words_.allow_modified,
                 "Use the files as they are now, though they were edited since they were applied");
  }

  CLI::App& app_;
  Words& words_;
};

/// The commands that change a database.
void declare_changing_commands(CLI::App& app, Words& words);

}  // namespace sqlmig::cli
