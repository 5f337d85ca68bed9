"""Runs a program of `bench/started` in a fresh process and reads the one JSON line it prints.

Compiled modules go to a folder of their own, so that every machine measures what an installed
program is: one that was compiled before. The first run of each, which compiles, is not counted.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"


def once(program: str, *arguments: str, python: str = sys.executable) -> dict[str, Any]:
    """What one run says; `began` is the moment before its process, on the monotonic clock."""
    environment = {name: text for name, text in os.environ.items() if name != _NOT_WRITTEN}
    environment["PYTHONPYCACHEPREFIX"] = str(BUILD / "bench-compiled")
    environment["QT_LOGGING_RULES"] = "default.warning=false"  # the offscreen platform on resizing
    began = time.monotonic()
    done = subprocess.run(
        [python, "-m", f"bench.started.{program}", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=900,
    )
    said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return {**said, "began": began}


def in_turns(programs: Mapping[str, Iterable[str]], rounds: int) -> dict[str, list[dict[str, Any]]]:
    """Run {program: arguments} in turns, so that what else goes on disturbs all alike."""
    runs: dict[str, list[dict[str, Any]]] = {program: [] for program in programs}
    for turn in range(rounds + 1):
        for program, arguments in programs.items():
            said = once(program, *arguments)
            if turn:
                runs[program].append(said)
    return runs


def median(runs: Iterable[Mapping[str, Any]], name: str) -> float:
    """The median of one value over the runs."""
    return statistics.median(float(run[name]) for run in runs)


def took(runs: Iterable[Mapping[str, Any]], until: str) -> float:
    """Median milliseconds from the start of the process to the moment named `until`."""
    return statistics.median((float(run[until]) - float(run["began"])) * 1000 for run in runs)


_NOT_WRITTEN = "PYTHONDONTWRITEBYTECODE"
