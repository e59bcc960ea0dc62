#!/usr/bin/env python3
"""Reads a report of sqlmig verify as the programs do that it is for.

    check_report.py schema SCHEMA FILE   fails with what is wrong if FILE does not fit the JSON Schema
    check_report.py junit FILE           prints the test suite as JSON; fails if it is no such report
"""

import json
import sys
import xml.etree.ElementTree as ElementTree

import jsonschema


def check_schema(schema_file: str, file: str) -> list[str]:
    with open(schema_file, encoding="utf-8") as text:
        schema = json.load(text)
    with open(file, encoding="utf-8") as text:
        report = json.load(text)
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    problems = []
    for error in kind(schema).iter_errors(report):
        problems.append(f"{error.json_path}: {error.message}")
        problems += [f"  {inner.json_path}: {inner.message}" for inner in error.context]
    return problems


OUTCOMES = {"skipped": "skipped", "failure": "failures", "error": "errors"}


def read_case(case: ElementTree.Element) -> dict:
    inner = {child.tag: child for child in case}
    assert len(inner) == len(case), "an element is there twice"
    assert set(inner) <= {*OUTCOMES, "system-out"}, f"unknown elements: {set(inner)}"
    assert set(case.attrib) == {"classname", "name", "time"}, case.attrib
    outcomes = [tag for tag in OUTCOMES if tag in inner]
    assert len(outcomes) <= 1, f"{case.get('name')} ended in several ways"
    reason = inner[outcomes[0]] if outcomes else None
    return {
        "class": case.get("classname"),
        "name": case.get("name"),
        "outcome": outcomes[0] if outcomes else "passed",
        "message": reason.get("message") if outcomes else "",
        "text": (reason.text or "") if outcomes else "",
        "out": inner["system-out"].text if "system-out" in inner else "",
    }


def read_junit(file: str) -> dict:
    root = ElementTree.parse(file).getroot()
    assert root.tag == "testsuites" and len(root) == 1, "not one test suite"
    suite = root[0]
    cases = [read_case(case) for case in suite.iter("testcase")]
    assert len(cases) == len(suite), "something else than test cases"
    names = {(case["class"], case["name"]) for case in cases}
    assert len(names) == len(cases), "a test case is there twice"
    assert int(suite.get("tests")) == len(cases), "the count of tests is wrong"
    for outcome, count in OUTCOMES.items():
        actual = sum(case["outcome"] == outcome for case in cases)
        assert int(suite.get(count)) == actual, f"the count of {count} is wrong"
    return {"name": suite.get("name"), "cases": cases}


def main() -> int:
    if sys.argv[1] == "schema":
        problems = check_schema(sys.argv[2], sys.argv[3])
        print("\n".join(problems))
        return 1 if problems else 0
    print(json.dumps(read_junit(sys.argv[2])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
