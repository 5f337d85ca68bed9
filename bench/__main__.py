"""`python3 dev.py bench [GROUP …] [--json] [--peers]`: every figure beside its limit.

Figures are information: a missed target is marked and the exit code stays 0; it is 1 only if a
group could not be measured.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import traceback
from typing import TYPE_CHECKING

from bench import figures
from bench.figures import Figure

if TYPE_CHECKING:
    from bench.peers.race import Race

GROUPS = (
    "startup",
    "autosave",
    "note",
    "report",
    "preview",
    "schools",
    "pupils",
    "stalls",
    "casework",
    "plain",
    "sync",
)
PEERED = "report"
"""The one group that other programs are measured beside."""


def main() -> int:
    """Measure the groups that were asked for, or all."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--peers", action="store_true", help="the report by other programs too")
    parser.add_argument(
        "--peers-python", metavar="PATH", default=sys.executable, help="a Python that has them"
    )
    asked = parser.parse_args()
    unknown = sorted(set(asked.groups) - set(GROUPS))
    if unknown:
        parser.error(f"no such group: {', '.join(unknown)}; there are {', '.join(GROUPS)}")
    has_peers = PEERED in (asked.groups or GROUPS)
    before, found, failed = _load(), list[Figure](), list[str]()
    for group in asked.groups or GROUPS:
        print(f"measuring {group} …", file=sys.stderr, flush=True)
        try:
            found += _measured(group)
        except Exception:  # noqa: BLE001 - the other groups are still measured
            traceback.print_exc()
            failed.append(group)
    others = _others(asked.peers_python) if asked.peers and has_peers else None
    machine = {"machine": _machine(), "load_before": before, "load_after": _load()}
    if asked.json:
        rows = [figures.as_json(figure) for figure in found]
        told = {"peers": others.as_json()} if others else {}
        print(json.dumps({**machine, "figures": rows, **told, "failed": failed}, indent=1))
    else:
        print(figures.table(found))
        if others:
            print(f"\n{others.table()}")
        print(f"\n{machine['machine']}; load {before} before, {machine['load_after']} after")
        missed = sum(figure.is_met is False for figure in found)
        print(f"{missed} missed" if missed else "every target is met")
        print(*(f"could not be measured: {group}" for group in failed), sep="\n")
    if asked.peers and not has_peers:
        print(f"Other programs are measured beside one group: {PEERED}", file=sys.stderr)
    return int(bool(failed))


def _measured(group: str) -> list[Figure]:
    try:
        module = importlib.import_module(f"bench.{group}")
    except ModuleNotFoundError as error:
        if error.name != f"bench.{group}":
            raise
        print(f"{group}: not measured, bench/{group}.py is not there yet", file=sys.stderr)
        return []
    return figures.read(module.figures())


def _others(python: str) -> Race:
    from bench.peers.race import race  # what it checks files with is needed for nothing else

    print("measuring other programs …", file=sys.stderr, flush=True)
    return race(python)


def _machine() -> str:
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{system}, Python {platform.python_version()}"


def _load() -> str:
    """Processes that wanted the processor in the last minute; "unknown" on Windows."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    sys.exit(main())
