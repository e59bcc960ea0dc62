#include "engine/sql_error.hpp"

#include "core/text_position.hpp"

namespace sqlmig::engine {

Error with_position(Error error, const Script& script) {
  if (!error.sql || error.position || error.code() == ErrorCode::version_table) return error;
  if (!error.sql->offset) {
    error.position = SourcePosition{script.path, 0, 0};
    return error;
  }
  error.position = position_at(script.path, script.text, *error.sql->offset);
  error.excerpt = excerpt_at(script.text, *error.sql->offset);
  return error;
}

}  // namespace sqlmig::engine
