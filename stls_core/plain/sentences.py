"""A text cut into sentences, and sentences into words, with their places in the text.

Made for what teachers write: "Y2", "9.15am", "Dr Example", initials such as "T.", bullets and
headings without a full stop. Takes any text and time that grows with its length only.
"""

import re
from typing import Final, NamedTuple

WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
"""A word of letters, with its apostrophes and hyphens."""
_LINE: Final = re.compile(r"[^\r\n]+")
_BULLET: Final = re.compile(r"\s*(?:[-*•–]\s+|\d{1,2}[.)]\s+)?")
_END: Final = re.compile(r"[.!?…]+[)\"'’”]*(?=\s|$)")
_NEVER_END: Final = frozenset(
    {"dr", "mr", "mrs", "ms", "prof", "st", "e.g", "i.e", "etc", "approx", "no", "vs", "cf", "yr"}
)
_NEXT: Final = re.compile(r"\s*(\S)")
_LAST_TOKEN: Final = re.compile(r"\S{1,24}$")


class Sentence(NamedTuple):
    """One sentence and where it stands: `text[start:end]`."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, numbers left out."""
        return tuple(WORD.findall(self.text))


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order. A line end ends one; a bullet's mark is no part of it."""
    found: list[Sentence] = []
    for line in _LINE.finditer(text):
        bullet = _BULLET.match(text, line.start(), line.end())
        start = bullet.end() if bullet else line.start()
        for stop in _END.finditer(text, start, line.end()):
            if _is_end(text, start, stop):
                found += _sentence(text, start, stop.end())
                start = stop.end()
        found += _sentence(text, start, line.end())
    return tuple(found)


def _sentence(text: str, start: int, end: int) -> list[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Sentence(text[start:end], start, end)] if end > start else []


def _is_end(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence: not after a title, an initial or an abbreviation."""
    if not stop.group().startswith("."):
        return True
    before = _LAST_TOKEN.search(text, max(start, stop.start() - 24), stop.start())
    token = before.group().lower().lstrip("(\"'“‘") if before else ""
    if token in _NEVER_END:
        return False
    following = _NEXT.match(text, stop.end())
    if following and following.group(1).islower():
        return False  # "at 9.15 a.m. today", "T. began"
    return not (len(token) == 1 and token.isalpha() and token not in ("i", "a")) or not following
