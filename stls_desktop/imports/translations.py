"""A reviewed file of headings in one language: rows in, sentences and the errors of rows out.

Nothing is guessed: a row that lacks its reviewer or loses a place is named and left out. Knows no
store; which sentences there are is handed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stls_core.wordings import MONTHS, Wording, misfit
from stls_desktop.imports.csv_rows import CsvRow, rows_of, separator_of, split_lines
from stls_desktop.imports.problems import ImportFileError, RowError
from stls_desktop.imports.text import decode, tidy

COLUMNS: Final = ("lang", "key", "text", "reviewed_by", "reviewed_on")
LARGEST: Final = 1_000_000  # bytes; a whole language has fewer than 10,000
LONGEST: Final = 2_000  # characters of a sentence
LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class TranslationFile:
    """What a file holds: the tag of its language, its good rows, and why others are left out."""

    tag: str
    wordings: tuple[Wording, ...]
    errors: tuple[RowError, ...]


def read(path: Path, english: Mapping[str, str], today: dt.date) -> TranslationFile:
    """Read a file. Raises `ImportFileError` if it is no such file at all."""
    lines = split_lines(decode(_bytes_of(path)).text)
    separator = separator_of(lines[0]) if lines else ","
    rows = rows_of(lines, 0, separator)
    head = next(rows, None)
    names = [tidy(cell).casefold() for cell in head.cells] if head else []
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        words = f"{path.name} has no column {missing[0]}; it needs {', '.join(COLUMNS)}."
        raise ImportFileError(f"{words} Nothing was changed.")
    tags: set[str] = set()
    wordings: dict[str, Wording] = {}
    errors: list[RowError] = []
    for row in rows:
        cells = _cells(row, names)
        found = _row(row, cells, english, today)
        tags.add(cells["lang"].casefold())
        if isinstance(found, Wording) and found.key in wordings:
            found = RowError(row.line, "key", f"{found.key} stands in the file twice")
        if isinstance(found, RowError):
            errors.append(found)
        else:
            wordings[found.key] = found
    if len(tags) != 1:
        told = "no rows" if not tags else f"rows in {len(tags)} languages"
        raise ImportFileError(f"{path.name} has {told}; it has to be one. Nothing was changed.")
    return TranslationFile(tags.pop(), tuple(wordings.values()), tuple(errors))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise ImportFileError(f"{path.name} is far too large for a list of headings.")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "the disk did not give it"
        raise ImportFileError(f"{path.name} cannot be read: {reason}.") from None


def _cells(row: CsvRow, names: list[str]) -> dict[str, str]:
    cells = dict(zip(names, map(str.strip, row.cells), strict=False))
    return {name: cells.get(name, "") for name in COLUMNS}


def _row(
    row: CsvRow, cells: Mapping[str, str], english: Mapping[str, str], today: dt.date
) -> Wording | RowError:
    for field, words in _problems(row, cells, english, today):
        return RowError(row.line, field, words)
    day = dt.date.fromisoformat(cells["reviewed_on"])
    return Wording(cells["key"], cells["text"], cells["reviewed_by"], day)


def _problems(
    row: CsvRow, cells: Mapping[str, str], english: Mapping[str, str], today: dt.date
) -> Iterator[tuple[str, str]]:
    key, text = cells["key"], cells["text"]
    if row.problem:
        yield "", row.problem
    if key not in english and key not in MONTHS:
        yield "key", f"there is no sentence {key!r}"
    if wrong := misfit(english.get(key, ""), text):
        yield "text", wrong
    if len(text) > LONGEST:
        yield "text", f"it is longer than {LONGEST} characters"
    if not cells["reviewed_by"] or len(cells["reviewed_by"]) > LONGEST_NAME:
        yield "reviewed_by", "it does not name who reviewed it"
    day = _date(cells["reviewed_on"])
    if day is None:
        yield "reviewed_on", "the day of the review is missing; write 2027-01-15"
    elif day > today:
        yield "reviewed_on", "the day of the review is in the future"


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
