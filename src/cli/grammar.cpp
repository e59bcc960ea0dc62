#include "cli/grammar.hpp"

#include "cli/grammar_parts.hpp"

namespace sqlmig::cli {
namespace {

class Grammar : public GrammarParts {
 public:
  using GrammarParts::GrammarParts;

  void declare() {
    add_global();
    add_init();
    add_revision_command();
    add_edits();
    declare_changing_commands(app_, words_);
    add_checks();
    add_lists();
    add_answers();
    // Global options may stand after the command as well.
    for (CLI::App* command : app_.get_subcommands({})) command->fallthrough();
  }

 private:
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
    app_.add_option("--role", words_.role, "PostgreSQL: the role to work as; SQLMIG_ROLE")
        ->type_name("NAME");
    app_.add_option("--wait", words_.wait,
                    "How long to try again while the database is not ready (default: 0)")
        ->type_name("SECONDS");
    app_.add_option("--lock-wait", words_.lock_wait,
                    "How long to wait for another runner (default: 60)")
        ->type_name("SECONDS");
    app_.add_flag("--json", words_.json, "One JSON object on standard output");
    app_.add_option("--color", words_.color, "auto, always or never; NO_COLOR is honoured")
        ->type_name("WHEN");
    app_.add_flag("-q,--quiet", words_.quiet, "No progress on standard error");
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

  void add_checks() {
    CLI::App* plan =
        command("plan", "Show what an upgrade or downgrade would run, and its checksum", kLook);
    add_targets(plan);
    plan->add_flag("--down", words_.down, "Plan the downgrade to TARGET instead");
    plan->add_flag("--rollback", words_.rollback,
                   "Plan what undoes the upgrade to TARGET, once that is done");
    plan->add_option("--from", words_.from,
                     "Ask no database: plan for one that stands exactly at REV")
        ->type_name("REV");
    plan->add_option("--to", words_.to, "With --from: the same as TARGET")->type_name("TARGET");
    plan->add_option("-o,--output", words_.file,
                     "Put the plan into this file, for upgrade --plan or downgrade --plan")
        ->type_name("FILE");
    plan->add_flag("--sql", words_.sql, "Show the plan as a script for psql or sqlite3");
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
    status->add_flag("-v,--verbose", words_.verbose,
                     "Say how the connection is encrypted; with --targets name all databases");
    add_many(status);
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
    CLI::App* wait =
        command("wait", "Wait until the database accepts connections", kLook, kWaitMore);
    wait->add_option("--timeout", words_.timeout, "How long (default: 60)")->type_name("SECONDS");
    command("version", "Show the version", kLook);
  }
};

}  // namespace

void declare_commands(CLI::App& app, Words& words) { Grammar(app, words).declare(); }

}  // namespace sqlmig::cli
