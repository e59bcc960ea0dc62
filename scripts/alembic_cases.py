#!/usr/bin/python3
"""Asks Alembic what its names for revisions mean, for graphs made by chance.

    apt install alembic
    scripts/alembic_cases.py > tests/unit/core/alembic_cases.json
    scripts/alembic_cases.py 1000 > /tmp/more.json      another number of graphs

The names of revisions on the command line follow Alembic's, so Alembic is the oracle. The file of
its answers is committed: tests/unit/core/alembic_test.cpp reads it and needs no Alembic, and it
changes only when this script does. Seed and number of graphs are such that everything that test
knows of occurs: it fails if one of its excuses is never needed. One line holds one question, `["text", answer]`. An answer is a sorted list of ids, or

    "error"   Alembic refuses, and says why
    "crash"   Alembic fails without meaning to: an AssertionError and the like
    "guess"   Alembic picks one of several revisions: it warns, or says one thing or another

The file, for every graph:

    revisions       as written: id, parents, depends_on, labels
    heads           nobody's parent
    real_heads      nobody's parent and nobody's dependency
    bases           without parents, with or without dependencies
    lookups         the revisions of that name
    history         the revisions of that range: alembic history -r
    states          databases: the revisions `applied`, and `heads`, which Alembic keeps of them
        upgrades    the revisions that run when upgrading that database to there
        downgrades  the revisions that are reverted when downgrading that database to there
"""

import json
import random
import sys
import warnings
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace

import alembic
from alembic.runtime.migration import HeadMaintainer, RevisionStep
from alembic.script.revision import Revision, RevisionError, RevisionMap

SEED = 20260103
GRAPHS = 96
STATES = 3
UPGRADES = 7  # questions about each state
DOWNGRADES = 6
LOOKUPS = 11  # questions about each graph
RANGES = 8
SALTS = range(4)  # an order each

# None starts like an id or like UNKNOWN: Alembic completes labels, too.
LABELS = ["audit", "billing", "login", "mail", "shop", "users"]
UNKNOWN = "nosuch"

Answer = list[str] | str
Rows = list[tuple[str, Answer]]


@dataclass
class Node:
    """A revision as a person writes it."""

    id: str
    parents: list[str]
    depends_on: list[str]
    labels: list[str] = field(default_factory=list)


class Script(Revision):
    """Alembic's revision, in sets of an order that we choose."""

    module = SimpleNamespace(upgrade=None, downgrade=None)

    def __init__(self, node: Node, salt: int) -> None:
        super().__init__(
            node.id, tuple(node.parents), tuple(node.depends_on), tuple(node.labels)
        )
        self.salt = salt

    def __hash__(self) -> int:
        return zlib.crc32(f"{self.salt} {self.revision}".encode())


def in_order_of(map: RevisionMap, ids: list[str]) -> tuple[str, ...]:
    """A database returns its rows in any order, too."""
    order = [revision.revision for revision in map._generator()]
    return tuple(sorted(ids, key=order.index))


class VersionTable(HeadMaintainer):
    """The table alembic_version, without a database."""

    def __init__(self) -> None:
        super().__init__(None, ())

    def _insert_version(self, version: str) -> None:
        assert version not in self.heads
        self.heads.add(version)

    def _delete_version(self, version: str) -> None:
        self.heads.remove(version)

    def _update_version(self, from_: str, to_: str) -> None:
        assert to_ not in self.heads
        self.heads.remove(from_)
        self.heads.add(to_)


