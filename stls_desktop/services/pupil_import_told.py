"""A preview of an import in words: one line, a line for each row, and a table to keep.

No child's name stands in any of it, save in a cell of the file that could not be read.
"""

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from stls_core.records import kind_of
from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_desktop.imports.problems import ImportFileError
from stls_desktop.imports.pupil_plan import Difference, Fate, PupilPlan, Row
from stls_desktop.services.desk import Desk
from stls_desktop.services.exporting import safe_cell
from stls_desktop.services.field_words import day_words
from stls_desktop.services.pupil_import_writing import TakenBack

REMARK: Final = "remark"
KEPT, TAKEN = "kept as it is here", "the file’s value is taken"
_HEADINGS: Final = (
    "File", "Row", "Initials", "Result", "Field", "What is said", "Here", "In the file",
    "Made by", "Made at",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One line of a report: a row's fate, a difference, or a remark. `line` 0 is the whole file."""

    line: int
    result: str
    field: str
    reason: str
    initials: str = ""
    here: str = ""
    there: str = ""

    @property
    def words(self) -> str:
        """The line as it is read."""
        said = f"{self.field}: {self.reason}" if self.field else self.reason
        if not self.line:
            return said
        return f"Row {self.line}: {self.result}" + (f" – {said}" if said else "")


def summary(plan: PupilPlan) -> str:
    """One line in words."""
    return ", ".join(f"{plan.count(each):,} {each}" for each in Fate if plan.count(each)) + "."


def told(desk: Desk, plan: PupilPlan, *, every_row: bool = False) -> list[Told]:
    """What needs a look: the file as a whole, rows with a reason or a difference, remarks.

    `every_row` adds the rows of which there is nothing to say.
    """
    names = SchoolNames(desk)
    lines = [line for row in plan.rows for line in _of_row(desk, names, row, every_row=every_row)]
    for note in plan.notes:
        more = f" (and {note.rows - 1:,} more rows)" if note.rows > 1 else ""
        lines.append(Told(note.line, REMARK, note.field, f"{note.reason}{more}"))
    lines.sort(key=lambda each: each.line)
    whole = [Told(0, REMARK, "", words) for words in (*plan.warnings, *plan.dropped)]
    return [*whole, *lines]


def lines(desk: Desk, plan: PupilPlan) -> list[str]:
    """The same as words."""
    return [each.words for each in told(desk, plan)]


def report(desk: Desk, plan: PupilPlan) -> bytes:
    """Every row as a table for a spreadsheet, with who made it and when.

    UTF-8 with the mark that Excel looks for; no cell is taken for a formula.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(_HEADINGS)
    who, when = desk.me.name, f"{desk.now().astimezone():%d/%m/%Y %H:%M}"
    for each in told(desk, plan, every_row=True):
        cells = (
            plan.file_name, str(each.line or ""), each.initials, each.result, each.field,
            each.reason, each.here, each.there, who, when,
        )  # fmt: skip
        table.writerow(safe_cell(cell) for cell in cells)
    return text.getvalue().encode("utf-8-sig")


def save_report(desk: Desk, plan: PupilPlan, path: Path) -> Path:
    """Write the report for its reader alone; one of the same name is replaced.

    Raises `ImportFileError` with words if it cannot be written.
    """
    try:
        private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(private, "wb") as out:
            out.write(report(desk, plan))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        msg = f"The report was not saved: {reason}. Nothing else was changed."
        raise ImportFileError(msg) from None
    return path


def taken_back(back: TakenBack) -> str:
    """What was taken back and what stays, in words."""
    words = f"Taken back: {_many(back.removed, 'pupil')} added, {back.restored:,} updated."
    if back.kept:
        words += f" Kept, because somebody has written there since: {_many(back.kept, 'pupil')}."
    if back.kept_fields:
        words += f" Left as it is now: {_many(back.kept_fields, 'field')} changed since."
    return words


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


class SchoolNames:
    """The names of schools by id, read once."""

    def __init__(self, desk: Desk) -> None:
        with desk.store.read() as read:
            self._names = {setting.id: setting.name for setting in read.find(Setting)}

    def of(self, rec: str) -> str:
        """The name of a school, or words for one that is gone."""
        return self._names.get(rec, "a school that is not on this laptop")


def both_sides(desk: Desk, names: SchoolNames, each: Difference) -> tuple[str, str]:
    """What this laptop and the file say, in words."""
    return _words(desk, names, each.field, each.here), _words(desk, names, each.field, each.there)


def _of_row(desk: Desk, names: SchoolNames, row: Row, *, every_row: bool) -> Iterator[Told]:
    if row.words or (every_row and not row.differences):
        yield Told(row.line, row.outcome, row.field, row.reason, row.initials)
    for each in row.differences:
        is_name = each.field != "setting_id" and kind_of(Pupil).fields[each.field].says.is_name
        here, there = ("", "") if is_name else both_sides(desk, names, each)
        sides = f" (here {here}, in the file {there})" if here else ""
        what = TAKEN if each.field in row.taken else KEPT
        reason = f"differs{sides}; {what}"
        yield Told(row.line, row.outcome, each.label, reason, row.initials, here, there)


def _words(desk: Desk, names: SchoolNames, name: str, value: Any) -> str:  # noqa: ANN401 - JSON
    if name == "setting_id":
        return names.of(str(value))
    codes = kind_of(Pupil).fields[name].says.codes
    if codes:
        return desk.reference.label(codes, str(value))
    return day_words(str(value)) if name == "born_on" else str(value)
