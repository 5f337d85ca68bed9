"""Comma-separated text to rows, one bad row never spoiling the next.

Python's reader lets one quotation mark that is never closed swallow the rest of a file. Here a
record that does not end is given up after a few lines and reading goes on at the next one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST_RECORD_LINES = 40  # the longest real cell with line ends has fewer than ten
_UNCLOSED = "unexpected end of data"
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One record: its first line in the file (from 1), its cells, and what is wrong with it.

    `height` is how many lines it takes. `problem` is empty for a good record. `ends_abruptly`
    marks a last record without a line end: more of it may be missing.
    """

    line: int
    cells: tuple[str, ...]
    height: int = 1
    problem: str = ""
    ends_abruptly: bool = False


def split_lines(text: str) -> list[str]:
    """The lines of the file, each with its line end. Only real line ends count, not U+2028."""
    return list(io.StringIO(text, newline=""))


def separator_of(header: str) -> str:
    """The separator that gives the header line the most cells; a comma if none does."""
    return max(_SEPARATORS, key=header.count)


def rows_of(lines: list[str], first: int = 0, separator: str = ",") -> Iterator[CsvRow]:
    """The records from `lines[first]` on. Empty lines are left out."""
    at = first
    while at < len(lines):
        row = _record(lines, at, separator)
        if row.problem or any(cell.strip() for cell in row.cells):
            yield row
        at += row.height


def _record(lines: list[str], at: int, separator: str) -> CsvRow:
    text = lines[at]
    for height in range(1, _LONGEST_RECORD_LINES + 1):
        end = at + height
        cells, error = _parse(text, separator)
        if not error:
            is_last = end == len(lines) and not text.endswith(("\n", "\r"))
            return CsvRow(at + 1, cells, height, ends_abruptly=is_last)
        if not error.startswith(_UNCLOSED) or end >= len(lines):
            break
        text += lines[end]
    return _broken(lines, at, separator)


def _broken(lines: list[str], at: int, separator: str) -> CsvRow:
    """The first line of a record that does not end: read loosely, it still tells whose it is."""
    _, error = _parse(lines[at], separator)
    loose, _ = _parse(lines[at], separator, strict=False)
    if not error.startswith(_UNCLOSED):
        return CsvRow(at + 1, loose, problem="a quotation mark stands inside a quoted cell")
    if at + 1 == len(lines):
        words = "the file ends in the middle of this row"
        return CsvRow(at + 1, loose, problem=words, ends_abruptly=True)
    return CsvRow(at + 1, loose, problem="a quotation mark in this row is never closed")


def _parse(text: str, separator: str, *, strict: bool = True) -> tuple[tuple[str, ...], str]:
    """The cells of one record, or why the text is not one whole record."""
    try:
        cells = next(csv.reader((text,), delimiter=separator, strict=strict), ())
    except csv.Error as error:
        return (), str(error)
    return tuple(cells), ""
