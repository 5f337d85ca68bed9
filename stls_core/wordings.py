"""Standing sentences in other languages: whether a translation fits its sentence, and who answers.

A sentence has places in curly brackets that are filled in later; a translation that lost one would
print a hole, and one with a place too many could not be printed at all.
"""

import datetime as dt
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

MONTHS: Final = tuple(f"month_{number}" for number in range(1, 13))
"""Keys of the months as they stand inside a date; no English sentence stands behind them."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence in a language, and who reviewed it; unreviewed while either is missing."""

    key: str
    text: str
    reviewed_by: str = ""
    reviewed_on: dt.date | None = None

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody answers for it, by name and with a day."""
        return bool(self.text.strip() and self.reviewed_by.strip() and self.reviewed_on)


def places(text: str) -> tuple[str, ...] | None:
    """The places of a sentence, sorted; None if its brackets do not fit."""
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return None
    names = [(name, spec, turned) for _, name, spec, turned in parsed if name is not None]
    if any(not name.isidentifier() or spec or turned for name, spec, turned in names):
        return None
    return tuple(sorted(name for name, _, _ in names))


def misfit(english: str, text: str) -> str:
    """What is wrong with a translation, in words; empty if it can be printed."""
    if not text.strip():
        return "there are no words"
    wanted, found = places(english) or (), places(text)
    if found is None:
        return "its curly brackets do not fit"
    if found != wanted:
        names = " ".join(f"{{{name}}}" for name in wanted) or "none"
        return f"its places in curly brackets have to be these: {names}"
    return ""


def unready(english: Mapping[str, str], found: Mapping[str, Wording]) -> tuple[str, ...]:
    """The keys that keep a language from being issued, in the order of the sentences."""
    return tuple(key for key in keys_of(english) if not is_ready(english, found.get(key), key))


def is_ready(english: Mapping[str, str], wording: Wording | None, key: str) -> bool:
    """Whether a sentence is there, fits, and somebody answers for it."""
    if wording is None or not wording.is_reviewed:
        return False
    return not misfit(english.get(key, ""), wording.text)


def keys_of(english: Mapping[str, str]) -> Iterable[str]:
    """Every key that a language needs: each sentence, then the months."""
    return (*english, *MONTHS)
