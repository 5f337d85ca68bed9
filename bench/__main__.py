"""`python3 dev.py bench [GROUP …] [--json] [--peers]`: every figure beside its limit of this run.

A missed target is marked and is no failure; only a group that breaks makes the exit code 1.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from typing import Final

from bench.figures import Figure, as_json, read, table

GROUPS: Final = ("startup", "autosave", "note", "schools", "sync", "stalls")


def main() -> int:
    """Run the groups that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--peers", action="store_true", help="other programs, where installed")
    asked = parser.parse_args()
    found: list[Figure] = []
    broken = []
    for group in asked.groups or GROUPS:
        sys.stderr.write(f"{group} …\n")
        try:
            found += read(importlib.import_module(f"bench.{group}").figures())
        except Exception as error:  # noqa: BLE001 - the other groups still count
            broken.append(f"{group}: {type(error).__name__}: {error}")
    if asked.json:
        sys.stdout.writelines(f"{json.dumps(as_json(figure))}\n" for figure in found)
    else:
        sys.stdout.write(f"{table(found)}\n\nmachine load at the end: {_load()}\n")
    if asked.peers:
        sys.stdout.write("peers: none of the programs to compare with is installed here\n")
    sys.stdout.writelines(f"broken: {words}\n" for words in broken)
    return 1 if broken else 0


def _load() -> str:
    if not hasattr(os, "getloadavg"):
        return "not known on this system"
    return " ".join(f"{part:.1f}" for part in os.getloadavg())


if __name__ == "__main__":
    sys.exit(main())
