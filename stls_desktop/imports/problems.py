"""What can go wrong with a whole file, and with one row of it.

A file that cannot be used raises; a row that cannot be used becomes a `Skipped` (of schools) or a
`RowError` (of pupils) and everything good is kept. Messages are for the person who chose the file:
what happened and what to do next.
"""

from __future__ import annotations

from dataclasses import dataclass


class ImportFileError(Exception):
    """The file as a whole cannot be used; the message says what to do. Nothing was changed."""


class NotGiasError(ImportFileError):
    """The file is not the list of schools that was expected."""


class ImportCancelledError(Exception):
    """The person who started the import stopped it. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was left out, with the first of its lines in the file (from 1).

    `is_refused` tells a row that could not be read from one that is only not wanted, such as a
    school that closed before the service knew it.
    """

    line: int
    urn: str
    name: str
    reason: str
    is_refused: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a row that a person should know although the row was used.

    `field` is the column as the file spells it, empty for the row as a whole. `rows` counts the
    rows with the same thing; `line` is then the first of them.
    """

    line: int
    field: str
    reason: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class RowError:
    """A row of a list of pupils that cannot be used: its line, the field in words, and why.

    `field` is empty where it is the row as a whole.
    """

    line: int
    field: str
    reason: str
