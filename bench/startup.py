"""Starting up: the painted unlock window, and Today after the passphrase, against a bare window."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import desks, fresh
from bench.figures import Figure, against

ROUNDS = 9
TODAY_ROUNDS = 5
RUN_ROUNDS = 3


def figures() -> list[Figure]:
    """Fresh processes in turns; medians."""
    with tempfile.TemporaryDirectory(dir=desks.on_disk()) as name:
        folder = Path(name)
        programs = {"bare_window": (), "unlock_window": (str(folder / "new"),)}
        runs = fresh.in_turns(programs, ROUNDS)
        bare, ours = runs["bare_window"], runs["unlock_window"]
        window = fresh.took(bare, "at")
        return [
            against(
                "start to painted unlock window", fresh.took(ours, "at"), window, target="≤ 1.8 ×"
            ),
            against(
                "  its processor time", fresh.median(ours, "cpu_ms"), fresh.median(bare, "cpu_ms")
            ),
            against(
                "  its memory", fresh.median(ours, "rss_mb"), fresh.median(bare, "rss_mb"), "MB"
            ),
            *_today(folder, window),
            *_dev_py_run(folder, window),
        ]


def _dev_py_run(folder: Path, window: float) -> list[Figure]:
    """`dev.py run` on what an earlier one set up: its own check of `.venv`, then the demo.

    Measured with the council's server starting beside the window, as it does.
    """
    words = (str(folder / "demo of a run"),)
    began = time.monotonic()
    fresh.once("demo_window", *words)
    made = time.monotonic() - began
    check = statistics.median(_set_up_again() for _ in range(RUN_ROUNDS))
    runs = [fresh.once("demo_window", *words) for _ in range(RUN_ROUNDS)]
    painted = check + fresh.took(runs, "painted") / 1000
    usable = check + fresh.took(runs, "at") / 1000
    bare = window / 1000
    return [
        Figure("second `dev.py run` to a window", painted, "s", bare, painted / bare, "≤ 5 s"),
        Figure("  to Today", usable, "s", bare, usable / bare, "≤ 5 s"),
        Figure("  the first one, which makes the caseload", made, "s"),
    ]


def _set_up_again() -> float:
    """Seconds that dev.py takes to see that nothing is to be set up."""
    began = time.monotonic()
    subprocess.run([sys.executable, str(fresh.ROOT / "dev.py"), "setup"], check=True)
    return time.monotonic() - began


def _today(folder: Path, window: float) -> list[Figure]:
    arguments = desks.demo_folder(folder)
    typed = [fresh.once("today", *arguments, "typed") for _ in range(TODAY_ROUNDS + 1)][1:]
    at_once = [fresh.once("today", *arguments, "at-once") for _ in range(TODAY_ROUNDS)]
    usable = statistics.median(run["at"] - run["accepted"] for run in typed)
    stretch = statistics.median(run["accepted"] - run["asked"] for run in typed)
    whole = statistics.median(
        run["at"] - run["began"] - (run["accepted"] - run["asked"]) for run in at_once
    )
    return [
        Figure(
            "passphrase accepted to usable Today",
            usable,
            "s",
            window / 1000,
            usable / (window / 1000),
            "≤ 0.6 s",
        ),
        Figure("  stretching the passphrase, before that", stretch, "s"),
        against("start to usable Today without the stretching", whole * 1000, window),
        Figure("  memory with Today open", fresh.median(typed, "rss_mb"), "MB"),
    ]
