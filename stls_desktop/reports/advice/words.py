"""The standing words of one document in one language. Free text is never translated.

A language other than English comes as a table whose every sentence somebody answers for; one that
lacks a sentence is refused as a whole, because a quiet fallback would mix two languages.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from stls_desktop.reports.wording import long_date, sentences

ENGLISH = "en-GB"


class MissingWordsError(KeyError):
    """A language lacks standing sentences; the words name the first of them."""


@dataclass(frozen=True)
class Words:
    """What a document says by itself. `lang` is a BCP 47 tag."""

    lang: str
    table: Mapping[str, str]
    months: tuple[str, ...] = ()  # of the language, as they stand in a date; empty: English

    @property
    def own(self) -> str:
        """What a block says of its language: nothing in English, as the document says that."""
        return "" if self.lang == ENGLISH else self.lang

    def say(self, key: str, **filled: object) -> str:
        """A standing sentence with its places filled in."""
        return self.table[key].format(**filled) if filled else self.table[key]

    def day(self, day: dt.date) -> str:
        """A date as the language writes it."""
        return (
            f"{day.day} {self.months[day.month - 1]} {day.year}" if self.months else long_date(day)
        )


def english(document: str) -> Words:
    """The words of a document as they ship: `advice` or `family`."""
    return Words(ENGLISH, sentences(document))


def translated(document: str, lang: str, table: Mapping[str, str]) -> Words:
    """The words of a document in another language; `MissingWordsError` if any is not there."""
    needed = sentences(document)
    missing = [key for key in needed if not table.get(key, "").strip()]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise MissingWordsError(f"{missing[0]}{more}")
    months = tuple(table.get(f"month_{number}", "") for number in range(1, 13))
    return Words(lang, table, months if all(months) else ())
