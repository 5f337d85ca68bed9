"""The shipped code lists, read the plain way."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from stls_core.reference import Code, Reference

ROOT = Path(__file__).parents[2]


@cache
def shipped() -> Reference:
    """Every list of db/seed/codes.csv."""
    lists: dict[str, list[Code]] = {}
    with (ROOT / "db" / "seed" / "codes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lists.setdefault(row["list"], []).append(Code(row["code"], row["label"]))
    return Reference(lists)
