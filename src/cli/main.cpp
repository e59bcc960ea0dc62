#include "cli/run.hpp"

int main(int argc, char** argv) { return sqlmig::cli::run({argv + 1, argv + argc}); }
