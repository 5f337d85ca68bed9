"""Kent's 711 schools from the national list into the encrypted store, against reading the file."""

from __future__ import annotations

import csv
import statistics
import tempfile
import time
from pathlib import Path

from bench import desks
from bench.figures import Figure, against
from bench.fresh import ROOT
from stls_desktop.imports.school_changes import ChangeKind
from stls_desktop.services.schools import preview_import, write_import

FILE = ROOT / "tests" / "data" / "gias" / "kent_135_columns.csv"
ROUNDS = 5


def figures() -> list[Figure]:
    """Median of 5 imports into new stores, each beside one reading of the file."""
    first, again, plain, count = [], [], [], 0
    for _ in range(ROUNDS):
        plain.append(_read_only())
        with tempfile.TemporaryDirectory(dir=desks.on_disk()) as folder:
            took, repeated, count = _import_twice(Path(folder))
        first.append(took)
        again.append(repeated)
    limit = statistics.median(plain)
    name = f"import of {count} schools, preview and commit"
    return [
        against(name, statistics.median(first), limit, "s", "≤ 3 s"),
        against("  the same file once more", statistics.median(again), limit, "s", "≤ 3 s"),
    ]


def _import_twice(folder: Path) -> tuple[float, float, int]:
    times, count = [], 0
    with desks.open_desk(folder) as desk:
        for _ in range(2):
            begun = time.perf_counter()
            preview = preview_import(desk, FILE, authority="886")
            write_import(desk, preview)
            times.append(time.perf_counter() - begun)
            count = count or preview.plan.count(ChangeKind.ADDED)
    return times[0], times[1], count


def _read_only() -> float:
    begun = time.perf_counter()
    with FILE.open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        raise ValueError("the file of schools is empty")
    return time.perf_counter() - begun
