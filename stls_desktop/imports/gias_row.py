"""One record of a GIAS file as a school: cells by column name in, a frozen `SchoolRow` out.

A row of another width than the header is never shifted: it is used as it stands if its telling
cells make sense where they are, and refused if they do not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from stls_desktop.imports import gias_cells, school_types
from stls_desktop.imports.csv_rows import CsvRow
from stls_desktop.imports.gias_header import Columns
from stls_desktop.imports.notes import Notes
from stls_desktop.imports.school_types import SchoolStatus
from stls_desktop.imports.text import mend_controls, tidy

_SEN_COLUMNS: Final = tuple(f"SEN{number} (name)" for number in range(1, 14))
_URN = re.compile(r"[0-9]{5,7}")
_LA = re.compile(r"[0-9]{1,3}")
_DISTRICT = re.compile(r"[A-Z][0-9]{8}")
_NOTHING: Final = {"", "not applicable", "none", "does not apply"}
_NO_DISTRICT = re.compile("9*")  # GIAS writes nines for places outside England

_T = TypeVar("_T")


def _is_district(text: str) -> bool:
    return bool(_NO_DISTRICT.fullmatch(text) or _DISTRICT.fullmatch(text))


# Without these a row is of no use; with one of the others wrong it may still be right, unless
# it is wider or narrower than the header.
_VITAL: Final[Mapping[str, Callable[[str], bool]]] = {
    "URN": lambda text: bool(_URN.fullmatch(gias_cells.code(text))),
    "LA (code)": lambda text: bool(_LA.fullmatch(gias_cells.code(text))),
    "EstablishmentName": bool,
    "EstablishmentStatus (name)": lambda text: not text or bool(school_types.status_of("", text)),
}
_TELLING: Final[Mapping[str, Callable[[str], bool]]] = {
    "EstablishmentName": lambda text: not text.isdecimal(),
    "Postcode": lambda text: not text or gias_cells.is_postcode(text),
    "DistrictAdministrative (code)": _is_district,
}


class RefusedRowError(ValueError):
    """The row cannot be used; the message says why, in words for a person."""


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school as the file describes it.

    Codes carry no leading zeros; `phase` is our own code (PRIMARY, SECONDARY …), `sen_types` DfE
    codes in capitals. An empty text or None means that the file does not say.
    """

    line: int
    urn: str
    la_code: str
    estab_number: str
    name: str
    type_code: str
    type_name: str
    type_group: str
    setting_type: str
    status: SchoolStatus
    opened_on: dt.date | None
    closed_on: dt.date | None
    phase: str
    low_age: int | None
    high_age: int | None
    roll: int | None
    street: str
    locality: str
    address3: str
    town: str
    county: str
    postcode: str
    phone: str
    district_code: str
    district_name: str
    sen_types: tuple[str, ...]
    resourced_type: str
    resourced_on_roll: int | None
    resourced_capacity: int | None
    sen_unit_on_roll: int | None
    sen_unit_capacity: int | None
    last_changed_on: dt.date | None
    head: str = ""
    head_title: str = ""

    @property
    def srp_designation(self) -> str:
        """The resourced provision or SEN unit in one line, such as "SEN unit: SLCN (20 places)"."""
        if not self.resourced_type:
            return ""
        needs = f": {', '.join(self.sen_types)}" if self.sen_types else ""
        places = (self.resourced_capacity or 0) + (self.sen_unit_capacity or 0)
        shown = f" ({places} place{'s' if places > 1 else ''})" if places else ""
        return f"{self.resourced_type}{needs}{shown}"


