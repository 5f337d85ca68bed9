"""Which column of a list of pupils is which field: guessed from its heading, decided by a person.

Headings are compared without case, spaces and punctuation. What is guessed is shown with samples
and never used unseen.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from stls_desktop.assets import asset_path

FIELDS: Final = {
    "legal_forename": "Legal first name",
    "legal_surname": "Legal surname",
    "known_as": "Known as",
    "born_on": "Date of birth",
    "upn": "UPN",
    "nc_year": "Year group",
    "sen_provision": "SEN provision",
    "primary_need": "Main need",
    "secondary_need": "Second need",
    "first_language": "First language",
    "sex": "Sex",
    "urn": "School’s URN",
    "laestab": "School’s DfE number",
    "school_name": "School’s name",
}
"""The fields that a list can fill, in the order in which they are offered."""
NEEDED: Final = ("legal_forename", "legal_surname", "born_on")
ASKED_FOR: Final = frozenset({"sex"})
"""What is never guessed: it is recorded only where somebody says that it is used."""
_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")

Mapped = Mapping[int, str]
"""{column from 0: field}."""


def folded(heading: str) -> str:
    """A heading as it is compared."""
    return _NOT_LETTERS.sub("", heading.lower())


@cache
def known_headings() -> Mapping[str, str]:
    """{folded heading: field} of `db/seed/pupil_headers.csv`."""
    path = asset_path("db", "seed", "pupil_headers.csv")
    with path.open(encoding="utf-8", newline="") as file:
        found = {folded(row["header"]): row["field"] for row in csv.DictReader(file)}
    return {heading: field for heading, field in found.items() if field in FIELDS}


def score(cells: Sequence[str]) -> int:
    """How many cells are known headings."""
    return sum(folded(cell) in known_headings() for cell in cells)


def guessed(header: Sequence[str]) -> dict[int, str]:
    """The columns whose heading is known; the first of two that would be the same field."""
    found: dict[int, str] = {}
    for column, heading in enumerate(header):
        field = known_headings().get(folded(heading))
        if field and field not in ASKED_FOR and field not in found.values():
            found[column] = field
    return found


def fingerprint(header: Sequence[str]) -> str:
    """The same for every file with these headings, so that a mapping is found again."""
    text = "\n".join(folded(heading) for heading in header)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def lacking(mapped: Mapped) -> tuple[str, ...]:
    """The fields without which no pupil can be made, in words."""
    return tuple(FIELDS[name] for name in NEEDED if name not in mapped.values())
