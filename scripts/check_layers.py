#!/usr/bin/env python3
"""Checks that every file stays in its room: docs/architecture.md, "Rooms".

    scripts/check_layers.py [ROOT]        prints file:line: message, and fails if there is any
    scripts/check_layers.py --self-test   checks the checker
"""

import re
import sys
from pathlib import Path

# A file of the room (a folder of src/, or a file there) may include its own room and these.
# Everybody may include the public headers, <sqlmig/...>.
REACHES = {
    "core": set(),
    "sqltext": {"core"},
    "schema": {"core"},
    "project": {"core", "sqltext"},
    "engine": {"core", "sqltext"},
    "sqlite": {"core", "sqltext", "schema"},
    "postgres": {"core", "sqltext", "schema"},
    "connect": {"core", "sqlite", "postgres"},
    "commands": {"core", "sqltext", "schema", "project", "engine"},
    "cli": {"core", "sqltext", "project", "engine", "commands"},
}

# Header (a pattern over what stands between < and >) -> the places below src/ that may include it.
VENDOR = {
    r"sqlite3\.h": ["sqlite/"],
    r"libpq-fe\.h|libpq/.*|postgres_ext\.h|pg_config.*": ["postgres/"],
    r"toml\+\+/.*": ["project/"],
    r"CLI/.*": ["cli/grammar.hpp"],
    r"nlohmann/.*": ["cli/"],
    r"openssl/.*": ["core/checksum.cpp"],
    r"fmt/.*": [""],
    r"embedded_sql\.hpp": ["sqlite/", "postgres/"],
    r"embedded_ci\.hpp": ["commands/ci.cpp"],
    r"iostream|cstdio|stdio\.h": ["cli/"],
}

# The pure rooms touch nothing outside of their arguments.
PURE = {"core", "sqltext", "schema"}
IMPURE_HEADER = r"fstream|thread|mutex|future|random|ctime|csignal|[a-z0-9_/]+\.h"

OUTSIDE_WORLD = re.compile(
    r"(?<![\w.>])(?:secure_)?getenv\s*\("
    r"|(?<![\w.>])time\s*\(\s*(?:nullptr|NULL|0|&\w+)\s*\)"
    r"|\bstd::clock\s*\(|\b(?:clock_gettime|gettimeofday)\s*\("
    r"|(?:system|utc|file)_clock::now\s*\("
)
DRAWER = re.compile(r"(?:^|_)(?:utils?|common|misc|helpers?)(?:_|$)")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME)\b")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# Comments and literals, in the order in which a lexer would meet them.
NOT_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])*\'',
    re.S,
)


def room_of(path: str) -> str:
    """`src/core/graph.cpp` -> core, `src/connect.cpp` -> connect, other places -> themselves."""
    parts = path.split("/")
    return parts[1].split(".")[0] if parts[0] == "src" else parts[0]


def check_include(path: str, quoted: bool, header: str) -> str | None:
    """What is wrong with this include, if anything."""
    room = room_of(path)
    if header.startswith("sqlmig/"):
        return None
    if quoted:
        if room == "include":
            return f'a public header includes its siblings as <sqlmig/...>, not "{header}"'
        if ".." in header.split("/"):
            return f'write "{header}" as a path from src/'
        other = header.split("/")[0] if "/" in header else room
        if other == room:
            return None
        if other not in REACHES:
            return f'"{header}" is in no known room'
        return None if other in REACHES[room] else f'{room} may not include {other} ("{header}")'

    for pattern, places in VENDOR.items():
        if re.fullmatch(pattern, header):
            if any(path.startswith("src/" + place) for place in places):
                return None
            return f"<{header}> belongs to " + ", ".join("src/" + place for place in places)
    if room == "include" and re.search(r"[./]", header):
        return f"a public header includes std and its siblings only, not <{header}>"
    if room in PURE and re.fullmatch(IMPURE_HEADER, header):
        return f"{room} is pure and may not include <{header}>"
    return None


def check(path: str, text: str) -> list[tuple[int, str]]:
    """The problems of one file: line and message. `path` is relative to the project's root."""
    problems = []
    if DRAWER.search(Path(path).stem):
        problems.append((1, "name the topic: nothing here is called util, common, misc or helpers"))
    for number, line in enumerate(text.splitlines(), start=1):
        if UNFINISHED.search(line):
            problems.append((number, "finish it, or file it; no notes to self in the code"))

    room = room_of(path)
    if room not in ("src", "include") and room not in REACHES:
        if path.startswith("src/"):
            problems.append((1, f"src/{room} is no known room"))
        return problems

    for number, line in enumerate(text.splitlines(), start=1):
        if match := INCLUDE.match(line):
            message = check_include(path, match[1] == '"', match[2])
            if message:
                problems.append((number, message))
    if room != "cli":
        code = NOT_CODE.sub(lambda literal: "\n" * literal[0].count("\n"), text)
        for number, line in enumerate(code.splitlines(), start=1):
            if OUTSIDE_WORLD.search(line):
                problems.append((number, "the time of day and the environment are read in src/cli only"))
    return sorted(problems)


