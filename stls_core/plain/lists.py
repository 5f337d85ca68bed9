"""Words to avoid and what to say instead, read from a TOML text that is handed in."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

SORTS: Final = ("jargon", "vague", "deficit", "diagnosing", "passive")


class Hit(NamedTuple):
    """A phrase that was found: `text[start:end]`, and what could be said instead."""

    sort: str
    found: str
    start: int
    end: int
    instead: str


@dataclass(frozen=True)
class PlainWords:
    """The lists, ready to be looked for in one pass each."""

    instead: Mapping[str, Mapping[str, str]]  # {sort: {phrase in lower case: what to say}}
    acronyms: Mapping[str, str]  # {as it is written: what it stands for}
    patterns: Mapping[str, re.Pattern[str]]

    def hits(self, sort: str, text: str) -> Iterator[Hit]:
        """Every phrase of a sort in a text, longest first where two begin together."""
        pattern = self.patterns.get(sort)
        if pattern is None:
            return
        for match in pattern.finditer(text):
            phrase = " ".join(match.group().lower().split())
            instead = self.instead[sort].get(phrase, "")
            yield Hit(sort, match.group(), match.start(), match.end(), instead)

    def acronyms_in(self, text: str) -> Iterator[Hit]:
        """Every known acronym that stands in a text as it is written."""
        for match in self.patterns["acronym"].finditer(text):
            stands_for = self.acronyms[match.group()]
            yield Hit("acronym", match.group(), match.start(), match.end(), stands_for)


def read_plain_words(text: str) -> PlainWords:
    """The lists of a TOML text: one table a sort, and `acronym`."""
    raw = tomllib.loads(text)
    instead = {
        sort: {
            " ".join(phrase.lower().split()): words for phrase, words in raw.get(sort, {}).items()
        }
        for sort in SORTS
    }
    acronyms = dict(raw.get("acronym", {}))
    patterns = {
        sort: _pattern(phrases, re.IGNORECASE) for sort, phrases in instead.items() if phrases
    }
    patterns["acronym"] = _pattern(acronyms)
    return PlainWords(instead, acronyms, patterns)


def _pattern(phrases: Mapping[str, str], flags: int = 0) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])" if either else r"(?!)", flags)
