"""A list of pupils as rows of text: from CSV in any of its spellings, or from an Excel workbook.

Cells stay what they were typed as; nothing is calculated, no formula is run. A row that is wider
or narrower than its header is told, and its cells are never shifted.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from stls_desktop.imports.csv_rows import rows_of, separator_of, split_lines
from stls_desktop.imports.problems import ImportFileError, Skipped
from stls_desktop.imports.text import decode, tidy

MOST_ROWS: Final = 20_000
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
    """A table with its header; `refused` are rows that cannot be read at all."""

    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    refused: tuple[Skipped, ...] = ()


def read_sheet(data: bytes, file_name: str, score: Score) -> Sheet:
    """The table in a file. Raises `ImportFileError` with what to do if there is none."""
    if not data.strip():
        msg = f"{file_name} is empty. Export the list again. Nothing was changed."
        raise ImportFileError(msg)
    if data.startswith((_ZIP, _OLD_EXCEL)):
        return _workbook(data, file_name, score)
    return _text(data, file_name, score)


def _text(data: bytes, file_name: str, score: Score) -> Sheet:
    lines = split_lines(decode(data).text)
    separator = separator_of(max(lines[:HEADER_WITHIN], key=len, default=""))
    refused: list[Skipped] = []
    rows: list[SheetRow] = []
    for row in rows_of(lines, 0, separator):
        if row.problem:
            refused.append(Skipped(row.line, "", "", row.problem))
        else:
            rows.append(SheetRow(row.line, tuple(_cell(cell) for cell in row.cells)))
    return _table(rows, refused, file_name, score)


def _workbook(data: bytes, file_name: str, score: Score) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            [
                SheetRow(number, tuple(_cell(_words(cell)) for cell in cells))
                for number, cells in enumerate(book.get_sheet_by_name(name).to_python(), start=1)
                if any(str(cell).strip() for cell in cells)
            ]
            for name in book.sheet_names
        ]
    except (CalamineError, OSError, ValueError) as error:
        reason = "it is protected or damaged" if str(error) else "it cannot be opened"
        msg = f"{file_name} cannot be read: {reason}. Save it again as .xlsx or .csv."
        raise ImportFileError(msg) from None
    filled = [rows for rows in sheets if rows]
    if not filled:
        msg = f"{file_name} has no rows. Nothing was changed."
        raise ImportFileError(msg)
    return _table(max(filled, key=lambda rows: _best(rows, score)), [], file_name, score)


def _best(rows: Sequence[SheetRow], score: Score) -> int:
    return max(score(row.cells) for row in rows[:HEADER_WITHIN])


def _table(rows: Sequence[SheetRow], refused: list[Skipped], file_name: str, score: Score) -> Sheet:
    """The header is the row with most known headings; everything above it is a title."""
    if not rows:
        msg = f"{file_name} has no rows that can be read. Nothing was changed."
        raise ImportFileError(msg)
    if len(rows) > MOST_ROWS:
        msg = f"{file_name} has {len(rows):,} rows; {MOST_ROWS:,} fit. Split it and import each."
        raise ImportFileError(msg)
    first = max(range(min(HEADER_WITHIN, len(rows))), key=lambda n: (score(rows[n].cells), -n))
    header = _trimmed(rows[first].cells)
    width, kept = len(header), list[SheetRow]()
    for row in rows[first + 1 :]:
        extra = [cell for cell in row.cells[width:] if cell]
        if extra:
            words = f"the row has {len(row.cells)} cells and the header {width}"
            refused.append(Skipped(row.line, "", "", words))
            continue
        kept.append(SheetRow(row.line, (*row.cells[:width], *("",) * (width - len(row.cells)))))
    return Sheet(header, tuple(kept), tuple(refused))


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
