# Flags of our own targets. They are never exported: a consumer chooses its own.
# No -Wnull-dereference: with optimization, GCC 12 finds some in the standard library.
add_library(sqlmig_options INTERFACE)
target_compile_options(sqlmig_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi -Wswitch-enum)
# With a sanitizer, GCC 12 finds uninitialized values in its own <regex>.
if(CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  target_compile_options(sqlmig_options INTERFACE -Wno-maybe-uninitialized)
endif()
if(SQLMIG_DEVELOPER_MODE)
  target_compile_options(sqlmig_options INTERFACE -Werror)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()
