// What --help says below the options, and of options that several commands share.
#pragma once

namespace sqlmig::cli {

inline constexpr const char* kFooter =
    "'sqlmig COMMAND --help' explains a command. Exit codes: 0 done, 1 failed, 2 usage or\n"
    "configuration, 3 verification found problems, 4 pending (when asked), 5 locked,\n"
    "6 cannot connect, 7 another plan than expected, 130 stopped by Ctrl-C.";

inline constexpr const char* kMore = "Options of every command: sqlmig --help";
inline constexpr const char* kUpgradeMore =
    "Each script commits together with its row in the version table. Files and database must "
    "agree;\n"
    "nothing is run if they do not.\n\n"
    "  sqlmig upgrade                 up to the single head\n"
    "  sqlmig upgrade heads           up to all heads\n"
    "  sqlmig upgrade billing@head    up to the head of one branch\n"
    "  sqlmig upgrade +1              one revision further\n"
    "  sqlmig upgrade --expect SHA    only what 'sqlmig plan' showed\n\n"
    "Options of every command: sqlmig --help";
inline constexpr const char* kDowngradeMore =
    "Every applied revision that stands on TARGET is reverted, the newest first; TARGET stays.\n"
    "If one of them cannot be reverted, none is.\n\n"
    "  sqlmig downgrade 20260105      back to the revision whose id starts so\n"
    "  sqlmig downgrade -1            one revision back\n"
    "  sqlmig downgrade billing@base  one branch; asks first, or needs --yes\n"
    "  sqlmig downgrade base --yes    everything\n\n"
    "Options of every command: sqlmig --help";
inline constexpr const char* kStampMore =
    "What is built on TARGET is recorded no longer. Other branches, and revisions that no file "
    "knows,\n"
    "stay as they are.\n\n"
    "  sqlmig stamp heads             all of it is there already\n"
    "  sqlmig stamp billing@base      forget one branch\n"
    "  sqlmig stamp heads --purge     forget everything, then record anew\n\n"
    "Options of every command: sqlmig --help";
inline constexpr const char* kRepairMore =
    "Runs nothing: it vouches for what a person has looked at. Exactly one of the first three.\n\n"
    "  sqlmig repair --accept 20260105 --reason \"only a comment\"\n"
    "  sqlmig repair --mark-applied 20260105_index --reason \"built it by hand\"\n\n"
    "Options of every command: sqlmig --help";
inline constexpr const char* kDropMore =
    "Asks first, or needs --yes. A database that is in use stays, and so does one whose "
    "environment\n"
    "says allow_downgrade = false.\n\n"
    "Options of every command: sqlmig --help";
inline constexpr const char* kWaitMore =
    "Ends at once where waiting is of no use, as for a wrong password. Exits with 6 if the "
    "database\n"
    "does not accept connections. --wait SECONDS does the same before any other command.\n\n"
    "Options of every command: sqlmig --help";
inline constexpr const char* kVerifyMore =
    "Finds every problem in one run: the folder, the manifests, the graph, the pins, the scripts, "
    "and\n"
    "more than one head. Exits with 3 if one of them is an error. Pending revisions are no "
    "problem.\n\n"
    "  sqlmig verify --against origin/main                         what merging this would make\n"
    "  sqlmig verify --database --require-applied                  after a deployment\n"
    "  sqlmig verify --format github --output sarif=verify.sarif   annotations, and a file\n\n"
    "Options of every command: sqlmig --help";
inline constexpr const char* kTargetHelp =
    "Where to: an id or the start of one, a label, a tag, head, heads, +N, label@head";
inline constexpr const char* kStampHelp =
    "What to record: an id or the start of one, a label, a tag, head, heads, base, +N, label@base";

inline constexpr const char* kRevisionMore =
    "  sqlmig revision -m \"add users\"                       on the single head\n"
    "  sqlmig revision -m \"invoices\" --head billing@head    on the head of a branch\n"
    "  sqlmig revision -m \"start\" --head base --label net   a line of its own\n\n"
    "Options of every command: sqlmig --help";
inline constexpr const char* kRebaseMore =
    "Only revisions that nobody else has can move: not if one of them is applied in the database "
    "of\n"
    "the project, or is part of origin's main branch. The pins are rewritten.\n\n"
    "Options of every command: sqlmig --help";
inline constexpr const char* kHistoryMore =
    "  sqlmig history -r billing@base:  one branch\n"
    "  sqlmig history -r 20260105:head  from one revision to another, with both\n"
    "  sqlmig history -r current:       from what the database has on\n"
    "  sqlmig history --graph -v        everything\n\n"
    "Options of every command: sqlmig --help";

}  // namespace sqlmig::cli