class RowReader:
    """Reads the records of one file, and notes what it had to mend."""

    def __init__(self, columns: Columns, notes: Notes, *, with_heads: bool) -> None:
        self._columns = columns
        self._notes = notes
        self._with_heads = with_heads

    def authority_of(self, cells: tuple[str, ...]) -> tuple[str, str]:
        """The local authority of a record: code without leading zeros, and name."""
        return (
            gias_cells.code(tidy(self._columns.cell(cells, "LA (code)"))),
            tidy(self._columns.cell(cells, "LA (name)")),
        )

    def whose(self, cells: tuple[str, ...]) -> tuple[str, str]:
        """URN and name as far as they can be read, for a row that is left out."""
        urn = gias_cells.code(tidy(self._columns.cell(cells, "URN")))
        name = tidy(self._columns.cell(cells, "EstablishmentName"))
        return (urn if _URN.fullmatch(urn) else ""), name[:96]

    def read(self, row: CsvRow) -> SchoolRow:
        """The school of a record. Raises RefusedRowError."""
        cell = _Cells(row, self._columns, self._notes)
        self._check(row, cell)
        type_code, type_name = self._type(cell)
        status = cell.status()
        phase = school_types.phase_of(
            cell.code("PhaseOfEducation (code)"), cell.text("PhaseOfEducation (name)")
        )
        group = cell.group()
        name = cell.text("EstablishmentName")
        ages = cell.number("StatutoryLowAge"), cell.number("StatutoryHighAge")
        setting_type = school_types.setting_type_of(type_code, group, phase, name, ages)
        if setting_type == "OTHER" and not type_name:
            self._notes.count(row.line, "TypeOfEstablishment (name)", "the type is not given")
        return SchoolRow(
            line=row.line,
            urn=cell.code("URN"),
            la_code=cell.code("LA (code)"),
            estab_number=gias_cells.establishment_number(cell.text("EstablishmentNumber")),
            name=name,
            type_code=type_code,
            type_name=type_name,
            type_group=group,
            setting_type=setting_type,
            status=status,
            opened_on=cell.day("OpenDate"),
            closed_on=cell.day("CloseDate"),
            phase=phase,
            low_age=ages[0],
            high_age=ages[1],
            roll=cell.number("NumberOfPupils"),
            street=cell.text("Street"),
            locality=cell.text("Locality"),
            address3=cell.text("Address3"),
            town=cell.text("Town"),
            county=cell.said("County (name)"),
            postcode=gias_cells.postcode(cell.text("Postcode")),
            phone=cell.phone("TelephoneNum"),
            district_code=cell.district(),
            district_name=cell.said("DistrictAdministrative (name)"),
            sen_types=cell.sen_types(),
            resourced_type=cell.said("TypeOfResourcedProvision (name)"),
            resourced_on_roll=cell.number("ResourcedProvisionOnRoll"),
            resourced_capacity=cell.number("ResourcedProvisionCapacity"),
            sen_unit_on_roll=cell.number("SenUnitOnRoll"),
            sen_unit_capacity=cell.number("SenUnitCapacity"),
            last_changed_on=cell.day("LastChangedDate"),
            head=cell.head() if self._with_heads else "",
            head_title=cell.text("HeadPreferredJobTitle") if self._with_heads else "",
        )

    def _check(self, row: CsvRow, cell: _Cells) -> None:
        """Refuse a record without URN or name, and one whose cells stand in wrong columns."""
        width, header = len(row.cells), len(self._columns.names)
        has_more = any(text.strip() for text in row.cells[header:])
        vital = cell.first_wrong(_VITAL)
        wrong = vital or cell.first_wrong(_TELLING)
        if wrong and width != header:
            raise RefusedRowError(
                f"the row has {width} cells and the header {header}, and {wrong}: "
                "its cells may stand in the wrong columns"
            )
        if vital:
            raise RefusedRowError(vital)
        if wrong:
            self._notes.say(row.line, "", wrong)
        if width < header or has_more:
            rest = "empty" if width < header else "left out"
            words = f"the row has {width} cells and the header {header}: the rest is {rest}"
            self._notes.say(row.line, "", words)

    def _type(self, cell: _Cells) -> tuple[str, str]:
        code = cell.code("TypeOfEstablishment (code)")
        name = cell.text("TypeOfEstablishment (name)")
        if school_types.disagree(school_types.TYPE_NAMES, code, name):
            cell.note(
                "TypeOfEstablishment (code)", f"type {code} is not “{name}”; the name was used"
            )
        return school_types.type_of(code, name)


