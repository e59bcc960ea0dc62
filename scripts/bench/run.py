#!/usr/bin/env python3
"""Measures sqlmig beside the floor for the same work, and prints one table.

usage: scripts/with-postgres scripts/bench/run.py [--n 1000,10000] [--rounds 5] [--shape linear] [--work DIR]

Whole processes: wall time and peak memory. Every round runs sqlmig and the
floor one after the other; a ratio is taken within a round, and the median of the ratios is shown, so
that noise of the machine hits both alike. Without a server (SQLMIG_TEST_POSTGRES_URL) the PostgreSQL rows
are left out.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SQLMIG = str(ROOT / "build/release/sqlmig")
GRAPH_BENCH = ROOT / "build/release/sqlmig_graph_bench"
GENERATE = [sys.executable, str(Path(__file__).with_name("generate.py"))]


def psql_binary() -> str:
    """Debian's psql is a wrapper in Perl, which would be most of what is measured."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/psql"))
    return str(found[-1]) if found else "psql"


def start(command: list[str], folder: Path, environment: dict[str, str]) -> int:
    quiet = [
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, str(folder / "stderr"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ]
    os.chdir(folder)
    return os.posix_spawnp(command[0], command, {**os.environ, **environment}, file_actions=quiet)


def finish(child: int, command: list[str], folder: Path) -> None:
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
        sys.exit(f"failed: {' '.join(command)}\n{(folder / 'stderr').read_text()[-2000:]}")


def wall_time(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """In ms."""
    begin = time.perf_counter()
    finish(start(command, folder, environment), command, folder)
    return (time.perf_counter() - begin) * 1000


def peak_memory(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """In MiB. Sampled: what the system accounts a child with includes this process before the exec."""
    child = start(command, folder, environment)
    peak = 0
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        for line in Path(f"/proc/{child}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                peak = max(peak, int(line.split()[1]))
        time.sleep(0.0005)
    finish(child, command, folder)
    return peak / 1024


class Bench:
    def __init__(self, rounds: int):
        self.rounds = rounds
        print(f"| work | N | sqlmig | floor | ratio | peak memory |\n|---|---|---|---|---|---|")

    def row(self, work: str, n: int, ours, floor, folder: Path, environment=None, reset=None) -> None:
        """`ours` and `floor` are commands; `reset` brings the database back before each of them."""
        environment = environment or {}
        pairs = []
        for _ in range(self.rounds):
            times = []
            for command in (floor, ours):
                if reset:
                    reset()
                times.append(wall_time(command, folder, environment))
            pairs.append(times)
        if reset:
            reset()
        memory = peak_memory(ours, folder, environment)
        floor_ms = statistics.median(pair[0] for pair in pairs)
        ours_ms = statistics.median(pair[1] for pair in pairs)
        ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
        print(f"| {work} | {n} | {ours_ms:.1f} ms | {floor_ms:.1f} ms | {ratio:.2f} | {memory:.0f} MiB |", flush=True)


def shell(line: str) -> list[str]:
    return ["/bin/sh", "-c", line]


def measure_against(bench: Bench, n: int, sums: str, folder: Path) -> None:
    """A branch that adds one revision to what `main` has; what a gate does thousands of times a day."""
    git = ["git", "-C", str(folder), "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "add", "migrations", "sqlmig.toml"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "all"], check=True)
    subprocess.run([*git, "checkout", "-q", "-b", "change"], check=True)
    heads = subprocess.run([SQLMIG, "heads", "--json"], cwd=folder, check=True, capture_output=True)
    head = json.loads(heads.stdout)["heads"][0]["revision"]
    subprocess.run([SQLMIG, "revision", "-m", "one more", "--id", "zz_more", "--head", head], cwd=folder, check=True,
                   capture_output=True)
    for name, text in (("up.sql", "CREATE TABLE zz_more (id INTEGER);"), ("down.sql", "DROP TABLE zz_more;")):
        (folder / "migrations" / "zz_more" / name).write_text(text + "\n")
    subprocess.run([*git, "add", "migrations"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "one more"], check=True)
    bench.row("verify --against main; floor: sha256sum of the same files and git diff main", n,
              [SQLMIG, "verify", "--against", "main"], shell(f"{sums} && git diff --name-only main"), folder)
    subprocess.run([*git, "checkout", "-q", "main"], check=True)
    shutil.rmtree(folder / ".git")


def measure_sqlite(bench: Bench, n: int, shape: str, work: Path) -> None:
    folder = work / f"sqlite_{n}"
    subprocess.run([*GENERATE, str(folder), str(n), shape, "sqlite"], check=True)
    sums = "xargs -a files.txt sha256sum"
    bench.row("verify, files only; floor: sha256sum of the same files", n, [SQLMIG, "verify"], shell(sums), folder)
    measure_against(bench, n, sums, folder)

    def reset() -> None:
        for name in ("app.db", "app.db-journal"):
            (folder / name).unlink(missing_ok=True)

    bench.row("upgrade of an empty SQLite; floor: sqlite3 < same statements", n, [SQLMIG, "-q", "upgrade", "head"],
              shell("sqlite3 -bail app.db < up.sql"), folder, reset=reset)
    reset()
    wall_time([SQLMIG, "-q", "upgrade"], folder, {})
    select = "sqlite3 app.db 'SELECT id, up_checksum, down_checksum, digest FROM sqlmig_revisions'"
    bench.row("upgrade, nothing to do, SQLite; floor: sha256sum and sqlite3 SELECT", n, [SQLMIG, "upgrade"],
              shell(f"{sums} && {select}"), folder)
    bench.row("verify --database, SQLite; floor: the same", n, [SQLMIG, "verify", "--database"],
              shell(f"{sums} && {select}"), folder)


def measure_postgres(bench: Bench, n: int, shape: str, work: Path, server: str) -> None:
    folder = work / f"postgres_{n}"
    subprocess.run([*GENERATE, str(folder), str(n), shape, "postgres"], check=True)
    psql = psql_binary()
    url = server.replace("/postgres?", "/sqlmig_bench?")
    environment = {"DATABASE_URL": url}

    def reset() -> None:
        for statement in ("DROP DATABASE IF EXISTS sqlmig_bench", "CREATE DATABASE sqlmig_bench", "CHECKPOINT"):
            subprocess.run([psql, "-Xqc", statement, server], check=True, stderr=subprocess.DEVNULL)

    bench.row("upgrade of an empty PostgreSQL; floor: psql -f same statements", n, [SQLMIG, "-q", "upgrade", "head"],
              [psql, "-Xq", "-v", "ON_ERROR_STOP=1", "-f", "up.sql", url], folder, environment, reset)
    reset()
    wall_time([SQLMIG, "-q", "upgrade"], folder, environment)
    floor = shell(f"xargs -a files.txt sha256sum && {psql} -Xqc 'SELECT id, up_checksum, down_checksum, digest FROM sqlmig.revisions' '{url}'")
    bench.row("upgrade, nothing to do, PostgreSQL; floor: sha256sum and psql SELECT", n, [SQLMIG, "upgrade"], floor, folder, environment)
    bench.row("verify --database, PostgreSQL; floor: the same", n, [SQLMIG, "verify", "--database"], floor, folder, environment)
    subprocess.run([psql, "-Xqc", "DROP DATABASE sqlmig_bench", server], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", default="1000,10000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shape", default="linear", choices=["linear", "branchy"])
    parser.add_argument("--work", help="where the projects and SQLite databases go (default: a temporary folder)")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="sqlmig-bench-", dir=options.work))
    server = os.environ.get("SQLMIG_TEST_POSTGRES_URL")
    try:
        bench = Bench(options.rounds)
        small = work / "small"
        subprocess.run([*GENERATE, str(small), "3", "linear", "sqlite"], check=True)
        bench.row("start-up: --version; floor: sqlite3 --version", 3, [SQLMIG, "--version"], ["sqlite3", "--version"], small)
        bench.row("start-up: verify; floor: sqlite3 --version", 3, [SQLMIG, "verify"], ["sqlite3", "--version"], small)
        if server:
            bench.row("start-up: current on PostgreSQL; floor: psql -c 'SELECT 1'", 3, [SQLMIG, "current"],
                  [psql_binary(), "-Xc", "SELECT 1", server], small, {"DATABASE_URL": server})
        for n in map(int, options.n.split(",")):
            measure_sqlite(bench, n, options.shape, work)
            if server:
                measure_postgres(bench, n, options.shape, work, server)
        if GRAPH_BENCH.exists():
            print(flush=True)
            subprocess.run([str(GRAPH_BENCH)], check=True)
    finally:
        os.chdir(ROOT)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
