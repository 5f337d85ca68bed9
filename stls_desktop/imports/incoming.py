"""A pupil as a file tells of one: values that were read, and remarks on what was not.

From a row of a list; a transfer file makes the same. It knows no pupil on this laptop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stls_desktop.imports.problems import Note, Skipped
from stls_desktop.imports.pupil_cells import LEGACY, READERS, CellError
from stls_desktop.imports.pupil_columns import FIELDS, NEEDED, Mapped
from stls_desktop.imports.sheets import Sheet, SheetRow

_OF_SCHOOL = ("urn", "laestab", "school_name")


@dataclass(frozen=True)
class SchoolNamed:
    """How a file names a school: any of three."""

    urn: str = ""
    laestab: str = ""
    name: str = ""


@dataclass(frozen=True)
class Incoming:
    """One pupil of a file. `values` are {field: JSON value} of the pupil's declaration."""

    line: int
    values: dict[str, Any]
    school: SchoolNamed = SchoolNamed()


@dataclass(frozen=True)
class PupilFile:
    """What a file holds: pupils, rows that cannot be read, remarks, and what was left out."""

    file_name: str
    pupils: tuple[Incoming, ...]
    refused: tuple[Skipped, ...] = ()
    notes: tuple[Note, ...] = ()
    dropped: tuple[str, ...] = ()  # parts of the file that are not wanted, with the reason


def pupils_of(sheet: Sheet, mapped: Mapped, file_name: str) -> PupilFile:
    """The pupils of a list, by the columns that a person has confirmed."""
    refused, notes = list(sheet.refused), list[Note]()
    pupils: list[Incoming] = []
    for row in sheet.rows:
        found = _pupil(row, mapped, refused, notes)
        if found is not None:
            pupils.append(found)
    unused = [name for n, name in enumerate(sheet.header) if n not in mapped and name]
    dropped = (f"Columns that are not used: {', '.join(unused)}",) if unused else ()
    refused.sort(key=lambda each: each.line)
    return PupilFile(file_name, tuple(pupils), tuple(refused), tuple(notes), dropped)


def _pupil(
    row: SheetRow, mapped: Mapped, refused: list[Skipped], notes: list[Note]
) -> Incoming | None:
    values: dict[str, Any] = {}
    school: dict[str, str] = {}
    for column, name in mapped.items():
        cell = row.cells[column]
        if not cell:
            continue
        if name in _OF_SCHOOL:
            school["name" if name == "school_name" else name] = cell
            continue
        try:
            values[name] = READERS[name](cell) if name in READERS else cell
        except CellError as error:
            if name in NEEDED:
                refused.append(Skipped(row.line, "", "", f"{FIELDS[name]}: {error}"))
                return None
            notes.append(Note(row.line, FIELDS[name], f"{error}; left empty"))
            continue
        if name == "sen_provision" and cell.upper() in LEGACY:
            words = f"the old code {cell} is read as {values[name]}"
            notes.append(Note(row.line, FIELDS[name], words))
    missing = [FIELDS[name] for name in NEEDED if not values.get(name)]
    if missing:
        refused.append(Skipped(row.line, "", "", f"{', '.join(missing)}: missing"))
        return None
    return Incoming(row.line, _without_repeats(values), SchoolNamed(**school))


def _without_repeats(values: dict[str, Any]) -> dict[str, Any]:
    """A preferred name that is the legal one says nothing; two needs that are one are one."""
    found = dict(values)
    if found.get("known_as") == found.get("legal_forename"):
        found.pop("known_as", None)
    if found.get("secondary_need") == found.get("primary_need"):
        found.pop("secondary_need", None)
    return found


def samples(sheet: Sheet, column: int, count: int = 3) -> Sequence[str]:
    """The first cells of a column that say anything."""
    cells = (row.cells[column] for row in sheet.rows)
    found: list[str] = []
    for cell in cells:
        if cell and cell not in found:
            found.append(cell)
        if len(found) == count:
            break
    return found
