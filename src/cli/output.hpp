// Text on the standard streams.
#pragma once

#include "cli/options.hpp"
#include "cli/style.hpp"

#include <cstdio>
#include <string>

namespace sqlmig::cli {

void print(FILE* stream, const std::string& text);

/// The style of a stream that is a terminal or not.
[[nodiscard]] Style style_for(ColorChoice choice, bool terminal);

}  // namespace sqlmig::cli
