"""A pupil as a file tells of one: values that were read, and remarks on what was not.

From a row of a list; a transfer file makes the same. It knows no pupil on this laptop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from stls_desktop.imports.problems import Note, RowError
from stls_desktop.imports.pupil_cells import LEGACY, CellError, Reader
from stls_desktop.imports.pupil_columns import FIELDS, NEEDED, Mapped
from stls_desktop.imports.sheets import Sheet

_OF_SCHOOL: Final = {"urn": "urn", "laestab": "laestab", "school_name": "name"}


@dataclass(frozen=True)
class SchoolNamed:
    """How a file names a school: any of three."""

    urn: str = ""
    laestab: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        """Whether it names one at all."""
        return bool(self.urn or self.laestab or self.name)

    @property
    def words(self) -> str:
        """As a person reads it: “Quernlow Primary” (URN 990001)."""
        numbers = [
            f"{what} {number}"
            for what, number in (("URN", self.urn), ("DfE number", self.laestab))
            if number
        ]
        if not self.name:
            return ", ".join(numbers)
        return f"“{self.name}” ({', '.join(numbers)})" if numbers else f"“{self.name}”"


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
    refused: tuple[RowError, ...] = ()
    notes: tuple[Note, ...] = ()
    dropped: tuple[str, ...] = ()  # parts of the file that are not wanted, with the reason
    warnings: tuple[str, ...] = ()  # what is odd about the file as a whole


def pupils_of(
    sheet: Sheet, mapped: Mapped, file_name: str, readers: Mapping[str, Reader]
) -> PupilFile:
    """The pupils of a list, by the columns that a person has confirmed."""
    refused, notes = list(sheet.refused), list(sheet.notes)
    pupils: list[Incoming] = []
    for row in sheet.rows:
        told = {name: row.cells[column] for column, name in mapped.items() if row.cells[column]}
        school = SchoolNamed(**{_OF_SCHOOL[n]: told.pop(n) for n in _OF_SCHOOL if n in told})
        values = read_values(row.line, told, readers, notes)
        if isinstance(values, RowError):
            refused.append(values)
        else:
            pupils.append(Incoming(row.line, values, school))
    unused = [name for n, name in enumerate(sheet.header) if n not in mapped and name]
    dropped = (f"Columns that are not used: {', '.join(unused)}",) if unused else ()
    refused.sort(key=lambda each: each.line)
    return PupilFile(file_name, tuple(pupils), tuple(refused), tuple(notes), dropped)


def read_values(
    line: int, told: Mapping[str, str], readers: Mapping[str, Reader], notes: list[Note]
) -> dict[str, Any] | RowError:
    """What the words of one pupil mean, {field: value}; or why there is no pupil in them.

    What is needed and cannot be read refuses the row, all else is left empty with a note.
    """
    values: dict[str, Any] = {}
    for name, words in told.items():
        try:
            values[name] = readers[name](words) if name in readers else words
        except CellError as error:
            if name in NEEDED:
                return RowError(line, FIELDS[name], str(error))
            notes.append(Note(line, FIELDS[name], f"{error}; left empty"))
            continue
        if name == "sen_provision" and words.upper() in LEGACY:
            changed = f"the old code {words} is read as {values[name]}"
            notes.append(Note(line, FIELDS[name], changed))
    missing = [FIELDS[name] for name in NEEDED if not values.get(name)]
    if missing:
        return RowError(line, ", ".join(missing), "missing")
    if "secondary_need" in values and told.get("primary_need") and "primary_need" not in values:
        words = f"{values.pop('secondary_need')} is left empty too, as there is no main need"
        notes.append(Note(line, FIELDS["secondary_need"], words))
    return _without_repeats(values)


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
