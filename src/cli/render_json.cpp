#include "cli/render_json.hpp"

#include "cli/json_values.hpp"
#include "cli/render_locks.hpp"
#include "cli/render_trial.hpp"
#include "cli/target_outcome.hpp"
#include <sqlmig/version.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <utility>

namespace sqlmig::cli {
namespace {

constexpr int kSchemaVersion = 1;

// One overload for each result: what it adds to the object.
struct Writer {
  Json& out;

  void operator()(const commands::InitResult& result) const {
    out["folder"] = result.folder.string();
    out["created"] = result.created;
    out["kept"] = result.kept;
    out["by_hand"] = array_of(result.by_hand, [](const commands::ByHand& step) {
      return Json{{"what", step.what}, {"lines", step.lines}};
    });
  }
  void operator()(const commands::NewRevisionResult& result) const {
    out["revision"] = result.id.text();
    out["parents"] = ids_json(result.parents);
    out["files"] = result.files;
    out["heads"] = ids_json(result.heads);
  }
  void operator()(const commands::RepinResult& result) const {
    out["changed"] = array_of(result.changed, [](const commands::RepinResult::Changed& change) {
      return Json{{"parent", change.parent.text()},
                  {"child", change.child.text()},
                  {"file", change.file},
                  {"before", change.before.text()},
                  {"after", change.after.text()}};
    });
  }
  void operator()(const commands::ApplyResult& result) const {
    out["database"] = result.database;
    out["plan_checksum"] = plan_checksum(result.plan).text();
    const bool dry = result.report.ending == Report::Ending::rolled_back;
    out["dry_run"] = dry;
    if (result.report.failed) out["error"] = error_json(result.report.failed->error);
    if (dry) return add_trial(out, result);
    out["done"] = array_of(result.report.done, [](const Report::Done& done) {
      Json step = step_json(done.step);
      step["duration_ms"] = done.duration.count();
      return step;
    });
    out["failed"] = or_null(result.report.failed, [](const Report::Failed& failed) {
      Json step = step_json(failed.step);
      step["left"] = to_string(failed.left);
      return step;
    });
    out["not_run"] = array_of(result.report.not_run, step_json);
  }
  void operator()(const commands::StampResult& result) const {
    out["database"] = result.database;
    out["added"] = ids_json(result.added);
    out["removed"] = ids_json(result.removed);
  }
  void operator()(const commands::RepairResult& result) const {
    out["database"] = result.database;
    out["way"] = name_of(result.way);
    out["dry_run"] = result.extent == commands::RepairRequest::Extent::dry_run;
    out["repaired"] = array_of(result.repaired, repaired_json);
  }
  void operator()(const commands::CreateResult& result) const {
    out["database"] = result.database;
    out["created"] = result.created == DatabaseSite::Created::now;
  }
  void operator()(const commands::DropResult& result) const {
    out["database"] = result.database;
    out["dropped"] = result.dropped == DatabaseSite::Dropped::now;
  }
  void operator()(const commands::WaitResult& result) const { out["database"] = result.database; }
  void operator()(const commands::PlanResult& result) const {
    out["database"] = or_null(result.database, [](const std::string& name) { return name; });
    out["plan"] = plan_json(result.plan);
    add_locks(out["plan"]["steps"], result);
    out["no_way_back"] = array_of(result.no_ways_back, [](const NoWayBack& one) {
      return Json{{"revision", one.id.text()}, {"reason", one.reason}};
    });
    out["file"] =
        or_null(result.file, [](const std::filesystem::path& file) { return file.string(); });
  }
  void operator()(const commands::SqlScriptResult& result) const {
    out["database"] = or_null(result.database, [](const std::string& name) { return name; });
    out["plan"] = plan_json(result.plan);
    out["file"] = or_null(result.file, [](const auto& file) { return file.string(); });
    out["script"] = result.file ? Json(nullptr) : Json(result.script);
  }
  void operator()(const commands::VerifyResult& result) const {
    out["revisions"] = result.revisions;
    out["scripts_for"] =
        or_null(result.scripts_for, [](DatabaseKind kind) { return to_string(kind); });
    out["against"] = or_null(result.against, [](const std::string& base) { return base; });
    out["database"] = or_null(result.database, [](const std::string& name) { return name; });
    if (result.database) {
      out["applied"] = result.applied;
      out["pending"] = result.pending;
    }
    out["findings"] = array_of(result.findings, finding_json);
  }
  void operator()(const commands::StatusResult& result) const {
    out["database"] = result.database;
    out["url_source"] = result.url_source;
    out["encryption"] = result.encryption.empty() ? Json(nullptr) : Json(result.encryption);
    out["applied"] = array_of(result.applied.rows, row_json);
    out["pending"] = array_of(result.pending, line_json);
    out["unknown"] = array_of(result.unknown, unknown_json);
    out["heads"] = ids_json(result.heads);
    out["findings"] = array_of(result.findings, finding_json);
  }
  void operator()(const commands::CurrentResult& result) const {
    out["database"] = result.database;
    out["heads"] = array_of(result.heads, current_json);
  }
  void operator()(const commands::HeadsResult& result) const {
    out["heads"] = array_of(result.heads, line_json);
  }
  void operator()(const commands::BranchesResult& result) const {
    out["branch_points"] = array_of(result.points, [](const commands::BranchPoint& point) {
      return Json{{"point", line_json(point.point)},
                  {"children", array_of(point.children, line_json)}};
    });
  }
  void operator()(const commands::HistoryResult& result) const {
    out["revisions"] = array_of(result.revisions, line_json);
    out["database"] = or_null(result.database, [](const std::string& name) { return name; });
    if (result.database) out["unknown"] = array_of(result.unknown, unknown_json);
  }
  void operator()(const commands::WhyResult& result) const {
    out["order"] = name_of(result.order);
    out["first"] = result.first.text();
    out["second"] = result.second.text();
    out["chain"] = array_of(result.chain, link_json);
  }
  void operator()(const commands::RebaseResult& result) const {
    out["revision"] = result.revision.text();
    out["onto"] = result.onto.text();
    out["moved"] = ids_json(result.moved);
    out["files"] = result.files;
    out["database"] = or_null(result.database, [](const std::string& name) { return name; });
    out["against"] = or_null(result.against, [](const std::string& ref) { return ref; });
  }
  void operator()(const commands::TagResult& result) const {
    out["revision"] = result.id.text();
    out["tag"] = result.tag;
    out["file"] = result.file;
  }
  void operator()(const commands::ExportResult& result) const {
    out["database"] = result.database;
    out["exported"] = array_of(result.exported, [](const commands::ExportResult::Exported& one) {
      return Json{{"revision", one.id.text()}, {"files", one.files}};
    });
  }
  void operator()(const commands::ShowResult& result) const {
    const Manifest& manifest = result.revision.manifest;
    Json revision = line_json(result.line);
    revision["pins"] = Json::object();
    for (const ParentLink& link : manifest.parents)
      revision["pins"][link.id.text()] = or_null(link.pin, checksum_json);
    revision["irreversible"] =
        or_null(manifest.irreversible, [](const std::string& reason) { return reason; });
    revision["up"] = script_json(result.revision.up);
    revision["down"] = or_null(result.revision.down, script_json);
    revision["digest"] = result.revision.digest.text();
    revision["history"] = result.history.text();
    out["revision"] = std::move(revision);
    out["source"] =
        result.source == commands::ShowResult::Source::files ? "files" : "version-table";
    out["database"] = or_null(result.database, [](const std::string& text) { return text; });
    out["applied"] = or_null(result.applied, row_json);
  }
  // Each database as the command tells of one, with what is to be known of one among many.
  template <typename Outcomes, typename More>
  void write_targets(const Outcomes& outcomes, More more) const {
    Json& targets = out["targets"] = Json::array();
    std::map<Ended, std::size_t> counts;
    for (const auto& outcome : outcomes) {
      const Ended end = ended(outcome);
      ++counts[end];
      Json one{{"name", outcome.name}, {"status", to_string(end)}};
      more(one, outcome);
      std::visit(Writer{one}, outcome.came);
      targets.push_back(std::move(one));
    }
    Json& summary = out["summary"] = {{"databases", outcomes.size()}};
    for (const auto& [end, count] : counts) summary[std::string(to_string(end))] = count;
  }
  void operator()(const commands::NotBegun& /*not_begun*/) const {}
  void operator()(const commands::ApplyTargetsResult& result) const {
    write_targets(result.targets, [](Json& one, const auto& outcome) {
      one["exit_code"] = exit_code_of(outcome);
      if (const auto* apply = std::get_if<commands::ApplyResult>(&outcome.came))
        one["stands_at"] = apply->report.failed ? Json(nullptr) : ids_json(apply->heads);
    });
  }
  void operator()(const commands::StatusTargetsResult& result) const {
    write_targets(result.targets, [](const Json& /*one*/, const auto& /*outcome*/) {});
  }
  void operator()(const VersionResult& result) const { out["version"] = result.version; }
  void operator()(const Error& error) const { out["error"] = error_json(error); }
};

}  // namespace

std::string json_of(std::string_view command, int exit_code, const Result& result) {
  Json object{{"schema_version", kSchemaVersion},
              {"sqlmig", version()},
              {"command", command},
              {"exit_code", exit_code}};
  std::visit(Writer{object}, result);
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sqlmig::cli