class _Cells:
    """The cells of one record, read by column name and by what they should hold."""

    def __init__(self, row: CsvRow, columns: Columns, notes: Notes) -> None:
        self._row = row
        self._columns = columns
        self._notes = notes

    def note(self, column: str, reason: str) -> None:
        """Note something about one column of this row."""
        self._notes.say(self._row.line, column, reason)

    def text(self, column: str) -> str:
        """The cell on one line, with lost quotation marks put back; empty if there is none."""
        raw = self._columns.cell(self._row.cells, column)
        return tidy(raw if raw.isascii() else mend_controls(raw))

    def said(self, column: str) -> str:
        """The cell, or nothing where it says that it does not apply."""
        text = self.text(column)
        return "" if text.lower() in _NOTHING else text

    def code(self, column: str) -> str:
        """A code without leading zeros."""
        return gias_cells.code(self.text(column))

    def number(self, column: str) -> int | None:
        """A whole number; what cannot be read is noted and left out."""
        return self._tried(column, gias_cells.whole_number, None)

    def day(self, column: str) -> dt.date | None:
        """A date; what cannot be read is noted and left out."""
        return self._tried(column, gias_cells.day, None)

    def phone(self, column: str) -> str:
        """The telephone number with its leading zero."""
        number, was_mended = self._tried(column, gias_cells.phone, ("", False))
        if was_mended:
            self._notes.count(self._row.line, column, "the leading 0 was put back")
        return number

    def status(self) -> SchoolStatus:
        """The status. Raises RefusedRowError if it is none that is known."""
        code = self.code("EstablishmentStatus (code)")
        name = self.text("EstablishmentStatus (name)")
        found = school_types.status_of(code, name)
        if found is None:
            raise RefusedRowError(f"the status “{(name or code)[:40]}” is not known")
        return found

    def group(self) -> str:
        """The type group; a code that says something else is noted."""
        code = self.code("EstablishmentTypeGroup (code)")
        name = self.text("EstablishmentTypeGroup (name)")
        if school_types.disagree(school_types.GROUP_NAMES, code, name):
            self.note(
                "EstablishmentTypeGroup (code)", f"group {code} is not “{name}”; the name was used"
            )
        return school_types.group_of(code, name)

    def district(self) -> str:
        """The district's GSS code, or nothing for a place outside the districts."""
        text = self.text("DistrictAdministrative (code)").upper()
        return text if _DISTRICT.fullmatch(text) else ""

    def sen_types(self) -> tuple[str, ...]:
        """The needs of SEN1 to SEN13, in DfE's codes; SEN1 may be empty while SEN2 is not."""
        said = (self.said(column) for column in _SEN_COLUMNS)
        codes = (text.split(" - ")[0].strip().upper() for text in said if text)
        return tuple(dict.fromkeys(codes))

    def head(self) -> str:
        """The head teacher's name, only read when it was asked for."""
        parts = ("HeadTitle (name)", "HeadFirstName", "HeadLastName")
        return " ".join(filter(None, (self.said(part) for part in parts)))

    def first_wrong(self, checks: Mapping[str, Callable[[str], bool]]) -> str:
        """Which of the cells does not hold what its column is for; empty if all make sense."""
        for column, is_right in checks.items():
            text = self.text(column)
            if self._columns.has(column) and not is_right(text):
                return f"{column} is “{text[:30]}”" if text else f"{column} is empty"
        return ""

    def _tried(self, column: str, read: Callable[[str], _T], otherwise: _T) -> _T:
        try:
            return read(self.text(column))
        except gias_cells.LostCellError as error:
            self._notes.count(self._row.line, column, str(error))
            return otherwise
