"""Reads the service's structure out of db/seed: what a council starts with, as plain records.

Ids are derived from public codes, the same way as on the laptops. Reads files and nothing else.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stls_core.ids import derived_id

Seed = tuple[str, dict[str, Any]]


def seeds_of(authority: str, folder: Path) -> list[Seed]:
    """(kind, nested document) of organisations, districts, teams and terms of an authority.

    The folder's files describe one council; for another one there is nothing to begin with.
    """
    organisations = list(_rows(folder / "organisations.csv"))
    if authority not in {row["la_code"] for row in organisations}:
        return []
    return [
        *(_organisation(authority, row) for row in organisations),
        *(_district(authority, row) for row in _rows(folder / "districts.csv")),
        *(_team(authority, row) for row in _rows(folder / "teams.csv")),
        *(_term(authority, row) for row in _rows(folder / "terms.csv")),
    ]


def team_id_of(authority: str, code: str) -> str:
    """The id of a team by the code in `teams.csv`."""
    return derived_id(authority, "team", code)


def _organisation(authority: str, row: dict[str, str]) -> Seed:
    return "organisation", {
        "id": derived_id(authority, "organisation", row["code"]),
        "organisation_kind": row["organisation_kind"],
        **_dated(row),
    }


def _district(authority: str, row: dict[str, str]) -> Seed:
    return "district", {
        "id": derived_id(authority, "district", row["gss_code"]),
        "gss_code": row["gss_code"],
        "area": row["area"],
        **_dated(row),
    }


def _team(authority: str, row: dict[str, str]) -> Seed:
    visits = row["visits_a_year"]
    return "team", {
        "id": team_id_of(authority, row["code"]),
        "team_kind": row["team_kind"],
        "district_ids": [derived_id(authority, "district", d) for d in row["districts"].split()],
        "organisation_id": derived_id(authority, "organisation", row["organisation"]),
        "visits_a_year": int(visits) if visits else None,
        **_dated(row),
    }


def _term(authority: str, row: dict[str, str]) -> Seed:
    return "term", {
        "id": derived_id(authority, "term", row["academic_year"], row["term"]),
        "name": row["term"],
        "school_year": row["academic_year"],
        "from_on": row["starts_on"],
        "to_on": row["ends_on"],
        "sensitivity": "OPEN",
    }


def _dated(row: dict[str, str]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "from_on": row["valid_from"] or None,
        "to_on": row["valid_to"] or None,
        "sensitivity": "OPEN",
    }


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
