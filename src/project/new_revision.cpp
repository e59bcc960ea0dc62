#include "project/new_revision.hpp"

#include "project/files.hpp"
#include "project/io_error.hpp"
#include "project/toml_writer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace sqlmig::project {
namespace {

constexpr std::string_view kTimestamp = "{timestamp}";
constexpr std::string_view kSequence = "{sequence}";
constexpr std::string_view kSlug = "{slug}";
constexpr std::size_t kMaxSlug = 60;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  if (const std::size_t at = text.find(what); at != std::string::npos)
    text.replace(at, what.size(), by);
  return text;
}

// "Add users' table" -> "add_users_table"
std::string slug_of(std::string_view message) {
  std::string slug;
  for (const char c : message) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      slug += c;
    } else if (c >= 'A' && c <= 'Z') {
      slug += static_cast<char>(c - 'A' + 'a');
    } else if (c != '\'' && !slug.empty() && slug.back() != '_') {
      slug += '_';
    }
  }
  if (slug.size() > kMaxSlug) {
    slug.resize(kMaxSlug);
    if (const std::size_t cut = slug.rfind('_'); cut != std::string::npos && cut > kMaxSlug / 2)
      slug.resize(cut);
  }
  while (!slug.empty() && slug.back() == '_') slug.pop_back();
  return slug;
}

std::uint64_t highest_number(const Graph& graph) {
  std::uint64_t highest = 0;
  for (Graph::Index i = 0; i < graph.size(); ++i) {
    const std::string& id = graph.id(i).text();
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (failure == std::errc()) highest = std::max(highest, number);
  }
  return highest;
}

std::string toml_list(std::string_view key, const std::vector<std::string>& items) {
  if (items.empty()) return {};
  std::string text;
  for (const std::string& item : items)
    text.append(text.empty() ? "" : ", ").append(toml_string(item));
  return fmt::format("{} = [{}]\n", key, text);
}

}  // namespace

std::optional<std::string> problem_with_id_pattern(std::string_view pattern) {
  const bool timestamp = pattern.find(kTimestamp) != std::string_view::npos;
  const bool sequence = pattern.find(kSequence) != std::string_view::npos;
  if (timestamp == sequence) return "must hold one of {timestamp} and {sequence}";
  if (pattern.find(kSlug) == std::string_view::npos) return "must hold {slug}";
  std::string sample = replaced(std::string(pattern), kTimestamp, "20260101000000");
  sample = replaced(replaced(std::move(sample), kSequence, "0001"), kSlug, "slug");
  if (const auto problem = RevisionId::problem_with(sample))
    return "makes ids that are none: " + *problem;
  return std::nullopt;
}

RevisionId make_revision_id(std::string_view pattern, std::string_view message,
                            std::string_view timestamp, const Graph& graph) {
  const std::string slug = slug_of(message);
  if (slug.empty()) {
    throw Error(
        ErrorCode::usage,
        fmt::format("the message '{}' has no letter or digit to name the folder by", message))
        .with_advice("give the id with --id");
  }
  std::string id = replaced(std::string(pattern), kTimestamp, timestamp);
  id = replaced(std::move(id), kSequence, fmt::format("{:04}", highest_number(graph) + 1));
  return RevisionId(replaced(std::move(id), kSlug, slug));
}

std::string render_manifest(const NewRevision& revision) {
  std::string text = fmt::format("message = {}\n", toml_string(revision.message));
  if (!revision.created.empty()) text += fmt::format("created = {}\n", revision.created);
  if (!revision.author.empty()) text += fmt::format("author  = {}\n", toml_string(revision.author));
  std::vector<std::string> depends_on;
  for (const RevisionId& id : revision.depends_on) depends_on.push_back(id.text());
  text += toml_list("depends_on", depends_on);
  text += toml_list("labels", revision.labels);
  text += toml_list("tags", revision.tags);
  if (revision.irreversible)
    text += fmt::format("irreversible = {}\n", toml_string(*revision.irreversible));
  text += "\n[parents]\n";
  std::vector<NewRevision::Parent> parents = revision.parents;
  std::sort(parents.begin(), parents.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  for (const NewRevision::Parent& parent : parents) {
    text += fmt::format("{} = \"{}\"\n", toml_key(parent.id.text()), parent.pin.text());
  }
  return text;
}

std::vector<std::string> write_revision(const Config& config, const NewRevision& revision) {
  const std::filesystem::path group = config.migrations / revision.folder;
  const std::filesystem::path folder = group / revision.id.text();
  std::error_code failure;
  std::filesystem::create_directories(group, failure);
  if (!failure && !std::filesystem::create_directory(folder, failure) && !failure) {
    throw Error(ErrorCode::io, fmt::format("{} is there already", folder.string()))
        .with_advice("choose another message or --id");
  }
  if (failure) throw io_error("create", folder.string(), failure);
  try {
    create_file(folder / "up.sql", revision.up);
    if (revision.down) create_file(folder / "down.sql", *revision.down);
    create_file(folder / "manifest.toml", render_manifest(revision));
  } catch (const Error&) {
    std::filesystem::remove_all(folder, failure);
    throw;
  }
  const std::string shown = config.migrations_name + "/" +
                            (revision.folder.empty() ? "" : revision.folder + "/") +
                            revision.id.text();
  std::vector<std::string> names{shown + "/manifest.toml", shown + "/up.sql"};
  if (revision.down) names.push_back(shown + "/down.sql");
  return names;
}

std::string group_folder(const Config& config, const Revision& revision) {
  std::string_view path = revision.manifest.path;
  path.remove_prefix(config.migrations_name.size() + 1);
  path.remove_suffix(std::string_view("manifest.toml").size() + revision.id.text().size() + 1);
  if (!path.empty()) path.remove_suffix(1);
  return std::string(path);
}

}  // namespace sqlmig::project
