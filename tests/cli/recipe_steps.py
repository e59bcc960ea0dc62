#!/usr/bin/env python3
"""What a CI system would run, as a shell script on standard output.

    recipe_steps.py FILE JOB      FILE is YAML of GitHub or GitLab

Left out is what installs software: steps that are called Install..., and before_script.
"""

import sys

import yaml


def commands(job: dict) -> list[str]:
    if "steps" in job:
        return [
            step["run"]
            for step in job["steps"]
            if "run" in step and not step.get("name", "").startswith("Install")
        ]
    return job["script"]


def main() -> None:
    path, name = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    job = document.get("jobs", document)[name]
    print("set -e", *commands(job), sep="\n")


if __name__ == "__main__":
    main()