class Graph:
    """Nodes, parents before children, and what they mean without Alembic."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.ids = [node.id for node in nodes]
        self.labels = [label for node in nodes for label in node.labels]
        self.lineage: dict[str, set[str]] = {}  # itself, and its ancestors by parents
        self.needs: dict[str, set[str]] = {}  # and those by dependencies
        for node in nodes:
            self.add(node)

    def add(self, node: Node) -> None:
        self.lineage[node.id] = {node.id}.union(*(self.lineage[id] for id in node.parents))
        self.needs[node.id] = {node.id}.union(
            *(self.needs[id] for id in node.parents + node.depends_on)
        )

    def heads(self, real: bool) -> list[str]:
        below = {id for node in self.nodes for id in node.parents}
        if real:
            below |= {id for node in self.nodes for id in node.depends_on}
        return sorted(set(self.ids) - below)

    def heads_of(self, applied: set[str]) -> list[str]:
        """Those on which no other applied one stands."""
        return sorted(
            id for id in applied if not any(id in self.needs[b] for b in applied if b != id)
        )


def random_ids(dice: random.Random, size: int) -> list[str]:
    """Some share their first four characters, and some are the beginning of another."""
    ids: list[str] = []
    numbers = dice.sample(range(100), size)
    while len(ids) < size:
        shared = ids and dice.random() < 0.3
        number = dice.choice(numbers[: len(ids)]) if shared else numbers[len(ids)]
        id = f"r{number:02}_{''.join(dice.choices('abcd', k=2))}{dice.randrange(100):02}"
        if ids and dice.random() < 0.04:
            id = dice.choice(ids) + "x"
        if id not in ids:
            ids.append(id)
    return ids


def random_graph(dice: random.Random) -> Graph:
    """Three to fourteen revisions: bases, forks, merges, dependencies and labels."""
    graph = Graph([])
    ids = random_ids(dice, dice.randint(3, 14))
    merges = dice.choice([0.0, 0.1, 0.25])
    dependencies = dice.choice([0.0, 0.15, 0.3])
    for id in ids:
        node = Node(id, [], [])
        others = graph.ids
        heads = graph.heads(real=False)
        if others and dice.random() >= 0.12:
            node.parents.append(dice.choice(heads if dice.random() < 0.7 else others))
        if node.parents and dice.random() < merges:
            for other in dice.sample(others, min(len(others), dice.choice([1, 2, 2, 4]))):
                if len(node.parents) < 3 and not any(
                    other in graph.lineage[id] or id in graph.lineage[other] for id in node.parents
                ):
                    node.parents.append(other)
        if others and dice.random() < dependencies:
            for other in dice.sample(others, min(len(others), dice.choice([1, 1, 2]))):
                if not any(other in graph.needs[id] for id in node.parents + node.depends_on):
                    node.depends_on.append(other)
        graph = Graph(graph.nodes + [node])

    for label in dice.sample(LABELS, dice.choice([0, 1, 1, 2, 2, 3, 4])):
        dice.choice(graph.nodes).labels.append(label)
    return Graph(graph.nodes)


def prefix_of(graph: Graph, dice: random.Random, unique: bool) -> str | None:
    """The first four characters or more of an id, and of that one only or of others, too."""
    prefixes = [id[:length] for id in graph.ids for length in range(4, len(id))]
    fitting = [
        prefix
        for prefix in prefixes
        if prefix not in graph.ids
        and (sum(id.startswith(prefix) for id in graph.ids) == 1) == unique
    ]
    return dice.choice(fitting) if fitting else None


def pick(dice: random.Random, always: list[str], others: list[str | None], count: int) -> list[str]:
    """So many different questions, in the order of the lists."""
    texts = list(dict.fromkeys(text for text in others if text and text not in always))
    chosen = set(dice.sample(texts, min(len(texts), max(0, count - len(always)))))
    return always + [text for text in texts if text in chosen]


def lookups(graph: Graph, dice: random.Random) -> list[str]:
    id, other = dice.choices(graph.ids, k=2)
    ambiguous = prefix_of(graph, dice, unique=False)
    others = [id, prefix_of(graph, dice, unique=True), ambiguous, UNKNOWN, "base"]
    others += [f"{id}@head", f"{id}@heads", f"{id}@{other}", f"{UNKNOWN}@head"]
    for label in dice.sample(graph.labels, min(2, len(graph.labels))):
        root = next(node.id for node in graph.nodes if label in node.labels)
        kin = [id for id in graph.ids if root in graph.lineage[id] or id in graph.lineage[root]]
        strangers = [id for id in graph.ids if id not in kin] or [UNKNOWN]
        others += [label, f"{label}@head", f"{label}@heads", f"{label}@base"]
        others += [f"{label}@{dice.choice(kin)}", f"{label}@{dice.choice(strangers)}"]
        others += [f"{label}@{ambiguous}" if ambiguous else None]
    return pick(dice, ["head", "heads"], others, LOOKUPS)


def ranges(graph: Graph, dice: random.Random) -> list[str]:
    a, b, c = dice.choices(graph.ids, k=3)
    above = dice.choice([id for id in graph.ids if a in graph.lineage[id]])
    others: list[str | None] = [f"{a}:{above}", f"{a}:", f":{b}", f"{b}:{c}", f"{c}:head"]
    others += [f"{above}:{a}", f"{b}-1:{b}", f"-{dice.randint(1, 2)}:", f"{a}:{a}+1", f":{c}-1"]
    if graph.labels:
        label, another = dice.choices(graph.labels, k=2)
        others += [f"base:{label}@head", f":{label}@head", f"{label}@base:{label}@head"]
        others += [f"{label}@base:", f"{a}:{label}@head", f"{label}:", f":{label}", f"{label}@{a}:"]
        others += [f"{label}@base:{another}@head", f"{label}@base:{b}", f"{label}@-1:"]
    return pick(dice, [], others, RANGES)


def upgrades(graph: Graph, dice: random.Random) -> list[str]:
    a, b, c = dice.choices(graph.ids, k=3)
    others: list[str | None] = ["heads", "head", "+1", "+2", a, b, f"{c}+1", f"{a}-1", "head-1"]
    for label in dice.sample(graph.labels, min(2, len(graph.labels))):
        others += [f"{label}@head", f"{label}@heads", f"{label}@+1", f"{label}@+2"]
        others += [label, f"{label}@{b}", f"{a}@head"]
    return pick(dice, [], others, UPGRADES)


def downgrades(graph: Graph, dice: random.Random, applied: set[str]) -> list[str]:
    here = dice.choice(sorted(applied) or graph.ids)
    a, b = dice.choices(graph.ids, k=2)
    others: list[str | None] = ["base", "-1", "-2", here, a, f"{here}-1", f"{b}-1"]
    for label in dice.sample(graph.labels, min(2, len(graph.labels))):
        others += [f"{label}@base", f"{label}@-1", f"{label}@-2", f"{label}@{here}", f"{label}@{b}"]
    return pick(dice, [], others, DOWNGRADES if applied else DOWNGRADES // 2)


def random_state(graph: Graph, dice: random.Random) -> set[str]:
    """Revisions applied, with all they need."""
    tops = graph.ids if dice.random() < 0.15 else dice.sample(graph.ids, dice.randint(1, 3))
    return set().union(*(graph.needs[id] for id in tops))


class Oracle:
    """Alembic, with one graph. It is asked several times, with all its sets in another order."""

    def __init__(self, graph: Graph) -> None:
        self.maps = [self.map_of(graph, salt) for salt in SALTS]

    @staticmethod
    def map_of(graph: Graph, salt: int) -> RevisionMap:
        nodes = random.Random(salt).sample(graph.nodes, len(graph.nodes))
        return RevisionMap(lambda: [Script(node, salt) for node in nodes])

    def answer(self, ask: Callable[[RevisionMap], Iterable[Revision]]) -> Answer:
        answers = [self.answer_of(map, ask) for map in self.maps]
        return answers[0] if all(answer == answers[0] for answer in answers) else "guess"

    @staticmethod
    def answer_of(map: RevisionMap, ask: Callable[[RevisionMap], Iterable[Revision]]) -> Answer:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            answer: Answer
            try:
                answer = sorted(revision.revision for revision in ask(map))
            except RevisionError:
                answer = "error"
            except Exception:
                answer = "crash"
        return "guess" if any("ambiguous" in str(one.message) for one in caught) else answer

    def lookup(self, text: str) -> Answer:
        return self.answer(lambda map: map.get_revisions(text))

    def history(self, text: str) -> Answer:
        """As alembic.command.history and ScriptDirectory.walk_revisions do."""
        base, head = text.split(":")
        return self.answer(
            lambda map: map.iterate_revisions(
                head or "heads", base or "base", inclusive=True, assert_relative_length=False
            )
        )

    def upgrade(self, heads: list[str], text: str) -> Answer:
        """As ScriptDirectory._upgrade_revs does."""
        return self.answer(
            lambda map: map.iterate_revisions(text, in_order_of(map, heads), implicit_base=True)
        )

    def downgrade(self, heads: list[str], text: str) -> Answer:
        """As ScriptDirectory._downgrade_revs does."""
        return self.answer(
            lambda map: map.iterate_revisions(
                in_order_of(map, heads), text, select_for_downgrade=True
            )
        )

    def stored_heads(self, applied: list[str]) -> list[str] | None:
        """What is in alembic_version after these; nothing if Alembic itself fails to say it."""
        table = VersionTable()
        map = self.maps[0]
        try:
            for id in applied:
                table.update_to_step(RevisionStep(map, map.get_revision(id), is_upgrade=True))
        except (AssertionError, KeyError):
            return None
        return sorted(table.heads)

    def facts(self) -> dict[str, list[str]]:
        map = self.maps[0]
        return {
            "heads": sorted(map.heads),
            "real_heads": sorted(map._real_heads),
            "bases": sorted(map.bases),
        }

    def order(self) -> list[str]:
        """The order in which an empty database is upgraded."""
        reverse = list(self.maps[0].iterate_revisions("heads", (), implicit_base=True))
        return [revision.revision for revision in reversed(reverse)]


class Case:
    """A graph, the questions about it, and the answers."""

    def __init__(self, dice: random.Random) -> None:
        self.graph = random_graph(dice)
        self.lookups = lookups(self.graph, dice)
        self.ranges = ranges(self.graph, dice)
        self.states = []
        for number in range(STATES):
            applied = random_state(self.graph, dice) if number else set()
            up = upgrades(self.graph, dice)
            self.states.append((applied, up, downgrades(self.graph, dice, applied)))

    def answers(self) -> dict:
        oracle = Oracle(self.graph)
        self.check_order(oracle.order())
        facts = oracle.facts()
        assert facts["heads"] == self.graph.heads(real=False)
        assert facts["real_heads"] == self.graph.heads(real=True)
        result: dict = {"revisions": [vars(node) for node in self.graph.nodes], **facts}
        result["lookups"] = [(text, oracle.lookup(text)) for text in self.lookups]
        result["history"] = [(text, oracle.history(text)) for text in self.ranges]
        result["states"] = []
        for applied, up, down in self.states:
            heads = oracle.stored_heads([id for id in self.graph.ids if id in applied])
            if heads is None:
                continue
            assert heads == self.graph.heads_of(applied)
            state: dict = {"applied": sorted(applied), "heads": heads}
            state["upgrades"] = [(text, oracle.upgrade(heads, text)) for text in up]
            state["downgrades"] = [(text, oracle.downgrade(heads, text)) for text in down]
            assert not any(applied & set(ids) for _, ids in state["upgrades"] if type(ids) is list)
            assert all(applied >= set(ids) for _, ids in state["downgrades"] if type(ids) is list)
            result["states"].append(state)
        return result

    def check_order(self, order: list[str]) -> None:
        """Everything that a revision needs comes before it."""
        place = {id: number for number, id in enumerate(order)}
        assert place.keys() == self.graph.needs.keys()
        for id, needs in self.graph.needs.items():
            assert all(place[other] <= place[id] for other in needs)


def line(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def lines(values: Iterable[object]) -> str:
    return "[\n" + ",\n".join(line(value) for value in values) + "]"


def text_of(number: int, answers: dict) -> str:
    """The graph in the file: what one may want to compare is on a line of its own."""
    states = [
        f'{{"applied":{line(state["applied"])},\n"heads":{line(state["heads"])},\n'
        f'"upgrades":{lines(state["upgrades"])},\n"downgrades":{lines(state["downgrades"])}}}'
        for state in answers["states"]
    ]
    parts = [f'"number":{number}', f'"revisions":{lines(answers["revisions"])}']
    parts += [f'"{name}":{line(answers[name])}' for name in ("heads", "real_heads", "bases")]
    parts += [f'"{name}":{lines(answers[name])}' for name in ("lookups", "history")]
    parts += ['"states":[\n' + ",\n".join(states) + "]"]
    return "{" + ",\n".join(parts) + "}"


def main(count: int) -> None:
    dice = random.Random(SEED)
    texts = []
    for number in range(count):
        texts.append(text_of(number, Case(dice).answers()))
    header = {"alembic": alembic.__version__, "seed": SEED, "graphs": count}
    print(f'{{"header":{line(header)},\n"graphs":[\n' + ",\n".join(texts) + "]}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else GRAPHS)
