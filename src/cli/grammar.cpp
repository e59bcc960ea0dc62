#include "cli/grammar.hpp"

#include "cli/help_texts.hpp"

namespace sqlmig::cli {
namespace {

class Grammar {
 public:
  Grammar(CLI::App& app, Words& words) : app_(app), words_(words) {}

  void declare() {
    add_global();
    add_init();
    add_revision_command();
    add_edits();
    add_upgrade();
    add_downgrade();
    add_records();
    add_checks();
    add_lists();
    add_answers();
    // Global options may stand after the command as well.
    for (CLI::App* command : app_.get_subcommands({})) command->fallthrough();
  }

 private:
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

  void add_global() {
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
  void add_reason(CLI::App* to) {
    to->add_option("--reason", words_.reason, "Why; kept in the events of the version table")
        ->type_name("TEXT");
  }
  void add_expect(CLI::App* to) {
    to->add_option("--expect", words_.expect, "Run only if the plan has this checksum")
        ->type_name("SHA256");
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

  void add_reports(CLI::App* to) {
    to->add_option("--format", words_.format,
                   "What is printed: text (default), json, github, sarif, junit or gitlab")
        ->type_name("FORMAT");
    to->add_option("--output", words_.outputs, "Also write a report to a file; may be repeated")
        ->type_name("FORMAT=FILE")
        ->expected(1)
        ->take_all();
  }

  void add_init() {
    CLI::App* init =
        command("init", "Start a project: sqlmig.toml and a folder for revisions", kWrite);
    init->add_option("folder", words_.folder, "Where (default: here)")->type_name("DIR");
    init->add_option("--ci", words_.ci,
                     "Add a gate to the repository: github, gitlab or pre-commit; in a project "
                     "nothing else")
        ->type_name("NAME");
  }

  void add_revision_command() {
    CLI::App* revision = command("revision", "Add a revision on the head", kWrite, kRevisionMore);
    revision->add_option("-m,--message", words_.message, "What it does, in a few words")
        ->type_name("TEXT")
        ->required();
    revision->add_option("--head", words_.head, "What to build on; 'base' starts a line of its own")
        ->type_name("REV");
    revision->add_flag("--splice", words_.splice,
                       "Build on a revision that is no head: begin a branch there");
    revision
        ->add_option("--depends-on", words_.depends_on,
                     "What must run before it without being joined; may be repeated")
        ->type_name("REV")
        ->expected(1)
        ->take_all();
    revision->add_option("--label", words_.labels, "A name for the branch that begins here")
        ->type_name("NAME")
        ->expected(1)
        ->take_all();
    revision->add_option("--tag", words_.tags, "A name for this revision")
        ->type_name("NAME")
        ->expected(1)
        ->take_all();
    revision
        ->add_option("--folder", words_.folder,
                     "Below the migrations folder (default: that of the parent)")
        ->type_name("DIR");
    revision->add_option("--id", words_.id, "The id (default: made from time and message)")
        ->type_name("ID");
    revision->add_flag("--edit", words_.edit, "Open the scripts in $VISUAL or $EDITOR");
  }

  void add_edits() {
    CLI::App* merge = command("merge", "Join heads in one revision", kWrite);
    merge
        ->add_option("revision", words_.revisions,
                     "The heads to join (default: those that verify objects to)")
        ->type_name("REV");
    merge->add_option("-m,--message", words_.message, "What it joins")->type_name("TEXT");
    CLI::App* rebase = command("rebase", "Build a revision on another one, with what stands on it",
                               kWrite, kRebaseMore);
    add_revision(rebase, "The first revision to move");
    rebase->add_option("--onto", words_.onto, "Its new parent")->type_name("REV")->required();
    rebase
        ->add_option("--against", words_.against,
                     "Refuse if this git ref has one of them (default: origin's main branch)")
        ->type_name("REF");
    CLI::App* repin =
        command("repin", "Accept an edit of a revision that others are built on", kWrite);
    add_revisions(repin, "The edited revisions");
    CLI::App* tag = command("tag", "Give a revision one more name", kWrite);
    add_revision(tag, "Which");
    tag->add_option("name", words_.name, "The tag, such as v1.2")->type_name("NAME")->required();
    CLI::App* exporting =
        command("export", "Write revisions that only the database knows back to files", kWrite);
    add_revisions(exporting, "Which");
  }

  void add_upgrade() {
    CLI::App* upgrade = command("upgrade", "Apply what is pending up to TARGET (default: head)",
                                kChange, kUpgradeMore);
    upgrade->alias("up");
    add_targets(upgrade);
    add_expect(upgrade);
    add_reason(upgrade);
  }

  void add_downgrade() {
    CLI::App* downgrade =
        command("downgrade", "Revert what stands on TARGET", kChange, kDowngradeMore);
    downgrade->alias("down");
    downgrade
        ->add_option(
            "target", words_.revision,
            "The revision to go back to: an id or the start of one, a label, a tag, base, -N, "
            "label@base")
        ->type_name("TARGET");
    downgrade
        ->add_option("--last", words_.last, "Instead: revert the last N in order of application")
        ->type_name("N");
    downgrade->add_flag(
        "--yes", words_.yes,
        "Do not ask before a whole branch, everything or a stored script is reverted");
    downgrade->add_flag("--from-stored", words_.from_stored,
                        "Revert revisions that have no files here too, by their stored scripts");
    add_allowances(downgrade);
    add_expect(downgrade);
    add_reason(downgrade);
    CLI::App* redo =
        command("redo", "Revert the last applied revision and apply it again", kChange);
    redo->add_option("--last", words_.last, "The last N instead of one")->type_name("N");
    add_allowances(redo);
    add_reason(redo);
  }

  void add_records() {
    CLI::App* stamp =
        command("stamp", "Record revisions as applied without running them", kChange, kStampMore);
    stamp->add_option("target", words_.revisions, kStampHelp)->type_name("TARGET")->required();
    stamp->add_flag("--purge", words_.purge,
                    "Forget all that is recorded first, also what no file knows");
    add_reason(stamp);
    CLI::App* repair =
        command("repair", "Correct what is recorded of single revisions", kChange, kRepairMore);
    const auto way = [&](const char* name, std::vector<std::string>& into, const char* text) {
      repair->add_option(name, into, text)->type_name("REV");
    };
    way("--accept", words_.accept, "Take over what the files say now, after an edit that is meant");
    way("--mark-applied", words_.mark_applied, "What stopped half-way was finished: it is applied");
    way("--mark-reverted", words_.mark_reverted, "What stopped half-way was undone: it is not");
    repair->add_flag("--dry-run", words_.dry_run, "Show what would change, and change nothing");
    add_reason(repair);
  }

  void add_checks() {
    CLI::App* plan =
        command("plan", "Show what an upgrade or downgrade would run, and its checksum", kLook);
    add_targets(plan);
    plan->add_flag("--down", words_.down, "Plan the downgrade to TARGET instead");
    plan->add_option("--last", words_.last, "With --down: the last N in order of application")
        ->type_name("N");
    add_allowances(plan);
    CLI::App* verify =
        command("verify", "Check the revisions: the gate for CI", kLook, kVerifyMore);
    verify->add_flag("--database", words_.database,
                     "Compare with the configured database too (as --url and --env do)");
    verify
        ->add_option("--against", words_.against,
                     "Compare with what this git ref has, and see what merging into it makes")
        ->type_name("REF");
    verify
        ->add_option("--against-dir", words_.against_folder,
                     "The same with another checkout, without git")
        ->type_name("DIR");
    verify->add_flag("--strict", words_.strict, "Take warnings for errors");
    verify->add_flag("--require-applied", words_.require_applied,
                     "Look at the database; exit with 4 if revisions are pending");
    verify
        ->add_option("--require-heads", words_.require_heads,
                     "Look at the database: it has to stand at these revisions")
        ->type_name("REV");
    add_reports(verify);
    CLI::App* status = command("status", "Show how the database stands against the files", kLook);
    status->add_flag("--exit-code", words_.exit_code, "Exit with 4 if revisions are pending");
    command("current", "Show what the database has applied", kLook);
  }

  void add_lists() {
    CLI::App* heads = command("heads", "Show the heads of the files", kLook);
    heads->add_flag("--resolve-dependencies", words_.resolve_dependencies,
                    "Without those that another revision depends on");
    add_verbose(heads);
    add_verbose(command("branches", "Show where the history forks", kLook));
    CLI::App* history = command("history", "List the revisions, newest first", kLook, kHistoryMore);
    history
        ->add_option("-r,--range", words_.range, "Only FROM:TO, with both; either may be left out")
        ->type_name("RANGE");
    history->add_flag("--graph", words_.graph, "Draw how they are built on each other");
    history->add_flag("-i,--indicate-current", words_.database,
                      "Mark what the database has applied (as --url and --env do)");
    add_verbose(history);
  }

  void add_answers() {
    CLI::App* show = command("show", "Show one revision", kLook);
    add_revision(show, "Which");
    show->add_flag(
        "--database", words_.database,
        "Look at the database too: when it was applied, or one that only it has (as --url "
        "and --env do)");
    CLI::App* why = command("why", "Show what makes one revision run before another", kLook);
    add_revision(why, "The first one");
    why->add_option("after", words_.second, "The one that runs after it")
        ->type_name("REV")
        ->required();
    command("version", "Show the version", kLook);
  }

  CLI::App& app_;
  Words& words_;
};

}  // namespace

void declare_commands(CLI::App& app, Words& words) { Grammar(app, words).declare(); }

}  // namespace sqlmig::cli
