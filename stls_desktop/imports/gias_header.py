"""Recognises a GIAS file by its header, and finds its columns by name.

DfE adds, drops and renames columns about once a year; only the few that a school cannot do
without are asked for. Says what a wrong file seems to be, so that the right one can be chosen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stls_desktop.imports.csv_rows import rows_of, separator_of
from stls_desktop.imports.problems import NotGiasError

_SHOWN_CELLS = 6


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind of file must have: each entry of `required` lists columns, one is enough."""

    called: str
    expected: str
    required: tuple[tuple[str, ...], ...]
    wanted: tuple[str, ...] = ()


SCHOOLS: Final = Shape(
    called="a GIAS list of schools",
    expected=(
        "Expected the GIAS file edubasealldata….csv, with the columns "
        "URN, LA (code), EstablishmentName and EstablishmentStatus (name)."
    ),
    required=(
        ("URN",),
        ("LA (code)",),
        ("EstablishmentName",),
        ("EstablishmentStatus (name)", "EstablishmentStatus (code)"),
    ),
    wanted=(
        "EstablishmentNumber",
        "TypeOfEstablishment (name)",
        "PhaseOfEducation (name)",
        "Postcode",
        "DistrictAdministrative (code)",
    ),
)
LINKS: Final = Shape(
    called="the GIAS file of links between schools",
    expected="Expected links_edubasealldata….csv, with the columns URN, LinkURN and LinkType.",
    required=(("URN",), ("LinkURN",), ("LinkType",)),
)
_SIGNS: Final = (
    ("PK\x03\x04", "a zip folder or an Excel workbook. Unpack it, or save the sheet as CSV"),
    ("ÐÏ\x11", "an old Excel workbook. Save the sheet as CSV"),
    ("%PDF", "a PDF"),
    ("\x1f", "a compressed file. Unpack it first"),
    ("{", "a JSON file"),
    ("[", "a JSON file"),
    ("<", "a web page or an XML file; the download may have been refused"),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column of this file stands, by its name in any spelling of case and spaces."""

    names: tuple[str, ...]
    separator: str
    places: Mapping[str, int]
    missing: tuple[str, ...]

    def cell(self, cells: tuple[str, ...], name: str) -> str:
        """The cell under a column as it came; empty if the file or the row has none."""
        place = self.places.get(_key(name))
        return cells[place] if place is not None and place < len(cells) else ""

    def has(self, name: str) -> bool:
        """Whether the file has the column."""
        return _key(name) in self.places


def find_header(lines: list[str], file_name: str, shape: Shape) -> tuple[Columns, int]:
    """The columns and the index of the first line after the header. Raises NotGiasError."""
    shown = file_name or "This file"
    first = next((at for at, line in enumerate(lines) if line.strip("\r\n\t ,;\0")), None)
    if first is None:
        raise NotGiasError(f"{shown} is empty. {shape.expected}")
    for sign, meaning in _SIGNS:
        if lines[first].startswith(sign):
            raise NotGiasError(f"{shown} is {meaning}. {shape.expected}")
    # Excel may write "sep=," above the header.
    at = first + 1 if lines[first].lower().startswith("sep=") else first
    columns = _columns(lines[at], shape) if at < len(lines) else None
    if columns is None:
        found = _found(lines[min(at, len(lines) - 1)], shape)
        raise NotGiasError(f"{shown} is not {shape.called}. {shape.expected} {found}")
    return columns, at + 1


def _columns(line: str, shape: Shape) -> Columns | None:
    names = _names(line)
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        places.setdefault(_key(name), place)  # a repeated name: the first stands
    if not all(any(_key(name) in places for name in names) for names in shape.required):
        return None
    missing = tuple(name for name in shape.wanted if _key(name) not in places)
    return Columns(names, separator_of(line), places, missing)


def _names(line: str) -> tuple[str, ...]:
    header = next(rows_of([line], 0, separator_of(line)), None)
    return tuple(" ".join(cell.split()) for cell in header.cells) if header else ()


@lru_cache(maxsize=512)  # asked for every cell of every row
def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _found(line: str, wanted: Shape) -> str:
    for shape in (LINKS, SCHOOLS):
        if shape is not wanted and _columns(line, shape):
            return f"This is {shape.called}."
    cells = [cell[:30] if cell.isprintable() else "?" for cell in _names(line)]
    shown = ", ".join(cells[:_SHOWN_CELLS])
    more = f" and {len(cells) - _SHOWN_CELLS} more" if len(cells) > _SHOWN_CELLS else ""
    return f"Its first line has: {shown}{more}."
