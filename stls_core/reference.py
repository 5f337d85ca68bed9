"""Code lists and dated places, as typed values.

Store and server read `db/seed` and hand the parsed rows in; nothing is read from a file here.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list, valid between two dates (both inclusive; None is open)."""

    code: str
    label: str
    order: int = 0
    parent: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def is_valid_on(self, day: dt.date | None) -> bool:
        """Whether the code may be chosen for something that happens on that day."""
        if day is None:
            return True
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Term:
    """One of the six Kent terms, first and last day inclusive."""

    name: str
    academic_year: str
    starts_on: dt.date
    ends_on: dt.date


class Reference:
    """Every code list by name. An old code keeps its label although it can no longer be chosen."""

    def __init__(self, lists: Mapping[str, Iterable[Code]], terms: Iterable[Term] = ()) -> None:
        self._lists = {
            name: {code.code: code for code in sorted(codes, key=lambda c: c.order)}
            for name, codes in lists.items()
        }
        self.terms = tuple(sorted(terms, key=lambda t: t.starts_on))

    def choices(self, code_list: str, on: dt.date | None = None) -> tuple[Code, ...]:
        """What may be chosen, in the list's order."""
        return tuple(c for c in self._lists.get(code_list, {}).values() if c.is_valid_on(on))

    def label(self, code_list: str, code: str) -> str:
        """The words for a code; a code of a newer list shows itself rather than nothing."""
        found = self._lists.get(code_list, {}).get(code)
        return found.label if found else code

    def knows(self, code_list: str, code: str) -> bool:
        """Whether the list holds the code, still valid or not."""
        return code in self._lists.get(code_list, {})

    def has(self, code_list: str) -> bool:
        """Whether there is such a list."""
        return code_list in self._lists
