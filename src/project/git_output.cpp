#include "project/git_output.hpp"

#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <system_error>

namespace sqlmig::project {

Objects objects_of_difference(std::string_view output, DiffSide side) {
  Objects objects;
  // `:MODE MODE OBJECT OBJECT STATUS`, and then the path
  for (Records records(output); !records.at_end();) {
    std::string_view fields = records.next().substr(1);
    const std::string_view path = records.next();
    std::array<std::string_view, 5> parts;
    for (std::string_view& part : parts) {
      part = fields.substr(0, fields.find(' '));
      fields.remove_prefix(std::min(fields.size(), part.size() + 1));
    }
    const bool before = side == DiffSide::before;
    const bool is_file = (before ? parts[0] : parts[1]).starts_with("100");
    objects.emplace(path, is_file ? ObjectId(before ? parts[2] : parts[3]) : ObjectId());
  }
  return objects;
}

std::unordered_map<ObjectId, std::string> texts_of_batch(std::string_view output) {
  std::unordered_map<ObjectId, std::string> texts;
  // `OBJECT blob SIZE`, a line end, as many bytes, a line end
  for (std::string_view rest = output; !rest.empty();) {
    const std::string_view head = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), head.size() + 1));
    std::size_t size = 0;
    const std::string_view number = head.substr(head.rfind(' ') + 1);
    const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), size);
    if (failure != std::errc() || rest.size() < size + 1) {
      throw Error(ErrorCode::io, fmt::format("git does not have an object that it names: {}", head))
          .with_advice("see what 'git fsck' says of the clone");
    }
    texts.emplace(head.substr(0, head.find(' ')), rest.substr(0, size));
    rest.remove_prefix(size + 1);
  }
  return texts;
}

}  // namespace sqlmig::project
