"""The GIAS file of links: which school became which.

GIAS gives a school a new URN when it becomes an academy. The links say so, in both directions
and not always in both. What is neither predecessor nor successor (sixth form centres and the
like) is passed over.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass
from typing import Final

from stls_desktop.imports import gias_cells
from stls_desktop.imports.csv_rows import CsvRow, rows_of, split_lines
from stls_desktop.imports.gias_header import LINKS, Columns, find_header
from stls_desktop.imports.problems import Skipped
from stls_desktop.imports.text import decode, mend_controls, tidy

_URN = re.compile(r"[0-9]{5,7}")


class LinkKind(enum.StrEnum):
    """How one school followed another."""

    SUCCEEDED = "SUCCEEDED"  # one school carries on under a new URN
    MERGED = "MERGED"  # into another that stays, or several into a new one
    SPLIT = "SPLIT"  # one became several
    AMALGAMATED = "AMALGAMATED"  # the file does not say which of the two went on


_KINDS: Final = {
    "predecessor": (LinkKind.SUCCEEDED, False),
    "successor": (LinkKind.SUCCEEDED, True),
    "predecessor - merged": (LinkKind.MERGED, False),
    "successor - merged": (LinkKind.MERGED, True),
    "predecessor - amalgamated": (LinkKind.MERGED, False),
    "successor - amalgamated": (LinkKind.MERGED, True),
    "predecessor - split school": (LinkKind.SPLIT, False),
    "successor - split school": (LinkKind.SPLIT, True),
    "result of amalgamation": (LinkKind.AMALGAMATED, False),
}


@dataclass(frozen=True, slots=True, order=True)
class SchoolLink:
    """`successor` followed `predecessor`. For AMALGAMATED the two may stand the other way."""

    predecessor: str
    successor: str
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class LinksFile:
    """The links of one file, each once and sorted; `days` says when, where the file does."""

    file_name: str
    links: tuple[SchoolLink, ...]
    days: dict[SchoolLink, dt.date]
    other_kinds: int
    skipped: tuple[Skipped, ...]


def read_links(data: bytes, *, file_name: str) -> LinksFile:
    """Read a links download. Raises NotGiasError if the file is something else."""
    lines = split_lines(decode(data).text)
    columns, first = find_header(lines, file_name, LINKS)
    found: dict[SchoolLink, dt.date | None] = {}
    skipped: list[Skipped] = []
    other_kinds = 0
    for row in rows_of(lines, first, columns.separator):
        why = row.problem or _why_unusable(row, columns)
        if why:
            skipped.append(_skipped(row, columns, why))
            continue
        link = _link(row, columns)
        if link is None:
            other_kinds += 1
            continue
        found[link] = found.get(link) or _day(row, columns)
    return LinksFile(
        file_name=file_name,
        links=tuple(sorted(found)),
        days={link: day for link, day in found.items() if day},
        other_kinds=other_kinds,
        skipped=tuple(skipped),
    )


def _why_unusable(row: CsvRow, columns: Columns) -> str:
    for column in ("URN", "LinkURN"):
        text = _cell(row, columns, column)
        if not _URN.fullmatch(gias_cells.code(text)):
            return f"{column} is “{text[:30]}”" if text else f"{column} is empty"
    if row.ends_abruptly and not _cell(row, columns, "LinkType"):
        return "the file ends in the middle of this row"
    return ""


def _link(row: CsvRow, columns: Columns) -> SchoolLink | None:
    urn = gias_cells.code(_cell(row, columns, "URN"))
    other = gias_cells.code(_cell(row, columns, "LinkURN"))
    kind, is_to_successor = _KINDS.get(_cell(row, columns, "LinkType").lower(), (None, False))
    if kind is None or urn == other:
        return None
    if kind is LinkKind.AMALGAMATED:
        # Both schools say the same of each other; one order makes them one link.
        return SchoolLink(min(urn, other, key=_number), max(urn, other, key=_number), kind)
    return SchoolLink(urn, other, kind) if is_to_successor else SchoolLink(other, urn, kind)


def _number(urn: str) -> int:
    return int(urn)


def _day(row: CsvRow, columns: Columns) -> dt.date | None:
    try:
        return gias_cells.day(_cell(row, columns, "LinkEstablishedDate"))
    except gias_cells.LostCellError:
        return None  # only the order of events is used, and that is in the link itself


def _cell(row: CsvRow, columns: Columns, name: str) -> str:
    return tidy(columns.cell(row.cells, name))


def _skipped(row: CsvRow, columns: Columns, why: str) -> Skipped:
    urn = gias_cells.code(_cell(row, columns, "URN"))
    name = tidy(mend_controls(columns.cell(row.cells, "LinkName")))
    return Skipped(row.line, urn if _URN.fullmatch(urn) else "", name[:96], f"Left out: {why}.")