def files_of(root: Path) -> list[Path]:
    return sorted(
        file
        for folder in ("include", "src", "sql", "tests")
        for file in (root / folder).rglob("*")
        if file.suffix in (".hpp", ".cpp", ".sql") and "corpus" not in file.parts
    )


def check_tree(root: Path) -> int:
    files = files_of(root)
    if not any("src" == file.relative_to(root).parts[0] for file in files):
        print(f"check_layers: no sources below {root}", file=sys.stderr)
        return 2
    count = 0
    for file in files:
        path = file.relative_to(root).as_posix()
        for line, message in check(path, file.read_text(encoding="utf-8", errors="replace")):
            print(f"{path}:{line}: {message}")
            count += 1
    print(f"{len(files)} files, {count} problems")
    return 1 if count else 0


# Path, text, and what is found: a part of the only message, or nothing.
SAMPLES = [
    ("src/core/graph.cpp", '#include "core/order.hpp"\n#include <sqlmig/graph.hpp>\n', None),
    ("src/core/graph.cpp", '#include "order.hpp"\n#include <fmt/core.h>\n', None),
    ("src/core/graph.cpp", '#include "engine/lock.hpp"\n', "core may not include engine"),
    ("src/core/graph.cpp", "#include <fstream>\n", "core is pure"),
    ("src/core/graph.cpp", "#include <unistd.h>\n", "core is pure"),
    ("src/core/graph.cpp", "#include <openssl/evp.h>\n", "belongs to src/core/checksum.cpp"),
    ("src/core/checksum.cpp", "#include <openssl/evp.h>\n", None),
    ("src/core/graph.cpp", '#include "../engine/lock.hpp"\n', "as a path from src/"),
    ("src/engine/lock.cpp", '#include "attic/lock.hpp"\n', "in no known room"),
    ("src/cli/run.cpp", '#include "commands/merge.hpp"\n#include <iostream>\n', None),
    ("src/cli/run.cpp", '#include "sqlite/database.hpp"\n', "cli may not include sqlite"),
    ("src/cli/run.cpp", "#include <CLI/CLI.hpp>\n", "belongs to src/cli/grammar.hpp"),
    ("src/commands/merge.cpp", "#include <iostream>\n", "belongs to src/cli/"),
    ("src/sqlite/database.cpp", "#include <sqlite3.h>\n", None),
    ("src/postgres/database.cpp", "#include <sqlite3.h>\n", "belongs to src/sqlite/"),
    ("src/postgres/database.cpp", '#include "sqlite/url.hpp"\n', "postgres may not include sqlite"),
    ("src/connect.cpp", '#include "sqlite/url.hpp"\n#include "postgres/url.hpp"\n', None),
    ("src/attic/lock.cpp", "", "no known room"),
    ("include/sqlmig/plan.hpp", "#include <sqlmig/graph.hpp>\n#include <string>\n", None),
    ("include/sqlmig/plan.hpp", "#include <fmt/core.h>\n", "belongs to src/"),
    ("include/sqlmig/plan.hpp", "#include <unistd.h>\n", "its siblings only"),
    ("include/sqlmig/plan.hpp", '#include "graph.hpp"\n', "as <sqlmig/...>"),
    ("src/engine/lock.cpp", 'auto home = std::getenv("HOME");\n', "src/cli only"),
    ("src/engine/lock.cpp", "auto t = std::chrono::system_clock::now();\n", "src/cli only"),
    ("src/engine/lock.cpp", "/* getenv(x) */ // time(nullptr)\nauto a = R\"(time(0))\";\n", None),
    ("src/cli/environment.cpp", 'std::getenv("HOME");\n', None),
    ("src/core/string_util.cpp", "", "name the topic"),
    ("tests/unit/core/graph_test.cpp", "// TODO later\n", "finish it"),
    ("tests/unit/core/graph_test.cpp", "#include <sqlite3.h>\n", None),
]


def self_test() -> int:
    failures = 0
    for path, text, expected in SAMPLES:
        found = [message for _, message in check(path, text)]
        if len(found) != (expected is not None) or (expected and expected not in found[0]):
            print(f"{path}: {text!r}: expected {expected!r}, found {found}")
            failures += 1
    print(f"{len(SAMPLES) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    sys.exit(check_tree(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent)))
