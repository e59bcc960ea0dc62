#!/usr/bin/env python3
"""Measures upgrades of many databases, by their number and by --jobs, and prints one table.

usage: scripts/with-postgres scripts/bench/targets.py [--n 25,50,100,200] [--jobs 1,2,4,8] [--revisions 10]
                                                      [--rtt 5] [--rounds 3] [--work DIR]

Whole processes on databases that are empty before each run: SQLite files on the disk of DIR, and PostgreSQL behind a
proxy that hands everything on half a round trip later, as in distance.py. Every round runs all --jobs one after the
other; the ratio to --jobs 1 is taken within a round, and the medians are shown. `per database` tells whether the time
is linear in their number. Without a server (SQLMIG_TEST_POSTGRES_URL) PostgreSQL is left out.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from distance import Proxy
from run import GENERATE, ROOT, SQLMIG, psql_binary, wall_time


class Files:
    """SQLite files in a folder of their own."""

    kind = "sqlite"

    def __init__(self, folder: Path):
        self.folder = folder / "files"

    def urls(self, count: int) -> list[str]:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        return [f"sqlite:{self.folder}/{number}.db" for number in range(count)]


class Servers:
    """Databases of one server behind the proxy."""

    kind = "postgres"

    def __init__(self, server: str, delay: float):
        query = parse_qs(urlsplit(server).query)
        self.server = server
        self.proxy = Proxy(f"{query['host'][0]}/.s.PGSQL.{query['port'][0]}", delay)
        self.user = query["user"][0]
        self.names: list[str] = []

    def urls(self, count: int) -> list[str]:
        self.drop()
        self.names = [f"sqlmig_bench_{number}" for number in range(count)]
        self.run(f"CREATE DATABASE {name}" for name in self.names)
        self.run(["CHECKPOINT"])
        return [
            f"postgresql://{self.user}@127.0.0.1:{self.proxy.port}/{name}?sslmode=disable&gssencmode=disable"
            for name in self.names
        ]

    def drop(self) -> None:
        self.run(f"DROP DATABASE {name}" for name in self.names)
        self.names = []

    def run(self, statements) -> None:
        text = "".join(f"{statement};\n" for statement in statements)
        subprocess.run([psql_binary(), "-Xq", "-v", "ON_ERROR_STOP=1", self.server], input=text, text=True, check=True)


def measure(options: argparse.Namespace, kind: str, urls: Callable[[int], list[str]], work: Path) -> None:
    folder = work / kind
    subprocess.run([*GENERATE, str(folder), str(options.revisions), "linear", kind], check=True)
    for count in options.n:
        seconds: dict[int, list[float]] = {jobs: [] for jobs in options.jobs}
        for _ in range(options.rounds):
            for jobs in options.jobs:
                (folder / "targets.txt").write_text("".join(f"{url}\n" for url in urls(count)))
                command = [SQLMIG, "-q", "upgrade", "head", "--targets", "targets.txt", "--jobs", str(jobs)]
                seconds[jobs].append(wall_time(command, folder, {}) / 1000)
        for jobs in options.jobs:
            median = statistics.median(seconds[jobs])
            ratio = statistics.median(
                ours / first for ours, first in zip(seconds[jobs], seconds[options.jobs[0]])
            )
            print(f"| {kind} | {count} | {jobs} | {median:.2f} | {median * 1000 / count:.1f} | {ratio:.2f} |", flush=True)


def numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=numbers, default=[25, 50, 100, 200], help="databases")
    parser.add_argument("--jobs", type=numbers, default=[1, 2, 4, 8])
    parser.add_argument("--revisions", type=int, default=10)
    parser.add_argument("--rtt", type=float, default=5, help="milliseconds there and back")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", help="where project and files go (default: a temporary folder)")
    options = parser.parse_args()
    server = os.environ.get("SQLMIG_TEST_POSTGRES_URL")
    work = Path(tempfile.mkdtemp(prefix="sqlmig-bench-", dir=options.work))
    print(f"{options.revisions} revisions; PostgreSQL: {options.rtt:g} ms there and back\n")
    print("| database | number | --jobs | seconds | ms per database | beside the first |\n|---|---|---|---|---|---|")
    try:
        measure(options, Files.kind, Files(work).urls, work)
        if server:
            servers = Servers(server, options.rtt / 2000)
            measure(options, Servers.kind, servers.urls, work)
            servers.drop()
    finally:
        os.chdir(ROOT)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
