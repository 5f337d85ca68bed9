"""A list of pupils as rows of text: from CSV in any of its spellings, or from an Excel workbook.

Cells stay what they were typed as; nothing is calculated, no formula is run. A row that is wider
or narrower than its header is told, and its cells are never shifted.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from stls_desktop.imports.csv_rows import rows_of, separator_of, split_lines
from stls_desktop.imports.notes import Notes
from stls_desktop.imports.problems import ImportFileError, Note, RowError
from stls_desktop.imports.text import DecodedText, decode, names_to_confirm, tidy

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MOST_ROWS: Final = 20_000  # under the header
HEADER_WITHIN: Final = 20  # lines; above it school systems print the name of the report
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Score = Callable[[Sequence[str]], int]
"""How many cells of a row are known headings."""


@dataclass(frozen=True)
class SheetRow:
    """One row: its line in the file or sheet (from 1) and its cells, as many as the header has."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table with its header; `refused` are rows that cannot be read at all.

    `name` and `names` tell the sheet of a workbook and all that it has; empty for a text file.
    `to_confirm` are cells by which a person sees whether the letters were read rightly.
    """

    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    refused: tuple[RowError, ...] = ()
    notes: tuple[Note, ...] = ()
    name: str = ""
    names: tuple[str, ...] = ()
    to_confirm: tuple[str, ...] = ()


def read_sheet(data: bytes, file_name: str, score: Score, wanted: str = "") -> Sheet:
    """The table in a file, of a workbook the sheet that is wanted or else the likeliest one.

    Raises `ImportFileError` with what to do if there is none.
    """
    if not data.strip():
        msg = f"{file_name} is empty. Export the list again. Nothing was changed."
        raise ImportFileError(msg)
    if data.startswith((_ZIP, _OLD_EXCEL)):
        return _of_workbook(data, file_name, score, wanted)
    return _of_text(decode(data), file_name, score)


def _of_text(text: DecodedText, file_name: str, score: Score) -> Sheet:
    lines = split_lines(text.text)
    separator = separator_of(max(lines[:HEADER_WITHIN], key=len, default=""))
    refused: list[RowError] = []
    rows: list[SheetRow] = []
    for row in rows_of(lines, 0, separator):
        if row.problem:
            refused.append(RowError(row.line, "", row.problem))
        else:
            rows.append(SheetRow(row.line, tuple(_cell(cell) for cell in row.cells)))
    notes = Notes()
    for suspect in text.suspects:
        notes.count(suspect.line, "", suspect.reason)
    sheet = _table(rows, refused, notes, file_name, score)
    if not text.was_assumed:
        return sheet
    cells = (cell for row in sheet.rows for cell in row.cells)
    return replace(sheet, to_confirm=names_to_confirm(cells))


def _of_workbook(data: bytes, file_name: str, score: Score, wanted: str) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        every = tuple(book.sheet_names)
        names = [each for each in every if wanted in ("", each)]
        sheets = {name: rows for name in names if (rows := _rows(book, name))}
    except (CalamineError, OSError, ValueError) as error:
        reason = "it is protected or damaged" if str(error) else "it cannot be opened"
        msg = f"{file_name} cannot be read: {reason}. Save it again as .xlsx or .csv."
        raise ImportFileError(msg) from None
    if not names:
        msg = f"{file_name} has no sheet “{wanted}”; there are: {', '.join(every)}."
        raise ImportFileError(msg)
    if not sheets:
        where = f"The sheet “{wanted}” of {file_name}" if wanted else file_name
        msg = f"{where} has no rows. Nothing was changed."
        raise ImportFileError(msg)
    name = max(sheets, key=lambda each: _best(sheets[each], score))
    table = _table(sheets[name], [], Notes(), file_name, score)
    return replace(table, name=name, names=every)


def _rows(book: CalamineWorkbook, name: str) -> list[SheetRow]:
    return [
        SheetRow(number, tuple(_cell(_words(cell)) for cell in cells))
        for number, cells in enumerate(book.get_sheet_by_name(name).to_python(), start=1)
        if any(str(cell).strip() for cell in cells)
    ]


def _best(rows: Sequence[SheetRow], score: Score) -> int:
    return max(score(row.cells) for row in rows[:HEADER_WITHIN])


def _table(
    rows: Sequence[SheetRow], refused: list[RowError], notes: Notes, file_name: str, score: Score
) -> Sheet:
    """The header is the row with most known headings; everything above it is a title."""
    if not rows:
        msg = f"{file_name} has no rows that can be read. Nothing was changed."
        raise ImportFileError(msg)
    first = max(range(min(HEADER_WITHIN, len(rows))), key=lambda n: (score(rows[n].cells), -n))
    header = _trimmed(rows[first].cells)
    under = rows[first + 1 :]
    if len(under) > MOST_ROWS:
        msg = (
            f"{file_name} has {len(under):,} rows under its headings; {MOST_ROWS:,} fit. Split it"
            " and import each part. Nothing was changed."
        )
        raise ImportFileError(msg)
    width, kept = len(header), list[SheetRow]()
    for row in under:
        if any(row.cells[width:]):
            words = f"the row has {len(row.cells)} cells and the header {width}"
            refused.append(RowError(row.line, "", words))
            continue
        missing = width - len(row.cells)
        if missing > 0:
            words = f"the row is shorter than the header by {missing}; those cells count as empty"
            notes.count(row.line, "", words)
        kept.append(SheetRow(row.line, (*row.cells[:width], *("",) * missing)))
    return Sheet(header, tuple(kept), tuple(refused), notes.all())


def _trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    """Without the empty cells that a trailing comma leaves."""
    found = list(cells)
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _cell(text: str) -> str:
    """Without the apostrophe by which a spreadsheet keeps zeros, and without stray blanks."""
    found = tidy(text)
    return found[1:].strip() if found.startswith("'") and found[1:2].isdigit() else found


def _words(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)
