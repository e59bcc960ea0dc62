// The verbs that look, as text.
#include "cli/render_text.hpp"
#include "core/id_list.hpp"

#include <fmt/core.h>

#include <string>
#include <utility>

namespace sqlmig::cli {
namespace {

std::string joined_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

// What a list says of a revision beside its id. Where lists are about branches, the labels that
// reach the revision are named, else those that stand on it.
enum class Labels { own, of_branch };
std::string marks_of(const commands::RevisionLine& line, Labels labels) {
  std::string marks;
  const auto add = [&](bool wanted, std::string_view mark) {
    if (wanted) marks.append(marks.empty() ? "" : ", ").append(mark);
  };
  if (labels == Labels::own) {
    for (const std::string& label : line.labels) add(true, "label " + label);
  } else {
    for (const std::string& branch : line.branches) add(true, "branch " + branch);
  }
  for (const std::string& tag : line.tags) add(true, "tag " + tag);
  add(line.is_head, "head");
  add(line.is_base, "base");
  add(line.is_branch_point, "branch point");
  add(line.is_merge, "merge");
  add(line.current.value_or(false), "current");
  add(line.applied.value_or(false) && !line.current.value_or(false), "applied");
  return marks.empty() ? "" : " (" + marks + ")";
}

std::string title_of(const commands::RevisionLine& line, Labels labels, const Style& style) {
  return fmt::format("{}{}", style.bold(line.id.text()), style.cyan(marks_of(line, labels)));
}

std::string text_of_line(const commands::RevisionLine& line, Labels labels, const Style& style) {
  return fmt::format("{}  {}\n", title_of(line, labels, style), line.message);
}

// Lines of name and value, each with something in front of it.
class Fields {
 public:
  explicit Fields(std::string front) : front_(std::move(front)) {}

