#include "cli/render_json.hpp"

#include <sqlmig/version.hpp>

#include <nlohmann/json.hpp>

namespace sqlmig::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

template <typename T, typename Convert>
Json array_of(const std::vector<T>& items, Convert convert) {
  Json array = Json::array();
  for (const T& item : items) array.push_back(convert(item));
  return array;
}

Json ids_json(const std::vector<RevisionId>& ids) {
  return array_of(ids, [](const RevisionId& id) { return id.text(); });
}

template <typename T, typename Convert>
Json or_null(const std::optional<T>& value, Convert convert) {
  return value ? Json(convert(*value)) : Json(nullptr);
}

Json checksum_json(const Checksum& checksum) { return checksum.text(); }

void put_position(Json& object, const std::optional<SourcePosition>& position) {
  const auto known = [](std::size_t number) { return number != 0 ? Json(number) : Json(nullptr); };
  object["file"] = position ? Json(position->file) : Json(nullptr);
  object["line"] = position ? known(position->line) : Json(nullptr);
  object["column"] = position ? known(position->column) : Json(nullptr);
}

Json finding_json(const Finding& finding) {
  Json object;
  object["code"] = code_of(finding.kind);
  object["severity"] = to_string(finding.severity);
  object["revision"] = finding.revision.empty() ? Json(nullptr) : Json(finding.revision);
  put_position(object, finding.position);
  object["message"] = finding.message;
  object["next"] = finding.advice;
  object["detail"] = finding.detail;
  return object;
}

Json error_json(const Error& error) {
  Json object;
  object["code"] = to_string(error.code());
  object["message"] = error.what();
  put_position(object, error.position);
  object["next"] = error.advice;
  if (error.sql) {
    object["sqlstate"] = error.sql->sqlstate;
    object["detail"] = error.sql->detail;
    object["hint"] = error.sql->hint;
    object["context"] = error.sql->context;
  }
  object["notes"] = error.notes;
  object["findings"] = array_of(error.findings, finding_json);
  return object;
}

Json step_json(const Step& step) {
  return {{"direction", to_string(step.direction)},
          {"revision", step.id.text()},
          {"file", step.path},
          {"transaction", step.transaction == TransactionMode::transactional},
          {"digest", step.digest.text()},
          {"reason", step.reason}};
}

Json plan_json(const Plan& plan) {
  return {{"checksum", plan_checksum(plan).text()},
          {"kind", to_string(plan.database)},
          {"from", array_of(plan.from, checksum_json)},
          {"steps", array_of(plan.steps, step_json)}};
}

Json row_json(const AppliedRevision& row) {
  return {{"revision", row.id.text()},
          {"parents", ids_json(row.parents)},
          {"depends_on", ids_json(row.depends_on)},
          {"message", row.message},
          {"up_checksum", row.up.text()},
          {"down_checksum", or_null(row.down, checksum_json)},
          {"digest", row.digest.text()},
          {"state", to_string(row.state)},
          {"statements_done", row.statements_done},
          {"statements_total", row.statements_total},
          {"sequence", row.sequence},
          {"applied_at", row.applied_at},
          {"database_role", row.database_role},
          {"os_user", row.os_user},
          {"host", row.host},
          {"duration_ms", row.duration_ms},
          {"sqlmig_version", row.sqlmig_version},
          {"origin", to_string(row.origin)}};
}

Json line_json(const commands::RevisionLine& line) {
  Json object{{"revision", line.id.text()},
              {"message", line.message},
              {"author", line.author},
              {"created", line.created},
              {"file", line.file},
              {"parents", ids_json(line.parents)},
              {"children", ids_json(line.children)},
              {"depends_on", ids_json(line.depends_on)},
              {"needed_by", ids_json(line.dependents)},
              {"labels", line.labels},
              {"branches", line.branches},
              {"tags", line.tags},
              {"head", line.is_head},
              {"base", line.is_base},
              {"branch_point", line.is_branch_point},
              {"merge", line.is_merge}};
  if (line.applied) object["applied"] = *line.applied;
  if (line.current) object["current"] = *line.current;
  return object;
}

Json unknown_json(const commands::UnknownLine& line) {
  Json object = row_json(line.row);
  object["built_on"] = ids_json(line.built_on);
  return object;
}

Json current_json(const commands::CurrentLine& line) {
  using Files = commands::CurrentLine::Files;
  Json object = row_json(line.row);
  object["known"] =
      line.files == Files::unread ? Json(nullptr) : Json(line.files != Files::unknown);
  object["head"] = line.files == Files::unread ? Json(nullptr) : Json(line.files == Files::head);
  object["built_on"] = ids_json(line.built_on);
  return object;
}

std::string_view name_of(commands::WhyResult::Order order) {
  switch (order) {
    case commands::WhyResult::Order::as_asked:
      return "as-asked";
    case commands::WhyResult::Order::the_other_way:
      return "the-other-way";
    case commands::WhyResult::Order::none:
      return "none";
  }
  return "none";
}

Json link_json(const commands::WhyResult::Link& link) {
  using Edge = commands::WhyResult::Link::Edge;
  return {{"revision", link.id.text()},
          {"message", link.message},
          {"by", link.edge == Edge::none     ? Json(nullptr)
                 : link.edge == Edge::parent ? Json("parent")
                                             : Json("dependency")}};
}

Json script_json(const Script& script) {
  return {{"file", script.path},
          {"checksum", script.checksum.text()},
          {"transaction", script.directives.transaction == TransactionMode::transactional}};
}

std::string_view name_of(commands::RepairRequest::Way way) {
  switch (way) {
    case commands::RepairRequest::Way::accept:
      return "accept";
    case commands::RepairRequest::Way::mark_applied:
      return "mark-applied";
    case commands::RepairRequest::Way::mark_reverted:
      return "mark-reverted";
  }
  return "accept";
}

Json repaired_json(const commands::RepairResult::Repaired& repaired) {
  return {{"revision", repaired.id.text()},
          {"changes", array_of(repaired.changes, [](const RecordChange& change) {
             return Json{{"what", change.what}, {"before", change.before}, {"after", change.after}};
           })}};
}

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
    out["done"] = array_of(result.report.done, [](const Report::Done& done) {
      Json step = step_json(done.step);
      step["duration_ms"] = done.duration.count();
      return step;
    });
    out["failed"] = or_null(result.report.failed,
                            [](const Report::Failed& failed) { return step_json(failed.step); });
    out["not_run"] = array_of(result.report.not_run, step_json);
    if (result.report.failed) out["error"] = error_json(result.report.failed->error);
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
  void operator()(const commands::PlanResult& result) const {
    out["database"] = result.database;
    out["plan"] = plan_json(result.plan);
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
