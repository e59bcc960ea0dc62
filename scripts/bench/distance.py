#!/usr/bin/env python3
"""Measures sqlmig on a server that is far away, beside psql with the same statements, and prints one table.

usage: scripts/with-postgres scripts/bench/distance.py [--rtt 5] [--n 1000] [--rounds 3] [--work DIR]

Between the client and the server stands a proxy that hands everything on half a round trip later. Every round
runs all of them one after the other on an empty database; the ratio to psql is taken within a round, and the
medians are shown. Round trips are counted: how often the client said something after the server did.
"""
import argparse
import asyncio
import os
import selectors
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from run import GENERATE, ROOT, SQLMIG, psql_binary, wall_time


class Proxy(threading.Thread):
    """Listens at a port of 127.0.0.1 in front of a Unix socket; `delay` is in seconds, each way."""

    def __init__(self, socket: str, delay: float):
        super().__init__(daemon=True)
        self.socket = socket
        self.delay = delay
        self.round_trips = 0
        self.port = 0
        self.listens = threading.Event()
        self.start()
        self.listens.wait()

    def run(self) -> None:
        # The usual selector waits for whole milliseconds.
        asyncio.SelectorEventLoop(selectors.SelectSelector()).run_until_complete(self.serve())

    async def serve(self) -> None:
        server = await asyncio.start_server(self.connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self.listens.set()
        await server.serve_forever()

    async def connect(self, client_reader, client_writer) -> None:
        server_reader, server_writer = await asyncio.open_unix_connection(self.socket)
        spoke_last = ["server"]
        await asyncio.gather(
            self.hand_on(client_reader, server_writer, "client", spoke_last),
            self.hand_on(server_reader, client_writer, "server", spoke_last),
        )

    async def hand_on(self, reader, writer, speaker: str, spoke_last: list[str]) -> None:
        loop = asyncio.get_running_loop()
        last = None
        try:
            while data := await reader.read(1 << 20):
                # The farewell of the client, X and four bytes of length, is not answered.
                if speaker == "client" and spoke_last[0] == "server" and not (data[0] == ord("X") and len(data) == 5):
                    self.round_trips += 1
                spoke_last[0] = speaker
                # Not awaited: what comes next does not wait for this to arrive.
                last = loop.call_later(self.delay, writer.write, data)
        except ConnectionError:
            pass
        finally:
            if last and last.when() > loop.time():
                await asyncio.sleep(last.when() - loop.time() + 0.001)
            writer.close()


@dataclass
class Contender:
    name: str
    command: list[str]


def knows(option: str) -> bool:
    help_text = subprocess.run([SQLMIG, "upgrade", "--help"], capture_output=True, text=True, check=True).stdout
    return option in help_text


def in_one_transaction(script: str) -> str:
    """For psql -1: without the transactions of the revisions."""
    return script.replace("\nBEGIN;\n", "\n").replace("\nCOMMIT;\n", "\n").removeprefix("BEGIN;\n")


def contenders(psql: str, url: str) -> list[Contender]:
    psql_options = [psql, "-Xq", "-v", "ON_ERROR_STOP=1"]
    found = [
        Contender("psql -f, a transaction for each revision", [*psql_options, "-f", "up.sql", url]),
        Contender("psql -1 -f, one transaction", [*psql_options, "-1", "-f", "up_1.sql", url]),
        Contender("sqlmig upgrade", [SQLMIG, "-q", "upgrade", "head"]),
    ]
    for option in ("--batch", "--single-transaction"):
        if knows(option):
            found.append(Contender(f"sqlmig upgrade {option}", [SQLMIG, "-q", "upgrade", "head", option]))
    return found


def measure(options: argparse.Namespace, server: str, work: Path) -> None:
    folder = work / "project"
    subprocess.run([*GENERATE, str(folder), str(options.n), "linear", "postgres"], check=True)
    script = (folder / "up.sql").read_text()
    (folder / "up_1.sql").write_text(in_one_transaction(script))
    query = parse_qs(urlsplit(server).query)
    proxy = Proxy(f"{query['host'][0]}/.s.PGSQL.{query['port'][0]}", options.rtt / 2000)
    url = (
        f"postgresql://{query['user'][0]}@127.0.0.1:{proxy.port}/sqlmig_bench?sslmode=disable&gssencmode=disable"
    )
    psql = psql_binary()
    runners = contenders(psql, url)
    seconds = {runner.name: [] for runner in runners}
    trips = {}
    for _ in range(options.rounds):
        for runner in runners:
            for statement in ("DROP DATABASE IF EXISTS sqlmig_bench", "CREATE DATABASE sqlmig_bench", "CHECKPOINT"):
                subprocess.run([psql, "-Xqc", statement, server], check=True, stderr=subprocess.DEVNULL)
            before = proxy.round_trips
            seconds[runner.name].append(wall_time(runner.command, folder, {"DATABASE_URL": url}) / 1000)
            trips[runner.name] = proxy.round_trips - before
    subprocess.run([psql, "-Xqc", "DROP DATABASE sqlmig_bench", server], check=True)
    floor = seconds[runners[0].name]
    print(f"{options.n} revisions, {options.rtt:g} ms there and back")
    print("\n| run | seconds per 1000 revisions | beside psql -f | round trips per revision |\n|---|---|---|---|")
    for runner in runners:
        ratio = statistics.median(ours / psql_time for ours, psql_time in zip(seconds[runner.name], floor))
        per_thousand = statistics.median(seconds[runner.name]) * 1000 / options.n
        print(f"| {runner.name} | {per_thousand:.2f} | {ratio:.3f} | {trips[runner.name] / options.n:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rtt", type=float, default=5, help="milliseconds there and back")
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", help="where the project goes (default: a temporary folder)")
    options = parser.parse_args()
    server = os.environ.get("SQLMIG_TEST_POSTGRES_URL") or sys.exit("start it with scripts/with-postgres")
    work = Path(tempfile.mkdtemp(prefix="sqlmig-bench-", dir=options.work))
    try:
        measure(options, server, work)
    finally:
        os.chdir(ROOT)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
