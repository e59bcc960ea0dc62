#include "cli/json_values.hpp"

namespace sqlmig::cli {
namespace {

void put_position(Json& object, const std::optional<SourcePosition>& position) {
  const auto known = [](std::size_t number) { return number != 0 ? Json(number) : Json(nullptr); };
  object["file"] = position ? Json(position->file) : Json(nullptr);
  object["line"] = position ? known(position->line) : Json(nullptr);
  object["column"] = position ? known(position->column) : Json(nullptr);
}

}  // namespace

Json ids_json(const std::vector<RevisionId>& ids) {
  return array_of(ids, [](const RevisionId& id) { return id.text(); });
}

Json checksum_json(const Checksum& checksum) { return checksum.text(); }

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
    object["blocker"] = error.sql->blocker;
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
          {"from", array_of(plan.from, [](const AppliedHead& h) { return h.history.text(); })},
          {"heads", array_of(plan.from, [](const AppliedHead& h) { return h.id.text(); })},
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

}  // namespace sqlmig::cli
