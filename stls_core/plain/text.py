"""One text, looked through once: its words, its sentences with theirs, and what is quoted in it."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stls_core.plain.sentences import Sentence, sentences_of
from stls_core.plain.words import Word, words_in

_CLOSES: Final = {"“": "”", '"': '"', "«": "»", "‘": "’"}
_LONGEST_QUOTE: Final = 600  # characters: a sign that is never closed opens nothing


@dataclass(frozen=True, slots=True)
class PlainText:
    """Make it with `plain_text`."""

    text: str
    words: tuple[Word, ...]
    sentences: tuple[tuple[Sentence, tuple[Word, ...]], ...]
    quotes: tuple[tuple[int, int], ...]

    def is_quoted(self, start: int) -> bool:
        """Whether somebody else's words stand there."""
        place = bisect_right(self.quotes, (start, 0)) - 1
        return place >= 0 and start < self.quotes[place][1]


def plain_text(text: str) -> PlainText:
    """Look through a text; every place that is told lies within it."""
    words = words_in(text)
    found = []
    place = 0
    for sentence in sentences_of(text):
        first = place
        while first < len(words) and words[first].start < sentence.start:
            first += 1  # the sign of a list
        place = first
        while place < len(words) and words[place].start < sentence.end:
            place += 1
        found.append((sentence, words[first:place]))
    return PlainText(text, words, tuple(found), tuple(_quotes(text)))


def _quotes(text: str) -> Iterator[tuple[int, int]]:
    opened, closing = -1, ""
    for place, sign in enumerate(text):
        if opened >= 0 and (sign == "\n" or place - opened > _LONGEST_QUOTE):
            opened = -1
        if opened >= 0 and sign == closing:
            if sign == "’" and text[place + 1 : place + 2].isalnum():
                continue  # an apostrophe
            yield opened, place
            opened = -1
        elif opened < 0 and sign in _CLOSES:
            opened, closing = place, _CLOSES[sign]
