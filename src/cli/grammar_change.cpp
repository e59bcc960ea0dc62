// The commands that change a database.
#include "cli/grammar_parts.hpp"

namespace sqlmig::cli {
namespace {

class ChangingGrammar : public GrammarParts {
 public:
  using GrammarParts::GrammarParts;

  void declare() {
    add_upgrade();
    add_downgrade();
    add_records();
    add_databases();
  }

 private:
  // How scripts are run.
  void add_run_options(CLI::App* to) {
    to->add_option("--lock-timeout", words_.lock_timeout,
                   "How long a statement may wait for a lock, such as 5s; 0 is without end; "
                   "SQLMIG_LOCK_TIMEOUT")
        ->type_name("DURATION");
    to->add_option("--statement-timeout", words_.statement_timeout,
                   "How long a statement may run, such as 10min; SQLMIG_STATEMENT_TIMEOUT")
        ->type_name("DURATION");
    to->add_option("--retries", words_.retries,
                   "How often a script is tried again that met a lock (default: 0); "
                   "SQLMIG_RETRIES")
        ->type_name("N");
    to->add_flag("--batch", words_.batch,
                 "Send many scripts at once, a transaction each; for a server far away");
    to->add_flag("--single-transaction", words_.single_transaction,
                 "Commit all scripts together, or none");
    to->add_option("--heartbeat", words_.heartbeat,
                   "Say that a script still runs, this often (default: 30; 0: never)")
        ->type_name("SECONDS");
    to->add_option("--backup", words_.backup,
                   "Copy the database to this new file before the first script")
        ->type_name("FILE");
  }
  void add_resume(CLI::App* to) {
    to->add_flag("--resume", words_.resume, "Go on with a revision that stopped half-way");
  }

  void add_dry_run(CLI::App* to) {
    to->add_flag("--dry-run", words_.dry_run,
                 "Run the scripts in one transaction and roll it back; nothing is changed");
  }

  // What writes a script instead.
  void add_script_options(CLI::App* to) {
    to->add_flag("--sql", words_.sql,
                 "Run nothing: write it as a script for psql or sqlite3; a target FROM:TO needs no "
                 "database");
    to->add_option("-o,--output", words_.file,
                   "With --sql: write it to this file (default: standard output)")
        ->type_name("FILE");
  }

  void add_upgrade() {
    CLI::App* upgrade = command("upgrade", "Apply what is pending up to TARGET (default: head)",
                                kChange, kUpgradeMore);
    upgrade->alias("up");
    add_targets(upgrade);
    add_review(upgrade);
    upgrade->add_flag("--yes", words_.yes, "Do not ask, where sqlmig.toml says confirm = true");
    add_dry_run(upgrade);
    add_reason(upgrade);
    add_run_options(upgrade);
    add_many(upgrade);
    add_resume(upgrade);
    add_script_options(upgrade);
    upgrade->add_flag("--idempotent", words_.idempotent,
                      "With --sql: the script runs what is missing, from any state");
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
        "Do not ask, before everything or a stored script is reverted and with confirm = true");
    downgrade->add_flag("--from-stored", words_.from_stored,
                        "Revert revisions that have no files here too, by their stored scripts");
    add_allowances(downgrade);
    add_review(downgrade);
    add_dry_run(downgrade);
    add_reason(downgrade);
    add_run_options(downgrade);
    add_many(downgrade);
    add_resume(downgrade);
    add_script_options(downgrade);
    CLI::App* redo =
        command("redo", "Revert the last applied revision and apply it again", kChange);
    redo->add_option("--last", words_.last, "The last N instead of one")->type_name("N");
    redo->add_flag("--yes", words_.yes, "Do not ask, where sqlmig.toml says confirm = true");
    add_allowances(redo);
    add_reason(redo);
    add_run_options(redo);
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

  void add_databases() {
    command("create", "Make the database that the URL names, if it is not there", kChange);
    CLI::App* drop =
        command("drop", "Remove the database with all that is in it", kChange, kDropMore);
    drop->add_flag("--yes", words_.yes, "Do not ask");
    drop->add_flag("--force", words_.force, "PostgreSQL: end the sessions that others have in it");
  }
};

}  // namespace

void declare_changing_commands(CLI::App& app, Words& words) {
  ChangingGrammar(app, words).declare();
}

}  // namespace sqlmig::cli
