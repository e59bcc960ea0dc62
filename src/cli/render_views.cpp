// The verbs that look, as text.
#include "cli/render_text.hpp"

#include <fmt/core.h>

#include <string>

namespace sqlmig::cli {
namespace {

std::string joined(const std::vector<RevisionId>& ids) {
  std::string text;
  for (const RevisionId& id : ids) text.append(text.empty() ? "" : ", ").append(id.text());
  return text;
}

std::string marks_of(const commands::RevisionLine& line) {
  std::string marks;
  const auto add = [&](bool wanted, std::string_view mark) {
    if (wanted) marks.append(marks.empty() ? "" : ", ").append(mark);
  };
  add(line.is_head, "head");
  add(line.is_base, "base");
  add(line.is_branch_point, "branch point");
  add(line.is_merge, "merge");
  add(line.applied.value_or(false), "applied");
  return marks.empty() ? "" : " (" + marks + ")";
}

std::string text_of_line(const commands::RevisionLine& line, const Style& style) {
  return fmt::format("{}{}  {}\n", style.bold(line.id.text()), style.cyan(marks_of(line)),
                     line.message);
}

std::string when(const AppliedRevision& row) {
  return fmt::format("{} {} by {}@{}", row.origin == Origin::stamp ? "stamped" : "applied",
                     row.applied_at, row.os_user, row.host);
}

}  // namespace

std::string text_of(const commands::StatusResult& result, const Style& style) {
  std::string text = fmt::format("database  {} (from {})\n", result.database, result.url_source);
  text += fmt::format("applied   {}", result.applied.rows.size());
  const auto heads = applied_heads(result.applied);
  for (std::size_t i = 0; i < heads.size(); ++i) {
    text.append(i == 0 ? ", up to " : ", ").append(heads[i]->id.text());
  }
  text += fmt::format("\npending   {}\nheads     {}\n", result.pending.size(),
                      result.heads.empty() ? "none" : joined(result.heads));
  for (const commands::RevisionLine& line : result.pending) {
    text += "  " + style.yellow("pending") + " " + text_of_line(line, style);
  }
  if (!result.findings.empty()) text += text_of(result.findings, style);
  return text;
}

std::string text_of(const commands::CurrentResult& result, const Style& style) {
  if (result.heads.empty()) return fmt::format("nothing is applied on {}\n", result.database);
  std::string text;
  for (const AppliedRevision& head : result.heads) {
    text += fmt::format("{}  {}  {}\n", style.bold(head.id.text()), head.message,
                        style.dim(when(head)));
  }
  return text;
}

std::string text_of(const std::vector<commands::RevisionLine>& lines, const Style& style) {
  if (lines.empty()) return "there is no revision yet\n";
  std::string text;
  for (const commands::RevisionLine& line : lines) text += text_of_line(line, style);
  return text;
}

std::string text_of(const commands::ShowResult& result, const Style& style) {
  const Revision& revision = result.revision;
  const Manifest& manifest = revision.manifest;
  std::string text = style.bold(revision.id.text()) + style.cyan(marks_of(result.line)) + "\n";
  const auto field = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) text += fmt::format("  {:<12}{}\n", name, value);
  };
  field("message", manifest.message);
  field("author", manifest.author);
  field("created", manifest.created);
  for (const ParentLink& link : manifest.parents) {
    field("parent", link.id.text() + (link.pin ? "  pinned " + link.pin->brief() : "  not pinned"));
  }
  for (const RevisionLink& link : manifest.depends_on) field("depends on", link.id.text());
  field("children", joined(result.children));
  field("labels", [&] {
    std::string names;
    for (const NameLink& label : manifest.labels)
      names.append(names.empty() ? "" : ", ").append(label.name);
    return names;
  }());
  field("tags", [&] {
    std::string names;
    for (const NameLink& tag : manifest.tags)
      names.append(names.empty() ? "" : ", ").append(tag.name);
    return names;
  }());
  const auto script = [&](std::string_view name, const Script& file) {
    field(name, fmt::format("{}  {}  {}", file.path, file.checksum.text(),
                            to_string(file.directives.transaction)));
  };
  script("up", revision.up);
  if (revision.down) {
    script("down", *revision.down);
  } else {
    field("down", "irreversible: " + manifest.irreversible.value_or(""));
  }
  field("digest", revision.digest.text());
  field("history", result.history.text());
  if (result.database) {
    field("database", *result.database);
    field("applied", result.applied ? fmt::format("{} in {} ms", when(*result.applied),
                                                  result.applied->duration_ms)
                                    : std::string("no"));
  }
  return text;
}

}  // namespace sqlmig::cli
