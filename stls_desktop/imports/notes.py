"""Notes about the rows of one file, the same thing said once.

A spreadsheet that took the leading zero off 700 telephone numbers is one note with a count, not
700 lines that nobody reads.
"""

from __future__ import annotations

from dataclasses import replace

from stls_desktop.imports.problems import Note


class Notes:
    """Collects notes; what is counted appears once, at its first line."""

    def __init__(self) -> None:
        self._said: list[Note] = []
        self._counted: dict[tuple[str, str], Note] = {}

    def say(self, line: int, field: str, reason: str) -> None:
        """Note something about one row."""
        self._said.append(Note(line, field, reason))

    def count(self, line: int, field: str, reason: str) -> None:
        """Note something that may be so for many rows."""
        known = self._counted.get((field, reason))
        said = replace(known, rows=known.rows + 1) if known else Note(line, field, reason)
        self._counted[field, reason] = said

    def all(self) -> tuple[Note, ...]:
        """Every note, in the order of the lines."""
        return tuple(sorted((*self._said, *self._counted.values()), key=lambda note: note.line))
