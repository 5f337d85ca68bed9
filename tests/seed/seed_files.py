"""Reads the reference data of `db/seed` for its tests."""

from __future__ import annotations

import csv
from pathlib import Path

SEED = Path(__file__).parents[2] / "db" / "seed"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one file, such as "demo/schools"."""
    with (SEED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(code_list: str) -> set[str]:
    """The codes of one list."""
    return {row["code"] for row in rows("codes") if row["list"] == code_list}
