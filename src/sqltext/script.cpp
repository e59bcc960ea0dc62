#include "sqltext/script.hpp"

#include "sqltext/statements.hpp"

#include <utility>

namespace sqlmig::sqltext {

ScriptRead read_script(std::string path, std::string text) {
  DirectiveScan scan = scan_directives(text);
  const auto content = content_of(text, SqlDialect::postgres) == Content::blank
                           ? Script::Content::blank
                           : Script::Content::statements;
  const Checksum checksum = sha256(text);
  return {{std::move(path), std::move(text), checksum, scan.directives, content},
          std::move(scan.problems)};
}

}  // namespace sqlmig::sqltext
