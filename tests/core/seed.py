"""The shipped code lists, read the plain way."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path

from stls_core.reference import Code, Reference, Term

ROOT = Path(__file__).parents[2]


@cache
def shipped() -> Reference:
    """Every list of db/seed/codes.csv, and the terms beside it."""
    lists: dict[str, list[Code]] = {}
    with (ROOT / "db" / "seed" / "codes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lists.setdefault(row["list"], []).append(
                Code(row["code"], row["label"], int(row["order"]), row["parent"])
            )
    with (ROOT / "db" / "seed" / "terms.csv").open(encoding="utf-8", newline="") as file:
        terms = [_term(row) for row in csv.DictReader(file)]
    return Reference(lists, terms)


def _term(row: dict[str, str]) -> Term:
    first, last = map(dt.date.fromisoformat, (row["starts_on"], row["ends_on"]))
    return Term(row["term"], row["academic_year"], first, last)