  void add(std::string_view name, std::string_view value) {
    if (!value.empty()) text_ += fmt::format("{}{:<12}{}\n", front_, name, value);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string front_;
  std::string text_;
};

std::string text_of_block(const commands::RevisionLine& line, const std::string& front,
                          const Style& style) {
  Fields fields(front + "  ");
  fields.add("message", line.message);
  fields.add("author", line.author);
  fields.add("created", line.created);
  fields.add("parents", joined(line.parents));
  fields.add("children", joined(line.children));
  fields.add("depends on", joined(line.depends_on));
  fields.add("needed by", joined(line.dependents));
  fields.add("branches", joined_names(line.branches));
  fields.add("file", line.file);
  return title_of(line, Labels::own, style) + "\n" + fields.text() + front + "\n";
}

std::string text_of_entry(const commands::RevisionLine& line, ListStyle list, Labels labels,
                          const Style& style) {
  return list == ListStyle::lines ? text_of_line(line, labels, style)
                                  : text_of_block(line, {}, style);
}

std::string when(const AppliedRevision& row) {
  std::string text =
      fmt::format("{} {} by {}@{}", row.origin == Origin::stamp ? "stamped" : "applied",
                  row.applied_at, row.os_user, row.host);
  if (row.state != RevisionState::applied) {
    text += fmt::format(", now {}: {} of {} statements ran", to_string(row.state),
                        row.statements_done, row.statements_total);
  }
  return text;
}

std::string built_on(const std::vector<RevisionId>& ids) {
  return ids.empty() ? "built on nothing that is known here" : "built on " + joined(ids);
}

std::string text_of_unknown(const commands::UnknownLine& line, const Style& style) {
  return fmt::format("{} {}  {}  {}, {}\n", style.bold(line.row.id.text()),
                     style.yellow("(unknown here)"), line.row.message, when(line.row),
                     built_on(line.built_on));
}

std::string text_of_lanes(const commands::HistoryResult& result, ListStyle list,
                          const Style& style) {
  std::string text;
  std::size_t next = 0;
  for (const LaneRow& row : result.lanes) {
    text += row.drawing;
    if (!row.revision) {
      text += "\n";
      continue;
    }
    const commands::RevisionLine& line = result.revisions[next++];
    text += "  ";
    if (list == ListStyle::lines) {
      text += text_of_line(line, Labels::own, style);
    } else {
      text += text_of_block(line, row.below, style);
    }
  }
  return text;
}

}  // namespace

std::string text_of(const commands::StatusResult& result, ListStyle list, const Style& style) {
  std::string text = fmt::format("database  {} (from {})\n", result.database, result.url_source);
  if (list == ListStyle::blocks && !result.encryption.empty())
    text += fmt::format("encrypted {}\n", result.encryption);
  text += fmt::format("applied   {}", result.applied.rows.size());
  const auto heads = applied_heads(result.applied);
  for (std::size_t i = 0; i < heads.size(); ++i) {
    text.append(i == 0 ? ", up to " : ", ").append(heads[i]->id.text());
  }
  text += fmt::format("\npending   {}\nheads     {}\n", result.pending.size(),
                      result.heads.empty() ? "none" : joined(result.heads));
  for (const commands::RevisionLine& line : result.pending) {
    text += "  " + style.yellow("pending") + " " + text_of_line(line, Labels::own, style);
  }
  for (const commands::UnknownLine& line : result.unknown)
    text += "  " + text_of_unknown(line, style);
  if (!result.unknown.empty()) {
    text +=
        "    " + style.cyan("next: ") +
        "look on other branches and newer checkouts, or write one back with: sqlmig export ID\n";
  }
  // The lines above say it already.
  std::vector<Finding> others = result.findings;
  std::erase_if(
      others, [](const Finding& finding) { return finding.kind == FindingKind::missing_revision; });
  return text + text_of(others, style);
}

std::string text_of(const commands::CurrentResult& result, const Style& style) {
  if (result.heads.empty()) return fmt::format("nothing is applied on {}\n", result.database);
  std::string text;
  for (const commands::CurrentLine& head : result.heads) {
    using Files = commands::CurrentLine::Files;
    std::string mark;
    if (head.files == Files::head) mark = style.cyan(" (head)");
    if (head.files == Files::unknown) mark = style.yellow(" (unknown here)");
    text += fmt::format("{}{}  {}  {}{}\n", style.bold(head.row.id.text()), mark, head.row.message,
                        style.dim(when(head.row)),
                        head.files == Files::unknown ? ", " + built_on(head.built_on) : "");
  }
  return text;
}

std::string text_of(const commands::HeadsResult& result, ListStyle list, const Style& style) {
  if (result.heads.empty()) return "there is no revision yet\n";
  std::string text;
  for (const commands::RevisionLine& line : result.heads)
    text += text_of_entry(line, list, Labels::of_branch, style);
  return text;
}

std::string text_of(const commands::BranchesResult& result, ListStyle list, const Style& style) {
  if (result.points.empty()) return "the history does not fork\n";
  std::string text;
  for (const commands::BranchPoint& point : result.points) {
    text += text_of_entry(point.point, list, Labels::of_branch, style);
    for (const commands::RevisionLine& child : point.children)
      text += "  -> " + text_of_line(child, Labels::of_branch, style);
  }
  return text;
}

std::string text_of(const commands::HistoryResult& result, ListStyle list, const Style& style) {
  std::string text;
  for (auto it = result.unknown.rbegin(); it != result.unknown.rend(); ++it)
    text += text_of_unknown(*it, style);
  if (result.revisions.empty() && text.empty()) return "there is no revision to show\n";
  if (!result.lanes.empty()) return text + text_of_lanes(result, list, style);
  for (const commands::RevisionLine& line : result.revisions)
    text += text_of_entry(line, list, Labels::own, style);
  return text;
}

std::string text_of(const commands::WhyResult& result, const Style& style) {
  using Result = commands::WhyResult;
  if (result.order == Result::Order::none) {
    return fmt::format(
        "nothing orders them; {} comes before {} because its id does, once what "
        "each stands on is there\n",
        result.first.text(), result.second.text());
  }
  std::string text = fmt::format("{}{} runs before {}\n",
                                 result.order == Result::Order::as_asked ? "" : "the other way: ",
                                 result.first.text(), result.second.text());
  const RevisionId* before = nullptr;
  for (const Result::Link& link : result.chain) {
    std::string edge;
    if (before != nullptr) {
      edge = fmt::format("  {} {}",
                         link.edge == Result::Link::Edge::parent ? "is built on" : "depends on",
                         before->text());
    }
    text += fmt::format("  {}{}  {}\n", style.bold(link.id.text()), style.cyan(edge),
                        style.dim(link.message));
    before = &link.id;
  }
  return text;
}

std::string text_of(const commands::ShowResult& result, const Style& style) {
  const Revision& revision = result.revision;
  const Manifest& manifest = revision.manifest;
  Fields fields("  ");
  fields.add("message", manifest.message);
  fields.add("author", manifest.author);
  fields.add("created", manifest.created);
  for (const ParentLink& link : manifest.parents) {
    fields.add("parent",
               link.id.text() + (link.pin ? "  pinned " + link.pin->brief() : "  not pinned"));
  }
  for (const RevisionLink& link : manifest.depends_on) fields.add("depends on", link.id.text());
  fields.add("children", joined(result.line.children));
  fields.add("needed by", joined(result.line.dependents));
  fields.add("labels", joined_names(result.line.labels));
  fields.add("branches", joined_names(result.line.branches));
  fields.add("tags", joined_names(result.line.tags));
  const auto script = [&](std::string_view name, const Script& file) {
    fields.add(name, fmt::format("{}  {}  {}", file.path, file.checksum.text(),
                                 to_string(file.directives.transaction)));
  };
  script("up", revision.up);
  if (revision.down) {
    script("down", *revision.down);
  } else {
    fields.add("down", "irreversible: " + manifest.irreversible.value_or(""));
  }
  fields.add("digest", revision.digest.text());
  fields.add("history", result.history.text());
  if (result.database) {
    fields.add("database", *result.database);
    fields.add("applied", result.applied ? fmt::format("{} in {} ms", when(*result.applied),
                                                       result.applied->duration_ms)
                                         : std::string("no"));
  }
  const bool stored = result.source == commands::ShowResult::Source::version_table;
  return title_of(result.line, Labels::own, style) +
         (stored ? style.yellow(" (unknown here: only the database has it)") : "") + "\n" +
         fields.text();
}

}  // namespace sqlmig::cli
